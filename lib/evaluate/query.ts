import { baseRows, floored, hasDetections, isTimed, joinOptional } from './base.ts';
import { columnName } from './columns.ts';
import { groupColumns, type GroupColumns, type GroupStyle } from './group.ts';
import type { Joined } from './join.ts';
import type { MemberRows } from './rows.ts';
import type { RulePlan } from './rule-plan.ts';
import type { Environment } from './scope.ts';
import { integer, list, name, raw, sql, type Sql } from './sql.ts';
import { Unsupported, asText, value, zeroOf, type Value } from './value.ts';
import type { WindowPlan } from './windows.ts';

/** All that the writers of a query look at. */
interface Draft {
  readonly plan: RulePlan;
  readonly joined: Joined;
  readonly environment: Environment;
  readonly window: WindowPlan;
  /** The match values where all members stand side by side. */
  readonly keys: readonly Value[];
}

/** Writes the whole query of a rule. */
export function queryOf(
  plan: RulePlan,
  joined: Joined,
  environment: Environment,
  window: WindowPlan,
): Sql {
  const draft: Draft = {
    plan,
    joined,
    environment,
    window,
    keys: plan.keys.map((key) => keyValue(joined, key)),
  };
  if (window.kind === 'event') return eventQuery(draft);
  if (
    window.kind === 'sliding' &&
    !joined.required.some(({ plan: { id } }) => id === window.pivot)
  ) {
    throw new Unsupported(
      `a window ${window.side} $${window.pivot}, which the condition does not demand,`,
      window.at,
      `demand $${window.pivot} in the condition`,
    );
  }
  if (joined.required.length === 0) return alternativesQuery(draft, window.length);
  switch (window.kind) {
    case 'tumbling':
      return tumblingQuery(draft, window.length);
    case 'sliding':
      return slidingQuery(draft, window);
    case 'aligned':
      return candidateQuery(draft, window.length, alignedCandidates(draft, window.length));
    case 'exact':
      return exactQuery(draft, window.length);
  }
}

function keyValue(joined: Joined, key: string): Value {
  const bound = joined.boundOf(key);
  if (bound !== undefined) return value(bound.type, bound.column);
  const variable = { kind: 'variable', name: key, span: { start: 0, end: 0 } } as const;
  return joined.emitter.scope.variable(variable);
}

/** Without match each event is a group of its own: its copies, or itself. */
function eventQuery(draft: Draft): Sql {
  const { joined } = draft;
  const [only] = joined.members;
  const single = joined.members.length === 1 && only?.copies === false;
  const style = styleOf(draft, { prefix: 'a', single, time: true });
  const group = groupColumns(draft.plan, joined, draft.environment, style);
  const base = baseRows(joined, draft.window, []);
  const ends = hasDetections(joined) ? raw('t1 AS ws, t0 AS we') : raw('t0 AS ws, t1 AS we');
  const rows = sql`SELECT *, ${ends} FROM (${base})`;
  if (single) {
    const samples = joined.members.map(
      ({ plan: { index } }) =>
        sql`, 1 AS ${name(`n${index}`)}, [{'t': ${columnName(index, 't')}, 'r': ${columnName(index, 'rid')}}] AS ${name(`s${index}`)}`,
    );
    return finish(draft, sql`SELECT *${list(samples, '')} FROM (${rows})`, group, raw('WITH '), [
      columnName(only?.plan.index ?? 0, 'rid'),
    ]);
  }
  const events = joined.members.filter(isTimed);
  const rids = events.map((one) => columnName(one.plan.index, 'rid'));
  const grouped = grouping(draft, sql`(${rows})`, [...rids, raw('ws'), raw('we')], group);
  return finish(draft, grouped, group, raw('WITH '), rids);
}

function tumblingQuery(draft: Draft, length: bigint): Sql {
  const base = baseRows(draft.joined, draft.window, draft.keys);
  const first = floored(raw('t0'), length);
  const start = hasDetections(draft.joined)
    ? sql`unnest(range(${floored(raw('t1'), length)}, ${first} + 1)) * ${integer(length)}`
    : sql`${first} * ${integer(length)}`;
  const rows = sql`SELECT *, ${start} AS ws, ${start} + ${integer(length)} AS we FROM (${base})`;
  const from = joinOptional(sql`(${rows}) AS g`, draft.joined, keyColumns(draft), draft.window);
  const group = groupsOf(draft, 'a');
  const grouped = grouping(draft, from, [...keyNames(draft), raw('ws'), raw('we')], group);
  return finish(draft, grouped, group, raw('WITH '), keyNames(draft));
}

function slidingQuery(
  draft: Draft,
  window: Extract<WindowPlan, { readonly kind: 'sliding' }>,
): Sql {
  const { joined } = draft;
  const pivot = joined.members.find((one) => one.plan.id === window.pivot);
  const time = columnName(pivot?.plan.index ?? 0, 't');
  const [start, end] =
    window.side === 'after'
      ? [time, sql`${time} + ${integer(window.length)}`]
      : [sql`${time} - ${integer(window.length)}`, time];
  const keys = keyNames(draft);
  const candidates = sql`SELECT DISTINCT ${list([raw('part'), ...keys])}, ${start} AS ws, ${end} AS we FROM rws WHERE t0 >= ${start} AND t1 <= ${end}`;
  const group = groupsOf(draft, 'a');
  const rows = sql`SELECT r.*, c.ws, c.we FROM cand c JOIN rws r ON ${sameKeys(draft, 'c', 'r')} AND r.t0 >= c.ws AND r.t1 <= c.we`;
  const from = joinOptional(sql`(${rows}) AS g`, joined, keyColumns(draft), window);
  const grouped = grouping(draft, from, [...keys, raw('ws'), raw('we')], group);
  const base = baseRows(joined, window, draft.keys);
  const head = sql`WITH rws AS MATERIALIZED (${base}), cand AS (${candidates}) `;
  return finish(draft, grouped, group, head, keys);
}

/** Windows that begin at each event. Linear where the condition can be told without trying each window (evaluation §2). */
function exactQuery(draft: Draft, length: bigint): Sql {
  const { plan, joined } = draft;
  const keys = keyNames(draft);
  const long = hasDetections(joined);
  const simple = plan.existence && joined.optional.length === 0;
  const events = joined.required.filter(isTimed);
  if (long || (!simple && (events.length !== 1 || joined.optional.length > 0))) {
    const starts = sql`SELECT DISTINCT ${list([raw('part'), ...keys])}, t0 AS ws FROM rws`;
    return candidateQuery(draft, length, starts);
  }
  const base = baseRows(joined, draft.window, draft.keys);
  const candidates = simple
    ? sql`SELECT DISTINCT ${list([raw('part'), ...keys])}, t0 AS ws FROM rws`
    : frameCandidates(draft, length);
  const picked = draft.environment.options.allWindows
    ? sql`SELECT * FROM cand`
    : greedy(draft, raw('cand'), length);
  const group = groupsOf(draft, 'a');
  const end = sql`p.ws + ${integer(length)}`;
  const rows = draft.environment.options.allWindows
    ? sql`SELECT r.*, p.ws, ${end} AS we FROM pick p JOIN rws r ON ${sameKeys(draft, 'p', 'r')} AND r.t0 >= p.ws AND r.t1 < ${end}`
    : sql`SELECT r.*, p.ws, ${end} AS we FROM rws r ASOF JOIN pick p ON ${sameKeys(draft, 'p', 'r')} AND r.t0 >= p.ws WHERE r.t1 < ${end}`;
  const grouped = grouping(draft, sql`(${rows})`, [...keys, raw('ws'), raw('we')], group);
  const head = sql`WITH rws AS MATERIALIZED (${base}), cand AS (${candidates}), pick AS (${picked}) `;
  return finish(draft, grouped, group, head, keys);
}

/** Starts whose window fulfils the condition, by frames over the rows of a key in the order of time. */
function frameCandidates(draft: Draft, length: bigint): Sql {
  const keys = [raw('part'), ...keyNames(draft)];
  const style = styleOf(draft, { prefix: 'f', single: false, time: false });
  const framed: GroupStyle = {
    ...style,
    over: raw(' OVER w'),
    everything: false,
    window: { start: raw('t0'), end: sql`(t0 + ${integer(length)})` },
  };
  const group = groupColumns(draft.plan, draft.joined, draft.environment, framed);
  const aggregates = group.aggregates.map((one) => sql`, ${one}`);
  let rows = sql`SELECT *${list(aggregates, '')} FROM rws WINDOW w AS (PARTITION BY ${list(keys)} ORDER BY t0 RANGE BETWEEN CURRENT ROW AND ${integer(length - 1n)} FOLLOWING)`;
  for (const level of group.levels) rows = sql`SELECT *, ${list(level)} FROM (${rows})`;
  const condition = group.condition ?? raw('true');
  return sql`SELECT DISTINCT ${list(keys)}, t0 AS ws FROM (${rows}) WHERE ${condition}`;
}

/** Tries every candidate window as a group of its own: for conditions over several events. */
function candidateQuery(draft: Draft, length: bigint, starts: Sql): Sql {
  const { joined } = draft;
  const end = sql`c.ws + ${integer(length)}`;
  const rows = sql`SELECT r.*, c.ws, ${end} AS we FROM cand c JOIN rws r ON ${sameKeys(draft, 'c', 'r')} AND r.t0 >= c.ws AND r.t1 < ${end}`;
  const from = joinOptional(sql`(${rows}) AS g`, joined, keyColumns(draft), draft.window);
  const base = baseRows(joined, draft.window, draft.keys);
  const head = sql`WITH rws AS MATERIALIZED (${base}), cand AS (${starts}), `;
  return pickedQuery(draft, length, head, from);
}

/** Windows at multiples of a tenth of the length, all that hold the first event of a row (yara-l §4.8). */
function alignedCandidates(draft: Draft, length: bigint): Sql {
  const tenth = (length / 10n / 1_000_000n) * 1_000_000n;
  const step = tenth < 1_000_000n ? 1_000_000n : tenth;
  const last = sql`${floored(raw('t0'), step)} * ${integer(step)}`;
  const first = sql`(${floored(sql`(t0 - ${integer(length)})`, step)} + 1) * ${integer(step)}`;
  return sql`SELECT DISTINCT ${list([raw('part'), ...keyNames(draft)])}, unnest(range(${first}, ${last} + 1, ${integer(step)})) AS ws FROM rws`;
}

/** Nothing must exist: alternatives, or, in tumbling windows, absence. */
function alternativesQuery(draft: Draft, length: bigint): Sql {
  const { joined, plan } = draft;
  const events = joined.optional.filter(isTimed);
  const rows = list(
    events.map((one) => ownKeys(draft, one)),
    ' UNION ALL ',
  );
  const keys = keyNames(draft);
  const all = list([raw('part'), ...keys]);
  const starts =
    plan.window?.form === 'over'
      ? sql`SELECT DISTINCT ${all}, t AS ws FROM (${rows})`
      : sql`SELECT DISTINCT k.*, unnest(range(u.low, u.high + 1, ${integer(length)})) AS ws FROM (SELECT DISTINCT ${all} FROM (${rows})) k JOIN (SELECT part, ${floored(raw('min(t)'), length)} * ${integer(length)} AS low, max(t) AS high FROM udm GROUP BY part) u ON u.part = k.part`;
  const windows = sql`(SELECT *, ws + ${integer(length)} AS we FROM cand) AS g`;
  const from = joinOptional(windows, joined, keyColumns(draft), draft.window);
  const head = sql`WITH cand AS (${starts}), `;
  if (plan.window?.form === 'over') return pickedQuery(draft, length, head, from);
  const group = groupsOf(draft, 'a');
  const grouped = grouping(draft, from, [...keys, raw('ws'), raw('we')], group);
  return finish(draft, grouped, group, sql`WITH cand AS (${starts}) `, keys);
}

/** The match values and the time of each row of one member. */
function ownKeys(draft: Draft, member: MemberRows): Sql {
  const { index } = member.plan;
  const columns = draft.plan.keys.map((key, at) => {
    const own = member.bound.get(key);
    const zero = zeroOf(draft.keys[at]?.type ?? { kind: 'string' });
    return sql`${own === undefined ? zero : own.column} AS ${name(`k${at}`)}`;
  });
  return sql`SELECT ${columnName(index, 'part')} AS part, ${list([...columns, sql`${columnName(index, 't')} AS t`])} FROM (${member.relation})`;
}

/** Groups, tests the condition, and takes of overlapping windows the first ones. */
function pickedQuery(draft: Draft, length: bigint, head: Sql, from: Sql): Sql {
  const keys = keyNames(draft);
  const group = groupsOf(draft, 'a');
  const grouped = grouping(draft, from, [...keys, raw('ws'), raw('we')], group);
  let rows = grouped;
  for (const level of group.levels) rows = sql`SELECT *, ${list(level)} FROM (${rows})`;
  const condition = group.condition ?? raw('true');
  const kept = sql`SELECT * FROM (${rows}) WHERE ${condition}`;
  const all = draft.environment.options.allWindows;
  const picked = all ? raw('') : sql`, pick AS (${greedy(draft, raw('hits'), length)})`;
  const final = all
    ? raw('SELECT * FROM hits')
    : sql`SELECT h.* FROM hits h JOIN pick p ON ${sameKeys(draft, 'h', 'p')} AND h.ws = p.ws`;
  const done: GroupColumns = { ...group, levels: [], condition: undefined };
  return finish(draft, final, done, sql`${head}hits AS MATERIALIZED (${kept})${picked} `, keys);
}

/** Of the windows of a key, by start, each that begins not before the last one taken ends (yara-l §4.8). */
function greedy(draft: Draft, from: Sql, length: bigint): Sql {
  const keys = list([raw('part'), ...keyNames(draft)]);
  return sql`SELECT ${keys}, unnest(list_reduce(list_transform(list(ws ORDER BY ws), lambda x: [x]), lambda a, x: CASE WHEN x[1] >= a[-1] + ${integer(length)} THEN list_concat(a, x) ELSE a END)) AS ws FROM ${from} GROUP BY ${keys}`;
}

function keyNames({ keys }: Draft): readonly Sql[] {
  return keys.map((_, at) => name(`k${at}`));
}

function keyColumns({ plan }: Draft): readonly { readonly name: string; readonly column: Sql }[] {
  return plan.keys.map((key, at) => ({ name: key, column: sql`g.${name(`k${at}`)}` }));
}

function sameKeys(draft: Draft, before: string, after: string): Sql {
  const columns = [raw('part'), ...keyNames(draft)];
  return list(
    columns.map((one) => sql`${raw(before)}.${one} = ${raw(after)}.${one}`),
    ' AND ',
  );
}

function groupsOf(draft: Draft, prefix: string): GroupColumns {
  const style = styleOf(draft, { prefix, single: false, time: false });
  return groupColumns(draft.plan, draft.joined, draft.environment, style);
}

function styleOf(
  { keys, plan, joined }: Draft,
  { prefix, single, time }: { prefix: string; single: boolean; time: boolean },
): GroupStyle {
  const events = joined.members.filter((one) => one.plan.source !== 'table');
  const order = [
    ...events.flatMap(({ plan: { index } }) => [columnName(index, 't'), columnName(index, 'rid')]),
    ...joined.members.flatMap(({ plan: { index, prefixes } }) =>
      plan.ordered ? prefixes.map((one) => columnName(index, `@${one}`)) : [],
    ),
  ];
  return {
    prefix,
    single,
    over: raw(''),
    order,
    window: time ? undefined : { start: raw('ws'), end: raw('we') },
    keys: new Map(
      plan.keys.map((key, at) => [
        key,
        value(keys[at]?.type ?? { kind: 'string' }, name(`k${at}`)),
      ]),
    ),
    everything: true,
  };
}

/** Rows to groups: aggregates, how many events of each variable there are, and the first of them. */
function grouping(draft: Draft, from: Sql, by: readonly Sql[], group: GroupColumns): Sql {
  const { joined, environment } = draft;
  const limit = integer(environment.options.maxSamples);
  const simple = joined.members.length === 1 && joined.members[0]?.copies === false;
  const samples = joined.members
    .filter((one) => one.plan.source !== 'table')
    .flatMap(({ plan: { index, optional } }) => {
      const [time, rid] = [columnName(index, 't'), columnName(index, 'rid')];
      const pair = sql`{'t': ${time}, 'r': ${rid}}`;
      if (simple && !optional) {
        return [
          sql`count(*) AS ${name(`n${index}`)}`,
          sql`min(${pair}, ${limit}) AS ${name(`s${index}`)}`,
        ];
      }
      const present = sql` FILTER (${rid} IS NOT NULL)`;
      return [
        sql`count(DISTINCT ${rid}) AS ${name(`n${index}`)}`,
        sql`list_slice(list_sort(list_distinct(list(${pair})${present})), 1, ${limit}) AS ${name(`s${index}`)}`,
      ];
    });
  const keys = list([raw('part'), ...by]);
  const qualified = from;
  return sql`SELECT ${list([keys, ...samples, ...group.aggregates])} FROM ${qualified} GROUP BY ${keys}`;
}

/** Outcomes, the condition, and the columns that a detection is read from, in the order of time. */
function finish(
  draft: Draft,
  grouped: Sql,
  group: GroupColumns,
  head: Sql,
  order: readonly Sql[],
): Sql {
  let rows = grouped;
  for (const level of group.levels) rows = sql`SELECT *, ${list(level)} FROM (${rows})`;
  const filter = group.condition === undefined ? raw('') : sql` WHERE ${group.condition}`;
  const keys = draft.keys.map(
    (key, at) => sql`${asText(value(key.type, name(`k${at}`)))} AS ${name(`m${at}`)}`,
  );
  const outcomes = group.outcomes.map((one, at) => sql`${one} AS ${name(`x${at}`)}`);
  const samples = draft.joined.members
    .filter((one) => one.plan.source !== 'table')
    .flatMap(({ plan: { index } }) => [name(`n${index}`), name(`s${index}`)]);
  const columns = list([raw('part'), raw('ws'), raw('we'), ...keys, ...outcomes, ...samples]);
  const last = sql`SELECT ${columns} FROM (${rows})${filter} ORDER BY ${list([raw('part'), raw('ws'), raw('we'), ...order])}`;
  // The head of a query without relations of its own is only the word that the engine's relations follow.
  return head.parts.length === 1 && head.parts[0] === 'WITH '
    ? sql`WITH nothing AS (SELECT 1) ${last}`
    : sql`${head}${last}`;
}
