import type { Call } from '../yaral/ast.ts';
import { plainArguments } from '../yaral/types-call.ts';
import type { Emitter } from './emitter.ts';
import { readWhole } from './read.ts';
import { integer, list, raw, sameSql, sql, type Sql } from './sql.ts';
import {
  FLOAT,
  INT,
  STRING,
  Unsupported,
  asText,
  isNumeric,
  numeric,
  value,
  zeroOf,
} from './value.ts';
import type { Value, ValueType } from './value.ts';

/** How rows become one value. */
export interface AggregateStyle {
  /** One row is the whole group: nothing is aggregated. */
  readonly single: boolean;
  /** ` OVER w` for frames, else nothing. */
  readonly over: Sql;
  /** What rows are ordered by: time, then the place in the input, then the copy. */
  readonly order: readonly Sql[];
}

interface Input {
  readonly row: Emitter;
  readonly call: Call;
  readonly style: AggregateStyle;
}

/** An aggregate of the language over rows (yara-l §4.10, §5.11). */
export function emitAggregate(row: Emitter, call: Call, style: AggregateStyle): Value {
  const emit = Object.hasOwn(AGGREGATES, call.name) ? AGGREGATES[call.name] : undefined;
  if (emit !== undefined) return emit({ row, call, style });
  throw new Unsupported(`the function ${call.name}`, call.nameSpan, 'run it on the service');
}

function argument({ row, call }: Input, at = 0): Value {
  const node = plainArguments(call)[at];
  if (node === undefined) {
    throw new Unsupported(`${call.name} without that argument`, call.span, 'give all arguments');
  }
  return row.emit(node);
}

/** The list that a distinct aggregate looks at where the field was not unnested. */
function wholeArgument({ row, call }: Input): Value | undefined {
  const [node] = plainArguments(call);
  if (node === undefined) return undefined;
  const inner = node.kind === 'group' ? node.expression : node;
  if (inner.kind !== 'path' || inner.root === undefined) return undefined;
  const whole = readWhole(row, inner);
  const stored = row.within({ leaf: row.scope.whole }).emit(inner);
  return whole !== undefined && sameSql(row.emit(inner).sql, stored.sql) ? whole : undefined;
}

function elementOf({ type }: Value): ValueType {
  return type.kind === 'list' ? type.element : type;
}

/** The elements of the lists of all rows; an empty list, and that of an absent event, counts as one zero value. */
function flattened(whole: Value, { single, over }: AggregateStyle): Sql {
  const zero = zeroOf(elementOf(whole));
  const filled = sql`CASE WHEN len(${whole.sql}) > 0 THEN ${whole.sql} ELSE [${zero}] END`;
  return single ? filled : sql`flatten(list(${filled})${over})`;
}

function counted({ style }: Input): Value {
  return value(INT, style.single ? raw('1') : sql`count(*)${style.over}`);
}

function countDistinct(input: Input): Value {
  const { style } = input;
  const whole = wholeArgument(input);
  if (whole !== undefined) return value(INT, sql`len(list_distinct(${flattened(whole, style)}))`);
  if (style.single) return value(INT, raw('1'));
  return value(INT, sql`count(DISTINCT ${argument(input).sql})${style.over}`);
}

function total(input: Input): Value {
  const given = numeric(argument(input));
  if (input.style.single) return given;
  return { ...given, sql: sql`coalesce(sum(${given.sql})${input.style.over}, 0)` };
}

function extreme(function_: string): (input: Input) => Value {
  return (input) => {
    const given = argument(input);
    if (input.style.single) return given;
    const found = sql`${raw(function_)}(${given.sql})${input.style.over}`;
    return { ...given, sql: sql`coalesce(${found}, ${zeroOf(given.type)})` };
  };
}

function array(input: Input): Value {
  const given = argument(input);
  const { single, over, order } = input.style;
  const type: ValueType = { kind: 'list', element: given.type };
  if (single) return value(type, sql`[${given.sql}]`);
  const limit = integer(input.row.environment.options.arrayLimit);
  const sorted = order.length === 0 ? raw('') : sql` ORDER BY ${list(order)}`;
  return value(type, sql`list_slice(list(${given.sql}${sorted})${over}, 1, ${limit})`);
}

function arrayDistinct(input: Input): Value {
  const { style } = input;
  const limit = integer(input.row.environment.options.arrayLimit);
  const whole = wholeArgument(input);
  if (whole !== undefined) {
    return value(
      { kind: 'list', element: elementOf(whole) },
      sql`list_slice(list_sort(list_distinct(${flattened(whole, style)})), 1, ${limit})`,
    );
  }
  const given = argument(input);
  const type: ValueType = { kind: 'list', element: given.type };
  if (style.single) return value(type, sql`[${given.sql}]`);
  const found = sql`list_sort(list_distinct(list(${given.sql})${style.over}))`;
  const ordered = sql`list(DISTINCT ${given.sql} ORDER BY ${given.sql})`;
  const framed = style.over.parts.length > 0;
  return value(type, sql`list_slice(${framed ? found : ordered}, 1, ${limit})`);
}

/** Statistics of a window: of one row alone its value, or 0 where there is no spread. */
function statistic(function_: string, alone: 'value' | 'zero'): (input: Input) => Value {
  return (input) => {
    const given = sql`(${numeric(argument(input)).sql})::DOUBLE`;
    if (input.style.single) return value(FLOAT, alone === 'value' ? given : raw('0.0::DOUBLE'));
    const kept = ignoresZeros(input) ? sql` FILTER (${given} <> 0)` : raw('');
    const [before, after] = function_.split('$');
    const found = sql`${raw(before ?? '')}${given}${raw(after ?? '')}${kept}${input.style.over}`;
    return value(FLOAT, sql`finite_or_zero(${found})`);
  };
}

function ignoresZeros({ call }: Input): boolean {
  const flag = plainArguments(call)[1];
  return flag?.kind === 'boolean' && flag.value;
}

function percentile(input: Input): Value {
  const node = plainArguments(input.call)[1];
  if (node?.kind !== 'integer' && node?.kind !== 'float') {
    throw new Unsupported('a percentile that is no literal', input.call.span, 'write a number');
  }
  return statistic(
    `quantile_cont($, ${Math.min(1, Math.max(0, node.value / 100))})`,
    'value',
  )(input);
}

function mode(input: Input): Value {
  const given = asText(argument(input));
  return value(
    STRING,
    input.style.single ? given : sql`coalesce(mode(${given})${input.style.over}, '')`,
  );
}

function range(input: Input): Value {
  const given = sql`(${numeric(argument(input)).sql})::DOUBLE`;
  const type: ValueType = { kind: 'list', element: FLOAT };
  if (input.style.single) return value(type, sql`[${given}, ${given}]`);
  const kept = ignoresZeros(input) ? sql` FILTER (${given} <> 0)` : raw('');
  const [low, high] = ['min', 'max'].map(
    (one) => sql`coalesce(${raw(one)}(${given})${kept}${input.style.over}, 0)`,
  );
  return value(type, sql`[${low ?? raw('0')}, ${high ?? raw('0')}]`);
}

function edge(function_: 'arg_min' | 'arg_max', nonNull = false): (input: Input) => Value {
  return (input) => {
    const order = numeric(argument(input)).sql;
    const given = asText(argument(input, 1));
    if (input.style.single) return value(STRING, given);
    const kept = nonNull ? sql` FILTER (${given} <> '')` : raw('');
    const ordered = sql`row(${list([order, ...input.style.order])})`;
    return value(
      STRING,
      sql`coalesce(${raw(function_)}(${given}, ${ordered})${kept}${input.style.over}, '')`,
    );
  };
}

const AGGREGATES: Readonly<Record<string, (input: Input) => Value>> = {
  count: counted,
  count_distinct: countDistinct,
  sum: total,
  max: extreme('max'),
  min: extreme('min'),
  earliest: extreme('min'),
  latest: extreme('max'),
  array,
  array_distinct: arrayDistinct,
  'window.avg': statistic('avg($)', 'value'),
  'window.stddev': statistic('stddev_samp($)', 'zero'),
  'window.variance': statistic('var_samp($)', 'zero'),
  'window.variance_pop': statistic('var_pop($)', 'zero'),
  'window.median': statistic('quantile_disc($, 0.5)', 'value'),
  'window.percentile': percentile,
  'window.mode': mode,
  'window.range': range,
  'window.first': edge('arg_min'),
  'window.last': edge('arg_max'),
  'window.last_non_null': edge('arg_max', true),
};

/** Whether the aggregate gives a number, so that one over a group's own value is that value. */
export function overGroupValue(call: Call, given: Value): Value | undefined {
  switch (call.name) {
    case 'max':
    case 'min':
    case 'earliest':
    case 'latest':
      return given;
    case 'array':
    case 'array_distinct':
      return given.type.kind === 'list'
        ? given
        : value({ kind: 'list', element: given.type }, sql`[${given.sql}]`);
    case 'count_distinct':
      return value(INT, raw('1'));
    case 'window.avg':
    case 'window.median':
      return isNumeric(given.type) ? value(FLOAT, sql`(${given.sql})::DOUBLE`) : undefined;
    default:
      return undefined;
  }
}
