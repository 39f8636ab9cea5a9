import type { Notice } from '../model/plan.ts';
import type { Entry } from './entry.ts';
import { warnedName } from './notice-words.ts';
import type { Deed } from './symbols.ts';

/** Entries that are printed, and how many of each kind are only counted. */
export interface Shortened {
  readonly shown: readonly Entry[];
  readonly left: readonly (readonly [deed: Deed, count: number])[];
}

/** At most so many entries of a kind; one with a warning or a revert is never among those left out. */
export function shorten(
  entries: readonly Entry[],
  notices: readonly Notice[],
  limit: number,
): Shortened {
  const warned = new Set(notices.map(warnedName));
  const seen = new Map<Deed, number>();
  const left = new Map<Deed, number>();
  const shown = entries.filter((entry) => {
    const [deed] = entry.deeds;
    if (deed === undefined) return false;
    const count = (seen.get(deed) ?? 0) + 1;
    seen.set(deed, count);
    if (count <= limit || entry.reverts || warned.has(entry.name)) return true;
    left.set(deed, (left.get(deed) ?? 0) + 1);
    return false;
  });
  return { shown, left: [...left] };
}
