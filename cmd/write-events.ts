import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../lib/errors.ts';
import type { EventsFile } from '../lib/store/events-file.ts';
import { visibleLine } from '../lib/text.ts';

/**
 * Writes events as NDJSON, and gives how many there are. They are written beside the file, which stays as it was until
 * all are there; what is no file, a pipe, is written to as it is. Throws UserError where that cannot be.
 */
export async function writeEvents(path: string, files: readonly EventsFile[]): Promise<number> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    const plain = statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
    if (!plain) return await pour(files, path, 'w');
    const count = await pour(files, beside, 'wx');
    renameSync(beside, path);
    return count;
  } catch (cause) {
    rmSync(beside, { force: true });
    throw new UserError(`the events cannot be written to "${visibleLine(path)}"`, {
      hint: 'look at the folder and who may write there',
      cause,
    });
  }
}

/** Where a path leads to. Throws UserError where that is in a folder, among the files that chron keeps there. */
export function outsideOf(folder: string, path: string): string {
  const target = real(path);
  if (dirname(target) !== real(folder)) return target;
  throw new UserError(`"${visibleLine(path)}" lies where the environment's own state is kept`, {
    hint: 'write the events to another folder',
  });
}

async function pour(
  files: readonly EventsFile[],
  path: string,
  flags: 'w' | 'wx',
): Promise<number> {
  let count = 0;
  await pipeline(
    async function* () {
      for (const file of files) {
        for await (const line of file.lines()) {
          count += 1;
          yield `${line}\n`;
        }
      }
    },
    createWriteStream(path, { flags }),
  );
  return count;
}

/** A path without links, as far as it is there. */
function real(path: string): string {
  if (existsSync(path)) return realpathSync.native(path);
  return dirname(path) === path ? path : join(real(dirname(path)), basename(path));
}
