import type { Arithmetic, Expression, Path, Variable } from './ast.ts';
import type { Symbols } from './symbols.ts';
import { typeOfCall } from './types-call.ts';
import { fieldAt } from './types-path.ts';
import {
  UNKNOWN,
  isNumber,
  type Field,
  type FieldOf,
  type Type,
  type TypeOf,
  type Types,
} from './types.ts';

/** The types of a rule and how to ask for them. */
export interface Inferred {
  readonly types: Types;
  readonly typeOf: TypeOf;
  readonly fieldOf: FieldOf;
}

/** So far a chain of variables defined by later ones is followed: each may hold an expression as deep as can be. */
const DEEPEST = 8;

/** Finds the types of all expressions of a rule, each once. */
export function inferTypes(symbols: Symbols): Inferred {
  const types = new Map<Expression, Type>();
  const fields = new Map<Path, Field>();
  const variables = new Map<string, Type>();
  let depth = 0;

  const fieldOf: FieldOf = (path) => {
    const known = fields.get(path) ?? fieldAt(path);
    fields.set(path, known);
    return known;
  };

  const typeOf: TypeOf = (expression) => {
    const known = types.get(expression);
    if (known !== undefined) return known;
    const type = infer(expression);
    types.set(expression, type);
    return type;
  };

  const infer = (node: Expression): Type => {
    switch (node.kind) {
      case 'path':
        return fieldOf(node).type;
      case 'variable':
        return typeOfVariable(node);
      case 'call':
        return typeOfCall(node, typeOf);
      case 'group':
        return typeOf(node.expression);
      case 'nocase':
      case 'quantified':
      case 'negation':
        return typeOf(node.operand);
      case 'arithmetic':
        return typeOfArithmetic(node, typeOf);
      case 'list':
        return {
          kind: 'list',
          element: node.items[0] === undefined ? UNKNOWN : typeOf(node.items[0]),
        };
      case 'list-reference':
        // The column of a data table has a type that only the service knows.
        return node.column === undefined ? { kind: 'reference' } : UNKNOWN;
      case 'logical':
      case 'not':
      case 'comparison':
      case 'membership':
      case 'null-test':
      case 'absence':
      case 'n-of':
      case 'boolean':
        return BOOL;
      case 'count':
      case 'integer':
        return INT;
      case 'string':
      case 'regex':
      case 'float':
      case 'duration':
      case 'null':
        return { kind: node.kind };
      case 'table-call':
      case 'invalid':
        return UNKNOWN;
    }
  };

  /** A placeholder has the type of its first binding, an outcome that of its value. */
  const typeOfVariable = ({ name }: Variable): Type => {
    const value =
      symbols.placeholders.get(name)?.bindings[0]?.value ?? symbols.outcomes.get(name)?.value;
    if (value === undefined) return symbols.events.has(name) ? EVENT : UNKNOWN;
    if (depth >= DEEPEST) return UNKNOWN;
    // What is defined by itself asks for its own type before it has one.
    const known = variables.get(name);
    if (known !== undefined) return known;
    variables.set(name, UNKNOWN);
    depth += 1;
    const type = typeOf(value);
    depth -= 1;
    variables.set(name, type);
    return type;
  };

  for (const kind of KINDS) for (const node of symbols.index.of(kind)) typeOf(node);
  return { types, typeOf, fieldOf };
}

/** Expressions of every kind, what is made of others last. */
const KINDS: readonly Expression['kind'][] = [
  'string',
  'regex',
  'integer',
  'float',
  'duration',
  'boolean',
  'null',
  'invalid',
  'count',
  'list-reference',
  'path',
  'variable',
  'call',
  'table-call',
  'list',
  'group',
  'negation',
  'arithmetic',
  'quantified',
  'absence',
  'n-of',
  'comparison',
  'membership',
  'null-test',
  'nocase',
  'not',
  'logical',
];

const BOOL: Type = { kind: 'bool' };
const INT: Type = { kind: 'int' };
const UINT: Type = { kind: 'uint' };
const FLOAT: Type = { kind: 'float' };
const EVENT: Type = { kind: 'event' };

/** Numbers give numbers; a quotient is a float (yara-l §3.2). */
function typeOfArithmetic({ operator, left, right }: Arithmetic, typeOf: TypeOf): Type {
  const [before, after] = [typeOf(left), typeOf(right)];
  if (!isNumber(before) || !isNumber(after)) return UNKNOWN;
  if (operator === '/' || before.kind === 'float' || after.kind === 'float') return FLOAT;
  return before.kind === 'uint' && after.kind === 'uint' ? UINT : INT;
}
