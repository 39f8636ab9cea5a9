import { ApiError } from '../lib/errors.ts';
import type { HuntOutcome } from '../lib/hunt/job.ts';
import { errorsDuring } from '../lib/hunt/rule-errors.ts';
import { tallyDetections, type DetectionTally } from '../lib/hunt/tally.ts';
import type { RuleError } from '../lib/model/retrohunt.ts';
import type { Clock } from '../lib/ports/clock.ts';
import type { Hunts } from '../lib/ports/hunts.ts';

/** One rule and what came out; `tally` where the hunt is done. */
export interface Hunted {
  readonly outcome: HuntOutcome;
  readonly tally?: DetectionTally;
  /** Where the tally is: the errors of the rule in its range, or why they could not be read. */
  readonly ruleErrors?: readonly RuleError[] | ApiError;
  /** What an interrupt that cancels met: we ended it, or it had ended by itself. Nobody counted either. */
  readonly end?: 'cancelled' | 'ended';
}

/**
 * Counts the detections of a hunt that is done, and reads what errors the rule had. A count that broke off is no count;
 * the other rules have theirs.
 */
export async function countDetections(
  outcome: HuntOutcome,
  hunts: Hunts,
  clock: Clock,
): Promise<Hunted> {
  if (outcome.status !== 'done') return { outcome };
  const { job, hunt, range } = outcome;
  const tally = await orError(tallyDetections(hunts, { of: hunt.versionId, range }));
  if (tally instanceof ApiError) return { outcome: { status: 'failed', job, hunt, error: tally } };
  const errors = errorsDuring({ ...hunt, range }, hunts, clock.now());
  return { outcome, tally, ruleErrors: await orError(errors) };
}

/** Whether a count can be taken for all that there is: no day at the limit, and no error of the rule. */
export function isComplete({ tally, ruleErrors }: Hunted): boolean {
  if (tally === undefined || ruleErrors === undefined) return false;
  return tally.capped.length === 0 && !(ruleErrors instanceof ApiError) && ruleErrors.length === 0;
}

async function orError<T>(answer: Promise<T>): Promise<T | ApiError> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** Ends a hunt that we started and that runs; one that was there before us is somebody's, and runs on. */
export async function endHunt(
  outcome: HuntOutcome,
  hunts: Pick<Hunts, 'cancelRetrohunt'>,
): Promise<Hunted> {
  if (outcome.status !== 'left-running' || outcome.adopted) return { outcome };
  const { ruleId, retrohuntId } = outcome.hunt;
  const ours = await orError(hunts.cancelRetrohunt(ruleId, retrohuntId));
  if (ours instanceof ApiError) return { outcome: { ...outcome, error: ours } };
  return { outcome, end: ours ? 'cancelled' : 'ended' };
}
