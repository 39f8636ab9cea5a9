import type { Detection, TimeRange } from './detection.ts';

/** One run of a stored version over the past. Its detections are those of the version within the range. */
export interface Retrohunt {
  readonly retrohuntId: string;
  readonly ruleId: string;
  readonly versionId: string;
  readonly range: TimeRange;
  readonly state: 'running' | 'done' | 'cancelled';
  /** 0 to 100. */
  readonly progressPercent: number;
  readonly startedAt: Date;
  readonly endedAt?: Date;
}

/** An error that the service met while it ran a rule: the rule is blind in that window. */
export interface RuleError {
  readonly errorId?: string;
  readonly ruleId?: string;
  readonly versionId?: string;
  readonly text: string;
  readonly at?: Date;
  readonly window?: TimeRange;
}

/** One run of a text that is not stored (StreamTestRule, backstory-v2 §4.16). */
export interface TestRun {
  readonly detections: readonly Detection[];
  /** Errors of the rule on the way; the run went on. */
  readonly errors: readonly RuleError[];
  /** Why the detections may not be all of them. Absent where they are. */
  readonly incomplete?: CutShort;
}

/**
 * What kept detections of a test run back: the cap on results or the time that a run may take, which a shorter range
 * stays below, or a stream that broke off or could not be read.
 */
export interface CutShort {
  readonly kind: 'result-cap' | 'timed-out' | 'cut-stream';
  /** In words for people, several reasons joined; partly the service's own. */
  readonly words: string;
}
