import { leftCodes } from '../plan/left.ts';
import type { ApplyResult } from './request.ts';

/**
 * The exit codes of design.md's table that an apply has earned; the caller's order of precedence chooses among them.
 * None is 0. A refusal that left everything as it was is no partial apply.
 */
export function exitCodes({
  outcomes,
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
    outcomes.some(({ status }) => status !== 'done') ||
    memory.status === 'not-written' ||
    problems.length > 0 ||
    last === undefined ||
    last.changes.length > 0;
  return [
    ...(interrupted ? ([130] as const) : []),
    ...(partial && !(denied && untouched) ? ([6] as const) : []),
    ...(denied ? ([7] as const) : []),
    ...(last === undefined ? [] : leftCodes(last)),
  ];
}
