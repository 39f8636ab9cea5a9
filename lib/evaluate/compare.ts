import { enumNamed } from '../udm/schema.ts';
import type { ComparisonOperator, Expression } from '../yaral/ast.ts';
import { bool, list, raw, sql, text, type Sql } from './sql.ts';
import { BOOL, asText, isNumeric, isText, value, type Value } from './value.ts';

export interface Side extends Value {
  readonly node: Expression;
}

/** `left operator right` of two values (yara-l §3.2, §4.3). Lower case on both sides for `nocase`. */
export function compareValues(
  operator: ComparisonOperator,
  left: Side,
  right: Side,
  fold: boolean,
): Value {
  return value(BOOL, comparison(operator, left, right, fold));
}

function comparison(operator: ComparisonOperator, left: Side, right: Side, fold: boolean): Sql {
  const sign = raw(operator === '!=' ? '<>' : operator);
  if (isNumeric(left.type) && isNumeric(right.type)) {
    return sql`${left.sql} ${sign} ${right.sql}`;
  }
  if (left.type.kind === 'enum' && right.node.kind === 'string') {
    return enumTest(operator, left.sql, left.type.name, right.node.value);
  }
  if (right.type.kind === 'enum' && left.node.kind === 'string') {
    return enumTest(MIRRORED[operator], right.sql, right.type.name, left.node.value);
  }
  const ordered = operator !== '=' && operator !== '!=';
  if (ordered && left.type.kind === 'enum' && right.type.kind === 'enum') {
    return sql`${numberOf(left.sql, left.type.name)} ${sign} ${numberOf(right.sql, right.type.name)}`;
  }
  if (left.type.kind === right.type.kind && !isText(left.type) && left.type.kind !== 'list') {
    return sql`${left.sql} ${sign} ${right.sql}`;
  }
  if (left.type.kind === 'time' && isNumeric(right.type)) {
    return sql`${left.sql} // 1000000 ${sign} ${right.sql}`;
  }
  if (right.type.kind === 'time' && isNumeric(left.type)) {
    return sql`${left.sql} ${sign} ${right.sql} // 1000000`;
  }
  const [before, after] = [asText(left), asText(right)];
  return fold ? sql`lower(${before}) ${sign} lower(${after})` : sql`${before} ${sign} ${after}`;
}

export const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Names are compared by their numbers, and two names may share one: all names that fit are listed. */
function enumTest(
  operator: ComparisonOperator,
  column: Sql,
  enumName: string,
  literal: string,
): Sql {
  const values = enumNamed(enumName)?.values ?? new Map<string, number>();
  const wanted = values.get(literal) ?? (/^-?\d+$/.test(literal) ? Number(literal) : undefined);
  if (wanted === undefined) {
    // No such name: nothing is equal to it, and nothing is before or after it.
    return operator === '=' || operator === '!='
      ? sql`${column} ${raw(operator === '=' ? '=' : '<>')} ${text(literal)}`
      : bool(false);
  }
  const test = HOLDS[operator === '!=' ? '=' : operator];
  const names = [...values].filter(([, number]) => test(number, wanted)).map(([one]) => one);
  const [first, ...others] = names;
  if (first === undefined) return bool(operator === '!=');
  if (others.length === 0) {
    return sql`${column} ${raw(operator === '!=' ? '<>' : '=')} ${text(first)}`;
  }
  return sql`${column} ${raw(operator === '!=' ? 'NOT IN' : 'IN')} (${list(names.map(text))})`;
}

const HOLDS: Readonly<
  Record<Exclude<ComparisonOperator, '!='>, (number: number, wanted: number) => boolean>
> = {
  '=': (number, wanted) => number === wanted,
  '<': (number, wanted) => number < wanted,
  '<=': (number, wanted) => number <= wanted,
  '>': (number, wanted) => number > wanted,
  '>=': (number, wanted) => number >= wanted,
};

/** The number of an enumerator, 0 for a name that the schema does not have. */
function numberOf(column: Sql, enumName: string): Sql {
  const cases = [...(enumNamed(enumName)?.values ?? [])].map(
    ([one, number]) => sql`WHEN ${text(one)} THEN ${raw(String(number))}`,
  );
  return cases.length === 0 ? raw('0') : sql`CASE ${column} ${list(cases, ' ')} ELSE 0 END`;
}
