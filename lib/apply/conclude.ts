import type { Outcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { nextMemory } from '../plan/next-memory.ts';
import { makePlan } from '../plan/plan.ts';
import type { Begun } from './begin.ts';
import { type Failure, failureOf } from './failure.ts';
import { MemoryMovedError, remember, sameMemory } from './remember.ts';
import type { ApplyRequest, ApplyResult } from './request.ts';
import { readTenant } from './tenant.ts';

type Conclusion = Pick<ApplyResult, 'last' | 'memory'>;

/**
 * Reads the tenant again, plans once more, and lets the tenant remember what it was given. What may be in doubt after
 * an interruption or a lost answer is in doubt no more once it is read; where it cannot be read the memory stays.
 */
export async function conclude(
  request: ApplyRequest,
  { remembered, base }: Extract<Begun, { readonly status: 'ready' }>,
  outcomes: readonly Outcome[],
): Promise<Conclusion> {
  const { input, signal, repository, commit, committed, clock, journal, progress } = request;
  const attempted = outcomes.some(({ status }) => status !== 'skipped');
  const interrupted = signal?.aborted === true;
  if (interrupted && !attempted) {
    return { last: undefined, memory: { status: 'not-written', because: 'interrupted' } };
  }
  const secops = interrupted ? (request.closing?.() ?? request.secops) : request.secops;

  let last: Plan;
  try {
    progress?.step('planning once more');
    const live = attempted ? (await readTenant(secops)).live : input.live;
    last = makePlan({ ...input, base, live });
  } catch (error) {
    const failure = failed(error, request);
    const because = `the tenant could not be read again: ${failure.because}`;
    return { last: undefined, memory: { status: 'not-written', ...failure, because } };
  } finally {
    progress?.done();
  }

  const time = clock.now();
  const { identity } = secops;
  const memory = nextMemory({ last, input, repository, commit, committed, time, identity });
  if (sameMemory(remembered.memory, memory)) return { last, memory: { status: 'unchanged' } };
  try {
    await remember(memory, remembered, { secops, journal });
    return { last, memory: { status: 'written' } };
  } catch (error) {
    // Two applies of one commit, side by side, come to the same memory.
    if (error instanceof MemoryMovedError && sameMemory(error.theirs, memory)) {
      return { last, memory: { status: 'unchanged' } };
    }
    const conflict = error instanceof MemoryMovedError ? { conflict: true } : {};
    return { last, memory: { status: 'not-written', ...failed(error, request), ...conflict } };
  }
}

function failed(error: unknown, { signal }: ApplyRequest): Failure {
  const failure = failureOf(error, signal);
  if (failure === undefined) throw error;
  return failure;
}
