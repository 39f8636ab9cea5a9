import type { TimeRange } from '../model/detection.ts';
import type { Measurement } from '../model/verdict.ts';

/** What measuring needs to know of a rule's text, besides the text. */
export interface MeasuredText {
  /** The rule's name. */
  readonly rule: string;
  /** The straightened text, as the service keeps it. */
  readonly text: string;
  /** How far a detection looks back: the window of the match section in milliseconds, 0 for single events. */
  readonly reachMs: number;
  /** The values of `metadata.log_type` that the rule names, in its order; empty where it names none. */
  readonly logTypes: readonly string[];
}

/** A text that is run without being stored, and the text that it would take the place of. */
export interface TestRunSubject extends MeasuredText {
  /** What is live; absent where nothing is compared. */
  readonly before?: Pick<MeasuredText, 'text' | 'reachMs'>;
  readonly range: TimeRange;
}

/** A stored version that is hunted. */
export interface HuntSubject extends MeasuredText {
  readonly ruleId: string;
  readonly versionId: string;
  readonly range: TimeRange;
  /** How much earlier than `range` a hunt of the same length may lie and still do. */
  readonly slackMs: number;
  /**
   * Take only a hunt that the tenant has, and start none: the identity may only read, or the rule alerts. Where there
   * is none, the measurement has neither a comparison nor a gap: nothing was measured, and nothing was lost.
   */
  readonly existingOnly?: true;
  /** A hunt that began earlier does not do: a list that the rule names was another one then. */
  readonly since?: Date;
  /** The version that stood before, hunted over the same range; absent where nothing is compared. */
  readonly before?: { readonly versionId: string };
}

/**
 * Runs rules over the past. Any number may be asked for side by side: the service's slots and rates are shared between
 * them. A measurement always comes back; what the service refuses, cuts or loses, and an interrupt, are its gaps.
 * Rejects only with a bug.
 */
export interface Measure {
  testRun(subject: TestRunSubject): Promise<Measurement>;
  retrohunt(subject: HuntSubject): Promise<Measurement>;
}
