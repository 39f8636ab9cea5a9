import { UserError } from '../../lib/errors.ts';
import type { Journal, JournalEntry } from '../../lib/ports/journal.ts';

/** A journal that can be looked into, and made to fail at any of its writes. */
export class MemoryJournal implements Journal {
  readonly path = '.chron/journal/test.jsonl';
  readonly entries: JournalEntry[] = [];
  readonly #failsAt: number;
  readonly #onWrite: (entry: JournalEntry) => void;
  #writes = 0;

  constructor({
    failsAt = Infinity,
    onWrite = () => {},
  }: { failsAt?: number; onWrite?: (entry: JournalEntry) => void } = {}) {
    this.#failsAt = failsAt;
    this.#onWrite = onWrite;
  }

  write(entry: JournalEntry): void {
    this.#writes += 1;
    if (this.#writes >= this.#failsAt) {
      throw new UserError('no space left on device');
    }
    this.#onWrite(entry);
    this.entries.push(structuredClone(entry));
  }

  close(): void {}
}
