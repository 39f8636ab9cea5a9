import type { CallInput, Emit } from './emitter.ts';
import { list, raw, sql, type Sql } from './sql.ts';
import {
  BOOL,
  FLOAT,
  INT,
  STRING,
  asText,
  isNumeric,
  textList,
  value,
  type Value,
} from './value.ts';

/** The element at an index, counted from 0, from the end if below; NULL if there is none. */
function element(input: CallInput): { readonly sql: Sql; readonly given: Value } {
  const given = input.list(0);
  const at = input.integer(1);
  const piece = sql`list_extract(${given.sql}, CASE WHEN ${at} >= 0 THEN ${at} + 1 ELSE ${at} END)`;
  return { sql: piece, given };
}

function elementText(input: CallInput): Sql {
  const { sql: piece, given } = element(input);
  const type = given.type.kind === 'list' ? given.type.element : STRING;
  return asText(value(type, piece));
}

/** Elements as DOUBLE; text that is no number counts 0. */
function numbers({ sql: piece, type }: Value): Sql {
  const numeric = type.kind === 'list' && isNumeric(type.element);
  return numeric
    ? sql`(${piece})::DOUBLE[]`
    : sql`list_transform(${piece}, lambda y: coalesce(try_cast(y AS DOUBLE), 0))`;
}

function extreme(which: 'list_max' | 'list_min'): Emit {
  return (input) => {
    const all = numbers(input.list(0));
    const zeros = input.node(1);
    const kept =
      zeros !== undefined && zeros.kind === 'boolean' && zeros.value
        ? sql`list_filter(${all}, lambda y: y <> 0)`
        : all;
    return value(FLOAT, sql`coalesce(${raw(which)}(${kept}), 0)`);
  };
}

/** Lists, yara-l §5.4. */
export const ARRAY_EMITS: Readonly<Record<string, Emit>> = {
  'arrays.length': (input) => value(INT, sql`len(${input.list(0).sql})`),
  'arrays.size': (input) => value(INT, sql`len(${input.list(0).sql})`),
  'arrays.contains': (input) => {
    const given = input.list(0);
    const wanted = input.value(1);
    const numeric = given.type.kind === 'list' && isNumeric(given.type.element);
    return numeric && isNumeric(wanted.type)
      ? value(BOOL, sql`list_contains(${given.sql}, ${wanted.sql})`)
      : value(BOOL, sql`list_contains(${textList(given)}, ${asText(wanted)})`);
  },
  'arrays.concat': (input) =>
    value(
      { kind: 'list', element: STRING },
      sql`list_concat(${list([textList(input.list(0)), textList(input.list(1))])})`,
    ),
  'arrays.join_string': (input) =>
    value(
      STRING,
      sql`array_to_string(${textList(input.list(0))}, ${input.size > 1 ? input.text(1) : raw("''")})`,
    ),
  'arrays.max': extreme('list_max'),
  'arrays.min': extreme('list_min'),
  'arrays.index_to_str': (input) => value(STRING, sql`coalesce(${elementText(input)}, '')`),
  'arrays.index_to_int': (input) => value(INT, sql`int_of(coalesce(${elementText(input)}, ''))`),
  'arrays.index_to_float': (input) =>
    value(FLOAT, sql`finite_or_zero(try_cast(${elementText(input)} AS DOUBLE))`),
};
