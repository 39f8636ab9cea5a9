import { judge } from '../gate/judge.ts';
import { measuredRange } from '../gate/measured-range.ts';
import type { GatePolicy } from '../model/gate.ts';
import type { PlannedVerdict } from '../model/gating.ts';
import type { Measurement, Verdict } from '../model/verdict.ts';
import type { Clock } from '../ports/clock.ts';
import type { Measure, MeasuredText } from '../ports/measure.ts';
import { severityOf } from './gate.ts';
import type { GatedRule } from './gating.ts';
import { policyHash } from './planned-verdict.ts';

/** What a plan found out about one rule. */
export interface NoiseFound {
  readonly rule: GatedRule;
  readonly measurement: Measurement;
  readonly verdict: Verdict;
  /** Apply goes by it: it rests on what the rule book asks for. Else it only tells what to expect. */
  readonly counts: boolean;
  readonly measured: Date;
}

/** What measuring for a plan needs. */
export interface PlanNoiseDeps {
  readonly policy: GatePolicy;
  readonly measure: Measure;
  readonly describe: (rule: string, text: string) => MeasuredText;
  readonly clock: Clock;
  readonly maxAgeMs: number;
}

/**
 * Measures the rules of a plan by test runs and by hunts that the tenant has; starts no hunt and stores nothing, so
 * that an identity that only reads can do it (design §5). Rules that name a list which the plan edits are left to
 * apply: before it is live nothing can be said.
 */
export async function planNoise(
  rules: readonly GatedRule[],
  deps: PlanNoiseDeps,
): Promise<readonly NoiseFound[]> {
  const found = await Promise.all(rules.map((rule) => noiseOf(rule, deps)));
  return found.flatMap((one) => one ?? []);
}

async function noiseOf(rule: GatedRule, deps: PlanNoiseDeps): Promise<NoiseFound | undefined> {
  if (rule.lists.length > 0) return undefined;
  const { policy, clock } = deps;
  const measured = clock.now();
  const measurement =
    rule.demand.measure === 'retrohunt' ? await huntedOrRun(rule, deps) : await run(rule, deps);
  const verdict = judge(measurement, policy, { severity: severityOf(rule.rule), now: clock.now() });
  const counts = rule.demand.measure !== 'retrohunt' || measurement.by === 'retrohunt';
  return { rule, measurement, verdict, counts, measured };
}

/** A hunt that is there, of a version that is stored already; else the text is run, to know what to expect. */
async function huntedOrRun(rule: GatedRule, deps: PlanNoiseDeps): Promise<Measurement> {
  const { live, text, transition } = rule;
  if (live !== undefined && transition.text === 'none' && live.version.text === text) {
    const hunted = await deps.measure.retrohunt({
      ...deps.describe(rule.rule.name, text),
      ruleId: live.ruleId,
      versionId: live.version.versionId,
      range: measuredRange(deps.policy, deps.clock.now()),
      slackMs: deps.maxAgeMs,
      existingOnly: true,
      ...(rule.listsWritten === undefined ? {} : { since: rule.listsWritten }),
    });
    if (hunted.comparison !== undefined) return hunted;
  }
  return run(rule, deps);
}

function run({ rule, live, text, demand }: GatedRule, deps: PlanNoiseDeps): Promise<Measurement> {
  const before = demand.measure === 'test-run-of-both' ? live?.version.text : undefined;
  return deps.measure.testRun({
    ...deps.describe(rule.name, text),
    ...(before === undefined ? {} : { before: deps.describe(rule.name, before) }),
    range: measuredRange(deps.policy, deps.clock.now()),
  });
}

/** What of it goes into a saved plan. */
export function plannedVerdicts(
  found: readonly NoiseFound[],
  policy: GatePolicy,
): readonly PlannedVerdict[] {
  return found
    .filter(({ counts }) => counts)
    .map(({ rule: { rule, live }, verdict, measured }) => ({
      rule: rule.name,
      ...(live === undefined ? {} : { versionId: live.version.versionId }),
      policy: policyHash(policy, rule.name),
      measured,
      verdict,
    }));
}
