import type { Comparison, DetectionFigures } from '../model/comparison.ts';
import type { TimeRange } from '../model/detection.ts';
import type { GatePolicy } from '../model/gate.ts';
import type { NoiseJson } from '../model/noise-json.ts';
import type { NoiseReport } from '../model/noise-report.ts';
import type { Measurement, Verdict } from '../model/verdict.ts';
import { writeJson } from './json-writer.ts';
import { samplesOf, type SampleView } from './noise-samples.ts';
import { noiseView, type Redact, type RuleView } from './noise-view.ts';
import { reasonSentence } from './noise-words.ts';
import type { Sentence } from './words.ts';

type RuleJson = NoiseJson['rules'][number];
type ComparisonJson = NonNullable<NonNullable<RuleJson['measurement']>['comparison']>;

/** Entities that are listed of those first seen; all of them are counted. */
const FIRST_SEEN = 50;

/** report.json (docs/noise-report-schema.json): everything but texts and raw detections. Equal reports give equal bytes. */
export function noiseJson(report: NoiseReport, redact: Redact): string {
  const view = noiseView(report);
  const { environment, command, chron, git, policy, identity, digest } = report;
  const value: NoiseJson = {
    version: 1,
    environment,
    command,
    chron,
    created: report.created.toISOString(),
    ...(identity === undefined ? {} : { identity }),
    ...(digest === undefined ? {} : { digest }),
    git: { ...git },
    range: rangeJson(report.range),
    ...(policy === undefined ? {} : { policy: policyJson(policy) }),
    worst: view.worst,
    counts: { ...view.counts },
    rules: view.rules.map((one) => ruleJson(one, redact)),
  };
  return writeJson(value);
}

function ruleJson(view: RuleView, redact: Redact): RuleJson {
  const { name, path, severity, techniques, what, unmeasured, measurement, verdict } = view.rule;
  return {
    name,
    ...(path === undefined ? {} : { path }),
    ...(severity === undefined ? {} : { severity }),
    techniques: [...techniques],
    what,
    standing: view.standing,
    ...(unmeasured === undefined ? {} : { unmeasured }),
    ...(measurement === undefined ? {} : { measurement: measurementJson(measurement, redact) }),
    ...(verdict === undefined ? {} : { verdict: verdictJson(verdict, view) }),
  };
}

function measurementJson(
  { by, text, range, gaps, logTypes, comparison }: Measurement,
  redact: Redact,
): NonNullable<RuleJson['measurement']> {
  return {
    by,
    text,
    range: rangeJson(range),
    complete: gaps.length === 0 && comparison !== undefined,
    gaps: gaps.map((gap) => ({ ...gap })),
    logTypes: logTypes.map((one) => ({ ...one })),
    ...(comparison === undefined ? {} : { comparison: comparisonJson(comparison, redact) }),
  };
}

function comparisonJson(comparison: Comparison, redact: Redact): ComparisonJson {
  const { before, after, lost, gained, same, kept, firstSeen, loudest } = comparison;
  const samples = samplesOf(comparison, redact);
  return {
    ...(before === undefined ? {} : { before: figuresJson(before) }),
    after: figuresJson(after),
    lost: lost.length,
    gained: gained.length,
    same: same.length,
    kept,
    firstSeen: {
      count: firstSeen.length,
      entities: firstSeen.slice(0, FIRST_SEEN).map(redact),
    },
    loudest: loudest.map((row) => ({ ...row, entity: redact(row.entity) })),
    samples: {
      lost: samples.lost.map(sampleJson),
      gained: samples.gained.map(sampleJson),
      same: samples.same.map(sampleJson),
    },
  };
}

function figuresJson(figures: DetectionFigures): ComparisonJson['after'] {
  const { meanPerDay, days, hours, worstDay, ...rest } = figures;
  return {
    ...rest,
    days: days.map((one) => ({ ...one })),
    hours: [...hours],
    ...(Number.isFinite(meanPerDay) ? { meanPerDay } : {}),
    ...(worstDay === undefined ? {} : { worstDay: { ...worstDay } }),
  };
}

function sampleJson(sample: SampleView): ComparisonJson['samples']['lost'][number] {
  const { time, from, outcomes, eventTypes, ...rest } = sample;
  return {
    ...rest,
    time: time.toISOString(),
    ...(from === undefined ? {} : { from: from.toISOString() }),
    outcomes: [...outcomes],
    eventTypes: [...eventTypes],
  };
}

function verdictJson(verdict: Verdict, view: RuleView): NonNullable<RuleJson['verdict']> {
  const { status, allows, figures, reasons, accepted } = verdict;
  return {
    status,
    allows,
    figures: figures.map((one) => ({ ...one })),
    reasons: reasons.map((reason) =>
      reason.kind === 'no-events' ? { ...reason, logTypes: [...reason.logTypes] } : { ...reason },
    ),
    words: reasons.map((reason) => wordsOf(reasonSentence(reason, view))),
    ...(accepted === undefined
      ? {}
      : { accepted: { reason: accepted.reason, until: accepted.until.toISOString() } }),
  };
}

function wordsOf(sentence: Sentence): string {
  return sentence.map((word) => (typeof word === 'string' ? word : word.name)).join('');
}

function policyJson(policy: GatePolicy): NonNullable<NoiseJson['policy']> {
  const { accept: _, maxPerDay, ...rest } = policy;
  return {
    ...rest,
    maxPerDay: Object.fromEntries(
      Object.entries(maxPerDay).filter(([, limit]) => limit !== undefined),
    ),
  };
}

function rangeJson({ from, to }: TimeRange): { from: string; to: string } {
  return { from: from.toISOString(), to: to.toISOString() };
}
