import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import type { ScaffoldFile } from '../model/scaffold.ts';
import { straightenText, visibleLine } from '../text.ts';

/** A file of a scaffold and what stands in its place. */
export interface Standing {
  readonly file: ScaffoldFile;
  /** `new`: nothing; `same`: the very text; `kept`: something else, which stays. */
  readonly state: 'new' | 'same' | 'kept';
  /** Why something is kept, in words; names in it are visible. */
  readonly why?: string;
}

/**
 * Looks at what is there, without writing. Throws a UserError where a folder is no folder: nothing is ever written
 * through a link, wherever it leads.
 */
export function compareScaffold(root: string, files: readonly ScaffoldFile[]): readonly Standing[] {
  for (const { path } of files) checkFolders(root, path);
  return files.map((file) => standingOf(root, file));
}

/** Writes what is new, each file whole and only where nothing stands. Throws a UserError at the first that cannot be. */
export function writeScaffold(root: string, standings: readonly Standing[]): void {
  for (const { file, state } of standings) {
    if (state !== 'new') continue;
    const path = join(root, file.path);
    try {
      checkFolders(root, file.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.text, { flag: 'wx' });
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      throw new UserError(`"${visibleLine(path)}" cannot be written (${codeOf(cause)})`, {
        hint: 'look at the permissions of its folder, then run chron init again: it goes on where it stopped',
        cause,
      });
    }
  }
}

/** All folders on the way to a file are folders, or not there yet. */
function checkFolders(root: string, path: string): void {
  const parts = path.split('/').slice(0, -1);
  for (let length = 1; length <= parts.length; length += 1) {
    const folder = parts.slice(0, length).join('/');
    const stat = statOf(join(root, folder));
    if (stat === undefined) return;
    if (stat.isDirectory()) continue;
    const what = stat.isSymbolicLink() ? 'a link' : 'a file';
    throw new UserError(`"${visibleLine(join(root, folder))}" is ${what}, not a folder`, {
      hint: `chron init writes below ${folder}/ and follows no link; move it away, or choose another folder`,
    });
  }
}

function standingOf(root: string, file: ScaffoldFile): Standing {
  const other = file.elsewhere?.find((path) => statOf(join(root, path)) !== undefined);
  if (other !== undefined) {
    return { file, state: 'kept', why: `${other} is there, and GitHub reads only one of them` };
  }
  const path = join(root, file.path);
  const stat = statOf(path);
  if (stat === undefined) return { file, state: 'new' };
  if (!stat.isFile()) {
    const what = stat.isSymbolicLink() ? 'a link' : stat.isDirectory() ? 'a folder' : 'no file';
    return { file, state: 'kept', why: `${what} stands there` };
  }
  return compared(file, readText(path));
}

function compared(file: ScaffoldFile, text: string): Standing {
  const [found, wanted] = [straightenText(text), straightenText(file.text)];
  if (found === wanted) return { file, state: 'same' };
  if (file.lines !== true) return { file, state: 'kept', why: 'it has another text' };
  const there = new Set(linesOf(found));
  const missing = linesOf(wanted).filter((line) => !there.has(line));
  if (missing.length === 0) return { file, state: 'same' };
  return { file, state: 'kept', why: `it has no line ${missing.join(', no line ')}` };
}

/** Without comments and empty lines. */
function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function statOf(path: string): ReturnType<typeof lstatSync> {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw new UserError(`"${visibleLine(path)}" cannot be looked at (${codeOf(cause)})`, {
      hint: 'look at the permissions of its folder',
      cause,
    });
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError(`"${visibleLine(path)}" cannot be read (${codeOf(cause)})`, {
      hint: 'look at its permissions',
      cause,
    });
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
}
