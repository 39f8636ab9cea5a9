import type { ApiError } from '../errors.ts';
import type { TimeRange } from '../model/detection.ts';
import type { Retrohunt } from '../model/retrohunt.ts';

/** A hunt that is wanted: one stored version over one range. */
export interface HuntJob {
  /** The rule's, for people. */
  readonly name: string;
  readonly ruleId: string;
  readonly versionId: string;
  readonly range: TimeRange;
  /** How much earlier than `range` a hunt of at least its length may end and still do; 0 where the range was named. */
  readonly slackMs: number;
  /** Take only a hunt that is there, and start none. */
  readonly existingOnly?: true | undefined;
  /** A hunt that began earlier does not do. */
  readonly since?: Date | undefined;
}

/** What became of it. Only `done` has all detections; nothing else may be taken for silence. */
export type HuntOutcome =
  | {
      readonly status: 'done' | 'cancelled';
      readonly job: HuntJob;
      readonly hunt: Retrohunt;
      /** What of the hunt's range answers for the job: as long as was asked for. */
      readonly range: TimeRange;
      /** It was there already. */
      readonly adopted: boolean;
    }
  | {
      readonly status: 'failed';
      readonly job: HuntJob;
      /** Absent where it could not be started. */
      readonly hunt?: Retrohunt;
      readonly error: ApiError;
    }
  | {
      readonly status: 'left-running';
      readonly job: HuntJob;
      readonly hunt: Retrohunt;
      /** It was there already: perhaps somebody else waits for it. */
      readonly adopted: boolean;
      readonly because: Left;
      /** Why it could not be looked at, the last time. */
      readonly error?: ApiError;
    }
  | {
      readonly status: 'not-started';
      readonly job: HuntJob;
      readonly because: Left;
      readonly error?: ApiError;
    };

/**
 * Why nobody waits any more: the time is over, somebody stopped it, the service refuses to be asked, or there is no
 * hunt and none may be started.
 */
export type Left = 'waited' | 'interrupted' | 'refused' | 'absent';

/**
 * What of the range of a hunt that the tenant has answers for a job, so that none need be started: the range that was
 * asked for where the hunt covers it, else one of the same length up to the hunt's end. Undefined where it does not do.
 */
export function answeredRange(
  hunt: Retrohunt,
  { versionId, range, slackMs, since }: HuntJob,
): TimeRange | undefined {
  if (since !== undefined && hunt.startedAt < since) return undefined;
  if (hunt.versionId !== versionId || hunt.state === 'cancelled') return undefined;
  const { from } = hunt.range;
  // what had not happened when it began it has not seen
  const to = hunt.range.to < hunt.startedAt ? hunt.range.to : hunt.startedAt;
  if (from <= range.from && to >= range.to) return range;
  const earlier = range.to.getTime() - to.getTime();
  if (earlier < 0 || earlier > slackMs || lengthOf({ from, to }) < lengthOf(range))
    return undefined;
  return { from: new Date(to.getTime() - lengthOf(range)), to };
}

/** What all hunts that are done answer for; what was asked for where none is. */
export function commonRange(
  asked: TimeRange,
  outcomes: readonly (HuntOutcome | undefined)[],
): TimeRange {
  const ranges = outcomes.flatMap((one) => (one?.status === 'done' ? [one.range] : []));
  const [first, ...others] = ranges;
  if (first === undefined) return asked;
  return others.reduce(
    (common, { from, to }) => ({
      from: from > common.from ? from : common.from,
      to: to < common.to ? to : common.to,
    }),
    first,
  );
}

function lengthOf({ from, to }: TimeRange): number {
  return to.getTime() - from.getTime();
}
