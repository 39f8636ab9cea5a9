import type { Clock } from '../ports/clock.ts';

/** A wait took longer than it may. */
export class TimeUpError extends Error {
  override readonly name: string = 'TimeUpError';
  readonly ms: number;

  constructor(ms: number) {
    super(`no answer within ${Math.round(ms / 100) / 10} s`);
    this.ms = ms;
  }
}

/** Whoever started the command wants it to end. */
export class InterruptedError extends Error {
  override readonly name: string = 'InterruptedError';

  constructor() {
    super('interrupted');
  }
}

/** How long a piece of work may take, and who may end it early. */
export interface Limits {
  readonly clock: Clock;
  readonly ms: number;
  readonly signal: AbortSignal | undefined;
  /** What is under way may go on for so long after the signal. */
  readonly graceMs: number;
}

/**
 * Runs work under a deadline. When time is up or the signal's grace is over, the work's own signal aborts and the
 * result rejects with TimeUpError or InterruptedError at once, whether the work listens or not.
 */
export async function within<T>(
  { clock, ms, signal, graceMs }: Limits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const over = new AbortController();
  const endAfter = (wait: number, reason: Error): void => {
    clock.sleep(wait, over.signal).then(
      () => ended.abort(reason),
      () => undefined,
    );
  };
  const interrupt = (): void => {
    if (graceMs > 0) endAfter(graceMs, new InterruptedError());
    else ended.abort(new InterruptedError());
  };
  const cut = new Promise<never>((_, reject) => {
    ended.signal.addEventListener('abort', () => reject(reasonOf(ended.signal)), { once: true });
  });
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    endAfter(ms, new TimeUpError(ms));
    if (signal?.aborted === true) interrupt();
    return await Promise.race([cut, work(ended.signal)]);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    over.abort();
  }
}

/** The error that a signal was aborted with. */
export function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new InterruptedError();
}
