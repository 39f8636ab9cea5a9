import type { Clock } from '../../lib/ports/clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Time that passes only by hand, for what waits without end and is to be seen at a certain time. */
export class HandClock implements Clock {
  #now = Date.parse('2026-01-01T00:00:00Z');
  #sleepers: readonly Sleeper[] = [];

  now(): Date {
    return new Date(this.#now);
  }

  /** How many wait. */
  get waiting(): number {
    return this.#sleepers.length;
  }

  advance(ms: number): void {
    this.#now += ms;
    const awake = this.#sleepers.filter(({ due }) => due <= this.#now);
    this.#sleepers = this.#sleepers.filter(({ due }) => due > this.#now);
    for (const { wake } of awake) wake();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      const sleeper: Sleeper = {
        due: this.#now + ms,
        wake: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      if (signal?.aborted === true) {
        leave();
        return;
      }
      signal?.addEventListener('abort', leave, { once: true });
      this.#sleepers = [...this.#sleepers, sleeper];
    });
  }
}
