/** A place for facts that never change once known (git facts by commit). A miss, or a broken entry, is undefined. */
export interface Cache {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
}

/**
 * Where the emulator keeps its state: records in the order they were appended, the last of a key counts.
 * `append` resolves once the records survive the death of the process.
 */
export interface Records {
  load(): Promise<readonly StoredRecord[]>;
  append(records: readonly StoredRecord[]): Promise<void>;
}

/** `value: null` takes the key away. */
export interface StoredRecord {
  readonly key: string;
  readonly value: unknown;
}
