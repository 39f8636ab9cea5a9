import type { Detection, TimeRange } from './detection.ts';

/** Whom a detection is about: the match variables, or one noun of the event where the rule has no match section. */
export type Entity = readonly {
  /** The match variable without `$`, or `user`, `host`, `ip`, `asset`. */
  readonly name: string;
  /** As the tenant has it: never shown without redaction. */
  readonly value: string;
}[];

/** Detections on one UTC day (`2026-01-31`). */
export interface DayCount {
  readonly day: string;
  readonly count: number;
}

/** What the detections of one text come to, each counted once (design §5: by match values and window, or by event id). */
export interface DetectionFigures {
  readonly count: number;
  /** Every UTC day that the range touches, and any other that has detections, in order; days without any have 0. */
  readonly days: readonly DayCount[];
  /** `count` over the length of the range in days; NaN for a range without length. */
  readonly meanPerDay: number;
  /** The loudest UTC day, the first of several; absent where there is no detection. */
  readonly worstDay?: DayCount;
  /** By hour of the UTC day, 24 numbers. */
  readonly hours: readonly number[];
  /** How many entities there are; detections that name none are not among them. */
  readonly entities: number;
  /** Detections of the loudest entity over all of them, 0 to 1; 0 where there is none. */
  readonly shareOfLoudest: number;
  /** What the loudest day leaves of the service's daily cap (backstory-v2 §5.3); 0 where the cap was reached. */
  readonly leftToCap: number;
}

/** How one entity fared. */
export interface EntityRow {
  readonly entity: Entity;
  readonly before: number;
  readonly after: number;
  readonly lost: number;
  readonly gained: number;
}

/**
 * Detections of two texts over one range. A detection has a counterpart where the other text has one with the same
 * match values and an overlapping window; of single-event rules, one of the same event. `before` is absent for a rule
 * that was not there: then nothing is lost or the same.
 */
export interface Comparison {
  readonly range: TimeRange;
  readonly before?: DetectionFigures;
  readonly after: DetectionFigures;
  /** Of the text before, without a counterpart. */
  readonly lost: readonly Detection[];
  /** Of the text after, without a counterpart. */
  readonly gained: readonly Detection[];
  /** Of the text after, with a counterpart. */
  readonly same: readonly Detection[];
  /** How many of the text before have a counterpart: one longer window may stand for several shorter ones. */
  readonly kept: number;
  /** Entities that only the text after names; empty without a text before. */
  readonly firstSeen: readonly Entity[];
  /** The loudest entities of either text, loudest first, at most ten. */
  readonly loudest: readonly EntityRow[];
}
