import type { Clock } from '../../lib/ports/clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/**
 * Time that only passes when everybody waits: once nothing runs that was marked with `during`, it jumps to the
 * next sleeper. So hours of waiting take no time, and the order of events is the real one.
 */
export class VirtualClock implements Clock {
  #now: number;
  #busy = 0;
  #sleepers: Sleeper[] = [];
  #turn = false;
  /** Every wait asked for, in milliseconds, in order. */
  readonly sleeps: number[] = [];

  constructor(start = '2026-01-01T00:00:00Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Moves time on by hand. */
  advance(ms: number): void {
    this.#now += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      const sleeper: Sleeper = {
        due: this.#now + Math.max(0, ms),
        wake: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      if (signal?.aborted === true) return leave();
      signal?.addEventListener('abort', leave, { once: true });
      this.#sleepers.push(sleeper);
      this.#look();
    });
  }

  /** Holds time still while real work (a request over a socket, a write to disk) is under way. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      this.#look();
    }
  }

  /** After a few turns of the event loop without work under way, wakes whoever is due first. */
  #look(turnsLeft = 4): void {
    if (this.#turn) return;
    this.#turn = true;
    setImmediate(() => {
      this.#turn = false;
      if (this.#busy > 0 || this.#sleepers.length === 0) return;
      if (turnsLeft > 0) return this.#look(turnsLeft - 1);
      const due = Math.min(...this.#sleepers.map((one) => one.due));
      this.#now = Math.max(this.#now, due);
      const awake = this.#sleepers.filter((one) => one.due <= this.#now);
      this.#sleepers = this.#sleepers.filter((one) => one.due > this.#now);
      for (const one of awake) one.wake();
      if (this.#sleepers.length > 0) this.#look();
    });
  }
}
