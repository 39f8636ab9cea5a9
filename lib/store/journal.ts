import { createHash } from 'node:crypto';
import { closeSync, constants, fsyncSync, ftruncateSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import type { Journal, JournalEntry } from '../ports/journal.ts';
import { APPEND, errorCode, FILE_MODE, stateError, syncFolder, writeAll } from './disk.ts';
import { fileWord } from './state-folder.ts';

/** Who did what with which chron, and why: the first line of a journal. */
export interface JournalHeader {
  readonly environment: string;
  /** Whose calls they are: an e-mail, or `embedded`. */
  readonly identity: string;
  readonly chron: string;
  readonly repository?: string;
  readonly commit?: string;
  /** Whether the work tree differed from the commit. */
  readonly dirty?: boolean;
  /** `NAME <e-mail>` of the commit. */
  readonly author?: string;
  /** Of the CI, where it runs there: the address or number of its run and pull request. */
  readonly run?: string;
  readonly pullRequest?: string;
  /** Digest of the saved plan that is applied. */
  readonly plan?: string;
  readonly reason?: string;
}

/** The `previous` of a first line. */
export const NO_LINE = '0'.repeat(64);

/**
 * Begins the journal of one apply: `<environment>-<time>.jsonl` in the folder, a new file each time. Each line
 * carries the SHA-256 of the line before, so that none can be taken out or changed unseen (reliability B4).
 * An intent is on the disk when `write` returns. A write that fails leaves no part of a line behind.
 */
export function openJournal({
  folder,
  header,
  clock,
}: {
  readonly folder: string;
  readonly header: JournalHeader;
  readonly clock: Clock;
}): Journal {
  const { path, file } = newFile(folder, `${fileWord(header.environment)}-${stamp(clock.now())}`);
  let previous = NO_LINE;
  let number = 0;
  let size = 0;
  let broken: unknown;
  let open = true;

  const append = (event: string, facts: Readonly<Record<string, unknown>>): void => {
    if (!open) throw new Error(`${path} is closed`);
    if (broken !== undefined) throw broken;
    const own = { number, time: clock.now().toISOString(), event };
    // Once for the order of reading, once more so that no fact can take the place of one of ours.
    const line = JSON.stringify({ ...own, ...facts, ...own, previous });
    try {
      writeAll(file, `${line}\n`);
    } catch (error) {
      try {
        ftruncateSync(file, size);
      } catch {
        broken = stateError(path, error);
      }
      throw stateError(path, error);
    }
    size += Buffer.byteLength(line) + 1;
    previous = hashLine(line);
    number += 1;
  };

  const sync = (): void => {
    try {
      fsyncSync(file);
    } catch (error) {
      // What the system could not write it may have dropped: a second try would succeed and prove nothing.
      broken = stateError(path, error);
      throw broken;
    }
  };

  append('begin', { format: 'chron-journal/1', ...header });
  sync();
  return {
    path,
    write: ({ event, ...facts }: JournalEntry) => {
      append(event, facts);
      if (event === 'intent' || event === 'end') sync();
    },
    close: () => {
      if (!open) return;
      open = false;
      closeSync(file);
    },
  };
}

/** The hash by which the next line names this one; without its line end. */
export function hashLine(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

/** `20260101T093000Z`: sorts as it passes, and every file system takes it. */
function stamp(time: Date): string {
  return time.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
}

/** Two applies of one environment may begin in one second; neither writes into the other's file. */
function newFile(folder: string, name: string): { readonly path: string; readonly file: number } {
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${name}${count === 1 ? '' : `-${count}`}.jsonl`);
    try {
      const file = openSync(path, APPEND | constants.O_EXCL, FILE_MODE);
      syncFolder(dirname(path));
      return { path, file };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw stateError(path, error);
    }
  }
}
