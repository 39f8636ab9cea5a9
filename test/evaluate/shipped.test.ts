import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine, type Engine } from '../../lib/duckdb/engine.ts';
import { compileRule } from '../../lib/evaluate/compile.ts';
import type { CompiledQuery, FoundDetection } from '../../lib/model/compiled-query.ts';
import type { ReferenceList } from '../../lib/model/reference-list.ts';
import { analyze } from '../../lib/yaral/analyze.ts';

const RULES = resolve(import.meta.dirname, '../../rules');

interface Case {
  readonly name: string;
  readonly events: readonly (Record<string, unknown> & { readonly at: string })[];
  readonly expect: number | readonly Expected[];
  readonly lists?: Readonly<Record<string, readonly string[]>>;
}

type Fields = Readonly<Record<string, unknown>>;

interface Expected {
  readonly match?: Fields;
  readonly outcomes?: Fields;
  readonly events?: readonly number[];
}

interface Suite {
  readonly rule: string;
  readonly start: string;
  readonly defaults?: unknown;
  readonly cases: readonly Case[];
}

const files = readdirSync(RULES, { recursive: true, encoding: 'utf8' }).toSorted();
const lists: readonly ReferenceList[] = files
  .filter((name) => name.startsWith('lists/') && name.endsWith('.txt'))
  .map((path) => {
    const [, name = '', kind = ''] = /lists\/(.*)\.(\w+)\.txt$/.exec(path) ?? [];
    const lines = readFileSync(join(RULES, path), 'utf8').split('\n').slice(1);
    return {
      name,
      kind: kind === 'regex' || kind === 'cidr' ? kind : 'string',
      description: '',
      lines,
    };
  });

const suites = files
  .filter((name) => name.endsWith('.test.yaml'))
  .map((path) => {
    const suite: Suite = parse(readFileSync(join(RULES, path), 'utf8'));
    const rule = path.replace(/\.test\.yaml$/, '.yaral');
    return { path: rule, text: readFileSync(join(RULES, rule), 'utf8'), suite };
  });

/** Maps merge, anything else replaces. */
function merged(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over ?? base;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(base[key], over[key])]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function timeOf(start: string, at: string): string {
  let seconds = 0;
  for (const [, amount = '0', unit = 's'] of at.matchAll(/(\d+)([smhd])/g)) {
    seconds += Number(amount) * (UNITS[unit] ?? 0);
  }
  return new Date(Date.parse(start) + seconds * 1000).toISOString();
}

function eventsOf({ start, defaults }: Suite, one: Case): readonly unknown[] {
  return one.events.map(({ at, ...fields }) =>
    merged(merged(defaults, fields), { metadata: { event_timestamp: timeOf(start, at) } }),
  );
}

function queryOf(
  { path, text }: { path: string; text: string },
  one: Case,
  part: number,
): CompiledQuery {
  const own = Object.entries(one.lists ?? {}).map(([name, lines]) => ({
    name,
    kind: lists.find((list) => list.name === name)?.kind ?? ('string' as const),
    description: '',
    lines,
  }));
  const others = lists.filter(({ name }) => !own.some((list) => list.name === name));
  const { query, diagnostics } = compileRule({ path, text }, analyze({ path, text }), {
    lists: [...own, ...others],
    parts: [part],
  });
  if (query === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return query;
}

/** The detection in the words of the expectation: only what it names. */
function inWords(found: FoundDetection | undefined, expected: Expected, before: number): Expected {
  const { matches = [], outcomes = [] } = found?.detection ?? {};
  const named = (fields: typeof matches, wanted: Expected['match']): Fields =>
    Object.fromEntries(
      Object.keys(wanted ?? {}).map((key) => [
        key,
        fields.find((field) => field.key === key)?.value,
      ]),
    );
  const rows = [...(found?.rows.values() ?? [])].flat().map((row) => row - before);
  return {
    ...(expected.match === undefined ? {} : { match: named(matches, expected.match) }),
    ...(expected.outcomes === undefined ? {} : { outcomes: named(outcomes, expected.outcomes) }),
    ...(expected.events === undefined ? {} : { events: rows.toSorted((a, b) => a - b) }),
  };
}

function asTexts(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(', ') : String(value),
    ]),
  );
}

describe.each(suites)('$suite.rule', (rule) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine();
    const events = rule.suite.cases.flatMap((one, part) =>
      eventsOf(rule.suite, one).map((event) => ({ event, part })),
    );
    const { reads } = queryOf(rule, { name: '', events: [], expect: 0 }, 0);
    const report = await engine.load([{ kind: 'events', events }], reads);
    if (report.problems.length > 0) throw new Error(JSON.stringify(report.problems));
  });
  afterAll(() => engine.close());

  it.each(rule.suite.cases.map((one, part) => ({ ...one, part })))('$name', async (one) => {
    const { detections, errors } = await engine.run(queryOf(rule, one, one.part));
    const before = rule.suite.cases
      .slice(0, one.part)
      .reduce((sum, { events }) => sum + events.length, 0);
    const expected =
      typeof one.expect === 'number'
        ? Array.from({ length: one.expect }, (): Expected => ({}))
        : one.expect.map((each): Expected => ({
            ...each,
            ...(each.match === undefined ? {} : { match: asTexts(each.match) }),
            ...(each.outcomes === undefined ? {} : { outcomes: asTexts(each.outcomes) }),
          }));
    expect(errors).toEqual([]);
    expect(detections.length).toBe(expected.length);
    expect(expected.map((each, at) => inWords(detections[at], each, before))).toEqual(expected);
  });
});
