import type { DataTable } from '../model/data-table.ts';
import type { ReferenceList } from '../model/reference-list.ts';

/** What sources leave open, and what a run knows besides the rule. Defaults are those of yara-l §4. */
export interface EvaluateOptions {
  readonly lists: readonly ReferenceList[];
  readonly tables: readonly DataTable[];
  /** Whether the input holds detections of other rules: without them a rule over detections cannot be evaluated. */
  readonly detections: boolean;
  /** `timestamp.now()` in seconds since 1970; by default the end of the input. */
  readonly now: number | undefined;
  /** Hop windows: `exact` begins one at each event, `aligned` at multiples of a tenth of its length (§4.8). */
  readonly hop: 'exact' | 'aligned';
  /** Every satisfied window, not only those that do not overlap an earlier one with the same match values (§4.8). */
  readonly allWindows: boolean;
  /** Whether `suppression_window` is applied; Google's test runs do not (§4.8). */
  readonly suppression: boolean;
  /** What `array` and `array_distinct` are cut to: 1000 in the current reference, 25 in older ones (§4.10). */
  readonly arrayLimit: number;
  /** How many events of each variable a detection names (§4.11). */
  readonly maxSamples: number;
  /** Whether the rule alerts: then a detection without `$risk_score` counts 40, else 15 (§4.11). */
  readonly alerting: boolean;
  /** Only these parts of the input, such as cases of a rule test; undefined for the whole input as one. */
  readonly parts: readonly number[] | undefined;
}

/** The documented choices, without lists and tables. */
export const DEFAULT_OPTIONS: EvaluateOptions = {
  lists: [],
  tables: [],
  detections: false,
  now: undefined,
  hop: 'exact',
  allWindows: false,
  suppression: true,
  arrayLimit: 1000,
  maxSamples: 10,
  alerting: false,
  parts: undefined,
};
