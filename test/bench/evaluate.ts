import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnsOfLoad } from './evaluate-load.ts';
import { openEngine, type Engine } from '../../lib/duckdb/engine.ts';
import { compileRule } from '../../lib/evaluate/compile.ts';
import type { CompiledQuery } from '../../lib/model/compiled-query.ts';
import { analyze } from '../../lib/yaral/analyze.ts';
import { writeEvents } from './evaluate-events.ts';
import { RIVALS } from './evaluate-queries.ts';
import { median, type Figure } from './figure.ts';

const EVENTS = 200_000;
const ROUNDS = 20;
const MILLION = 1_000_000;
const RULES = 300;
/** Compiled SQL takes at most so much longer than what is written by hand, and loading than DuckDB's own reader. */
const RATIO = 1.5;

/** Rules over 200,000 events: compiled against hand-written SQL, and loading against `read_json` of the same columns. */
export async function benchEvaluate(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'chron-bench-'));
  try {
    const path = join(folder, 'events.ndjson');
    await writeEvents(path, EVENTS);
    const queries = RIVALS.map(({ rule }) => compiled(rule));
    const columns = queries.flatMap(({ reads }) => reads);
    const loads: number[] = [];
    const rivals: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const engine = await openEngine();
      loads.push(await timed(() => engine.load([{ kind: 'file', path }], columns)));
      rivals.push(await timed(() => engine.ask(columnsOfLoad(path, columns))));
      engine.close();
    }
    const engine = await openEngine();
    await engine.load([{ kind: 'file', path }], columns);
    const figures = [
      figure('loading, by read_json alone', rivals),
      figure('loading', loads, RATIO * median(rivals)),
      ...(await raceAll(engine, queries)),
    ];
    engine.close();
    const large = join(folder, 'million.ndjson');
    await writeEvents(large, MILLION);
    return [...figures, ...manyRules(large)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In a process of its own, whose memory is its own. */
function manyRules(path: string): readonly Figure[] {
  const script = join(import.meta.dirname, 'evaluate-million.ts');
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, path, String(RULES)], {
    encoding: 'utf8',
  });
  const { loadSeconds, runSeconds, peakMb }: Million = JSON.parse(stdout);
  const what = `${RULES} rules, ${MILLION.toLocaleString('en-US')} events`;
  const one = { bar: 'evaluate', by: 'max' } as const;
  return [
    { ...one, what: `${what}: loading`, unit: 's', samples: [loadSeconds] },
    { ...one, what: `${what}: running`, unit: 's', samples: [runSeconds] },
    { ...one, what: `${what}: memory`, unit: 'MB', samples: [peakMb], limit: 4096 },
  ];
}

interface Million {
  readonly loadSeconds: number;
  readonly runSeconds: number;
  readonly peakMb: number;
}

async function raceAll(
  engine: Engine,
  queries: readonly CompiledQuery[],
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [at, { what, hand }] of RIVALS.entries()) {
    const query = queries[at];
    if (query === undefined) continue;
    const sql = await engine.sqlOf(query);
    const [byHand, ours]: [number[], number[]] = [[], []];
    let counts: readonly number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      let [expected, found] = [0, 0];
      byHand.push(await timed(async () => (expected = (await engine.ask(hand)).length)));
      ours.push(await timed(async () => (found = (await engine.ask(sql, query.params)).length)));
      counts = [expected, found];
    }
    if (counts[0] !== counts[1]) throw new Error(`${what}: ${counts.join(' against ')} detections`);
    figures.push(figure(`${what}, by hand (${counts[0] ?? 0} found)`, byHand));
    figures.push(figure(what, ours, RATIO * median(byHand)));
  }
  return figures;
}

function figure(what: string, samples: readonly number[], limit?: number): Figure {
  return {
    bar: 'evaluate',
    what,
    unit: 'ms',
    samples,
    by: 'median',
    ...(limit === undefined ? {} : { limit: Math.round(limit) }),
  };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

function compiled(text: string): CompiledQuery {
  const source = { path: 'measured.yaral', text };
  const { query, diagnostics = [] } = compileRule(source, analyze(source));
  if (query !== undefined) return query;
  throw new Error(diagnostics.map(({ id, message }) => `${id} ${message}`).join('; '));
}
