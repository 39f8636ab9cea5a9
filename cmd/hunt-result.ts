import { ApiError } from '../lib/errors.ts';
import { collectDetections, measured, type Collecting } from '../lib/hunt/collect.ts';
import { commonRange, type HuntOutcome } from '../lib/hunt/job.ts';
import { lossOfHunt } from '../lib/hunt/loss.ts';
import { measurementOf } from '../lib/hunt/measurement.ts';
import type { Probe } from '../lib/hunt/probe.ts';
import { tallyOf, type DetectionTally } from '../lib/hunt/tally.ts';
import type { WholeRun } from '../lib/hunt/whole-run.ts';
import type { TimeRange } from '../lib/model/detection.ts';
import type { RuleError } from '../lib/model/retrohunt.ts';
import type { LiveRule, RuleVersion } from '../lib/model/rule.ts';
import type { Measurement } from '../lib/model/verdict.ts';
import type { Hunts } from '../lib/ports/hunts.ts';
import { measuredText } from './measuring.ts';

/** A rule to be hunted, and the version before that it is compared with. */
export interface Hunting {
  readonly rule: LiveRule;
  readonly before?: RuleVersion;
}

/** What an interrupt that cancels met: we ended it, or it had ended by itself. Nobody counted either. */
type End = 'cancelled' | 'ended';

/** One rule and what came out; `tally` where the hunt is done. */
export interface Hunted {
  readonly outcome: HuntOutcome;
  readonly tally?: DetectionTally;
  /** Where the tally is: the errors of the rule in its range, or why they could not be read. */
  readonly ruleErrors?: readonly RuleError[] | ApiError;
  readonly end?: End;
  /** What became of the hunt of the version before, where there is one. */
  readonly before?: { readonly outcome: HuntOutcome; readonly end?: End };
  /** Where it is compared or reported, unless it was interrupted. */
  readonly measurement?: Measurement;
}

/** What counting works with. */
export interface Counting extends Collecting {
  readonly signal: AbortSignal;
  /** Asks of silence whether there were events; absent where nobody compares or reports. */
  readonly probe: Probe | undefined;
}

/**
 * Counts the detections of a hunt that is done, and reads what errors the rule had; with a probe it is a measurement as
 * well. A count that broke off is no count; the other rules have theirs.
 */
export async function countDetections(
  { rule }: Hunting,
  { after, before }: { readonly after: HuntOutcome; readonly before: HuntOutcome | undefined },
  counting: Counting,
): Promise<Hunted> {
  const { signal, probe } = counting;
  const range = commonRange(after.job.range, [after, before]);
  const hunted = await countOne(after, range, counting);
  const beside = before === undefined ? {} : { before: { outcome: before } };
  if (probe === undefined || signal.aborted) return { ...hunted.counted, ...beside };
  const was = before === undefined ? undefined : (await countOne(before, range, counting)).run;
  const { name, version } = rule;
  const found = { by: 'retrohunt' as const, range, after: hunted.run, before: was };
  return {
    ...hunted.counted,
    ...beside,
    measurement: await measurementOf(measuredText(name, version.text), found, probe),
  };
}

async function countOne(
  outcome: HuntOutcome,
  range: TimeRange,
  counting: Counting,
): Promise<{ readonly counted: Hunted; readonly run: WholeRun }> {
  if (outcome.status !== 'done') {
    const loss = lossOfHunt(outcome, counting.signal);
    return { counted: { outcome }, run: { losses: loss === undefined ? [] : [loss] } };
  }
  const { job, hunt } = outcome;
  const collection = await collectDetections(hunt, range, counting);
  const run = measured(collection, counting.signal);
  const { found, broken, errors } = collection;
  if (broken !== undefined) {
    return { counted: { outcome: { status: 'failed', job, hunt, error: broken } }, run };
  }
  const ruleErrors = errors === undefined ? {} : { ruleErrors: errors };
  return { counted: { outcome: { ...outcome, range }, tally: tallyOf(found), ...ruleErrors }, run };
}

/** Whether a count can be taken for all that there is: no day at the limit, and no error of the rule. */
export function isComplete({ tally, ruleErrors }: Hunted): boolean {
  if (tally === undefined || ruleErrors === undefined) return false;
  return tally.capped.length === 0 && !(ruleErrors instanceof ApiError) && ruleErrors.length === 0;
}

/** Ends a hunt that we started and that runs; one that was there before us is somebody's, and runs on. */
export async function endHunt(
  outcome: HuntOutcome,
  hunts: Pick<Hunts, 'cancelRetrohunt'>,
): Promise<Pick<Hunted, 'outcome' | 'end'>> {
  if (outcome.status !== 'left-running' || outcome.adopted) return { outcome };
  const { ruleId, retrohuntId } = outcome.hunt;
  try {
    const ours = await hunts.cancelRetrohunt(ruleId, retrohuntId);
    return { outcome, end: ours ? 'cancelled' : 'ended' };
  } catch (error) {
    if (error instanceof ApiError) return { outcome: { ...outcome, error } };
    throw error;
  }
}
