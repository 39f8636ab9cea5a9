import type { UdmEvent } from './detection.ts';
import type { Place } from './environment.ts';

/** A file of cases for one rule: given these events, expect these detections. */
export interface RuleTest {
  readonly path: string;
  /** The rule's declared name. */
  readonly rule: string;
  /** Where the file names it. */
  readonly rulePlace: Place;
  readonly cases: readonly RuleCase[];
}

/** One case: events, the lists they meet, and what must come of it. */
export interface RuleCase {
  /** Unique in its file. */
  readonly name: string;
  /** Where the name stands. */
  readonly place: Place;
  /** Defaults filled in, each with its time; in the order of the file. */
  readonly events: readonly Fixture[];
  /** Entities of the graph, for rules that read `graph`. */
  readonly entities: readonly Fixture[];
  /** Detections of other rules, for rules that read them. */
  readonly detections: readonly Fixture[];
  /** Lines by the name of the list, in place of the repository's. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly expected: Expectation;
}

/** An event or entity, and where it stands in the file. */
export interface Fixture {
  readonly event: UdmEvent;
  readonly place: Place;
}

/**
 * What a case must give: so many detections, just these, or nothing at all because the rule says what cannot be
 * evaluated on this machine.
 */
export type Expectation =
  | { readonly kind: 'count'; readonly count: number; readonly place: Place }
  | {
      readonly kind: 'detections';
      readonly detections: readonly ExpectedDetection[];
      readonly place: Place;
    }
  | { readonly kind: 'unsupported'; readonly place: Place };

/** A detection by what the case says of it; what it does not name may be anything. */
export interface ExpectedDetection {
  /** Match values by variable, without `$`. */
  readonly match: ReadonlyMap<string, ExpectedValue>;
  readonly outcomes: ReadonlyMap<string, ExpectedValue>;
  /** The events of the case that it stands on, by their places from 0; undefined where the case does not say. */
  readonly events: readonly number[] | undefined;
  readonly place: Place;
}

/** A list stands for several values in any order. */
export type ExpectedValue = ExpectedScalar | readonly ExpectedScalar[];
export type ExpectedScalar = string | number | boolean;
