import type { Outcome } from '../model/outcome.ts';
import type { Change, Plan } from '../model/plan.ts';
import { leftCodes } from '../plan/left.ts';
import { actOf, objectOf } from './change.ts';
import type { ApplyResult } from './request.ts';

/**
 * The exit codes of design.md's table that an apply has earned; the caller's order of precedence chooses among them.
 * None is 0. A refusal that left everything as it was is no partial apply.
 */
export function exitCodes({
  outcomes,
  measured,
  last,
  memory,
  interrupted,
  problems,
}: ApplyResult): readonly (3 | 4 | 6 | 7 | 130)[] {
  const denied =
    outcomes.some((outcome) => outcome.status === 'failed' && outcome.denied === true) ||
    (memory.status === 'not-written' && memory.denied !== undefined);
  const untouched = !outcomes.some(
    (outcome) => outcome.status === 'done' || (outcome.status === 'failed' && !outcome.denied),
  );
  const partial =
    outcomes.some(({ status }) => status !== 'done' && status !== 'held') ||
    memory.status === 'not-written' ||
    problems.length > 0 ||
    last === undefined ||
    leftOver(last, outcomes).length > 0;
  const gated =
    outcomes.some(({ status }) => status === 'held') || measured.some(({ holds }) => holds);
  return [
    ...(interrupted ? ([130] as const) : []),
    ...(partial && !(denied && untouched) ? ([6] as const) : []),
    ...(denied ? ([7] as const) : []),
    ...(gated ? ([4] as const) : []),
    ...(last === undefined ? [] : leftCodes(last)),
  ];
}

/** What the plan after an apply still has to do, but for what the gate holds: that is as it should be. */
export function leftOver(
  { changes }: Pick<Plan, 'changes'>,
  outcomes: readonly Outcome[],
): readonly Change[] {
  const held = new Set(
    outcomes.flatMap(({ status, change }) => (status === 'held' ? [keyOf(change)] : [])),
  );
  return changes.filter((change) => !held.has(keyOf(change)));
}

function keyOf(change: Change): string {
  return `${actOf(change)} ${objectOf(change)}`;
}
