import type { Later } from './operation.ts';
import type { Service } from './service.ts';
import type { Micros } from './time.ts';

/** Work that goes on beside the calls. */
export interface Background {
  begin(later: Later): void;
  /** Resolves once everything that was due up to a time is kept. */
  dueBy(time: Micros): Promise<void>;
}

/** Once the signal aborts nothing more is kept. */
export function makeBackground(write: Service['write'], signal: AbortSignal): Background {
  const running = new Map<Promise<void>, Micros>();
  return {
    begin: ({ due, work }) => {
      const done: Promise<void> = work(signal)
        .then(async (writes) => {
          if (!signal.aborted) await write(writes);
        })
        // A search that was ended, or could not be kept: the hunt stays as it is, and a restart searches again.
        .catch(() => undefined)
        .finally(() => running.delete(done));
      running.set(done, due);
    },
    dueBy: async (time) => {
      const due = [...running].filter(([, end]) => end <= time).map(([done]) => done);
      await Promise.all(due);
    },
  };
}
