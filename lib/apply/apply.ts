import type { Outcome } from '../model/outcome.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { SecOps } from '../ports/secops.ts';
import { actOf, journalFacts } from './change.ts';
import { failureOf, journalFailure, neverSent } from './failure.ts';
import { type End, runSteps, type Stop } from './run-steps.ts';
import { type ScheduledRule, scheduleSteps, type Step } from './schedule.ts';
import { type Learnt, refuseBroken, send } from './send.ts';

/** What carrying out a plan needs. `number` counts changes from 1 in the plan's order. */
export interface ApplyDeps {
  readonly plan: Pick<Plan, 'changes' | 'quota'>;
  /** The wanted rules. */
  readonly rules: readonly ScheduledRule[];
  readonly secops: SecOps;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Aborts when somebody interrupts: nothing new is started then. */
  readonly signal?: AbortSignal | undefined;
  readonly onStart?: ((change: Change, number: number) => void) | undefined;
  readonly onOutcome?: ((outcome: Outcome, number: number) => void) | undefined;
}

/**
 * How many changes of one kind are under way at once. The client lets each method go at its published rate
 * (1 a second), so this many keep it busy as long as an answer takes less than so many seconds; and an interrupted
 * apply has no more than so many seconds' worth of calls to finish (reliability B4).
 */
const ABREAST = 6;

/**
 * Carries out a plan: each change once what it waits for is there, others beside it. What fails stops only what
 * needs it, and removals; a refusal of who we are, an interruption and a journal that cannot be written stop all.
 * Before a change is sent its intent is in the journal. Resolves to one outcome a change, in the plan's order.
 * Rejects only with what no port may throw, a bug, once all that was under way has ended and is in the journal.
 */
export async function applyChanges(deps: ApplyDeps): Promise<readonly Outcome[]> {
  const steps = scheduleSteps(deps.plan, deps.rules);
  const learnt: Learnt = { created: new Map(), written: new Set() };
  const outcomes = new Map<number, Outcome>();
  const close = (number: number, outcome: Outcome): Stop | undefined => {
    outcomes.set(number, outcome);
    const stop = record(number, outcome, deps.journal);
    deps.onOutcome?.(outcome, number);
    return stop;
  };

  await runSteps({
    steps,
    lane: ({ change }) => actOf(change),
    abreast: ABREAST,
    signal: deps.signal,
    attempt: async (step, against): Promise<End> => {
      deps.onStart?.(step.change, step.number);
      const { outcome, stop } = await attempt(step, deps, learnt, against);
      return { done: outcome.status === 'done', stop: close(step.number, outcome) ?? stop };
    },
    skip: ({ number, change }, because) =>
      close(number, { change, durationMs: 0, status: 'skipped', because }),
  });
  return steps.flatMap(({ number }) => outcomes.get(number) ?? []);
}

async function attempt(
  { number, change }: Step,
  { secops, journal, clock, signal }: ApplyDeps,
  learnt: Learnt,
  against: () => string | undefined,
): Promise<{ readonly outcome: Outcome; readonly stop?: Stop | undefined }> {
  const begun = clock.now().getTime();
  const facts = () => ({ change, durationMs: clock.now().getTime() - begun });
  try {
    await refuseBroken(change, secops, learnt);
    const because = against();
    if (because !== undefined) return { outcome: { ...facts(), status: 'skipped', because } };
    intend(number, change, journal);
    const note = await send(change, secops, learnt);
    return { outcome: { ...facts(), status: 'done', ...(note === undefined ? {} : { note }) } };
  } catch (error) {
    if (error instanceof JournalFailure) {
      const { failure } = error;
      return {
        outcome: { ...facts(), status: 'failed', ...failure },
        stop: { scope: 'all', because: failure.because },
      };
    }
    if (signal?.aborted === true && neverSent(error)) {
      return { outcome: { ...facts(), status: 'skipped', because: 'interrupted' } };
    }
    const failure = failureOf(error, signal);
    if (failure === undefined) {
      // The journal gets its outcome all the same; if it cannot take it, the bug is still what is to be told.
      record(number, { ...facts(), status: 'failed', because: 'a bug in chron' }, journal);
      throw error;
    }
    const { denied, ...rest } = failure;
    if (denied === undefined) return { outcome: { ...facts(), status: 'failed', ...rest } };
    return {
      outcome: { ...facts(), status: 'failed', ...rest, denied: true },
      stop:
        denied === 'all'
          ? { scope: 'all', because: `the service refused who we are in step ${number}` }
          : { scope: 'lane', because: `${actOf(change)} was not permitted in step ${number}` },
    };
  }
}

/** The journal cannot take a line: nothing may be sent that it does not know of. */
class JournalFailure extends Error {
  readonly failure: ReturnType<typeof journalFailure>;

  constructor(cause: unknown) {
    const failure = journalFailure(cause);
    super(failure.because, { cause });
    this.failure = failure;
  }
}

function intend(number: number, change: Change, journal: Journal): void {
  try {
    journal.write({ event: 'intent', step: number, ...journalFacts(change) });
  } catch (error) {
    throw new JournalFailure(error);
  }
}

/** A message of the service may quote a rule; this much of it tells what it is about. */
const LONGEST_REASON = 300;

/** Writes an outcome. What cannot be written here would not be either before the next change, so it stops all. */
function record(number: number, outcome: Outcome, journal: Journal): Stop | undefined {
  const { change, durationMs, ...facts } = outcome;
  const because = 'because' in facts ? { because: facts.because.slice(0, LONGEST_REASON) } : {};
  try {
    journal.write({
      event: 'outcome',
      step: number,
      change: actOf(change),
      ...facts,
      ...because,
      durationMs,
    });
    return undefined;
  } catch (error) {
    return { scope: 'all', because: journalFailure(error).because };
  }
}
