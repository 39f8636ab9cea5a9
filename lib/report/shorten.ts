import { counted } from '../text.ts';
import type { Entry } from './entry.ts';
import type { Deed } from './symbols.ts';

/** So many more rules or lists to which one thing is done. */
export interface LeftOut {
  readonly object: Entry['object'];
  readonly deed: Deed;
  readonly count: number;
}

/** Entries that are printed, and how many of each kind are only counted. */
export interface Shortened {
  readonly shown: readonly Entry[];
  readonly left: readonly LeftOut[];
}

/** At most so many entries of a kind; one with a warning or a revert is never among those left out. */
export function shorten(
  entries: readonly Entry[],
  warned: ReadonlySet<string>,
  limit: number,
): Shortened {
  const seen = new Map<string, number>();
  const left = new Map<string, LeftOut>();
  const shown = entries.filter((entry) => {
    const [deed] = entry.deeds;
    if (deed === undefined) return false;
    const { object } = entry;
    const kind = `${deed} ${object}`;
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    if (count <= limit || entry.reverts || (entry.object === 'rule' && warned.has(entry.name)))
      return true;
    left.set(kind, { object, deed, count: (left.get(kind)?.count ?? 0) + 1 });
    return false;
  });
  return { shown, left: [...left.values()] };
}

/** `and 12 more rules to create`. */
export function leftOutText({ object, deed, count }: LeftOut): string {
  return `and ${counted(count, `more ${object}`)} to ${deed}`;
}
