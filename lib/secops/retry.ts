import type { Random } from '../ports/clock.ts';

/** The most attempts of one call (reliability B2). A 429 proves that nothing was done, so it counts like a read. */
export const MAX_ATTEMPTS = { safe: 6, unsafe: 3, refused: 6 } as const;

const CAP_MS = 30_000;
const RETRY_AFTER_CAP_MS = 120_000;

/** Full jitter: anything from nothing to 1 s, 2 s, 4 s … 30 s. `retry` counts from 0. */
export function backoffMs(retry: number, random: Random): number {
  return random() * Math.min(CAP_MS, 1000 * 2 ** retry);
}

/** `Retry-After` in milliseconds from now, at most two minutes; undefined where there is none that can be read. */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const asked = /^\s*\d+\s*$/.test(header)
    ? Number(header) * 1000
    : Date.parse(header) - now.getTime();
  if (Number.isNaN(asked)) return undefined;
  return Math.min(RETRY_AFTER_CAP_MS, Math.max(0, asked));
}

/** Retries that one run may spend: 20, and one more for every ten calls that go well (reliability B2). */
export class RetryBudget {
  static readonly FULL = 20;
  #tenths = RetryBudget.FULL * 10;

  /** Spends one retry; false where none is left. */
  take(): boolean {
    if (this.#tenths < 10) return false;
    this.#tenths -= 10;
    return true;
  }

  succeeded(): void {
    this.#tenths = Math.min(RetryBudget.FULL * 10, this.#tenths + 1);
  }
}
