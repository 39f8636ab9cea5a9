import type { Change } from './plan.ts';
import type { Verdict } from './verdict.ts';

/** What became of one change. */
export type Outcome = {
  readonly change: Change;
  readonly durationMs: number;
} & (
  | {
      readonly status: 'done';
      /** Facts worth a word at the end of its line: the version or rule id, how many lines. */
      readonly note?: string;
    }
  | {
      readonly status: 'failed';
      readonly because: string;
      readonly hint?: string;
      /** The object moved under us: nothing of ours was lost, but the last word is not ours (exit 6). */
      readonly conflict?: boolean;
      /** The service said who we are or what we may do is not enough (exit 7). */
      readonly denied?: boolean;
    }
  | { readonly status: 'skipped'; readonly because: string }
  /** Left as it was by the gate (exit 4); the next apply measures again. */
  | {
      readonly status: 'held';
      readonly verdict: Verdict;
      /** What was undone for it: the old text is back, and alerts again. */
      readonly note?: string;
    }
);
