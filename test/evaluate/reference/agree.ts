import * as fc from 'fast-check';
import { openEngine } from '../../../lib/duckdb/engine.ts';
import { compileRule } from '../../../lib/evaluate/compile.ts';
import { DEFAULT_OPTIONS } from '../../../lib/evaluate/options.ts';
import type { CompiledQuery, FoundDetection } from '../../../lib/model/compiled-query.ts';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { trial, type Trial } from './invent.ts';
import { asUdm } from './rows.ts';
import { textOf } from './rule.ts';
import { compareFindings, runPlainly, type PlainFinding } from './run.ts';

export interface Agreement {
  /** Rules that compiled, and of them those that found something. */
  readonly compared: number;
  readonly finding: number;
  /** Each as a rule test, with what either side found. */
  readonly differences: readonly string[];
}

/** Invents rules and events, and has them run by DuckDB and by plain loops. */
export async function compareReadings(seed: number, count: number): Promise<Agreement> {
  const trials = fc.sample(trial, { seed, numRuns: count });
  const compiled = trials.flatMap(
    (one, part): (Trial & { part: number; query: CompiledQuery })[] => {
      const source = { path: 'invented.yaral', text: textOf(one.rule) };
      const { query } = compileRule(source, analyze(source), {
        ...DEFAULT_OPTIONS,
        parts: [part],
        maxSamples: 1000,
      });
      return query === undefined ? [] : [{ ...one, part, query }];
    },
  );
  const engine = await openEngine();
  try {
    const events = compiled.flatMap(({ events: own, part }) =>
      own.map((event) => ({ event: asUdm(event), part })),
    );
    await engine.load(
      [{ kind: 'events', events }],
      compiled.flatMap(({ query }) => query.reads),
    );
    const differences: string[] = [];
    let finding = 0;
    let before = 0;
    for (const one of compiled) {
      const expected = runPlainly(one.rule, one.events);
      const { detections, errors } = await engine.run(one.query);
      const first = before;
      const found = detections
        .map((each) => inPlainWords(each, one, first))
        .toSorted(compareFindings);
      before += one.events.length;
      if (expected.length > 0) finding += 1;
      if (errors.length > 0 || JSON.stringify(found) !== JSON.stringify(expected)) {
        differences.push(asRuleTest(one, seed, expected, errors.length > 0 ? errors : found));
      }
    }
    return { compared: compiled.length, finding, differences };
  } finally {
    engine.close();
  }
}

function inPlainWords(
  { detection, rows }: FoundDetection,
  { rule }: Trial,
  before: number,
): PlainFinding {
  return {
    keys: detection.matches.map(({ value }) => value),
    from: detection.window.from.getTime() / 1000,
    to: detection.window.to.getTime() / 1000,
    outcomes: detection.outcomes.map(({ value }) => value),
    rows: rule.variables.map(({ name }) =>
      (rows.get(name) ?? []).map((row) => row - before).toSorted((a, b) => a - b),
    ),
  };
}

function asRuleTest(
  { rule, events }: Trial,
  seed: number,
  expected: readonly PlainFinding[],
  found: unknown,
): string {
  return [
    `# seed ${seed}`,
    textOf(rule),
    'rule: invented',
    'start: 2026-01-01T00:00:00Z',
    'cases:',
    '  - name: as plain loops read it',
    '    events:',
    ...events.map((event) => `      - ${JSON.stringify(asUdm(event))}`),
    `    expect: ${expected.length}`,
    `# plain loops: ${JSON.stringify(expected)}`,
    `# DuckDB:      ${JSON.stringify(found)}`,
    '',
  ].join('\n');
}
