import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, FILE_MODE, ownFolder, stateError } from './disk.ts';

/** What chron keeps beside a repository, by what it is. */
export type StateRoom = 'journal' | 'cache' | 'emulator';

/** The folder `.chron/` of a work tree: journals, a cache and the embedded environment. Never part of the repository. */
export interface StateFolder {
  /** Of `.chron` itself, joined to the work tree's path as it was given. */
  readonly path: string;
  /** A folder inside, made when it is first asked for. */
  room(name: StateRoom): string;
}

/**
 * Makes or finds `.chron/` under a work tree. It ignores itself in git by a `.gitignore` of its own, so no
 * repository has to know of it. Throws UserError where it cannot be written, or where a link or file stands there.
 */
export function openState(workTree: string): StateFolder {
  const path = join(workTree, '.chron');
  ownFolder(path);
  const ignore = join(path, '.gitignore');
  try {
    writeFileSync(ignore, '*\n', { flag: 'wx', mode: FILE_MODE });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw stateError(ignore, error);
  }
  return {
    path,
    room: (name) => {
      const room = join(path, name);
      ownFolder(room);
      return room;
    },
  };
}

/** An environment's name as part of a file name: what is not a letter, digit, `.`, `_` or `-` is percent-encoded. */
export function fileWord(name: string): string {
  const word = name.replace(/[^A-Za-z0-9._-]/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
  return /^\.+$/.test(word) ? word.replaceAll('.', '%2E') : word;
}
