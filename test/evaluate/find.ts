import { openEngine } from '../../lib/duckdb/engine.ts';
import { compileRule } from '../../lib/evaluate/compile.ts';
import type { EvaluateOptions } from '../../lib/evaluate/options.ts';
import type { FoundDetection } from '../../lib/model/compiled-query.ts';
import { analyze } from '../../lib/yaral/analyze.ts';
import type { EventInput } from '../../lib/duckdb/load.ts';

/** The sections of a rule below its meta; those that are left out are not there. */
export interface Sections {
  readonly events: readonly string[];
  readonly match?: string;
  readonly outcome?: readonly string[];
  readonly condition?: string;
  readonly options?: string;
}

/** A rule text of sections. */
export function ruleOf({ events, match, outcome, condition = '$e', options }: Sections): string {
  return [
    'rule tried {',
    ...section('meta', ['author = "test"']),
    ...section('events', events),
    ...(match === undefined ? [] : section('match', [match])),
    ...(outcome === undefined ? [] : section('outcome', outcome)),
    ...section('condition', [condition]),
    ...(options === undefined ? [] : section('options', [options])),
    '}',
    '',
  ].join('\n');
}

function section(word: string, lines: readonly string[]): readonly string[] {
  return [`  ${word}:`, ...lines.map((line) => `    ${line}`)];
}

export interface Found {
  readonly matches: Readonly<Record<string, string>>;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
  /** Of each variable the places of its events. */
  readonly rows: Readonly<Record<string, readonly number[]>>;
}

/** Events and entities as they stand in the input. */
export interface Input {
  readonly events: readonly unknown[];
  readonly entities?: readonly unknown[];
  readonly detections?: readonly unknown[];
}

/** Compiles a rule, runs it over the events and gives what it found. Refusals and failures are thrown. */
export async function find(
  text: string,
  { events, entities = [], detections: given = [] }: Input,
  options: Partial<EvaluateOptions> = {},
): Promise<readonly Found[]> {
  const source = { path: 'tried.yaral', text };
  const { query, diagnostics = [] } = compileRule(source, analyze(source), options);
  if (query === undefined) {
    throw new Error(diagnostics.map(({ id, message }) => `${id} ${message}`).join('; '));
  }
  const engine = await openEngine({ threads: 2 });
  try {
    const inputs: readonly EventInput[] = [
      { kind: 'events', events: events.map((event) => ({ event })) },
      { kind: 'events', source: 'graph', events: entities.map((event) => ({ event })) },
      { kind: 'events', source: 'detection', events: given.map((event) => ({ event })) },
    ];
    await engine.load(inputs, query.reads);
    const { detections, errors } = await engine.run(query);
    if (errors.length > 0) throw new Error(errors.join('; '));
    return detections.map(asFound);
  } finally {
    engine.close();
  }
}

function asFound({ detection, rows }: FoundDetection): Found {
  return {
    matches: Object.fromEntries(detection.matches.map(({ key, value }) => [key, value])),
    outcomes: Object.fromEntries(detection.outcomes.map(({ key, value }) => [key, value])),
    from: detection.window.from.toISOString(),
    to: detection.window.to.toISOString(),
    rows: Object.fromEntries(rows),
  };
}

/** An event at a time of 2026-01-04, a Sunday: `at('00:30', {...})`. */
export function at(time: string, event: Readonly<Record<string, object>> = {}): unknown {
  const { metadata = {}, ...rest } = event;
  return {
    metadata: {
      event_timestamp: `2026-01-04T${time.length === 5 ? `${time}:00` : time}Z`,
      ...metadata,
    },
    ...rest,
  };
}
