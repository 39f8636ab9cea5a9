import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { compileRule } from '../evaluate/compile.ts';
import type { CompiledQuery } from '../model/compiled-query.ts';
import type { DataTable } from '../model/data-table.ts';
import type { UdmEvent } from '../model/detection.ts';
import type { ReferenceList } from '../model/reference-list.ts';
import type { RuleCase, RuleTest } from '../model/rule-test.ts';
import type { Analysis } from '../yaral/analyze.ts';
import { listsOf } from './lists.ts';

/** A test, its rule, and what is known of the rule's text. */
export interface TestJob {
  readonly test: RuleTest;
  readonly rule: Source;
  readonly analysis: Analysis;
}

/** Cases that one query answers: they meet the same lists at the same time. */
export interface Batch {
  readonly query: CompiledQuery;
  /** Parts of the input, one a case. */
  readonly parts: readonly number[];
  /** The time at which they meet: seconds since 1970; undefined where the rule does not ask for it. */
  readonly now: number | undefined;
}

/** The queries of a test, or why there are none. */
export type Prepared =
  | { readonly batches: readonly Batch[]; readonly refusals?: undefined }
  | { readonly batches?: undefined; readonly refusals: readonly Diagnostic[] };

/** What a repository keeps beside its rules. */
export interface Kept {
  readonly lists: readonly ReferenceList[];
  readonly tables: readonly DataTable[];
}

/** All events of a detection are named, up to so many. */
const SAMPLES = 1000;

/** Compiles a rule for its cases, in as few queries as they allow. The first case is part `first` of the input. */
export function prepare(
  { test, rule, analysis }: TestJob,
  { lists, tables }: Kept,
  first: number,
): Prepared {
  const groups = new Map<string, { readonly parts: number[]; readonly one: RuleCase }>();
  const timed = /\btimestamp\.(?:now|current_seconds)\b/.test(rule.text);
  for (const [at, one] of test.cases.entries()) {
    const key = JSON.stringify([[...one.lists], timed ? endOf(one) : 0]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { parts: [first + at], one });
    else known.parts.push(first + at);
  }
  const detections = holdDetections(test);
  const batches: Batch[] = [];
  for (const { parts, one } of groups.values()) {
    const now = timed ? endOf(one) : undefined;
    const { query, diagnostics } = compileRule(rule, analysis, {
      lists: listsOf(one, lists, analysis),
      tables,
      parts,
      maxSamples: SAMPLES,
      detections,
      now,
    });
    if (query === undefined) return { refusals: diagnostics };
    batches.push({ query, parts, now });
  }
  return { batches };
}

/** Whether some case has detections: then a rule over them can be evaluated. */
function holdDetections({ cases }: Pick<RuleTest, 'cases'>): boolean {
  return cases.some(({ detections }) => detections.length > 0);
}

/** For `timestamp.now()` a case ends with its last event: seconds since 1970. */
function endOf({ events }: RuleCase): number {
  return Math.max(0, ...events.map(({ event }) => Math.floor(timeOf(event) / 1000)));
}

function timeOf({ metadata }: UdmEvent): number {
  const time =
    typeof metadata === 'object' && metadata !== null && 'eventTimestamp' in metadata
      ? metadata.eventTimestamp
      : undefined;
  return typeof time === 'string' ? Date.parse(time) : 0;
}
