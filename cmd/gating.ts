import { gatedRules, type GatedRule } from '../lib/apply/gating.ts';
import type { GateDeps } from '../lib/apply/gate.ts';
import { UserError } from '../lib/errors.ts';
import type { GatePolicy } from '../lib/model/gate.ts';
import type { PlannedVerdict } from '../lib/model/gating.ts';
import type { Plan, PlanInput } from '../lib/model/plan.ts';
import type { Measure, MeasuredText } from '../lib/ports/measure.ts';
import { textHash } from '../lib/plan/hash.ts';
import { nearest } from '../lib/text.ts';
import type { Context } from './command.ts';
import { openHuntProgress } from './hunt-progress.ts';
import type { Tenant } from './tenant.ts';

/** How long measuring may take, and what may be said of it meanwhile. */
export interface Measuring {
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly quiet: boolean;
  readonly unicode: boolean;
}

/** Opens what runs rules over the past of a tenant; `done` clears what stands on the terminal. */
export async function openMeasuring(
  environment: string,
  tenant: Tenant,
  context: Context,
  { waitMs, signal, quiet, unicode }: Measuring,
): Promise<{
  readonly measure: Measure;
  readonly describe: (rule: string, text: string) => MeasuredText;
  readonly done: () => void;
}> {
  // The language is large, and many plans measure nothing.
  const { measuredText, measureOf } = await import('./measuring.ts');
  const progress = openHuntProgress(context, { quiet, unicode, of: environment });
  const measure = measureOf(tenant, {
    clock: context.clock,
    waitMs,
    signal,
    onLook: (looks) => progress.show(looks),
    onRuns: (runs) => progress.showRuns(runs),
  });
  return { measure, describe: measuredText, done: () => progress.done() };
}

/** What the gate of an apply works with; undefined with the gate off. */
export async function gateOf(
  { plan, input }: { readonly plan: Plan; readonly input: PlanInput },
  tenant: Tenant,
  context: Context,
  {
    planned,
    accept,
    reason,
    ...measuring
  }: Measuring & {
    readonly planned: readonly PlannedVerdict[];
    /** Rules whose noise is accepted this once. */
    readonly accept: readonly string[];
    readonly reason: string;
  },
): Promise<{ readonly gate: GateDeps; readonly done: () => void } | undefined> {
  const { gate: policy, name, safety } = input.environment;
  if (policy === 'off') return undefined;
  const rules = gatedRules(plan, input);
  if (rules.length === 0) return undefined;
  const { done, ...opened } = await openMeasuring(name, tenant, context, measuring);
  const accepted = accepting(policy, rules, { accept, reason, now: context.clock.now() });
  return {
    gate: { ...opened, policy: accepted, rules, planned, maxAgeMs: safety.planMaxAgeMs },
    done,
  };
}

const DAY_MS = 86_400_000;

/** The policy with the noise of some rules accepted, of exactly the texts that are measured now. */
export function accepting(
  policy: GatePolicy,
  rules: readonly GatedRule[],
  {
    accept,
    reason,
    now,
  }: { readonly accept: readonly string[]; readonly reason: string; readonly now: Date },
): GatePolicy {
  const lines = rules
    .filter(({ rule }) => accept.includes(rule.name))
    .map(({ rule, text }) => ({
      rule: rule.name,
      text: textHash(text),
      reason,
      until: new Date(now.getTime() + DAY_MS),
    }));
  return { ...policy, accept: [...policy.accept, ...lines] };
}

/** Refuses `--accept-noise` without a reason, and for a rule that nobody knows. */
export function refuseAccepting(
  accept: readonly string[],
  reason: string | undefined,
  inputs: readonly Pick<PlanInput, 'wanted'>[],
): void {
  if (accept.length === 0) return;
  if (reason === undefined || reason.trim() === '') {
    throw new UserError('--accept-noise needs a --reason, for the journal', {
      hint: `chron apply … --accept-noise ${accept[0] ?? 'RULE'} --reason "known: the backup runs at night"`,
    });
  }
  const known = new Set(inputs.flatMap(({ wanted }) => wanted.rules.map(({ name }) => name)));
  for (const name of accept) {
    if (known.has(name)) continue;
    const meant = nearest(name, known);
    throw new UserError(
      `--accept-noise "${name}": no rule has that name`,
      meant === undefined ? {} : { hint: `did you mean ${meant}?` },
    );
  }
}
