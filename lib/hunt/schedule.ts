import { ApiError } from '../errors.ts';
import type { Retrohunt } from '../model/retrohunt.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hunts } from '../ports/hunts.ts';
import { adoptable, type HuntJob, type HuntOutcome, type Left } from './job.ts';

/** What the scheduler works with. */
export interface HuntSchedule {
  readonly jobs: readonly HuntJob[];
  readonly hunts: Hunts;
  readonly clock: Clock;
  /** How many hunts the tenant runs at a time; those of others count (backstory-v2 §5.2). */
  readonly slots: number;
  /** How long is waited in all; what runs then runs on. */
  readonly waitMs: number;
  /** Take over nothing that is there: a reference list may be another one since. */
  readonly again?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Before anything is asked of the tenant, so that no wait of ours counts as the service's. */
  readonly onAsk?: () => void;
  /** After every look at the tenant: all jobs in their order. */
  readonly onLook?: (looks: readonly HuntLook[]) => void;
}

/** How a job stands. */
export interface HuntLook {
  readonly job: HuntJob;
  readonly stage: 'queued' | 'running' | 'over';
  readonly progressPercent: number;
  readonly hunt?: Retrohunt;
}

interface Entry {
  readonly job: HuntJob;
  hunt?: Retrohunt;
  adopted: boolean;
  outcome?: HuntOutcome;
  /** Why the last look did not see it. */
  unseen?: ApiError | undefined;
}

/** Looks come after a twentieth of what the youngest hunt has taken so far: it costs little time, and few calls. */
const [SHARE, SHORTEST_MS, LONGEST_MS] = [1 / 20, 1000, 15_000];

/**
 * Runs hunts of stored versions, as many at a time as the tenant has room for. A hunt of the same version and range
 * that runs or is done already is adopted, unless all are to run again. A hunt that fails does not stop the others, nor does a look without an
 * answer: the next one may have one. Once the signal aborts, the wait is over or the service refuses to be asked,
 * nothing is started and nobody waits; hunts that run are left running, and said to be.
 */
export async function runHunts(schedule: HuntSchedule): Promise<readonly HuntOutcome[]> {
  const { jobs, clock, signal, waitMs } = schedule;
  const entries = jobs.map((job): Entry => ({ job, adopted: false }));
  const endsAt = clock.now().getTime() + waitMs;
  try {
    await adopt(entries, schedule);
    for (;;) {
      const running = await look(entries, schedule);
      if (running instanceof ApiError) {
        for (const entry of entries) entry.unseen = running;
        if (!passes(running)) return entries.map((entry) => unfinished(entry, 'refused'));
      } else await startQueued(entries, schedule, schedule.slots - running);
      schedule.onLook?.(entries.map(lookOf));
      if (entries.every(({ outcome }) => outcome !== undefined)) break;
      const left = endsAt - clock.now().getTime();
      if (left <= 0) return entries.map((entry) => unfinished(entry, 'waited'));
      await clock.sleep(Math.min(left, pauseMs(entries, clock)), signal);
    }
  } catch (error) {
    if (signal?.aborted === true) return entries.map((entry) => unfinished(entry, 'interrupted'));
    throw error;
  }
  return entries.map((entry) => unfinished(entry, 'interrupted'));
}

/** Takes over what is there already: one listing for all jobs. */
async function adopt(
  entries: readonly Entry[],
  { hunts, again, onAsk }: HuntSchedule,
): Promise<void> {
  if (entries.length === 0 || again === true) return;
  onAsk?.();
  const known = await hunts.listRetrohunts('-');
  for (const entry of entries) {
    const found = known.find((hunt) => adoptable(hunt, entry.job));
    if (found === undefined) continue;
    Object.assign(entry, { hunt: found, adopted: true });
    if (found.state === 'done') settle(entry, found);
  }
}

/** Learns what became of our hunts; gives how many slots are taken, by whomever, or why that could not be learned. */
async function look(
  entries: readonly Entry[],
  { hunts, signal, onAsk }: HuntSchedule,
): Promise<number | ApiError> {
  onAsk?.();
  const running = await answerOf(hunts.listRetrohunts('-', 'running'), signal);
  if (running instanceof ApiError) return running;
  const byId = new Map(running.map((hunt) => [hunt.retrohuntId, hunt]));
  for (const entry of entries) {
    entry.unseen = undefined;
    if (entry.hunt === undefined || entry.outcome !== undefined) continue;
    const { ruleId, retrohuntId } = entry.hunt;
    const hunt =
      byId.get(retrohuntId) ?? (await answerOf(hunts.getRetrohunt(ruleId, retrohuntId), signal));
    if (hunt instanceof ApiError) {
      entry.unseen = hunt;
      if (!passes(hunt)) entry.outcome = unfinished(entry, 'refused');
    } else {
      entry.hunt = hunt;
      if (hunt.state !== 'running') settle(entry, hunt);
    }
  }
  return running.length;
}

/** What the service answers, or its error; after an interrupt an error is only that, and rejects. */
async function answerOf<T>(
  answer: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | ApiError> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && signal?.aborted !== true) return error;
    throw error;
  }
}

/** Whether asking again later may go better: no answer, or one that says that the service is not well. */
function passes({ status }: ApiError): boolean {
  return status === 0 || status === 408 || status >= 500;
}

async function startQueued(
  entries: readonly Entry[],
  { hunts, signal, onAsk }: HuntSchedule,
  free: number,
): Promise<void> {
  const queued = entries.filter(({ hunt, outcome }) => hunt === undefined && outcome === undefined);
  for (const entry of queued.slice(0, Math.max(0, free))) {
    signal?.throwIfAborted();
    onAsk?.();
    try {
      entry.hunt = await hunts.runRetrohunt(entry.job.versionId, entry.job.range);
      if (entry.hunt.state === 'done') settle(entry, entry.hunt);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // somebody else was faster: the job stays in the queue
      if (isFull(error)) return;
      // an interrupt came first: nothing was started, and nothing failed
      if (signal?.aborted === true && error.effect === 'not-sent') return;
      entry.outcome = { status: 'failed', job: entry.job, error };
    }
  }
}

/** How a tenant without a free slot refuses is not documented (backstory-v2 §5.2, §10). */
function isFull({ status, detail }: ApiError): boolean {
  return status === 429 || (status === 400 && /concurren|too many|in progress|limit/i.test(detail));
}

function settle(entry: Entry, hunt: Retrohunt): void {
  const { job, adopted } = entry;
  entry.outcome = { status: hunt.state === 'done' ? 'done' : 'cancelled', job, hunt, adopted };
}

function unfinished({ job, hunt, adopted, outcome, unseen }: Entry, because: Left): HuntOutcome {
  if (outcome !== undefined) return outcome;
  const why = { because, ...(unseen === undefined ? {} : { error: unseen }) };
  return hunt === undefined
    ? { status: 'not-started', job, ...why }
    : { status: 'left-running', job, hunt, adopted, ...why };
}

function pauseMs(entries: readonly Entry[], clock: Clock): number {
  const ages = entries.flatMap(({ hunt, outcome }) =>
    hunt === undefined || outcome !== undefined
      ? []
      : [clock.now().getTime() - hunt.startedAt.getTime()],
  );
  const youngest = ages.length === 0 ? LONGEST_MS : Math.min(...ages) * SHARE;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, youngest));
}

function lookOf({ job, hunt, outcome }: Entry): HuntLook {
  const stage = outcome !== undefined ? 'over' : hunt === undefined ? 'queued' : 'running';
  return {
    job,
    stage,
    progressPercent: outcome?.status === 'done' ? 100 : (hunt?.progressPercent ?? 0),
    ...(hunt === undefined ? {} : { hunt }),
  };
}
