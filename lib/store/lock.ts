import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { errorCode, ownFolder, stateError, writeWhole } from './disk.ts';
import {
  heldError,
  type Holder,
  holderOf,
  isWritten,
  lives,
  thisProcess,
  type Written,
} from './holder.ts';

/** A lock that this process has until it releases it or dies. */
export interface Lock {
  readonly path: string;
  /** Tells whoever finds the lock at which port its holder serves. */
  publish(port: number): void;
  release(): void;
}

/**
 * Takes a lock, or throws UserError naming who has it. A holder that is dead is succeeded.
 *
 * A lock is a folder of numbered terms, each a folder with the facts of its holder. The highest term counts.
 * It is taken by moving a finished folder to the number above: the system lets exactly one such move succeed.
 * The highest term is never taken away, not even on release (that is written into it), so a slow racer that
 * moves its folder to a number long gone finds a higher one beside it, and steps back.
 */
export function acquireLock(
  path: string,
  about: Pick<Holder, 'command' | 'started' | 'port'>,
): Lock {
  const facts = thisProcess(about);
  ownFolder(dirname(path));
  ownFolder(path);
  const term = enterTerm(path, facts);
  return lockOf(path, join(path, String(term)), facts);
}

/** Who has a lock at the moment; undefined if nobody that lives. */
export function readHolder(path: string): Holder | undefined {
  const written = readTerm(path, highestTerm(path));
  return written !== undefined && lives(written) ? holderOf(written) : undefined;
}

/** More races than any machine has processes at work on one state. */
const MOST_RACES = 100;

function enterTerm(path: string, facts: Written): number {
  for (let race = 0; race < MOST_RACES; race += 1) {
    const highest = highestTerm(path);
    const written = readTerm(path, highest);
    if (written !== undefined && lives(written)) throw heldError(path, holderOf(written));
    const term = highest + 1;
    if (!moveIn(path, term, facts)) continue;
    if (highestTerm(path) === term) {
      sweep(path, term);
      return term;
    }
    discard(join(path, String(term)));
  }
  throw new UserError(`cannot take the lock ${path}: too many processes are after it`, {
    hint: 'wait until they have ended, then try again',
  });
}

/** Writes the facts into a folder of their own and moves it to the term's number; false if somebody was faster. */
function moveIn(path: string, term: number, facts: Written): boolean {
  let draft: string | undefined;
  try {
    draft = mkdtempSync(join(path, 'new-'));
    writeWhole(join(draft, HOLDER), `${JSON.stringify(facts)}\n`);
    renameSync(draft, join(path, String(term)));
    return true;
  } catch (error) {
    if (draft !== undefined) discard(draft);
    // ENOENT: whoever was faster swept our draft away. EPERM: Windows' word for a folder that is there.
    const faster = ['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errorCode(error) ?? '');
    if (faster || highestTerm(path) >= term) return false;
    throw stateError(path, error);
  }
}

const HOLDER = 'holder.json';

function highestTerm(path: string): number {
  return Math.max(
    0,
    ...entries(path)
      .filter((name) => /^\d{1,15}$/.test(name))
      .map(Number),
  );
}

function entries(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw stateError(path, error);
  }
}

/** Takes away earlier terms and the drafts of racers, which count for nothing any more. */
function sweep(path: string, term: number): void {
  for (const name of entries(path)) {
    if (name !== String(term)) discard(join(path, name));
  }
}

function discard(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // A slow racer is moving into it. It will find a higher term beside it, and take its own away.
  }
}

/** The holder of a term; undefined if it was released, or if no whole file is there (the power failed, so its holder is gone). */
function readTerm(path: string, term: number): Written | undefined {
  try {
    const facts: unknown = JSON.parse(readFileSync(join(path, String(term), HOLDER), 'utf8'));
    return isWritten(facts) ? facts : undefined;
  } catch {
    return undefined;
  }
}

function lockOf(path: string, term: string, facts: Written): Lock {
  let held = true;
  return {
    path,
    publish: (port) => writeWhole(join(term, HOLDER), `${JSON.stringify({ ...facts, port })}\n`),
    release: () => {
      if (!held) return;
      held = false;
      try {
        writeWhole(join(term, HOLDER), '{"released":true}\n');
      } catch {
        // The whole folder may be gone, or the disk full: then the death of this process releases the lock.
      }
    },
  };
}
