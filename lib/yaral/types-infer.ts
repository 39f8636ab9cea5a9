import type { Expression } from './ast.ts';
import type { Symbols } from './symbols.ts';
import type { FieldOf, Type, TypeOf, Types } from './types.ts';

/** The types of a rule and how to ask for them. */
export interface Inferred {
  readonly types: Types;
  readonly typeOf: TypeOf;
  readonly fieldOf: FieldOf;
}

const UNKNOWN: Type = { kind: 'unknown' };

/** Finds the types of all expressions of a rule. */
export function inferTypes(_symbols: Symbols): Inferred {
  const types = new Map<Expression, Type>();
  return {
    types,
    typeOf: (expression) => types.get(expression) ?? UNKNOWN,
    fieldOf: () => ({ type: UNKNOWN, repeated: false, indexed: false, keyed: false }),
  };
}
