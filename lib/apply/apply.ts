import type { Measured, Purpose } from '../model/gating.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { LiveRule } from '../model/rule.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { SecOps } from '../ports/secops.ts';
import { attemptChange, type Underway } from './attempt.ts';
import { attemptMeasure } from './attempt-measure.ts';
import { actOf } from './change.ts';
import type { Failure } from './failure.ts';
import { openGate, type GateDeps } from './gate.ts';
import { type AnyStep, withMeasuring } from './measure-steps.ts';
import { record } from './record.ts';
import { type End, runSteps, type Stop } from './run-steps.ts';
import { type ScheduledRule, scheduleSteps } from './schedule.ts';

/** What carrying out a plan needs. `number` counts changes from 1 in the plan's order. */
export interface ApplyDeps {
  readonly plan: Pick<Plan, 'changes' | 'quota'>;
  /** The wanted rules. */
  readonly rules: readonly ScheduledRule[];
  readonly secops: SecOps;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Undefined with the gate off. */
  readonly gate?: GateDeps | undefined;
  /** Lets the tenant remember that a rule is about to be muted; see mark.ts. */
  readonly onMute?: ((live: LiveRule) => Promise<void>) | undefined;
  /** Opens the tenant for what is to be done after an interruption, where `secops` ends with the signal. */
  readonly closing?: (() => SecOps) | undefined;
  /** Called after something that took long, so that the time `secops` has does not run out meanwhile. */
  readonly renew?: (() => void) | undefined;
  /** Aborts when somebody interrupts: nothing new is started then. */
  readonly signal?: AbortSignal | undefined;
  readonly onStart?: ((change: Change, number: number) => void) | undefined;
  readonly onOutcome?: ((outcome: Outcome, number: number) => void) | undefined;
  readonly onMeasure?: ((rule: string, purpose: Purpose) => void) | undefined;
  readonly onMeasured?: ((measured: Measured) => void) | undefined;
  /** A measurement could not be had, and nobody else will say why. */
  readonly onFailure?: ((failure: Failure) => void) | undefined;
}

/**
 * How many changes of one kind are under way at once. The client lets each method go at its published rate
 * (1 a second), so this many keep it busy as long as an answer takes less than so many seconds; and an interrupted
 * apply has no more than so many seconds' worth of calls to finish (reliability B4).
 */
const ABREAST = 6;

/** Measurements share the tenant's slots and rates among themselves (ports/measure.ts). */
const MEASURING = 'measure';

/**
 * Carries out a plan: each change once what it waits for is there, others beside it. What fails stops only what
 * needs it, and removals; what the gate holds stops only what it guards; a refusal of who we are, an interruption and
 * a journal that cannot be written stop all. Before a change is sent its intent is in the journal. Resolves to one
 * outcome a change, in the plan's order. Rejects only with what no port may throw, a bug, once all that was under way
 * has ended and is in the journal.
 */
export async function applyChanges(deps: ApplyDeps): Promise<readonly Outcome[]> {
  const changes = scheduleSteps(deps.plan, deps.rules);
  const gate = deps.gate === undefined ? undefined : openGate(deps.gate, deps.clock);
  const steps = withMeasuring(changes, deps.gate?.rules ?? []);
  const underway: Underway = { deps, learnt: { created: new Map(), written: new Set() }, gate };
  const outcomes = new Map<number, Outcome>();
  const close = (number: number, outcome: Outcome): Stop | undefined => {
    outcomes.set(number, outcome);
    const stop = record(number, outcome, deps.journal);
    deps.onOutcome?.(outcome, number);
    return stop;
  };

  await runSteps<AnyStep>({
    steps,
    lane: (step) => ('change' in step ? actOf(step.change) : MEASURING),
    abreast: (lane) => (lane === MEASURING ? Infinity : ABREAST),
    named: (number) =>
      number > changes.length ? 'the measurement of its noise' : `step ${number}`,
    signal: deps.signal,
    attempt: async (step, against): Promise<End> => {
      if (!('change' in step)) {
        if (gate === undefined) return { done: false };
        const { end, failure } = await attemptMeasure(step, underway, gate);
        if (failure !== undefined) deps.onFailure?.(failure);
        return end;
      }
      deps.onStart?.(step.change, step.number);
      const { outcome, stop } = await attemptChange(step, underway, against);
      // What is held has failed nothing: whatever needs it is looked at by the gate as well.
      const done = outcome.status === 'done' || outcome.status === 'held';
      return { done, stop: close(step.number, outcome) ?? stop };
    },
    skip: (step, because) =>
      'change' in step
        ? close(step.number, { change: step.change, durationMs: 0, status: 'skipped', because })
        : undefined,
  });
  return changes.flatMap(({ number }) => outcomes.get(number) ?? []);
}
