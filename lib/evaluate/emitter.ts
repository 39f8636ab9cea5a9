import type { Call, Expression } from '../yaral/ast.ts';
import type { Environment, Scope } from './scope.ts';
import type { Sql } from './sql.ts';
import type { Value } from './value.ts';

/** Writes expressions of a rule as SQL, in one scope. */
export interface Emitter {
  readonly environment: Environment;
  readonly scope: Scope;
  /** `fold` is set below `nocase`. */
  readonly emit: (node: Expression, fold?: boolean) => Value;
  /** A list as such: of a repeated field all elements of the event. */
  readonly emitList: (node: Expression) => Value;
  /** The same with parts of the scope replaced. */
  readonly within: (changes: Partial<Scope>, replaced?: ReadonlyMap<Expression, Value>) => Emitter;
}

/** What a function is given: its arguments, each written as it needs it. */
export interface CallInput {
  readonly self: Emitter;
  readonly call: Call;
  /** `nocase` stands after it. */
  readonly fold: boolean;
  readonly size: number;
  readonly node: (at: number) => Expression | undefined;
  readonly value: (at: number) => Value;
  readonly text: (at: number) => Sql;
  readonly number: (at: number) => Value;
  /** A whole number as BIGINT. */
  readonly integer: (at: number) => Sql;
  readonly list: (at: number) => Value;
  /** What a literal argument says; undefined for other arguments. */
  readonly literal: (at: number) => string | undefined;
}

/** How a function is written as SQL. */
export type Emit = (input: CallInput) => Value;
