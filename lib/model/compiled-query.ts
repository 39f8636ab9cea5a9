import type { Detection } from './detection.ts';

/** What a column of events is read from: UDM events, entities, or detections of other rules (yara-l §4.1). */
export type EventSource = 'udm' | 'graph' | 'detection';

/** What the values of a column are. `time` is microseconds since 1970, of timestamps and durations; `json` the text of a value as it stands. */
export type ColumnKind =
  | 'string'
  | 'int'
  | 'uint'
  | 'float'
  | 'bool'
  | 'bytes'
  | 'enum'
  | 'time'
  | 'json';

/**
 * One leaf of the schema as a typed column: never NULL, the zero value where an event has none. Each repeated field on
 * the way makes it a list, of lists for two. Entries of maps are read as their `key` and their `value`.
 */
export interface EventColumn {
  readonly source: EventSource;
  /** In snake_case with dots: `principal.hostname`, `security_result.rule_labels.key`. Also its name in SQL. */
  readonly path: string;
  readonly steps: readonly ColumnStep[];
  readonly kind: ColumnKind;
  /** Of an enum the proto's name. */
  readonly enumName: string | undefined;
  /** How many lists it is deep. */
  readonly depth: number;
}

/** One field on the way to a leaf. `map` is a JSON object whose keys are data; the step after it is its key or value. */
export interface ColumnStep {
  readonly name: string;
  readonly repeated: boolean;
  readonly map: boolean;
}

/** A value beside the text of a query. Integers are exact. */
export type SqlParam =
  | { readonly type: 'VARCHAR'; readonly value: string }
  | { readonly type: 'BIGINT' | 'HUGEINT'; readonly value: bigint }
  | { readonly type: 'DOUBLE'; readonly value: number }
  | { readonly type: 'BOOLEAN'; readonly value: boolean };

/** A relation that the query names and the engine makes: a long reference list, or a data table. All columns are text. */
export interface Lookup {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How one value of a detection is shown. */
export interface ResultValue {
  /** Without `$`. */
  readonly name: string;
  /** The UDM path that a match variable was bound to first, if it was one. */
  readonly source: string | undefined;
}

/** An event variable of the rule, whose samples a detection carries. */
export interface ResultVariable {
  readonly name: string;
  readonly source: EventSource;
}

/**
 * A rule as SQL for DuckDB. The text begins with WITH and reads the relations `udm`, `graph`, `detection` (with `rid`,
 * `part`, `t`, and the columns of `reads`) and the lookups; whoever runs it defines them before. Values stand in
 * `params` as `$1`, `$2`, never in the text.
 *
 * Each row is a detection: `part`, `m0`… the match values as text, `ws` and `we` the window in microseconds since 1970,
 * `x0`… the outcomes as text, `n0`… how many events each variable had, `s0`… its first ones as a list of `{t, r}`, `r` being `rid`.
 */
export interface CompiledQuery {
  readonly ruleName: string;
  readonly multiEvent: boolean;
  readonly sql: string;
  readonly params: readonly SqlParam[];
  readonly reads: readonly EventColumn[];
  readonly lookups: readonly Lookup[];
  readonly matches: readonly ResultValue[];
  readonly outcomes: readonly ResultValue[];
  readonly variables: readonly ResultVariable[];
  /** What `suppression_window` asks for; undefined without it. */
  readonly suppression: Suppression | undefined;
  /** The score of a detection without `$risk_score` (yara-l §4.11). */
  readonly defaultRiskScore: number;
}

/** Later detections with the same key are dropped until so long after the one that was kept (yara-l §4.8). */
export interface Suppression {
  readonly micros: number;
  /** The outcome `$suppression_key` by its place; undefined where the match values are the key, or nothing is. */
  readonly outcome: number | undefined;
}

/** A detection with what only an engine knows of it. */
export interface FoundDetection {
  readonly detection: Detection;
  /** The part of the input that it was found in: a case of a rule test, else 0. */
  readonly part: number;
  /** For each event variable, which events it stood for, earliest first: their places in the input, from 0. No more than there are samples. */
  readonly rows: ReadonlyMap<string, readonly number[]>;
  /** For each event variable, how many there were in all. */
  readonly counts: ReadonlyMap<string, number>;
}
