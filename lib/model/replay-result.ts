import type { DetectionField } from './detection.ts';
import type { Complaint } from './test-result.ts';

/** What rules came to over an export of events. */
export interface ReplayResult {
  /** Paths as they were given to the run. */
  readonly files: readonly string[];
  readonly events: number;
  /** Events that were there already, by `metadata.id`. */
  readonly repeated: number;
  /** Lines that are no event, values of a wrong type, events without a time. */
  readonly counts: Readonly<Record<'malformed' | 'wrong-type' | 'no-time', number>>;
  /** The first of them. */
  readonly problems: readonly BadInput[];
  /** In the order of their paths. */
  readonly rules: readonly ReplayedRule[];
}

/** Something in an export that is not what it should be. Says nothing of what the event holds. */
export interface BadInput {
  readonly path: string;
  /** From 1; 0 where the format has no lines. */
  readonly line: number;
  readonly message: string;
}

export interface ReplayedRule {
  readonly name: string;
  readonly path: string;
  /** Why it did not run. */
  readonly complaints: readonly Complaint[];
  /** Why the engine broke off. */
  readonly error: string | undefined;
  readonly detections: number;
  /** Detections by UTC day (`2026-01-04`), ascending; days without any are not listed. */
  readonly days: readonly { readonly day: string; readonly detections: number }[];
  /** Detections that `days` does not count: there were too many to look at. */
  readonly uncounted: number;
  /** The first ones. */
  readonly samples: readonly ReplaySample[];
}

export interface ReplaySample {
  readonly time: Date;
  readonly match: readonly DetectionField[];
  readonly outcomes: readonly DetectionField[];
}
