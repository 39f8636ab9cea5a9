import { judge } from '../lib/gate/judge.ts';
import type { Environment } from '../lib/model/environment.ts';
import type { NoiseReport, ReportedRule } from '../lib/model/noise-report.ts';
import type { Measurement } from '../lib/model/verdict.ts';
import { techniquesOf, severityOf } from '../lib/report/rule-facts.ts';
import { straightenText } from '../lib/text.ts';
import { readHeader } from '../lib/yaral/header.ts';
import { VERSION } from './chron.ts';
import type { HuntReport } from './hunting.ts';
import type { AskedRange } from './hunt-range.ts';

/** What a report says of the occasion. */
export interface NoiseFacts {
  readonly environment: Environment;
  readonly asked: AskedRange;
  readonly now: Date;
  readonly git: NoiseReport['git'];
  /** Paths of the rules in the repository, by name, as far as they were read. */
  readonly paths: ReadonlyMap<string, string>;
}

/** What retrohunts and test runs came to, as a report; judged by the gate of the environment where it has one. */
export function huntNoise(report: HuntReport, facts: NoiseFacts): NoiseReport {
  const { gate, name } = facts.environment;
  return {
    environment: name,
    command: 'retrohunt',
    chron: VERSION,
    created: facts.now,
    ...(report.identity === undefined ? {} : { identity: report.identity }),
    git: facts.git,
    range: facts.asked.range,
    ...(gate === 'off' ? {} : { policy: gate }),
    rules: [...huntedRules(report, facts), ...ranRules(report, facts), ...leftOut(report, facts)],
  };
}

function huntedRules(report: HuntReport, facts: NoiseFacts): readonly ReportedRule[] {
  return report.hunted.map(({ outcome, measurement }): ReportedRule => {
    const { name } = outcome.job;
    const found = report.texts.get(name);
    return reported(
      {
        name,
        what: found?.before === undefined ? 'stored' : 'stored, against the version before',
        text: found?.rule.version.text ?? '',
        before: found?.before?.text,
        measurement,
      },
      facts,
    );
  });
}

function ranRules({ ran }: HuntReport, facts: NoiseFacts): readonly ReportedRule[] {
  return ran.map(({ name, text, live, measurement }): ReportedRule => {
    const what = live === undefined ? 'new' : 'not stored, against the stored text';
    return reported({ name, what, text, before: live?.version.text, measurement }, facts);
  });
}

/** What was not hunted, and why. */
function leftOut(
  { refused, missing, twins }: HuntReport,
  facts: NoiseFacts,
): readonly ReportedRule[] {
  const rows: readonly (readonly [names: readonly string[], why: string])[] = [
    [refused, 'it is alerting, and a hunt may raise alerts for the past'],
    [missing, 'it is not stored'],
    [twins.map(({ name }) => name), 'several rules have its name'],
  ];
  return rows.flatMap(([names, unmeasured]) =>
    names.map((name): ReportedRule => {
      return { ...reported({ name, what: 'not hunted', text: '' }, facts), unmeasured };
    }),
  );
}

/** One rule of a report, with what its text says of itself, and judged where there is a policy. */
function reported(
  {
    name,
    what,
    text,
    before,
    measurement,
  }: {
    readonly name: string;
    readonly what: string;
    readonly text: string;
    readonly before?: string | undefined;
    readonly measurement?: Measurement | undefined;
  },
  { environment: { gate }, paths, now }: NoiseFacts,
): ReportedRule {
  const path = paths.get(name);
  const meta = readHeader({ path: path ?? name, text }).header?.meta ?? new Map<string, string>();
  const severity = severityOf({ meta });
  return {
    name,
    ...(path === undefined ? {} : { path }),
    ...(severity === undefined ? {} : { severity }),
    techniques: techniquesOf({ meta }),
    what,
    ...(before === undefined
      ? {}
      : { before: straightenText(before), after: straightenText(text) }),
    ...(measurement === undefined ? {} : { measurement }),
    ...(measurement === undefined || gate === 'off'
      ? {}
      : { verdict: judge(measurement, gate, { severity, now }) }),
  };
}
