import type { Place } from './environment.ts';

/** Why a rule cannot run here, at a place in its text. */
export interface Complaint extends Place {
  readonly id: string;
  readonly message: string;
  readonly hint?: string;
}

/** What the cases of one test file came to. */
export interface TestResult {
  /** The test file. */
  readonly path: string;
  readonly rule: string;
  readonly rulePath: string;
  /** What keeps the rule from being evaluated; its cases fail unless they expect that. */
  readonly complaints: readonly Complaint[];
  readonly cases: readonly CaseResult[];
}

export interface CaseResult {
  readonly name: string;
  readonly place: Place;
  /** It passed if there are none. */
  readonly differences: readonly Difference[];
  /** What the rule gave, in the order of time. */
  readonly found: readonly FoundInCase[];
  /** How many events the case has. */
  readonly events: number;
  /** Asked for, and only where the rule can be evaluated. */
  readonly explanation?: CaseExplanation;
}

/** A detection as a case shows it. */
export interface FoundInCase {
  readonly match: readonly NamedText[];
  readonly outcomes: readonly NamedText[];
  /** Places of the events in the case, from 0, ascending. */
  readonly events: readonly number[];
}

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** One way in which what was found is not what was expected. Detections count from 0, in the order of their list. */
export type Difference =
  | {
      readonly kind: 'count';
      readonly expected: number;
      readonly found: number;
      readonly place: Place;
    }
  /** Nothing that was found comes close to it. */
  | { readonly kind: 'missing'; readonly expected: number; readonly place: Place }
  /** It was found, and is not expected. */
  | { readonly kind: 'extra'; readonly found: number; readonly place: Place }
  | {
      readonly kind: 'value';
      readonly expected: number;
      readonly found: number;
      readonly of: 'match' | 'outcome';
      readonly name: string;
      readonly wanted: string;
      /** Undefined where the detection has nothing of that name. */
      readonly got: string | undefined;
      readonly place: Place;
    }
  | {
      readonly kind: 'events';
      readonly expected: number;
      readonly found: number;
      readonly wanted: readonly number[];
      readonly got: readonly number[];
      readonly place: Place;
    }
  /** The rule cannot be evaluated; the result has the complaints. */
  | { readonly kind: 'refused'; readonly place: Place }
  /** The case expects that the rule cannot be evaluated, and it can. */
  | { readonly kind: 'supported'; readonly place: Place }
  /** The engine broke off, in its own words. */
  | { readonly kind: 'engine'; readonly message: string; readonly place: Place };

/** What each demand of the rule made of the events of a case. */
export interface CaseExplanation {
  readonly demands: readonly Demand[];
  readonly sql: string;
}

/** One demand of `events` that is about one event variable. */
export interface Demand {
  /** Of the rule's text, from 1. */
  readonly line: number;
  readonly text: string;
  /** Without `$`. */
  readonly variable: string;
  /** The events of the case that fulfil it, from 0; undefined where it can only be told with the others. */
  readonly events: readonly number[] | undefined;
}
