import type { Later } from './operation.ts';
import type { Service } from './service.ts';
import type { Micros } from './time.ts';

/** Work that goes on beside the calls. */
export interface Background {
  /** Resolves once what came of it is kept; rejects where it was ended, or could not be kept. Nobody needs to listen. */
  begin(later: Later): Promise<void>;
  /** Resolves once everything that was due up to a time is kept. */
  dueBy(time: Micros): Promise<void>;
}

/** Once the signal aborts nothing more is kept. */
export function makeBackground(write: Service['write'], signal: AbortSignal): Background {
  const running = new Map<Promise<void>, Micros>();
  return {
    begin: ({ due, work }) => {
      const done = work(signal).then(async (writes) => {
        signal.throwIfAborted();
        await write(writes);
      });
      // What calls that look at the past wait for ends either way: a hunt that was not kept is searched at a restart.
      const over: Promise<void> = done.catch(() => undefined).finally(() => running.delete(over));
      running.set(over, due);
      return done;
    },
    dueBy: async (time) => {
      const due = [...running].filter(([, end]) => end <= time).map(([done]) => done);
      await Promise.all(due);
    },
  };
}
