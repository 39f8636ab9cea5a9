import { columnName } from './columns.ts';
import type { Joined } from './join.ts';
import type { MemberRows } from './rows.ts';
import { allOf, integer, list, name, raw, sql, type Sql } from './sql.ts';
import type { WindowPlan } from './windows.ts';
import type { Value } from './value.ts';

/** The combinations of all events that must exist, with `part`, `k0`…, `t0` and `t1`: their first and last time. */
export function baseRows(joined: Joined, window: WindowPlan, keys: readonly Value[]): Sql {
  const { required, links } = joined;
  const ids = new Set(required.map((one) => one.plan.id));
  const timed = required.filter(isTimed);
  const [first, ...others] = timed;
  const reference =
    window.kind === 'sliding'
      ? (timed.find((one) => one.plan.id === window.pivot) ?? first)
      : first;
  const conditions = [
    ...links.filter(({ members }) => [...members].every((id) => ids.has(id))).map((one) => one.sql),
    ...others.map((one) => same('part', first, one)),
    ...entityTimes(required, links),
  ];
  const relations = required.map((one) => {
    const bucketed =
      reference !== undefined && one !== reference && timed.includes(one) && !hasDetections(joined);
    const buckets = bucketed ? bucketsOf(window, one) : undefined;
    if (buckets === undefined || reference === undefined) {
      return sql`(${one.relation}) AS ${name(`m${one.plan.index}`)}`;
    }
    conditions.push(sql`${bucketOf(reference, window)} = ${columnName(one.plan.index, 'b')}`);
    return sql`(SELECT *, ${buckets} AS ${columnName(one.plan.index, 'b')} FROM (${one.relation})) AS ${name(`m${one.plan.index}`)}`;
  });
  // All lie in one window that begins not after the first of their ends and ends after the last of their beginnings.
  const ends = timed.map((one) => columnName(one.plan.index, 't'));
  const begins = timed.map(beginOf);
  const t0 = ends.length > 1 ? sql`least(${list(ends)})` : (ends[0] ?? raw('0'));
  const t1 = begins.length > 1 ? sql`greatest(${list(begins)})` : (begins[0] ?? raw('0'));
  if (timed.length > 1) conditions.push(...spanOf(window, t0, t1));
  const part = first === undefined ? raw('0') : columnName(first.plan.index, 'part');
  const columns = keys.map((key, at) => sql`, ${key.sql} AS ${name(`k${at}`)}`);
  const from = list(relations);
  const filter = conditions.length === 0 ? raw('') : sql` WHERE ${allOf(conditions)}`;
  return sql`SELECT *, ${part} AS part, ${t0} AS t0, ${t1} AS t1${list(columns, '')} FROM ${from}${filter}`;
}

/** Events and detections; entities and tables lie in no window. */
export function isTimed({ plan: { source } }: MemberRows): boolean {
  return source === 'udm' || source === 'detection';
}

/** Whether some rows are as long as the time windows of detections. */
export function hasDetections({ members }: Joined): boolean {
  return members.some(({ plan: { source } }) => source === 'detection');
}

function beginOf({ plan: { source, index } }: MemberRows): Sql {
  return columnName(index, source === 'detection' ? 'lo' : 't');
}

export function same(column: string, before: MemberRows | undefined, after: MemberRows): Sql {
  return before === undefined
    ? raw('true')
    : sql`${columnName(before.plan.index, column)} = ${columnName(after.plan.index, column)}`;
}

/** Times rounded down to windows: a pair in one window lies in the same or in neighbouring ones, which makes an equality of the range. */
function bucketOf(member: MemberRows, window: WindowPlan): Sql {
  const length = window.kind === 'event' ? 1n : window.length;
  return floored(columnName(member.plan.index, 't'), length);
}

function bucketsOf(window: WindowPlan, member: MemberRows): Sql | undefined {
  const own = bucketOf(member, window);
  switch (window.kind) {
    case 'event':
      return undefined;
    case 'tumbling':
      return own;
    case 'exact':
    case 'aligned':
      return sql`unnest([${own} - 1, ${own}, ${own} + 1])`;
    case 'sliding':
      return sql`unnest([${own} - 1, ${own}, ${own} + 1])`;
  }
}

/** Integer division that rounds down before 1970 too. */
export function floored(time: Sql, length: bigint): Sql {
  return sql`((${time} - ((${time} % ${integer(length)} + ${integer(length)}) % ${integer(length)})) // ${integer(length)})`;
}

function spanOf(window: WindowPlan, t0: Sql, t1: Sql): readonly Sql[] {
  switch (window.kind) {
    case 'event':
    case 'tumbling':
      return [];
    case 'exact':
    case 'aligned':
      return [sql`${t1} - ${t0} < ${integer(window.length)}`];
    case 'sliding':
      return [sql`${t1} - ${t0} <= ${integer(window.length)}`];
  }
}

/** An event joins an entity that is valid at its time (yara-l §4.6). */
export function entityTimes(
  members: readonly MemberRows[],
  links: Joined['links'],
): readonly Sql[] {
  const entities = members.filter((one) => one.plan.source === 'graph');
  const events = members.filter(isTimed);
  return entities.flatMap((entity) => {
    const linked = events.filter((event) =>
      links.some((link) => link.members.has(event.plan.id) && link.members.has(entity.plan.id)),
    );
    return (linked.length === 0 ? events : linked).flatMap((event) => [
      validAt(entity, columnName(event.plan.index, 't')),
      same('part', event, entity),
    ]);
  });
}

function validAt(entity: MemberRows, time: Sql): Sql {
  const { index } = entity.plan;
  return sql`${time} >= ${columnName(index, 'lo')} AND ${time} < ${columnName(index, 'hi')}`;
}

/** Joins what may be absent to rows that have a window `ws`, `we` (yara-l §4.9). */
export function joinOptional(
  from: Sql,
  joined: Joined,
  keys: readonly { readonly name: string; readonly column: Sql }[],
  window: WindowPlan,
): Sql {
  const present = new Set(joined.required.map((one) => one.plan.id));
  let relation = from;
  for (const member of joined.optional) {
    present.add(member.plan.id);
    const { index, id, source } = member.plan;
    const conditions = [
      ...keys.flatMap((key) => {
        const own = member.bound.get(key.name);
        if (own === undefined) return [];
        return own.fold
          ? [sql`lower(${own.column}) = lower(${key.column})`]
          : [sql`${own.column} = ${key.column}`];
      }),
      ...joined.links
        .filter(({ members }) => members.has(id) && [...members].every((one) => present.has(one)))
        // Match values are compared with those of the window, which is there when another alternative is not.
        .filter(({ placeholder }) => !keys.some((key) => key.name === placeholder))
        .map((one) => one.sql),
      ...(source === 'table' ? [] : [sql`${columnName(index, 'part')} = g.part`]),
    ];
    if (isTimed(member)) {
      const end = raw(window.kind === 'sliding' ? '<=' : '<');
      conditions.push(sql`${columnName(index, 't')} >= g.ws AND ${beginOf(member)} ${end} g.we`);
    } else if (source === 'graph') {
      const events = joined.required.filter(isTimed);
      conditions.push(...events.map((one) => validAt(member, columnName(one.plan.index, 't'))));
    }
    relation = sql`${relation} LEFT JOIN (${member.relation}) AS ${name(`m${index}`)} ON ${allOf(conditions)}`;
  }
  return relation;
}
