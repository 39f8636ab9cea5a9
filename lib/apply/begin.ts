import type { PlanInput } from '../model/plan.ts';
import { makeBase } from '../plan/base.ts';
import { CHRON_APPLIED } from '../plan/memory.ts';
import { firstMemory } from '../plan/next-memory.ts';

import { type Failure, failureOf } from './failure.ts';
import type { ApplyRequest } from './request.ts';
import { MemoryMovedError, refuseMoved, remember, type Remembered } from './remember.ts';

/** What holds while the changes are carried out, or why not one of them may be. */
export type Begun =
  | {
      readonly status: 'ready';
      readonly remembered: Remembered;
      readonly base: PlanInput['base'];
    }
  | { readonly status: 'failed'; readonly failure: Failure };

/**
 * Makes sure that the tenant remembers something before its first change, so that an interrupted first apply is no
 * first contact for the next; later, that nobody else has applied since the plan was made.
 */
export async function begin(request: ApplyRequest): Promise<Begun> {
  const { plan, input, remembered, repository, secops, clock, signal } = request;
  if (plan.changes.length === 0 || signal?.aborted === true) {
    return { status: 'ready', remembered, base: input.base };
  }
  try {
    if (remembered.memory !== undefined) {
      refuseMoved(repository, remembered.list, await secops.getList(CHRON_APPLIED));
      return { status: 'ready', remembered, base: input.base };
    }
    const { identity } = secops;
    const memory = firstMemory({ plan, input, repository, time: clock.now(), identity });
    const written = await remember(memory, remembered, request);
    const base = makeBase({ memory, atCommit: undefined });
    return { status: 'ready', remembered: written, base };
  } catch (error) {
    if (error instanceof MemoryMovedError) throw error;
    const failure = failureOf(error, signal);
    if (failure === undefined) throw error;
    const because = `the tenant's memory could not be ${remembered.memory === undefined ? 'written' : 'read'}: ${failure.because}`;
    return { status: 'failed', failure: { ...failure, because } };
  }
}
