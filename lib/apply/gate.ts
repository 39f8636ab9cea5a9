import { contradicts, gateDecision, type GateDecision } from '../gate/decision.ts';
import { judge } from '../gate/judge.ts';
import { measuredRange } from '../gate/measured-range.ts';
import type { GatePolicy } from '../model/gate.ts';
import type { Measured, PlannedVerdict, Purpose } from '../model/gating.ts';
import type { Change } from '../model/plan.ts';
import type { Rule } from '../model/rule.ts';
import type { Measurement, Verdict } from '../model/verdict.ts';
import type { Clock } from '../ports/clock.ts';
import type { HuntSubject, Measure, MeasuredText } from '../ports/measure.ts';
import { nameOf } from '../plan/order.ts';
import { gatedStepOf, type GatedRule } from './gating.ts';
import { plannedVerdict } from './planned-verdict.ts';

/** What the gate of one apply works with. */
export interface GateDeps {
  /** With what this one apply accepts on top. */
  readonly policy: GatePolicy;
  /** What a plan is asked of (gating.ts); rules that are not among them go unmeasured. */
  readonly rules: readonly GatedRule[];
  readonly measure: Measure;
  /** What measuring needs to know of a text. */
  readonly describe: (rule: string, text: string) => MeasuredText;
  /** Verdicts of the saved plan. */
  readonly planned: readonly PlannedVerdict[];
  /** How old a verdict or a hunt may be (`safety.planMaxAge`). */
  readonly maxAgeMs: number;
}

/** A version that the tenant has, to be hunted. */
export interface StoredVersion {
  readonly ruleId: string;
  readonly versionId: string;
}

/** What the measurements of one apply have come to so far. */
export interface Gate {
  /** A rule that is guarded, by its name after the plan. */
  ruleOf(name: string): GatedRule | undefined;
  /** Measures and judges; remembers what it comes to. `stored` is needed for hunts. */
  run(rule: GatedRule, purpose: Purpose, stored: StoredVersion | undefined): Promise<Measured>;
  /** Hunts a version that replaced an alerting one, which is muted. */
  huntMuted(rule: GatedRule, stored: StoredVersion): Promise<Measured>;
  /** Why a change has to stay undone; undefined where it may go on. */
  holds(change: Change): Verdict | 'unmeasured' | undefined;
}

/** Opens the gate of one apply. */
export function openGate(deps: GateDeps, clock: Clock): Gate {
  const rules = new Map(deps.rules.map((rule) => [rule.rule.name, rule]));
  const decisions = new Map<
    string,
    { readonly decision: GateDecision; readonly verdict: Verdict }
  >();
  const contradicted = new Map<string, Verdict>();
  /** Lists are edited later. */
  const opened = clock.now();

  const measured = async (
    rule: GatedRule,
    purpose: Purpose,
    measurement: Measurement | undefined,
    begun: number,
    verdict: Verdict,
  ): Promise<Measured> => {
    const name = rule.rule.name;
    const facts = {
      rule: name,
      purpose,
      verdict,
      ...(measurement === undefined ? {} : { measurement }),
      durationMs: clock.now().getTime() - begun,
    };
    if (purpose === 'evidence') {
      const first = decisions.get(name)?.verdict;
      const worse = first === undefined || contradicts(verdict, first);
      if (worse) contradicted.set(name, verdict);
      return { ...facts, holds: worse, restore: [] };
    }
    const decision = gateDecision(rule.transition, deps.policy, verdict);
    decisions.set(name, { decision, verdict });
    return {
      ...facts,
      holds: decision.exit === 4,
      restore: decision.restoreLines ? rule.lists : [],
    };
  };

  const hunt = async (rule: GatedRule, stored: StoredVersion): Promise<Measurement> =>
    deps.measure.retrohunt({
      ...deps.describe(rule.rule.name, rule.text),
      ...stored,
      range: measuredRange(deps.policy, clock.now()),
      slackMs: deps.maxAgeMs,
      ...huntedSince(rule, opened),
    });

  return {
    ruleOf: (name) => rules.get(name),
    run: async (rule, purpose, stored) => {
      const begun = clock.now();
      const known =
        purpose === 'gate'
          ? plannedVerdict(deps.planned, rule, { ...deps, now: begun })
          : undefined;
      if (known !== undefined) return measured(rule, purpose, undefined, begun.getTime(), known);
      const measurement =
        stored === undefined ? await testRun(rule, deps, begun) : await hunt(rule, stored);
      const verdict = verdictOf(measurement, rule.rule, deps.policy, clock);
      return measured(rule, purpose, measurement, begun.getTime(), verdict);
    },
    huntMuted: async (rule, stored) => {
      const begun = clock.now().getTime();
      const measurement = await hunt(rule, stored);
      const verdict = verdictOf(measurement, rule.rule, deps.policy, clock);
      return measured(rule, 'evidence', measurement, begun, verdict);
    },
    holds: (change) => {
      const step = gatedStepOf(change);
      const name = nameOf(change);
      const rule = rules.get(name);
      if (step === undefined || rule === undefined) return undefined;
      const found = decisions.get(name);
      if (found === undefined) return rule.demand.gated.includes(step) ? 'unmeasured' : undefined;
      if (found.decision.held.includes(step)) return found.verdict;
      return step === 'set-alerting' ? contradicted.get(name) : undefined;
    },
  };
}

/** No hunt does that ran with other lines of a list than the ones that the rule goes live with. */
function huntedSince({ lists, listsWritten }: GatedRule, opened: Date): Pick<HuntSubject, 'since'> {
  if (lists.length > 0) return { since: opened };
  return listsWritten === undefined ? {} : { since: listsWritten };
}

/** The text after, and the live one where it takes its place. */
function testRun(
  { rule, live, text, demand }: GatedRule,
  { measure, describe, policy }: GateDeps,
  now: Date,
): Promise<Measurement> {
  const compared = demand.measure === 'test-run-of-both' ? live?.version.text : undefined;
  return measure.testRun({
    ...describe(rule.name, text),
    ...(compared === undefined ? {} : { before: describe(rule.name, compared) }),
    range: measuredRange(policy, now),
  });
}

function verdictOf(
  measurement: Measurement,
  rule: Pick<Rule, 'meta'>,
  policy: GatePolicy,
  clock: Clock,
): Verdict {
  return judge(measurement, policy, { severity: severityOf(rule), now: clock.now() });
}

/** `meta.severity` as it is written, however its key is spelt. */
export function severityOf({ meta }: Pick<Rule, 'meta'>): string | undefined {
  return [...meta].find(([key]) => key.toLowerCase() === 'severity')?.[1];
}
