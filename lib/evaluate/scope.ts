import type { Call, ListReference, Path, Variable } from '../yaral/ast.ts';
import type { Types } from '../yaral/types.ts';
import type { EvaluateOptions } from './options.ts';
import type { Lookups } from './lookups.ts';
import type { Reference } from './reference.ts';
import type { Sql } from './sql.ts';
import type { Value } from './value.ts';

/** What an expression can see where it stands: the row of an event, or the group of a detection. */
export interface Scope {
  /** A leaf as the row has it. */
  readonly leaf: (reference: Reference, node: Path) => Sql;
  /** A leaf over the whole event: its lists are left as they are. */
  readonly whole: (reference: Reference, node: Path) => Sql;
  readonly keys: (reference: Reference, node: Path) => Sql;
  readonly variable: (node: Variable) => Value;
  /** `#name`, and `$name` where it means that there is one. */
  readonly count: (name: string) => Sql;
  /** Undefined where aggregates cannot stand. */
  readonly aggregate: ((call: Call, name: string) => Value) | undefined;
  readonly tableColumn: (node: ListReference) => Value;
  /** The first and the last key of a column of ranges. */
  readonly tableRange: (node: ListReference) => { readonly low: Sql; readonly high: Sql };
  /** The bounds of the window in microseconds; undefined where there is none. */
  readonly window: { readonly start: Sql; readonly end: Sql } | undefined;
  /** Inside a lambda, where DuckDB allows no subquery. */
  readonly lambda?: boolean;
}

/** What all expressions of a rule share. */
export interface Environment {
  readonly types: Types;
  readonly options: EvaluateOptions;
  readonly lookups: Lookups;
}
