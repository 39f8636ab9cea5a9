/** Time, as a thing that is handed in: tests bring their own. */
export interface Clock {
  now(): Date;
  /** Resolves after so many milliseconds of this clock's time; rejects with the signal's reason once that aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A number from 0 (in) to 1 (out), for jitter. */
export type Random = () => number;
