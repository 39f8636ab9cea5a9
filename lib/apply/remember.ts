import { ApiError, UserError } from '../errors.ts';
import type { Memory } from '../model/memory.ts';
import type { LiveList, ReferenceList } from '../model/reference-list.ts';
import {
  CHRON_APPLIED,
  CHRON_APPLIED_DESCRIPTION,
  memoryHash,
  readMemory,
  writeMemory,
} from '../plan/memory.ts';
import type { Journal } from '../ports/journal.ts';
import type { SecOps } from '../ports/secops.ts';

/** The tenant's memory as this apply knows it: the whole list, with the lines of other repositories. */
export interface Remembered {
  readonly list: LiveList | undefined;
  /** This repository's part; undefined where there is none, or none that can be read. */
  readonly memory: Memory | undefined;
}

/** Somebody else wrote this repository's lines while this apply was at work. */
export class MemoryMovedError extends UserError {
  override readonly name: string = 'MemoryMovedError';
  /** What they wrote, where it can be read. */
  readonly theirs: Memory | undefined;

  constructor(theirs: Memory | undefined) {
    super('another apply of this repository has been at work in this tenant', {
      hint: 'wait until it has ended, then plan again',
      exit: 5,
    });
    this.theirs = theirs;
  }
}

/** Other repositories write their lines into the same list: so often theirs are taken over and the write tried again. */
const MOST_TRIES = 5;

/**
 * Writes the memory into its list, with an intent in the journal before and an outcome after. Lines of other
 * repositories stay as they are, also those that came in the meantime. Throws MemoryMovedError where this repository's
 * own lines are not the ones that `known` has; else what the port or the journal throws.
 */
export async function remember(
  memory: Memory,
  known: Remembered,
  { secops, journal }: { readonly secops: SecOps; readonly journal: Journal },
): Promise<Remembered> {
  let { list } = known;
  for (let tries = 1; ; tries += 1) {
    const next = listOf(memory, list);
    journal.write({
      event: 'intent',
      change: 'remember',
      object: `%${CHRON_APPLIED}`,
      base: list?.base ?? null,
      lines: next.lines.length,
      commit: memory.commit ?? null,
    });
    try {
      const written =
        list === undefined
          ? await secops.createList(next)
          : await secops.updateList(next, list.base);
      journal.write({ event: 'outcome', change: 'remember', status: 'done' });
      return { list: written, memory };
    } catch (error) {
      const { name } = error instanceof Error ? error : new Error('unknown');
      journal.write({ event: 'outcome', change: 'remember', status: 'failed', because: name });
      // 409: the list is there already, or has another content than the one written against.
      const moved = error instanceof ApiError && error.status === 409;
      if (!moved || tries === MOST_TRIES) throw error;
      list = await secops.getList(CHRON_APPLIED);
      refuseMoved(memory.repository, known.list, list);
    }
  }
}

/** Throws MemoryMovedError where the repository's own lines differ between two readings of the list. */
export function refuseMoved(
  repository: string,
  before: LiveList | undefined,
  after: LiveList | undefined,
): void {
  const [then, now] = [before?.lines ?? [], after?.lines ?? []];
  if (memoryHash(then, repository) === memoryHash(now, repository)) return;
  throw new MemoryMovedError(readMemory(now, repository).memory);
}

/** Whether two memories say the same of what was given, whenever and by whom that was. */
export function sameMemory(one: Memory | undefined, other: Memory): boolean {
  if (one === undefined) return false;
  return said(one) === said(other);
}

function said(memory: Memory): string {
  return writeMemory([], { ...memory, time: new Date(0), identity: '' }).join('\n');
}

function listOf(memory: Memory, list: LiveList | undefined): ReferenceList {
  return {
    name: CHRON_APPLIED,
    kind: 'string',
    description: CHRON_APPLIED_DESCRIPTION,
    lines: writeMemory(list?.lines ?? [], memory),
  };
}
