import {
  copiesOf,
  elementsOf,
  type Copy,
  type FieldName,
  type Plain,
  type PlainEvent,
} from './rows.ts';
import type { Demand, PlainOutcome, PlainRule, PlainVariable, Test } from './rule.ts';

/** What a rule finds, in the order of time: match values, window in seconds, outcomes, and the events of each variable. */
export interface PlainFinding {
  readonly keys: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly outcomes: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/** A copy for each variable; undefined for one that is absent. */
type Row = readonly (Copy | undefined)[];

interface Group {
  readonly keys: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly rows: readonly Row[];
}

/** Runs a rule by trying everything. */
export function runPlainly(
  rule: PlainRule,
  events: readonly PlainEvent[],
): readonly PlainFinding[] {
  const copies = rule.variables.map((variable) =>
    events
      .flatMap((event, place) => copiesOf(event, place, fieldsRead(rule, variable)))
      .filter((copy) => fits(rule, variable, copy, events)),
  );
  const required = rule.variables.map((variable, at) =>
    variable.absent ? [undefined] : (copies[at] ?? []),
  );
  const base = product(required).filter((row) => agree(rule, row));
  const groups = windowsOf(rule, base).flatMap((group): Group[] => {
    const rows = attachAbsent(rule, group, copies);
    return rows.length === 0 ? [] : [{ ...group, rows }];
  });
  const satisfied = groups.filter((group) => holds(rule, group));
  return kept(rule, satisfied)
    .map(({ keys, from, to, rows }) => ({
      keys,
      from,
      to,
      outcomes: rule.outcomes.map((one) => outcomeText(rule, one, rows)),
      rows: rule.variables.map((_, at) => eventsIn(rows, at)),
    }))
    .toSorted(compareFindings);
}

export function compareFindings(a: PlainFinding, b: PlainFinding): number {
  const [left, right] = [a, b].map((one) => JSON.stringify([one.from, one.to, one.keys, one.rows]));
  return a.from - b.from || a.to - b.to || ((left ?? '') < (right ?? '') ? -1 : 1);
}

/** Fields that are read element by element in events or outcome. */
function fieldsRead(
  rule: PlainRule,
  { name, tests, bindings }: PlainVariable,
): ReadonlySet<FieldName> {
  const at = rule.variables.findIndex((one) => one.name === name);
  const tried = tests.flatMap((test) => (test.or === undefined ? [test] : [test, test.or]));
  return new Set([
    ...tried.filter(({ quantifier }) => quantifier === undefined).map(({ field }) => field),
    ...bindings.map(({ field }) => field),
    ...rule.joins.map((join) => (at === 0 ? join.left : join.right)),
    ...rule.outcomes.filter(({ variable }) => variable === name).map(({ field }) => field),
  ]);
}

function fits(
  rule: PlainRule,
  { tests, bindings }: PlainVariable,
  copy: Copy,
  events: readonly PlainEvent[],
): boolean {
  const event = events[copy.event];
  if (event === undefined) return false;
  const ok = (test: Test): boolean =>
    simple(test, copy, event) || (test.or !== undefined && simple(test.or, copy, event));
  if (!tests.every(ok)) return false;
  // A placeholder bound twice has one value.
  const values = new Map<string, Plain>();
  for (const { placeholder, field } of bindings) {
    const value = copy.values[field];
    const known = values.get(placeholder);
    if (known !== undefined && known !== value) return false;
    values.set(placeholder, value);
    if (!rule.allowZeros && rule.keys.includes(placeholder) && isZero(field, value)) return false;
  }
  return true;
}

function isZero(field: FieldName, value: Plain): boolean {
  if (field === 'action') return value === 'UNKNOWN_ACTION';
  if (field === 'severity') return value === 'UNKNOWN_SEVERITY';
  return value === '' || value === 0;
}

function simple(test: Test, copy: Copy, event: PlainEvent): boolean {
  const { field, quantifier, negated } = test;
  const all = quantifier === undefined ? [] : elementsOf(event, field);
  const result =
    quantifier === undefined
      ? compare(test, copy.values[field])
      : quantifier === 'any'
        ? all.some((one) => compare(test, one))
        : all.every((one) => compare(test, one));
  return negated ? !result : result;
}

function compare({ sign, value, nocase }: Test, found: Plain): boolean {
  const left = nocase && typeof found === 'string' ? found.toLowerCase() : found;
  const right = nocase && typeof value === 'string' ? value.toLowerCase() : value;
  if (sign === '=') return left === right;
  if (sign === '!=') return left !== right;
  return sign === '<' ? left < right : left > right;
}

function product(lists: readonly (readonly (Copy | undefined)[])[]): readonly Row[] {
  return lists.reduce<readonly Row[]>(
    (rows, list) => rows.flatMap((row) => list.map((one) => [...row, one])),
    [[]],
  );
}

/** Placeholders, joins and the order hold between the copies that are there. */
function agree(rule: PlainRule, row: Row): boolean {
  const values = new Map<string, Plain>();
  for (const [at, { bindings }] of rule.variables.entries()) {
    const copy = row[at];
    if (copy === undefined) continue;
    for (const { placeholder, field } of bindings) {
      const known = values.get(placeholder);
      if (known !== undefined && known !== copy.values[field]) return false;
      values.set(placeholder, copy.values[field]);
    }
  }
  const [first, second] = row;
  if (first === undefined || second === undefined) return true;
  const joined = rule.joins.every(
    ({ left, sign, right }) => (first.values[left] === second.values[right]) === (sign === '='),
  );
  return joined && (!rule.ordered || first.t <= second.t);
}

function keysOf(rule: PlainRule, row: Row): readonly string[] {
  return rule.keys.map((key) => String(placeholderValue(rule, row, key) ?? ''));
}

function placeholderValue(rule: PlainRule, row: Row, name: string): Plain | undefined {
  for (const [at, { bindings }] of rule.variables.entries()) {
    const binding = bindings.find(({ placeholder }) => placeholder === name);
    if (binding !== undefined && row[at] !== undefined) return row[at].values[binding.field];
  }
  return undefined;
}

function timesOf(row: Row): readonly number[] {
  return row.flatMap((copy) => copy?.t ?? []);
}

function windowsOf(rule: PlainRule, base: readonly Row[]): readonly Group[] {
  const { window } = rule;
  if (window === undefined) {
    return [...new Set(base.map(([copy]) => copy?.event ?? 0))].map((event) => {
      const rows = base.filter(([copy]) => copy?.event === event);
      const [time = 0] = timesOf(rows[0] ?? []);
      return { keys: [], from: time, to: time, rows };
    });
  }
  const length = window.minutes * 60;
  const groups = new Map<string, Group>();
  for (const start of base) {
    const keys = keysOf(rule, start);
    const times = timesOf(start);
    const pivot = start[0]?.t ?? 0;
    const least = Math.min(...times);
    const from = {
      hop: least,
      tumbling: Math.floor(least / length) * length,
      after: pivot,
      before: pivot - length,
    }[window.kind];
    const to = from + length;
    const closed = window.kind === 'after' || window.kind === 'before';
    const inside = (time: number): boolean => time >= from && (closed ? time <= to : time < to);
    if (!times.every(inside)) continue;
    const rows = base.filter(
      (row) => keysOf(rule, row).join('\0') === keys.join('\0') && timesOf(row).every(inside),
    );
    groups.set(JSON.stringify([keys, from]), { keys, from, to, rows });
  }
  return [...groups.values()];
}

/** For a variable that must be absent: the copies that are there nevertheless, in the window and in agreement. */
function attachAbsent(
  rule: PlainRule,
  group: Group,
  copies: readonly (readonly Copy[])[],
): readonly Row[] {
  const at = rule.variables.findIndex(({ absent }) => absent);
  if (at < 0) return group.rows;
  const closed = rule.window?.kind === 'after' || rule.window?.kind === 'before';
  return group.rows.flatMap((row): readonly Row[] => {
    const found = (copies[at] ?? [])
      .filter(({ t }) => t >= group.from && (closed ? t <= group.to : t < group.to))
      .map((copy) => row.map((one, place) => (place === at ? copy : one)))
      .filter((full) => agree(rule, full));
    return found.length === 0 ? [row] : found;
  });
}

function eventsIn(rows: readonly Row[], at: number): readonly number[] {
  return [...new Set(rows.flatMap((row) => row[at]?.event ?? []))].toSorted((a, b) => a - b);
}

function holds(rule: PlainRule, group: Group): boolean {
  return rule.demands.every((demand) => demanded(rule, demand, group));
}

function demanded(rule: PlainRule, demand: Demand, { rows }: Group): boolean {
  switch (demand.kind) {
    case 'exists':
      return countOf(rule, demand.name, rows) > 0;
    case 'absent':
      return countOf(rule, demand.name, rows) === 0;
    case 'count':
      return countOf(rule, demand.name, rows) > demand.above;
    case 'outcome': {
      const outcome = rule.outcomes[demand.at];
      return outcome !== undefined && Number(outcomeText(rule, outcome, rows)) > demand.above;
    }
  }
}

function countOf(rule: PlainRule, name: string, rows: readonly Row[]): number {
  const at = rule.variables.findIndex((one) => one.name === name);
  if (at >= 0) return eventsIn(rows, at).length;
  return new Set(rows.map((row) => placeholderValue(rule, row, name))).size;
}

const ZEROS: Readonly<Record<FieldName, Plain>> = {
  host: '',
  user: '',
  bytes: 0,
  ip: '',
  severity: 'UNKNOWN_SEVERITY',
  action: 'UNKNOWN_ACTION',
  label: '',
};

function outcomeText(
  rule: PlainRule,
  { aggregate, variable, field }: PlainOutcome,
  rows: readonly Row[],
): string {
  const at = rule.variables.findIndex(({ name }) => name === variable);
  const values = rows.map((row) => row[at]?.values[field] ?? ZEROS[field]);
  const numbers = values.map(Number);
  switch (aggregate) {
    case 'count':
      return String(rows.length);
    case 'count_distinct':
      return String(new Set(values).size);
    case 'sum':
      return String(numbers.reduce((sum, one) => sum + one, 0));
    case 'max':
      return String(Math.max(...numbers));
    case 'min':
      return String(Math.min(...numbers));
    case 'array_distinct':
      return [...new Set(values.map(String))].toSorted().join(', ');
  }
}

/** Of overlapping hop windows with the same match values the first ones. */
function kept(rule: PlainRule, groups: readonly Group[]): readonly Group[] {
  if (rule.window?.kind !== 'hop') return groups;
  const until = new Map<string, number>();
  return groups
    .toSorted((a, b) => a.from - b.from)
    .filter(({ keys, from, to }) => {
      const key = JSON.stringify(keys);
      if (from < (until.get(key) ?? -Infinity)) return false;
      until.set(key, to);
      return true;
    });
}
