import { gatedRules, type GatedRule } from '../lib/apply/gating.ts';
import { measuredRange } from '../lib/gate/measured-range.ts';
import { plannedVerdicts, planNoise, type NoiseFound } from '../lib/apply/plan-noise.ts';
import type { Measured, PlannedVerdict } from '../lib/model/gating.ts';
import type { NoiseReport, ReportedRule } from '../lib/model/noise-report.ts';
import type { Entity } from '../lib/model/comparison.ts';
import type { PlanInput } from '../lib/model/plan.ts';
import { changeClasses } from '../lib/plan/change-class.ts';
import type { EntityNoise, RuleNoise } from '../lib/report/rule-noise.ts';
import { severityOf, techniquesOf } from '../lib/report/rule-facts.ts';
import type { PlanView } from '../lib/report/view.ts';
import { VERSION } from './chron.ts';
import type { Context } from './command.ts';
import { openMeasuring, type Measuring } from './gating.ts';
import type { Tenant } from './tenant.ts';

type Redact = (entity: Entity) => string;

/** How the rules of a plan will be measured, as long as nothing was. */
export function unmeasuredNoise(rules: readonly GatedRule[]): readonly RuleNoise[] {
  return rules.map((rule) => ({ ...factsOf(rule), counts: false, entities: [] }));
}

/** The same with the verdicts that a saved plan brings. */
export function plannedNoise(
  rules: readonly GatedRule[],
  verdicts: readonly PlannedVerdict[],
): readonly RuleNoise[] {
  const found = new Map(verdicts.map(({ rule, verdict }) => [rule, verdict]));
  return unmeasuredNoise(rules).map((noise) => {
    const verdict = found.get(noise.rule);
    return verdict === undefined ? noise : { ...noise, verdict, counts: true };
  });
}

/** What `plan --hunt` found out. */
export interface PlanNoise {
  readonly noise: readonly RuleNoise[];
  readonly verdicts: readonly PlannedVerdict[];
  readonly report: NoiseReport;
}

/** Measures the rules of a plan without starting a hunt; undefined with the gate off. */
export async function measurePlan(
  {
    plan,
    input,
    view,
  }: { readonly plan: PlanView['plan']; readonly input: PlanInput; readonly view: PlanView },
  tenant: Tenant,
  context: Context,
  { redact, ...measuring }: Measuring & { readonly redact: Redact },
): Promise<PlanNoise | undefined> {
  const { gate: policy, name, safety } = input.environment;
  if (policy === 'off') return undefined;
  const rules = gatedRules(plan, input);
  const { measure, describe, done } = await openMeasuring(name, tenant, context, measuring);
  let found: readonly NoiseFound[];
  try {
    const { clock } = context;
    found = await planNoise(rules, {
      policy,
      measure,
      describe,
      clock,
      maxAgeMs: safety.planMaxAgeMs,
    });
  } finally {
    done();
  }
  const byRule = new Map(found.map((one) => [one.rule.rule.name, one]));
  return {
    noise: rules.map((rule) => noiseOf(rule, byRule.get(rule.rule.name), redact)),
    verdicts: plannedVerdicts(found, policy),
    report: noiseReport(
      view,
      { command: 'plan', input, now: context.clock.now() },
      (rule) => {
        const one = byRule.get(rule.rule.name);
        return one === undefined ? { unmeasured: AT_APPLY } : one;
      },
      rules,
    ),
  };
}

const AT_APPLY = 'it names a list that the plan edits, so apply measures it once that is live';

/** What an apply measured, as a report; `digest` is that of the saved plan, if it is one. */
export function applyReport(
  view: PlanView,
  { input, digest }: { readonly input: PlanInput; readonly digest?: string },
  measured: readonly Measured[],
  now: Date,
): NoiseReport {
  const rules = gatedRules(view.plan, input);
  return noiseReport(
    view,
    { command: 'apply', input, now, ...(digest === undefined ? {} : { digest }) },
    ({ rule: { name } }) => {
      const own = measured.filter((one) => one.rule === name);
      const told = own.find(({ purpose, holds }) => purpose === 'evidence' && holds) ?? own[0];
      if (told === undefined)
        return { unmeasured: 'what it needs before it is measured did not come about' };
      const { verdict, measurement } = told;
      return { verdict, ...(measurement === undefined ? {} : { measurement }) };
    },
    rules,
  );
}

type Told = Pick<ReportedRule, 'measurement' | 'verdict' | 'unmeasured'>;

function noiseReport(
  { environment, git, identity }: PlanView,
  {
    command,
    input,
    now,
    digest,
  }: {
    readonly command: 'plan' | 'apply';
    readonly input: PlanInput;
    readonly now: Date;
    readonly digest?: string;
  },
  tell: (rule: GatedRule) => Told,
  rules: readonly GatedRule[],
): NoiseReport {
  const { gate } = input.environment;
  if (gate === 'off') throw new Error('nothing is measured with the gate off');
  return {
    environment: environment.name,
    command,
    chron: VERSION,
    created: now,
    identity,
    ...(digest === undefined ? {} : { digest }),
    git,
    range: measuredRange(gate, now),
    policy: gate,
    rules: rules.map((rule) => reported(rule, tell(rule))),
  };
}

function reported(gated: GatedRule, told: Told): ReportedRule {
  const { rule, live, text } = gated;
  const severity = severityOf(rule);
  const before = live?.version.text;
  return {
    name: rule.name,
    path: rule.path,
    ...(severity === undefined ? {} : { severity }),
    techniques: techniquesOf(rule),
    what: whatOf(gated),
    ...(before === undefined || before === text ? {} : { before, after: text }),
    ...('measurement' in told && told.measurement !== undefined
      ? { measurement: told.measurement }
      : {}),
    ...(told.verdict === undefined ? {} : { verdict: told.verdict }),
    ...(told.unmeasured === undefined ? {} : { unmeasured: told.unmeasured }),
  };
}

/** `new, enabled`; `logic, window`; `alerting`: what changes in the text, and what is turned on. */
function whatOf({ live, text, transition, lists }: GatedRule): string {
  const classes = live === undefined ? ['new'] : changeClasses(live.version.text, text);
  const turned = transition.live === transition.wanted ? [] : [transition.wanted];
  const listed = lists.map((list) => `%${list} edited`);
  return [...classes, ...turned, ...listed].join(', ');
}

function factsOf({ rule, demand }: GatedRule): Pick<RuleNoise, 'rule' | 'measure' | 'waits'> {
  return { rule: rule.name, measure: demand.measure, waits: demand.gated };
}

/** So many entities tell who it is about; the report has the others. */
const NAMED = 3;

function noiseOf(rule: GatedRule, found: NoiseFound | undefined, redact: Redact): RuleNoise {
  if (found === undefined) return { ...factsOf(rule), counts: false, entities: [] };
  const { verdict, counts, measurement } = found;
  const loudest = measurement.comparison?.loudest ?? [];
  const losing = (measurement.comparison?.lost.length ?? 0) > 0;
  const shown = losing
    ? loudest.filter(({ lost }) => lost > 0).toSorted((one, other) => other.lost - one.lost)
    : [];
  const entities = shown.slice(0, NAMED).map(({ entity, before, after, lost }): EntityNoise => {
    return { name: redact(entity), before, after, lost };
  });
  return { ...factsOf(rule), verdict, counts, entities };
}
