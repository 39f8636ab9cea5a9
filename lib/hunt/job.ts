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
  /** How much earlier than `range` a hunt of the same length may lie and still do; 0 where the range was named. */
  readonly slackMs: number;
}

/** What became of it. Only `done` has all detections; nothing else may be taken for silence. */
export type HuntOutcome =
  | {
      readonly status: 'done' | 'cancelled';
      readonly job: HuntJob;
      readonly hunt: Retrohunt;
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

/** Why nobody waits any more: the time is over, somebody stopped it, or the service refuses to be asked. */
export type Left = 'waited' | 'interrupted' | 'refused';

/** Whether a hunt that the tenant has does for a job, so that none need be started. */
export function adoptable(hunt: Retrohunt, { versionId, range, slackMs }: HuntJob): boolean {
  if (hunt.versionId !== versionId || hunt.state === 'cancelled') return false;
  const earlier = range.to.getTime() - hunt.range.to.getTime();
  return lengthOf(hunt.range) === lengthOf(range) && earlier >= 0 && earlier <= slackMs;
}

function lengthOf({ from, to }: TimeRange): number {
  return to.getTime() - from.getTime();
}
