import { ApiError } from '../errors.ts';
import type { Retrohunt } from '../model/retrohunt.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hunts } from '../ports/hunts.ts';
import { adopt, fail, follow, leave, lookOf, pauseMs, type Entry, type HuntLook } from './entry.ts';
import type { HuntJob, HuntOutcome, Left } from './job.ts';

/** What the queue works with. */
export interface HuntQueueOptions {
  readonly hunts: Hunts;
  readonly clock: Clock;
  /** How many hunts the tenant runs at a time; those of others count (backstory-v2 §5.2). */
  readonly slots: number;
  /** How long is waited in all, from the first job; what runs then runs on. */
  readonly waitMs: number;
  /** Take over nothing that is there: a reference list may be another one since. */
  readonly again?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Before anything is asked of the tenant, so that no wait of ours counts as the service's. */
  readonly onAsk?: (() => void) | undefined;
  /** After every look at the tenant: all jobs in their order. */
  readonly onLook?: ((looks: readonly HuntLook[]) => void) | undefined;
}

/** What the tenant had so long ago is listed again for jobs that come then: somebody may have hunted since. */
const STALE_MS = 10 * 60_000;

/**
 * Runs hunts of stored versions, as many at a time as the tenant has room for; jobs may come while others run. A hunt
 * of the same version that covers the range and runs or is done already is adopted, unless all are to run again.
 */
export class HuntQueue {
  readonly #options: HuntQueueOptions;
  readonly #entries: Entry[] = [];
  /** The hunts of the tenant by id, and when all of them were listed. */
  #known = new Map<string, Retrohunt>();
  #knownAt = -Infinity;
  #endsAt: number | undefined;
  #serving = false;
  #wake = new AbortController();

  constructor(options: HuntQueueOptions) {
    this.#options = options;
  }

  /**
   * What becomes of a job. A hunt that fails does not stop the others, nor does a look without an answer: the next one
   * may have one. Once the signal aborts, the wait is over or the service refuses to be asked, nobody waits; hunts that
   * run are left running, and said to be. Rejects with the ApiError of the first listing: without it none is started.
   */
  add(job: HuntJob): Promise<HuntOutcome> {
    return new Promise((resolve, reject) => {
      const blank = { searched: false, adopted: false, over: false, done: false };
      this.#entries.push({ job, resolve, reject, ...blank });
      this.#wake.abort();
      void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    if (this.#serving) return;
    this.#serving = true;
    // who asks for several in one breath has them looked after together
    await Promise.resolve();
    const { clock, waitMs, signal } = this.#options;
    this.#endsAt ??= clock.now().getTime() + waitMs;
    try {
      while (this.#open().length > 0) await this.#round(this.#endsAt);
    } catch (error) {
      for (const entry of this.#open()) {
        if (signal?.aborted === true) leave(entry, 'interrupted');
        else entry.reject(error);
        entry.over = true;
      }
    }
    this.#serving = false;
  }

  #open(): readonly Entry[] {
    return this.#entries.filter(({ over }) => !over);
  }

  async #round(endsAt: number): Promise<void> {
    const { clock, signal, slots, onLook } = this.#options;
    signal?.throwIfAborted();
    await this.#search();
    if (this.#open().length > 0) {
      const running = await this.#look();
      if (running instanceof ApiError) {
        for (const entry of this.#open()) entry.trouble = running;
        if (!passes(running)) return this.#leaveAll('refused');
      } else await this.#startQueued(slots - running);
    }
    onLook?.(this.#entries.map(lookOf));
    if (this.#open().some(({ searched }) => !searched)) return;
    const left = endsAt - clock.now().getTime();
    if (left <= 0) return this.#leaveAll('waited');
    if (this.#open().length > 0) await this.#pause(Math.min(left, pauseMs(this.#entries, clock)));
  }

  /** Takes over what is there already: one listing for all jobs that have come since the last. */
  async #search(): Promise<void> {
    const { hunts, clock, again, onAsk } = this.#options;
    const unsearched = (): readonly Entry[] => this.#open().filter(({ searched }) => !searched);
    const starting = unsearched().filter(({ job }) => again !== true || job.existingOnly === true);
    if (starting.length > 0 && clock.now().getTime() - this.#knownAt >= STALE_MS) {
      onAsk?.();
      const known = await hunts.listRetrohunts('-');
      this.#known = new Map(known.map((hunt) => [hunt.retrohuntId, hunt]));
      this.#knownAt = clock.now().getTime();
    }
    for (const entry of unsearched()) adopt(entry, this.#takeable(entry));
  }

  /** Hunts that a job may take over. */
  #takeable({ job }: Entry): readonly Retrohunt[] {
    const { again } = this.#options;
    return again === true && job.existingOnly !== true ? [] : [...this.#known.values()];
  }

  /** Learns what became of our hunts; gives how many slots are taken, by whomever, or why that could not be learned. */
  async #look(): Promise<number | ApiError> {
    const { hunts, signal, onAsk } = this.#options;
    onAsk?.();
    const running = await answerOf(hunts.listRetrohunts('-', 'running'), signal);
    if (running instanceof ApiError) return running;
    const byId = new Map(running.map((hunt) => [hunt.retrohuntId, hunt]));
    for (const [id, hunt] of byId) this.#known.set(id, hunt);
    for (const entry of this.#open()) {
      entry.trouble = undefined;
      if (entry.hunt === undefined) continue;
      const { ruleId, retrohuntId } = entry.hunt;
      const hunt =
        byId.get(retrohuntId) ?? (await answerOf(hunts.getRetrohunt(ruleId, retrohuntId), signal));
      if (hunt instanceof ApiError) {
        entry.trouble = hunt;
        if (!passes(hunt)) leave(entry, 'refused');
      } else {
        this.#known.set(retrohuntId, hunt);
        follow(entry, hunt);
      }
    }
    return running.length;
  }

  async #startQueued(free: number): Promise<void> {
    const { hunts, signal, onAsk } = this.#options;
    const queued = this.#open().filter(({ searched, hunt }) => searched && hunt === undefined);
    let left = free;
    for (const entry of queued) {
      // somebody may have started it meanwhile, or we did for another job
      adopt(entry, this.#takeable(entry));
      if (entry.hunt !== undefined || left <= 0) continue;
      left -= 1;
      signal?.throwIfAborted();
      onAsk?.();
      try {
        const hunt = await hunts.runRetrohunt(entry.job.versionId, entry.job.range);
        this.#known.set(hunt.retrohuntId, hunt);
        follow(entry, hunt);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        entry.trouble = error;
        // somebody else was faster: the job stays in the queue
        if (isFull(error)) return;
        // an interrupt came first: nothing was started, and nothing failed
        if (signal?.aborted === true && error.effect === 'not-sent') return;
        fail(entry, error);
      }
    }
  }

  #leaveAll(because: Left): void {
    for (const entry of this.#open()) leave(entry, because);
  }

  /** Ends early when a job comes. */
  async #pause(ms: number): Promise<void> {
    const { clock, signal } = this.#options;
    const wake = new AbortController();
    this.#wake = wake;
    const either = signal === undefined ? wake.signal : AbortSignal.any([wake.signal, signal]);
    try {
      await clock.sleep(ms, either);
    } catch (error) {
      if (signal?.aborted === true || !wake.signal.aborted) throw error;
    }
  }
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

/** How a tenant without a free slot refuses is not documented (backstory-v2 §5.2, §10). */
function isFull({ status, detail }: ApiError): boolean {
  return status === 429 || (status === 400 && /concurren|too many|in progress|limit/i.test(detail));
}
