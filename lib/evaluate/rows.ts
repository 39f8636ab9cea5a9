import type { EventColumn } from '../model/compiled-query.ts';
import type { Expression, ListReference } from '../yaral/ast.ts';
import {
  columnName,
  copyName,
  DETECTION_TIMES,
  isEventTime,
  leafName,
  storedName,
} from './columns.ts';
import { makeEmitter } from './emit.ts';
import type { Emitter } from './emitter.ts';
import { missingColumn } from './lookups.ts';
import { storedType } from './read.ts';
import {
  holds,
  unfolded,
  type Binding,
  type Demand,
  type MemberPlan,
  type RulePlan,
} from './rule-plan.ts';
import type { Environment, Scope } from './scope.ts';
import { integer, list, name, raw, sql, where, type Sql } from './sql.ts';
import {
  STRING,
  Unsupported,
  sqlType,
  value,
  zeroOf,
  type Value,
  type ValueType,
} from './value.ts';

/** The rows of one member: events that fit on their own, one for each copy, with the placeholders that it binds. */
export interface MemberRows {
  readonly plan: MemberPlan;
  readonly relation: Sql;
  /** Placeholders that are columns here. */
  readonly bound: ReadonlyMap<string, Bound>;
  /** Several rows may be one event. */
  readonly copies: boolean;
  readonly columns: readonly EventColumn[];
}

export interface Bound {
  readonly type: ValueType;
  readonly column: Sql;
  /** Equal whatever their case: bound with `nocase`. */
  readonly fold: boolean;
}

/** Writes the rows of a member. */
export function memberRows(
  plan: RulePlan,
  member: MemberPlan,
  environment: Environment,
): MemberRows {
  const { index } = member;
  const bound = new Map<string, Bound>();
  const scope: Scope = {
    leaf: (reference) => leafName(index, reference, member.prefixes),
    whole: (reference) => storedName(index, reference.column),
    keys: (reference) => columnName(index, reference.keys?.path ?? ''),
    variable: (node) => {
      const here = bound.get(node.name);
      if (here !== undefined) return value(here.type, here.column);
      throw new Unsupported(`$${node.name} here`, node.span, 'bind it to a field');
    },
    count: () => raw('0'),
    aggregate: undefined,
    tableColumn: (node) => tableColumn(environment, node, index),
    tableRange: (node) => tableRange(environment, node, index),
    window: undefined,
  };
  const self = makeEmitter(environment, scope);
  const own = plan.demands.filter(({ members }) => [...members].every((id) => id === member.id));
  const binding = new Map(
    [...plan.placeholders.values()].flatMap(({ name: placeholder, bindings }) => {
      const local = bindings.filter(({ members }) => isOnly(members, member.id));
      const first = local.find(({ conditional }) => !conditional);
      return local.length === 0 ? [] : [[placeholder, first === undefined ? local : [first]]];
    }) as readonly (readonly [string, readonly Binding[]])[],
  );
  const definitions = new Set<Expression>(
    [...binding.values()].flatMap((all) =>
      all.flatMap(({ conditional, node }) => (conditional ? [] : [node])),
    ),
  );
  const pending = new Set(
    own.filter(
      ({ node, members, bare }) =>
        !definitions.has(unfolded(node)) &&
        (members.size > 0 || bare.size > 0) &&
        [...bare].every((one) => binding.has(one)),
    ),
  );
  let relation = baseRelation(member, environment);
  const available = new Set<string>();
  const filter = (): void => {
    const ready = [...pending].filter((one) => isReady(one, member, available, bound));
    for (const one of ready) pending.delete(one);
    if (ready.length > 0) {
      const tests = ready.map(({ node }) => demandTest(self, member, node));
      relation = sql`SELECT * FROM (${relation})${where(tests)}`;
    }
  };
  const guards = prefilters(self, member, [...pending]);
  if (guards.length > 0) relation = sql`SELECT * FROM (${relation})${where(guards)}`;
  filter();
  for (const prefix of member.prefixes) {
    relation = unnest(relation, member, prefix, plan.ordered);
    available.add(prefix);
    filter();
  }
  for (const step of inOrder(binding)) {
    const pieces = step.map(([placeholder, bindings]) => {
      const column = columnName(index, `$${plan.placeholders.get(placeholder)?.index ?? 0}`);
      const values = bindings.map((one) => self.emit(one.value));
      const [first] = values;
      if (first === undefined) throw new Error('a placeholder without binding');
      const fold = bindings.some((one) => one.fold);
      const piece =
        bindings.length === 1 && bindings[0]?.conditional !== true
          ? first.sql
          : // Bound in alternatives only: each of their values is tried.
            sql`unnest(list_distinct([${list(values.map((one) => one.sql))}]))`;
      return { placeholder, bound: { type: first.type, column, fold }, piece };
    });
    const columns = pieces.map((one) => sql`${one.piece} AS ${one.bound.column}`);
    relation = sql`SELECT *, ${list(columns)} FROM (${relation})`;
    for (const one of pieces) bound.set(one.placeholder, one.bound);
  }
  filter();
  const zeros = zeroTests(plan, bound);
  if (zeros.length > 0) relation = sql`SELECT * FROM (${relation})${where(zeros)}`;
  const several = [...binding.values()].some((all) => all.some(({ conditional }) => conditional));
  return {
    plan: member,
    relation,
    bound,
    copies: member.prefixes.length > 0 || several,
    columns: columnsOf(member),
  };
}

function isOnly(members: ReadonlySet<string>, id: string): boolean {
  return members.size === 1 && members.has(id);
}

/** All columns of events that a member reads, each once. */
function columnsOf({ usages, source }: MemberPlan): readonly EventColumn[] {
  const all = usages.flatMap(({ reference: { column, keys } }) =>
    keys === undefined ? [column] : [column, keys],
  );
  if (source === 'detection') all.push(...Object.values(DETECTION_TIMES));
  return [...new Map(all.map((one) => [one.path, one])).values()].filter(
    (one) => !isEventTime(one),
  );
}

function baseRelation(member: MemberPlan, { lookups, options }: Environment): Sql {
  const { index, source } = member;
  if (source === 'table') {
    const table = lookups.table(member.id.slice(1), { start: 0, end: 0 });
    const columns = table.columns
      .flatMap(({ type }, at) => [`c${at}`, ...(type === 'cidr' ? [`l${at}`, `h${at}`] : [])])
      .map((one) => sql`${name(one)} AS ${columnName(index, one)}`);
    return sql`SELECT ${list(columns)} FROM ${name(lookups.rows(table))}`;
  }
  if (source === 'detection') return detectionRelation(member, options);
  const fixed = source === 'graph' ? ['rid', 'part', 'lo', 'hi'] : ['rid', 'part', 't'];
  const columns = [...fixed, ...columnsOf(member).map(({ path }) => path)].map(
    (one) => sql`${name(one)} AS ${columnName(index, one)}`,
  );
  const time = source === 'graph' ? sql`, lo AS ${columnName(index, 't')}` : raw('');
  const parts = options.parts?.map((one) => integer(one));
  const chosen = parts === undefined ? [] : [sql`part IN (${list(parts)})`];
  return sql`SELECT ${list(columns)}${time} FROM ${name(source)}${where(chosen)}`;
}

/** Detections with the ends of their time windows, `lo` and `t`; one without is as long as a moment. */
function detectionRelation(member: MemberPlan, { parts }: Environment['options']): Sql {
  const { index } = member;
  const columns = columnsOf(member).map(
    ({ path }) => sql`${name(path)} AS ${columnName(index, path)}`,
  );
  const fixed = [
    sql`rid AS ${columnName(index, 'rid')}`,
    sql`part AS ${columnName(index, 'part')}`,
    sql`${orMoment(DETECTION_TIMES.from)} AS ${columnName(index, 'lo')}`,
    sql`${orMoment(DETECTION_TIMES.to)} AS ${columnName(index, 't')}`,
  ];
  const chosen = parts?.map((one) => integer(one));
  const filter = chosen === undefined ? [] : [sql`part IN (${list(chosen)})`];
  return sql`SELECT ${list([...fixed, ...columns])} FROM detection${where(filter)}`;
}

/** A time of a detection, or, where it has none, that of the detection itself. */
function orMoment({ path }: EventColumn): Sql {
  return sql`CASE WHEN ${name(path)} > 0 THEN ${name(path)} ELSE t END`;
}

/** A demand of the row; of a list that only it reads, whether some element fits, an empty list being one zero value. */
function demandTest(self: Emitter, member: MemberPlan, node: Expression): Sql {
  const usage = [...member.lone].find((one) => holds(node, one));
  if (usage === undefined) return self.emit(node).sql;
  const { column, type } = usage.reference;
  const stored = storedName(member.index, column);
  const equal = unfolded(node);
  const literal = equal.kind === 'comparison' && equal === node ? equal.right : undefined;
  if (
    equal.kind === 'comparison' &&
    equal.left === usage.node &&
    equal.operator === '=' &&
    literal?.kind === 'string' &&
    type.kind === 'string' &&
    literal.value !== ''
  ) {
    return sql`list_contains(${flattened(stored, column.depth)}, ${self.emit(literal).sql})`;
  }
  const inner = self.within({ lambda: true }, new Map([[usage.node, value(type, raw('z'))]]));
  const elements = filled(stored, column.depth, type);
  return sql`len(list_filter(${elements}, lambda z: ${inner.emit(node).sql})) > 0`;
}

function flattened(list_: Sql, depth: number): Sql {
  return depth > 1 ? flattened(sql`flatten(${list_})`, depth - 1) : list_;
}

/** All elements of a list of lists; each empty list, and none at all, is one zero value. */
function filled(list_: Sql, depth: number, type: ValueType): Sql {
  const inner =
    depth === 1
      ? list_
      : sql`flatten(list_transform(${list_}, lambda y${raw(String(depth))}: ${filled(raw(`y${depth}`), depth - 1, type)}))`;
  return sql`CASE WHEN len(${list_}) > 0 THEN ${inner} ELSE [${zeroOf(type)}] END`;
}

/** A cheap test of the whole list before it is unnested: `path = "x"` of a list of texts. The test of the copy stays. */
function prefilters(self: Emitter, member: MemberPlan, demands: readonly Demand[]): readonly Sql[] {
  return demands.flatMap(({ node }) => {
    const here = unfolded(node);
    if (here !== node || here.kind !== 'comparison' || here.operator !== '=') return [];
    const [path, literal] =
      here.left.kind === 'path' ? [here.left, here.right] : [here.right, here.left];
    const usage = member.usages.find((one) => one.node === path);
    if (
      usage === undefined ||
      member.lone.has(usage) ||
      !usage.copies ||
      usage.reference.column.depth !== 1
    )
      return [];
    if (literal.kind !== 'string' || literal.value === '' || usage.reference.type.kind !== 'string')
      return [];
    return [
      sql`list_contains(${storedName(member.index, usage.reference.column)}, ${self.emit(literal).sql})`,
    ];
  });
}

function isReady(
  { node, bare }: Demand,
  member: MemberPlan,
  available: ReadonlySet<string>,
  bound: ReadonlyMap<string, Bound>,
): boolean {
  if (![...bare].every((one) => bound.has(one))) return false;
  return member.usages.every(
    (usage) =>
      !usage.copies ||
      usage.node.span.start < node.span.start ||
      usage.node.span.end > node.span.end ||
      usage.reference.prefixes.every((one) => available.has(one) || !member.prefixes.includes(one)),
  );
}

/** One row for each element; an empty list gives one row of zero values (yara-l §4.4). */
function unnest(relation: Sql, member: MemberPlan, prefix: string, ordered: boolean): Sql {
  const leaves = new Map(
    member.usages
      .filter(({ copies, reference }) => copies && reference.prefixes.includes(prefix))
      .map(({ reference }) => [reference.column.path, reference]),
  );
  const pieces = [...leaves.values()].map((reference) => {
    const { column, prefixes } = reference;
    const level = prefixes.indexOf(prefix);
    const from = copyName(member.index, column.path, level);
    const left = column.depth - level - 1;
    const type = storedType(reference);
    const zero = left === 0 ? zeroOf(type) : raw(`[]::${columnType(type)}${'[]'.repeat(left)}`);
    const to = copyName(member.index, column.path, level + 1);
    return sql`unnest(CASE WHEN len(${from}) > 0 THEN ${from} ELSE [${zero}] END) AS ${to}`;
  });
  const [first] = leaves.values();
  const place =
    ordered && first !== undefined
      ? sql`, unnest(range(greatest(len(${copyName(member.index, first.column.path, first.prefixes.indexOf(prefix))}), 1))) AS ${columnName(member.index, `@${prefix}`)}`
      : raw('');
  return sql`SELECT *, ${list(pieces)}${place} FROM (${relation})`;
}

/** Columns of integers are narrower than what is computed from them. */
function columnType(type: ValueType): string {
  return type.kind === 'int' ? 'BIGINT' : sqlType(type);
}

/** Placeholders whose values need others come later. */
function inOrder(
  binding: ReadonlyMap<string, readonly Binding[]>,
): readonly (readonly (readonly [string, readonly Binding[]])[])[] {
  const steps: (readonly [string, readonly Binding[]])[][] = [];
  const done = new Set<string>();
  let left = [...binding];
  while (left.length > 0) {
    const ready = left.filter(([, all]) =>
      all.every(({ bare }) => [...bare].every((one) => done.has(one) || !binding.has(one))),
    );
    const step = ready.length === 0 ? left : ready;
    steps.push(step);
    for (const [one] of step) done.add(one);
    left = left.filter(([one]) => !done.has(one));
  }
  return steps;
}

/** Match variables with a plain field among their bindings have a value (yara-l §4.7). */
function zeroTests(plan: RulePlan, bound: ReadonlyMap<string, Bound>): readonly Sql[] {
  if (plan.allowZeros) return [];
  return plan.keys.flatMap((key) => {
    const here = bound.get(key);
    const plain = plan.placeholders
      .get(key)
      ?.bindings.some((one) => unfolded(one.value).kind === 'path');
    return here === undefined || plain !== true
      ? []
      : [sql`${here.column} <> ${zeroOf(here.type)}`];
  });
}

/** A column of a joined row of a data table; numbers of a table are numbers. */
export function tableColumn({ lookups }: Environment, node: ListReference, index: number): Value {
  const table = lookups.table(node.name, node.span);
  const at = table.columns.findIndex((one) => one.name === node.column);
  const column = table.columns[at];
  if (column === undefined) throw missingColumn(node);
  const piece = columnName(index, `c${at}`);
  return column.type === 'number'
    ? value({ kind: 'float' }, sql`coalesce(try_cast(${piece} AS DOUBLE), 0)`)
    : value(STRING, piece);
}

/** The bounds of a joined row's range; a cell that is no range holds nothing. */
export function tableRange(
  { lookups }: Environment,
  node: ListReference,
  index: number,
): { readonly low: Sql; readonly high: Sql } {
  const table = lookups.table(node.name, node.span);
  const at = table.columns.findIndex((one) => one.name === node.column);
  if (table.columns[at]?.type !== 'cidr') {
    throw new Unsupported(
      `%${node.name}.${node.column ?? ''} as a range`,
      node.span,
      'give the column the type CIDR',
    );
  }
  return { low: columnName(index, `l${at}`), high: columnName(index, `h${at}`) };
}
