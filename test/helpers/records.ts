import type { Records, StoredRecord } from '../../lib/ports/keep.ts';

/** Records that live as long as the test. They are copied on the way in and out, as a file would. */
export class MemoryRecords implements Records {
  readonly appended: StoredRecord[] = [];
  /** Set to make the next appends fail, as a full disk would. */
  failure: Error | undefined;

  load(): Promise<readonly StoredRecord[]> {
    return Promise.resolve(structuredClone(this.appended));
  }

  append(records: readonly StoredRecord[]): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.appended.push(...structuredClone(records));
    return Promise.resolve();
  }
}
