import type { Argument, Call, Expression } from './ast.ts';
import type { Returned, ValueWord } from './functions-signature.ts';
import { functionNamed } from './functions.ts';
import { UNKNOWN, isNumber, type Type, type TypeOf } from './types.ts';

/** The arguments of a call that are plain expressions, in order. */
export function plainArguments({ arguments: passed }: Call): readonly Expression[] {
  return passed.every(isPlain) ? passed : passed.filter(isPlain);
}

function isPlain(argument: Argument): argument is Expression {
  return argument.kind !== 'named-argument';
}

/** The type that a call gives; `unknown` for a function that there is not. */
export function typeOfCall(call: Call, typeOf: TypeOf): Type {
  const signature = functionNamed(call.name);
  if (signature === undefined) return UNKNOWN;
  const { returns } = signature;
  if (isFixed(returns)) return TYPES[returns];
  const [first, then, otherwise] = plainArguments(call);
  if (returns === 'as argument') return first === undefined ? UNKNOWN : typeOf(first);
  if (returns === 'list of argument') {
    return { kind: 'list', element: first === undefined ? UNKNOWN : typeOf(first) };
  }
  if (then === undefined) return UNKNOWN;
  return otherwise === undefined ? typeOf(then) : typeOfBranches([typeOf(then), typeOf(otherwise)]);
}

function isFixed(returns: Returned): returns is ValueWord {
  return returns !== 'as argument' && returns !== 'list of argument' && returns !== 'branch';
}

/** What both branches are; a float if one is. */
function typeOfBranches(types: readonly Type[]): Type {
  const known = types.filter(({ kind }) => kind !== 'unknown');
  const [first] = known;
  if (first === undefined) return UNKNOWN;
  if (known.every(isNumber) && known.some(({ kind }) => kind === 'float')) return FLOAT;
  return first.kind === 'enum' ? (known.find(({ kind }) => kind === 'string') ?? first) : first;
}

const STRING: Type = { kind: 'string' };
const INT: Type = { kind: 'int' };
const FLOAT: Type = { kind: 'float' };

const TYPES: Readonly<Record<ValueWord, Type>> = {
  string: STRING,
  text: STRING,
  'string or bytes': STRING,
  'string or int': STRING,
  int: INT,
  number: FLOAT,
  float: FLOAT,
  bool: { kind: 'bool' },
  bytes: { kind: 'bytes' },
  value: UNKNOWN,
  'list of strings': { kind: 'list', element: STRING },
  'list of numbers': { kind: 'list', element: FLOAT },
  list: { kind: 'list', element: UNKNOWN },
  'repeated field': UNKNOWN,
  timestamp: { kind: 'message', name: 'google.protobuf.Timestamp' },
};
