import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { UserError } from '../errors.ts';

/** Missing on Windows, where a link cannot be made without rights. */
const NO_FOLLOW: number = constants.O_NOFOLLOW ?? 0;

/** Opens for writing at the end, made if it is not there, for the owner alone; refuses a link (`ELOOP`). */
export const APPEND: number =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | NO_FOLLOW;

/** Opens for reading; refuses a link, so that nobody points chron at a file outside its folder. */
export const READ: number = constants.O_RDONLY | NO_FOLLOW;

/** Files and folders of chron are for the owner alone: plans and journals name what a company watches for. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

/** Makes a folder if it is not there. What stands there under the name and is no folder, a link too, is refused. */
export function ownFolder(path: string): void {
  try {
    mkdirSync(path, { mode: FOLDER_MODE });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw stateError(path, error);
  }
  const found = lstatSync(path);
  if (found.isDirectory()) return;
  throw new UserError(
    `${path} is ${found.isSymbolicLink() ? 'a symbolic link' : 'not a folder'}, so chron keeps nothing there`,
    { hint: 'move it away; chron makes the folder itself' },
  );
}

/** Replaces a file as a whole: whoever reads sees the text before or the text after, never a part. */
export function writeWhole(
  path: string,
  text: string,
  { durable = false }: { readonly durable?: boolean } = {},
): void {
  replaceWhole(path, (file) => {
    writeAll(file, text);
    if (durable) fsyncSync(file);
  });
}

/** The same, filled piece by piece by whoever knows what comes into it. */
export function replaceWhole(path: string, fill: (file: number) => void): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    const file = openSync(draft, 'wx', FILE_MODE);
    try {
      fill(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Writes all of a text, however many calls the system makes of it. */
export function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** Makes the names in a folder durable; where a folder cannot be opened (Windows) the system does it by itself. */
export function syncFolder(path: string): void {
  let folder: number;
  try {
    folder = openSync(path, constants.O_RDONLY);
  } catch {
    return;
  }
  try {
    fsyncSync(folder);
  } catch (error) {
    if (errorCode(error) !== 'EINVAL') throw error;
  } finally {
    closeSync(folder);
  }
}

/** `ENOENT` and the like; undefined for anything that is not an error of the system. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'give yourself the right to write there, or run chron where you have it',
  EPERM: 'give yourself the right to write there, or run chron where you have it',
  EROFS: 'the file system is read-only; run chron in a work tree that can be written',
  ENOSPC: 'the disk is full; make room and run chron again',
  EDQUOT: 'your disk quota is used up; make room and run chron again',
  ENOTDIR: 'a part of this path is a file; move it away',
  ENOENT: 'the folder above it does not exist',
  EISDIR: 'a folder stands where chron keeps a file; move it away',
  ELOOP: 'it is a symbolic link, which chron does not follow; move it away',
};

/** What the disk refused, as something that a person can put right. Anything that is not of the disk passes through. */
export function stateError(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined || error instanceof UserError) return error;
  return new UserError(`cannot write ${path} (${code})`, {
    hint: ADVICE[code] ?? 'look at the folder and its file system',
    cause: error,
  });
}
