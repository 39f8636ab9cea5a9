import type { Arithmetic, Expression, Path, Variable } from './ast.ts';
import type { Symbols } from './symbols.ts';
import { typeOfCall } from './types-call.ts';
import { fieldAt } from './types-path.ts';
import { UNKNOWN, isNumber, type Field, type FieldOf, type Type, type TypeOf } from './types.ts';

/** How to ask for the types of a rule. */
export interface Inferred {
  readonly typeOf: TypeOf;
  readonly fieldOf: FieldOf;
}

/** So far a chain of variables defined by later ones is followed: each may hold an expression as deep as can be. */
const DEEPEST = 8;

/** Finds the types of the expressions of a rule, each once and only if it is asked for. */
export function inferTypes({ index, placeholders, outcomes, events }: Symbols): Inferred {
  const types = new Map<Expression, Type>();
  const fields = new Map<Path, Field>();
  const variables = new Map<string, Type>();
  let depth = 0;

  const fieldOf: FieldOf = (path) => {
    const known = fields.get(path);
    if (known !== undefined) return known;
    const field = fieldAt(path);
    fields.set(path, field);
    return field;
  };

  const typeOf: TypeOf = (expression) => {
    if (expression.kind === 'path') return fieldOf(expression).type;
    const known = OF_KIND[expression.kind] ?? types.get(expression);
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
      case 'count':
      case 'integer':
      case 'string':
      case 'regex':
      case 'float':
      case 'duration':
      case 'null':
      case 'table-call':
      case 'invalid':
        return FIXED[node.kind];
    }
  };

  /** A placeholder has the type of its first binding, an outcome that of its value. */
  const typeOfVariable = ({ name }: Variable): Type => {
    const value = placeholders.get(name)?.bindings[0]?.value ?? outcomes.get(name)?.value;
    if (value === undefined) return events.has(name) ? EVENT : UNKNOWN;
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

  // In the order of the text, whoever asks first: of a circle, or too long a chain, each way in gives something else.
  for (const { name, node } of index.uses()) {
    if (node.kind === 'count' || variables.has(name)) continue;
    if (placeholders.has(name) || outcomes.has(name)) typeOf(node);
  }
  return { typeOf, fieldOf };
}

const BOOL: Type = { kind: 'bool' };
const INT: Type = { kind: 'int' };
const UINT: Type = { kind: 'uint' };
const FLOAT: Type = { kind: 'float' };
const EVENT: Type = { kind: 'event' };

/** Types that the kind of an expression tells. */
const FIXED = {
  logical: BOOL,
  not: BOOL,
  comparison: BOOL,
  membership: BOOL,
  'null-test': BOOL,
  absence: BOOL,
  'n-of': BOOL,
  boolean: BOOL,
  count: INT,
  integer: INT,
  float: FLOAT,
  string: { kind: 'string' },
  regex: { kind: 'regex' },
  duration: { kind: 'duration' },
  null: { kind: 'null' },
  'table-call': UNKNOWN,
  invalid: UNKNOWN,
} as const satisfies Partial<Record<Expression['kind'], Type>>;

const OF_KIND: Readonly<Partial<Record<Expression['kind'], Type>>> = FIXED;

/** Numbers give numbers; a quotient is a float (yara-l §3.2). */
function typeOfArithmetic({ operator, left, right }: Arithmetic, typeOf: TypeOf): Type {
  const before = typeOf(left);
  const after = typeOf(right);
  if (!isNumber(before) || !isNumber(after)) return UNKNOWN;
  if (operator === '/' || before.kind === 'float' || after.kind === 'float') return FLOAT;
  return before.kind === 'uint' && after.kind === 'uint' ? UINT : INT;
}
