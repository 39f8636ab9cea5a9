import { createReadStream, existsSync, statSync, truncateSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { APPEND, FILE_MODE, stateError, writeWhole } from './disk.ts';

/** Events in a file, one line of JSON each, as chron and DuckDB both read them. One process at a time. */
export interface EventsFile {
  readonly path: string;
  /** Whether there are any. */
  readonly empty: () => boolean;
  /** Every line that is there now, without its end. */
  readonly lines: () => AsyncGenerator<string>;
  /** Resolves once the lines survive the death of the process: all of them, or none after an error. */
  readonly append: (lines: readonly string[]) => Promise<void>;
  /** Puts these lines in the place of all others, at once. */
  readonly replace: (lines: readonly string[]) => void;
}

/** Opens a file of events, which need not be there. A last line without its end was never acknowledged and is dropped. */
export async function openEventsFile(path: string): Promise<EventsFile> {
  let size = existsSync(path) ? statSync(path).size : 0;
  const whole = size === 0 ? 0 : await lengthOfLines(path);
  if (whole < size) truncateSync(path, whole);
  size = whole;
  return {
    path,
    empty: () => size === 0,
    lines: () => readLines(path, size),
    append: async (lines) => {
      if (lines.length === 0) return;
      const bytes = Buffer.from(`${lines.join('\n')}\n`);
      try {
        const file = await open(path, APPEND, FILE_MODE);
        try {
          // What an append that failed left behind is not glued to this one.
          await file.truncate(size);
          await file.appendFile(bytes);
        } finally {
          await file.close();
        }
      } catch (error) {
        throw stateError(path, error);
      }
      size += bytes.length;
    },
    replace: (lines) => {
      const text = lines.map((line) => `${line}\n`).join('');
      try {
        writeWhole(path, text);
      } catch (error) {
        throw stateError(path, error);
      }
      size = Buffer.byteLength(text);
    },
  };
}

/** How many bytes there are up to the last line end. */
async function lengthOfLines(path: string): Promise<number> {
  let [at, end] = [0, 0];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const last = chunk.lastIndexOf(10);
    if (last >= 0) end = at + last + 1;
    at += chunk.length;
  }
  return end;
}

async function* readLines(path: string, size: number): AsyncGenerator<string> {
  if (size === 0) return;
  let rest = '';
  const bytes = createReadStream(path, { end: size - 1, encoding: 'utf8' });
  for await (const chunk of bytes as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
