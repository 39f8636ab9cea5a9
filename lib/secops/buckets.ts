import { METHODS, type MethodFacts, type MethodName } from '../wire/method.ts';
import type { Clock } from '../ports/clock.ts';
import { InterruptedError } from './deadline.ts';

/** Our clock and the service's differ a little: stay one percent below the published rate. */
const MARGIN = 0.99;
/** A method is never slower than one call in ten seconds, unless its quota is lower. */
const SLOWEST = 0.1;

/** Who may call next: one queue a method, first come, first served (reliability B2, backstory-v2 §5.4 and §9 trap 12). */
export interface Buckets {
  /** Resolves when the method may be called; rejects with InterruptedError once the signal aborts. */
  acquire(method: MethodName, signal: AbortSignal | undefined): Promise<void>;
  /** The service said 429: nobody calls the method for so long, and from then on it is called half as often. */
  refused(method: MethodName, pauseMs: number): void;
  /** A call went well: a halved rate recovers by a tenth. */
  succeeded(method: MethodName): void;
}

/** Buckets at the published rates, or without any: then only a 429 makes callers wait. */
export function openBuckets(rates: 'published' | 'none', clock: Clock): Buckets {
  const buckets = new Map<MethodName, Bucket>();
  const bucketOf = (method: MethodName): Bucket => {
    const found = buckets.get(method);
    if (found !== undefined) return found;
    const { perSecond, burst = 1 }: MethodFacts = METHODS[method];
    const opened = new Bucket(rates === 'none' ? Infinity : perSecond * MARGIN, burst, clock);
    buckets.set(method, opened);
    return opened;
  };
  return {
    acquire: (method, signal) => bucketOf(method).acquire(signal),
    refused: (method, pauseMs) => bucketOf(method).refused(pauseMs),
    succeeded: (method) => bucketOf(method).succeeded(),
  };
}

interface Waiter {
  readonly go: () => void;
}

class Bucket {
  readonly #full: number;
  readonly #burst: number;
  readonly #clock: Clock;
  #perSecond: number;
  /** Of the last calls, as many as may leave at once: when each has made room for another one. */
  #roomAt: number[] = [];
  #pausedUntil = 0;
  #waiting: Waiter[] = [];
  #serving = false;
  #pause = new AbortController();

  constructor(perSecond: number, burst: number, clock: Clock) {
    this.#full = perSecond;
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#clock = clock;
  }

  acquire(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((one) => one !== waiter);
        if (this.#waiting.length === 0) this.#pause.abort();
        reject(new InterruptedError());
      };
      const waiter: Waiter = {
        go: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      if (signal?.aborted === true) return leave();
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      void this.#serve();
    });
  }

  refused(pauseMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now().getTime() + pauseMs);
    if (this.#perSecond === Infinity) return;
    this.#perSecond = Math.max(Math.min(SLOWEST, this.#full / 2), this.#perSecond / 2);
  }

  succeeded(): void {
    this.#perSecond = Math.min(this.#full, this.#perSecond * 1.1);
  }

  /** Lets one waiter after the other go; a pause that comes in between is waited for too. */
  async #serve(): Promise<void> {
    if (this.#serving) return;
    this.#serving = true;
    while (this.#waiting.length > 0) {
      const waitMs = this.#nextAt() - this.#clock.now().getTime();
      if (waitMs > 0) {
        await this.#wait(waitMs);
        continue;
      }
      const roomAt =
        this.#clock.now().getTime() + Math.ceil((1000 * this.#burst) / this.#perSecond);
      this.#roomAt = [...this.#roomAt, roomAt].slice(-this.#burst);
      this.#waiting.shift()?.go();
    }
    this.#serving = false;
  }

  /** In any stretch of time there are no more calls than the rate allows in it. */
  #nextAt(): number {
    const [first = 0] = this.#roomAt;
    return Math.max(this.#roomAt.length < this.#burst ? 0 : first, this.#pausedUntil);
  }

  /** Ends early when the last waiter has left, so that nothing keeps the process alive. */
  async #wait(ms: number): Promise<void> {
    this.#pause = new AbortController();
    await this.#clock.sleep(ms, this.#pause.signal).catch(() => undefined);
  }
}
