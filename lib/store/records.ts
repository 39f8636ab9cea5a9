import { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import type { Records, StoredRecord } from '../ports/keep.ts';
import { APPEND, errorCode, FILE_MODE, READ, stateError, writeWhole } from './disk.ts';

/** Records in a file. One process at a time: take the lock beside it first. */
export interface RecordsFile extends Records {
  /** Waits for what is being appended. */
  close(): Promise<void>;
}

/**
 * Opens a file of records, one line an append: a JSON array of `[key, value]`, so that an append is there as a
 * whole or not at all. A last line without its end was never acknowledged (the process died in it) and is dropped.
 * What later records replaced is cleared out here, by a new file that takes the name of the old.
 */
export async function openRecords(path: string): Promise<RecordsFile> {
  let first: readonly StoredRecord[] | undefined = compact(path);
  let file: FileHandle;
  try {
    file = await open(path, APPEND, FILE_MODE);
  } catch (error) {
    throw stateError(path, error);
  }
  let size = (await file.stat()).size;
  let broken = false;
  let tail: Promise<void> = Promise.resolve();

  const write = async (line: Buffer): Promise<void> => {
    if (broken) throw new Error(`${path} could not be mended after a failed write`);
    try {
      for (let at = 0; at < line.length;) {
        at += (await file.write(line, at, line.length - at)).bytesWritten;
      }
      size += line.length;
    } catch (error) {
      // Part of the line may stand there now; the next one must not be glued to it.
      await file.truncate(size).catch(() => {
        broken = true;
      });
      throw stateError(path, error);
    }
  };

  return {
    load: async () => {
      await tail;
      const records = first ?? listed(readRecords(path).kept);
      first = undefined;
      return records;
    },
    append: (records) => {
      first = undefined;
      if (records.length === 0) return tail;
      // Put into words now: the caller may change its values before the line's turn comes.
      const line = Buffer.from(lineOf(records));
      const done = tail.then(() => write(line));
      tail = done.catch(() => {});
      return done;
    },
    close: async () => {
      await tail;
      await file.close();
    },
  };
}

/** Reads the file and writes it anew if a good part of it no longer counts, or its end is torn. */
function compact(path: string): readonly StoredRecord[] {
  const { kept, lines, torn } = readRecords(path);
  const records = listed(kept);
  try {
    if (lines > 2 * records.length + 100) {
      writeWhole(path, records.map((record) => lineOf([record])).join(''), { durable: true });
    } else if (torn > 0) {
      cutTail(path, torn);
    }
  } catch (error) {
    throw stateError(path, error);
  }
  return records;
}

function cutTail(path: string, bytes: number): void {
  const file = openSync(path, constants.O_RDWR);
  try {
    ftruncateSync(file, fstatSync(file).size - bytes);
  } finally {
    closeSync(file);
  }
}

function lineOf(records: readonly StoredRecord[]): string {
  return `${JSON.stringify(records.map(({ key, value }) => [key, value ?? null]))}\n`;
}

function listed(kept: ReadonlyMap<string, unknown>): readonly StoredRecord[] {
  return Array.from(kept, ([key, value]) => ({ key, value }));
}

interface Read {
  /** By key, in the order of the last append. */
  readonly kept: ReadonlyMap<string, unknown>;
  /** Records in the file, counting those that no longer matter. */
  readonly lines: number;
  /** Bytes after the last line end. */
  readonly torn: number;
}

function readRecords(path: string): Read {
  const text = readFile(path);
  const end = text.lastIndexOf('\n') + 1;
  const kept = new Map<string, unknown>();
  let lines = 0;
  for (let at = 0, number = 1; at < end; number += 1) {
    const next = text.indexOf('\n', at);
    for (const [key, value] of parseLine(text.slice(at, next), path, number)) {
      lines += 1;
      kept.delete(key);
      if (value !== null) kept.set(key, value);
    }
    at = next + 1;
  }
  return { kept, lines, torn: text.length - end };
}

function readFile(path: string): string {
  let file: number;
  try {
    file = openSync(path, READ);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw stateError(path, error);
  }
  try {
    // One character a byte: line ends are found, and places counted, without looking at what the bytes mean.
    return readFileSync(file, 'latin1');
  } finally {
    closeSync(file);
  }
}

function parseLine(
  line: string,
  path: string,
  number: number,
): readonly (readonly [string, unknown])[] {
  try {
    const records: unknown = JSON.parse(Buffer.from(line, 'latin1').toString('utf8'));
    if (Array.isArray(records) && records.every(isPair)) return records;
  } catch {
    // Said below, with the place.
  }
  throw new UserError(`${path}:${number} is not a line that chron wrote`, {
    hint: 'something else has changed the file; remove it to start from an empty state',
  });
}

function isPair(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string';
}
