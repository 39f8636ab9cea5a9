/** One line of the journal. Values are plain JSON; no rule text, no token. */
export interface JournalEntry {
  readonly event: 'intent' | 'outcome' | 'note' | 'end';
  readonly [fact: string]: unknown;
}

/**
 * The record of one apply: an intent, durable, before each mutation, and its outcome after.
 * `write` throws if the line cannot be made durable; then the mutation must not be sent.
 */
export interface Journal {
  /** Where it lies, as printed to people. */
  readonly path: string;
  write(entry: JournalEntry): void;
  close(): void;
}
