import type { ApiError } from '../errors.ts';
import type { TimeRange } from '../model/detection.ts';
import type { Retrohunt } from '../model/retrohunt.ts';
import type { Clock } from '../ports/clock.ts';
import { answeredRange, type HuntJob, type HuntOutcome, type Left } from './job.ts';

/** How a job stands. */
export interface HuntLook {
  readonly job: HuntJob;
  readonly stage: 'queued' | 'running' | 'over';
  readonly progressPercent: number;
  readonly hunt?: Retrohunt;
}

/** A job on its way through the queue. */
export interface Entry {
  readonly job: HuntJob;
  /** Told once, with what `outcome` is then. */
  readonly resolve: (outcome: HuntOutcome) => void;
  readonly reject: (error: unknown) => void;
  /** Whether the hunts that the tenant has were searched for one that does. */
  searched: boolean;
  hunt?: Retrohunt;
  adopted: boolean;
  /** Set once nothing more is waited for. */
  over: boolean;
  /** It ended, and was not merely left. */
  done: boolean;
  /** Why the last look did not see it, or why it is not started yet. */
  trouble?: ApiError | undefined;
}

/** Takes over a hunt that does, of those that the tenant has: one that is done before one that runs. */
export function adopt(entry: Entry, known: readonly Retrohunt[]): void {
  entry.searched = true;
  const fitting = known.filter((hunt) => answeredRange(hunt, entry.job) !== undefined);
  const found = fitting.find(({ state }) => state === 'done') ?? fitting[0];
  if (found === undefined) {
    if (entry.job.existingOnly === true) leave(entry, 'absent');
    return;
  }
  entry.adopted = true;
  follow(entry, found);
}

/** Takes in what the service says of the hunt; one that has ended ends the job. */
export function follow(entry: Entry, hunt: Retrohunt): void {
  const { job, adopted } = entry;
  entry.hunt = hunt;
  if (hunt.state === 'running') return;
  entry.done = hunt.state === 'done';
  end(entry, {
    status: entry.done ? 'done' : 'cancelled',
    job,
    hunt,
    range: rangeOf(hunt, job),
    adopted,
  });
}

/** A hunt that we started has the range that was asked for, as the service writes it. */
function rangeOf(hunt: Retrohunt, job: HuntJob): TimeRange {
  return answeredRange(hunt, job) ?? hunt.range;
}

/** Ends a job that could not be started. */
export function fail(entry: Entry, error: ApiError): void {
  end(entry, { status: 'failed', job: entry.job, error });
}

/** Waits for a job no more; a hunt that runs goes on. */
export function leave(entry: Entry, because: Left): void {
  const { job, hunt, adopted, trouble } = entry;
  const why = { because, ...(trouble === undefined ? {} : { error: trouble }) };
  end(
    entry,
    hunt === undefined
      ? { status: 'not-started', job, ...why }
      : { status: 'left-running', job, hunt, adopted, ...why },
  );
}

function end(entry: Entry, outcome: HuntOutcome): void {
  entry.over = true;
  entry.resolve(outcome);
}

/** Looks come after a twentieth of what the youngest hunt has taken so far: it costs little time, and few calls. */
const [SHARE, SHORTEST_MS, LONGEST_MS] = [1 / 20, 1000, 15_000];

/** How long to wait before the next look. */
export function pauseMs(entries: readonly Entry[], clock: Clock): number {
  const ages = entries.flatMap(({ hunt, over }) =>
    hunt === undefined || over ? [] : [clock.now().getTime() - hunt.startedAt.getTime()],
  );
  const youngest = ages.length === 0 ? LONGEST_MS : Math.min(...ages) * SHARE;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, youngest));
}

/** A job as whoever watches sees it. */
export function lookOf({ job, hunt, over, done }: Entry): HuntLook {
  return {
    job,
    stage: over ? 'over' : hunt === undefined ? 'queued' : 'running',
    progressPercent: done ? 100 : (hunt?.progressPercent ?? 0),
    ...(hunt === undefined ? {} : { hunt }),
  };
}
