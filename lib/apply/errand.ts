import type { Measured } from '../model/gating.ts';
import type { Outcome } from '../model/outcome.ts';
import { applyChanges } from './apply.ts';
import { begin } from './begin.ts';
import { conclude } from './conclude.ts';
import { type Failure, journalFailure } from './failure.ts';
import { openMarking } from './mark.ts';
import type { ApplyRequest, ApplyResult } from './request.ts';

/**
 * Carries out a plan and lets the tenant remember it (design.md §5): before the first mutation of a first apply the
 * memory is written without a commit; then the changes; then the tenant is read again, planned once more, and
 * remembers the commit and whatever is not in step.
 *
 * That a memory stays as it was, because of an interruption or a failure, is always right, only less convenient:
 * it then says what the tenant was given before. Whatever was given since stands live as wanted, which is in step
 * whatever base says; and what git changes again before the next apply is held, never overwritten.
 *
 * Throws UserError with exit 5, and has written nothing, where another apply has moved the memory since the plan was
 * made. Rejects with a bug only once all that was under way has ended. The journal stays open.
 */
export async function runApply(request: ApplyRequest): Promise<ApplyResult> {
  const { plan, input, signal } = request;
  const begun = await begin(request);
  if (begun.status === 'failed') {
    const { failure } = begun;
    const outcomes = plan.changes.map((change): Outcome => {
      return { change, durationMs: 0, status: 'skipped', because: failure.because };
    });
    for (const [index, outcome] of outcomes.entries()) request.onOutcome?.(outcome, index + 1);
    return end(request, {
      outcomes,
      measured: [],
      last: undefined,
      memory: { status: 'not-written', ...failure },
      interrupted: signal?.aborted === true,
      problems: [],
    });
  }
  const measured: Measured[] = [];
  const problems: Failure[] = [];
  const marking = openMarking(begun.remembered, request);
  const outcomes = await applyChanges({
    ...request,
    rules: input.wanted.rules,
    onMeasured: (one) => {
      measured.push(one);
      request.onMeasured?.(one);
    },
    onFailure: (failure) => problems.push(failure),
    onMute: marking.muted,
  });
  const { last, memory } = await conclude(
    request,
    { ...begun, base: marking.baseAfter(begun.base), remembered: marking.remembered() },
    outcomes,
  );
  const interrupted = signal?.aborted === true;
  return end(request, { outcomes, measured, last, memory, interrupted, problems });
}

/** Closes the story in the journal. That it cannot take its last line changes nothing in the tenant, but is told. */
function end({ journal }: ApplyRequest, result: ApplyResult): ApplyResult {
  const count = (status: Outcome['status']): number =>
    result.outcomes.filter((outcome) => outcome.status === status).length;
  try {
    journal.write({
      event: 'end',
      done: count('done'),
      failed: count('failed'),
      skipped: count('skipped'),
      heldByGate: count('held'),
      held: result.last?.held.length ?? null,
      left: result.last?.changes.length ?? null,
      memory: result.memory.status,
      interrupted: result.interrupted,
    });
    return result;
  } catch (error) {
    return { ...result, problems: [...result.problems, journalFailure(error)] };
  }
}
