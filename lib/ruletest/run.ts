import type { EventSource, FoundDetection } from '../model/compiled-query.ts';
import type { DataTable } from '../model/data-table.ts';
import type { ReferenceList } from '../model/reference-list.ts';
import type { RuleCase } from '../model/rule-test.ts';
import type { CaseResult, Difference, FoundInCase, TestResult } from '../model/test-result.ts';
import type { EngineInput, EventEngine } from '../ports/engine.ts';
import { compareFound } from './compare.ts';
import { explainCase } from './explain.ts';
import { listsOf } from './lists.ts';
import { prepare, type Kept, type Prepared, type TestJob } from './prepare.ts';

export interface RunOptions {
  /** The lists of the repository. */
  readonly lists: readonly ReferenceList[];
  /** Its data tables. */
  readonly tables: readonly DataTable[];
  /** Opens an engine that nothing is loaded into; it is closed again. */
  readonly openEngine: () => Promise<EventEngine>;
  /** Says of each failed case which demand of its rule which event fulfils, and gives the SQL. */
  readonly explain?: boolean;
  readonly signal?: AbortSignal;
}

/** A test with its queries, and which parts of the input its cases are. */
interface Laid extends TestJob {
  readonly prepared: Prepared;
  readonly first: number;
  /** For each case the place of its first event among those of all. */
  readonly places: readonly number[];
}

/** Runs the cases of all tests in one engine: their events are loaded once, and each rule is asked as seldom as its lists allow. */
export async function runTests(
  jobs: readonly TestJob[],
  { lists, tables, openEngine, explain = false, signal }: RunOptions,
): Promise<readonly TestResult[]> {
  const kept = { lists, tables };
  const laid = layOut(jobs, kept);
  const runnable = laid.filter(({ prepared }) => prepared.batches !== undefined);
  if (runnable.length === 0) return laid.map((one) => resultOf(one, new Map()));
  const engine = await openEngine();
  try {
    const reads = runnable.flatMap(({ prepared }) =>
      (prepared.batches ?? []).flatMap(({ query }) => query.reads),
    );
    await engine.load(inputsOf(laid), reads);
    // The engine says how many run at a time. All have ended before it is closed, also where one breaks off.
    const outcomes = await Promise.allSettled(laid.map((one) => outcomeOf(one, engine, signal)));
    const results: TestResult[] = [];
    for (const [at, one] of laid.entries()) {
      const settled = outcomes[at];
      if (settled?.status !== 'fulfilled') throw settled?.reason;
      const result = resultOf(one, settled.value);
      results.push(explain ? await explained(one, result, { kept, engine, signal }) : result);
    }
    return results;
  } finally {
    engine.close();
  }
}

function layOut(jobs: readonly TestJob[], kept: Kept): readonly Laid[] {
  let [part, event] = [0, 0];
  return jobs.map((job): Laid => {
    const first = part;
    const places = job.test.cases.map(({ events }) => {
      const place = event;
      event += events.length;
      return place;
    });
    part += job.test.cases.length;
    return { ...job, prepared: prepare(job, kept, first), first, places };
  });
}

function inputsOf(laid: readonly Laid[]): readonly EngineInput[] {
  const input = (source: EventSource, key: 'events' | 'entities' | 'detections'): EngineInput => ({
    kind: 'events',
    source,
    events: laid.flatMap(({ test, first }) =>
      test.cases.flatMap((one, at) => one[key].map(({ event }) => ({ event, part: first + at }))),
    ),
  });
  return [input('udm', 'events'), input('graph', 'entities'), input('detection', 'detections')];
}

/** What each part came to: its detections, or why the engine broke off. */
type Outcome = ReadonlyMap<
  number,
  { readonly found: readonly FoundDetection[]; readonly error?: string }
>;

async function outcomeOf(
  { prepared }: Laid,
  engine: EventEngine,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const outcome = new Map<number, { found: FoundDetection[]; error?: string }>();
  for (const { query, parts } of prepared.batches ?? []) {
    const { detections, errors } = await engine.run(query, signal);
    const [error] = errors;
    for (const part of parts)
      outcome.set(part, error === undefined ? { found: [] } : { found: [], error });
    for (const one of detections) outcome.get(one.part)?.found.push(one);
  }
  return outcome;
}

function resultOf({ test, rule, prepared, first, places }: Laid, outcome: Outcome): TestResult {
  const variables = prepared.batches?.[0]?.query.variables ?? [];
  const labels = variables.flatMap(({ name, source }) => (source === 'udm' ? [name] : []));
  return {
    path: test.path,
    rule: test.rule,
    rulePath: rule.path,
    complaints: prepared.refusals ?? [],
    cases: test.cases.map((one, at): CaseResult => {
      const { found = [], error } = outcome.get(first + at) ?? {};
      const shown = found.map((each) => inCase(each, labels, places[at] ?? 0));
      return {
        name: one.name,
        place: one.place,
        differences: differencesOf(one, prepared, shown, error),
        found: shown,
        events: one.events.length,
      };
    }),
  };
}

function differencesOf(
  { expected }: RuleCase,
  { refusals }: Prepared,
  found: readonly FoundInCase[],
  error: string | undefined,
): readonly Difference[] {
  const { place } = expected;
  if (refusals !== undefined) {
    // A mistake in the rule is no limit of this machine.
    const limit = refusals.every(({ id }) => id === 'EVA001');
    return expected.kind === 'unsupported' && limit ? [] : [{ kind: 'refused', place }];
  }
  if (error !== undefined) return [{ kind: 'engine', message: error, place }];
  return expected.kind === 'unsupported'
    ? [{ kind: 'supported', place }]
    : compareFound(expected, found);
}

/** `labels` are the variables that stand for events: entities are counted by themselves. */
function inCase(
  { detection, rows }: FoundDetection,
  labels: readonly string[],
  before: number,
): FoundInCase {
  const events = labels.flatMap((label) => (rows.get(label) ?? []).map((row) => row - before));
  const texts = (fields: typeof detection.matches): FoundInCase['match'] =>
    fields.map(({ key, value }) => ({ name: key, text: value }));
  return {
    match: texts(detection.matches),
    outcomes: texts(detection.outcomes),
    events: [...new Set(events)].toSorted((a, b) => a - b),
  };
}

async function explained(
  { test, rule, analysis, prepared, first, places }: Laid,
  result: TestResult,
  {
    kept,
    engine,
    signal,
  }: {
    readonly kept: Kept;
    readonly engine: EventEngine;
    readonly signal: AbortSignal | undefined;
  },
): Promise<TestResult> {
  if (prepared.batches === undefined) return result;
  const cases: CaseResult[] = [];
  for (const [at, one] of result.cases.entries()) {
    const batch = prepared.batches.find(({ parts }) => parts.includes(first + at));
    const given = test.cases[at];
    if (one.differences.length === 0 || batch === undefined || given === undefined) {
      cases.push(one);
      continue;
    }
    const explanation = await explainCase({
      rule,
      analysis,
      query: batch.query,
      lists: listsOf(given, kept.lists, analysis),
      tables: kept.tables,
      now: batch.now,
      part: first + at,
      before: places[at] ?? 0,
      engine,
      ...(signal === undefined ? {} : { signal }),
    });
    cases.push({ ...one, explanation });
  }
  return { ...result, cases };
}
