import { ApiError } from '../lib/errors.ts';
import type { HuntOutcome } from '../lib/hunt/job.ts';
import { tallyDetections, type DetectionTally } from '../lib/hunt/tally.ts';
import type { Hunts } from '../lib/ports/hunts.ts';

/** One rule and what came out; `tally` where the hunt is done. */
export interface Hunted {
  readonly outcome: HuntOutcome;
  readonly tally?: DetectionTally;
  /** What an interrupt that cancels met: we ended it, or it had ended by itself. Nobody counted either. */
  readonly end?: 'cancelled' | 'ended';
}

/** Counts the detections of a hunt that is done. A count that broke off is no count; the other rules have theirs. */
export async function countDetections(outcome: HuntOutcome, hunts: Hunts): Promise<Hunted> {
  if (outcome.status !== 'done') return { outcome };
  const { job, hunt } = outcome;
  try {
    return {
      outcome,
      tally: await tallyDetections(hunts, { of: hunt.versionId, range: hunt.range }),
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { outcome: { status: 'failed', job, hunt, error } };
  }
}

/** Ends a hunt that we started and that runs; one that was there before us is somebody's, and runs on. */
export async function endHunt(
  outcome: HuntOutcome,
  hunts: Pick<Hunts, 'cancelRetrohunt'>,
): Promise<Hunted> {
  if (outcome.status !== 'left-running' || outcome.adopted) return { outcome };
  const { ruleId, retrohuntId } = outcome.hunt;
  try {
    const ours = await hunts.cancelRetrohunt(ruleId, retrohuntId);
    return { outcome, end: ours ? 'cancelled' : 'ended' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { outcome: { ...outcome, error } };
  }
}
