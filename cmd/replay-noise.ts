import { compareDetections } from '../lib/gate/compare.ts';
import type { Engine } from '../lib/duckdb/engine.ts';
import type { Detection, TimeRange } from '../lib/model/detection.ts';
import type { NoiseReport, ReportedRule } from '../lib/model/noise-report.ts';
import type { ReplayedRule, ReplayResult } from '../lib/model/replay-result.ts';
import type { Gap } from '../lib/model/verdict.ts';
import { textHash } from '../lib/plan/hash.ts';
import { severityOf, techniquesOf } from '../lib/report/rule-facts.ts';
import { counted } from '../lib/text.ts';
import { readHeader } from '../lib/yaral/header.ts';
import { VERSION } from './chron.ts';

const HOUR_MS = 3_600_000;

/** From the first event to the last, in whole hours; undefined where none has a time. */
export async function rangeOfEvents({ ask }: Pick<Engine, 'ask'>): Promise<TimeRange | undefined> {
  // `t` is in microseconds, 0 where an event has no time
  const [row] = await ask(
    'SELECT (min(t) // 1000)::DOUBLE AS first, (max(t) // 1000)::DOUBLE AS last FROM udm_events WHERE t <> 0',
  );
  const [first, last] = [row?.['first'], row?.['last']];
  if (typeof first !== 'number' || typeof last !== 'number') return undefined;
  return {
    from: new Date(Math.floor(first / HOUR_MS) * HOUR_MS),
    to: new Date((Math.floor(last / HOUR_MS) + 1) * HOUR_MS),
  };
}

/** What a report of a replay is made of. */
export interface Replayed {
  readonly result: ReplayResult;
  /** What each rule found, by name. */
  readonly found: ReadonlyMap<string, readonly Detection[]>;
  readonly range: TimeRange;
  /** The texts that ran, by name. */
  readonly texts: ReadonlyMap<string, string>;
  readonly created: Date;
  readonly git: NoiseReport['git'];
}

/** What rules came to over an export, as a report. Nothing is judged: an export is not a tenant. */
export function replayNoise(replayed: Replayed): NoiseReport {
  const { result, range, created, git } = replayed;
  const [first = ''] = result.files;
  return {
    environment: result.files.length === 1 ? first : counted(result.files.length, 'file'),
    command: 'replay',
    chron: VERSION,
    created,
    git,
    range,
    rules: result.rules.map((rule) => reported(rule, replayed)),
  };
}

function reported(rule: ReplayedRule, { found, range, texts }: Replayed): ReportedRule {
  const { name, path, complaints } = rule;
  const text = texts.get(name) ?? '';
  const meta = readHeader({ path, text }).header?.meta ?? new Map<string, string>();
  const severity = severityOf({ meta });
  const facts = {
    name,
    path,
    ...(severity === undefined ? {} : { severity }),
    techniques: techniquesOf({ meta }),
    what: 'replayed',
  };
  const [complaint] = complaints;
  if (complaint !== undefined) return { ...facts, unmeasured: complaint.message };
  return {
    ...facts,
    measurement: {
      rule: name,
      text: textHash(text),
      by: 'test-run',
      range,
      comparison: compareDetections(undefined, found.get(name) ?? [], range),
      gaps: gapsOf(rule),
      logTypes: [],
    },
  };
}

function gapsOf({ error, uncounted }: ReplayedRule): readonly Gap[] {
  return [
    ...(error === undefined
      ? []
      : [{ kind: 'runtime-error', of: 'after', detail: error } satisfies Gap]),
    ...(uncounted === 0
      ? []
      : [
          {
            kind: 'result-cap',
            of: 'after',
            detail: `${counted(uncounted, 'detection')} beyond them`,
          } satisfies Gap,
        ]),
  ];
}
