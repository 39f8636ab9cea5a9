import type { Source } from '../diagnostics/diagnostic.ts';
import { compileRule, type Compiled } from '../evaluate/compile.ts';
import type { DataTable } from '../model/data-table.ts';
import type { Detection } from '../model/detection.ts';
import type { ReferenceList } from '../model/reference-list.ts';
import type { ReplayedRule, ReplayResult } from '../model/replay-result.ts';
import type { EngineInput, EngineRun, EventEngine } from '../ports/engine.ts';
import type { Progress } from '../ports/progress.ts';
import { compareText } from '../text.ts';
import type { Analysis } from '../yaral/analyze.ts';

/** A rule to run over the past. */
export interface ReplayRule {
  readonly name: string;
  readonly source: Source;
  readonly analysis: Analysis;
}

export interface ReplayOptions {
  readonly inputs: readonly Extract<EngineInput, { readonly kind: 'file' }>[];
  readonly lists: readonly ReferenceList[];
  readonly tables: readonly DataTable[];
  /** How many detections of a rule are shown. */
  readonly samples: number;
  /** Opens an engine that nothing is loaded into; it is closed again. */
  readonly openEngine: () => Promise<EventEngine>;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** All that a rule found, as far as the engine gives it; nobody else keeps it. */
  readonly onFound?: ((rule: string, detections: readonly Detection[]) => void) | undefined;
}

/** Runs rules over an export: its events are read once, only the columns that some rule asks for. A rule fails alone. */
export async function replay(
  rules: readonly ReplayRule[],
  { inputs, lists, tables, samples, openEngine, progress, signal, onFound }: ReplayOptions,
): Promise<ReplayResult> {
  const compiled = rules.map((rule) => ({
    rule,
    compiled: compileRule(rule.source, rule.analysis, {
      lists,
      tables,
      detections: inputs.some(({ source }) => source === 'detection'),
    }),
  }));
  const engine = await openEngine();
  try {
    progress.step(`reading ${inputs.length === 1 ? '1 file' : `${inputs.length} files`} of events`);
    const reads = compiled.flatMap(({ compiled: { query } }) => query?.reads ?? []);
    const load = await engine.load(inputs, reads);
    progress.step('running rules');
    const replayed: ReplayedRule[] = [];
    for (const one of compiled) {
      signal?.throwIfAborted();
      replayed.push(await runOne(one.rule, one.compiled, { engine, samples, signal, onFound }));
      progress.count(replayed.length, compiled.length);
    }
    return {
      files: inputs.map(({ path }) => path),
      events: load.events,
      repeated: load.repeated,
      counts: load.counts,
      problems: load.problems.map(({ path = '', line, message }) => ({ path, line, message })),
      rules: replayed,
    };
  } finally {
    progress.done();
    engine.close();
  }
}

async function runOne(
  { name, source: { path } }: ReplayRule,
  { query, diagnostics = [] }: Compiled,
  {
    engine,
    samples,
    signal,
    onFound,
  }: {
    readonly engine: EventEngine;
    readonly samples: number;
    readonly signal: AbortSignal | undefined;
    readonly onFound: ReplayOptions['onFound'];
  },
): Promise<ReplayedRule> {
  const none: EngineRun = { detections: [], total: 0, errors: [] };
  const { detections, total, errors } =
    query === undefined ? none : await engine.run(query, signal);
  onFound?.(
    name,
    detections.map(({ detection }) => detection),
  );
  const days = new Map<string, number>();
  for (const { detection } of detections) {
    const day = detection.detectionTime.toISOString().slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return {
    name,
    path,
    complaints: diagnostics,
    error: errors[0],
    detections: total,
    days: [...days]
      .map(([day, count]) => ({ day, detections: count }))
      .toSorted((a, b) => compareText(a.day, b.day)),
    uncounted: total - detections.length,
    samples: detections.slice(0, samples).map(({ detection }) => ({
      time: detection.detectionTime,
      match: detection.matches,
      outcomes: detection.outcomes,
    })),
  };
}
