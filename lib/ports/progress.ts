/** What is said on the way, on stderr. Silence under `--quiet`. */
export interface Progress {
  /** A step begins: `listing rules`. */
  step(title: string): void;
  /** How far the running step is. */
  count(done: number, total: number): void;
  /** The running step is over; clears a spinner. */
  done(): void;
}
