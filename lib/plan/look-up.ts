import type { PlanInput } from '../model/plan.ts';
import type { LiveList } from '../model/reference-list.ts';
import type { LiveRule } from '../model/rule.ts';
import { contentHash, textHash } from './hash.ts';

type Sides = Pick<PlanInput, 'wanted' | 'base' | 'live'>;

/**
 * The live rules of which a plan has to know whether git's history has their text (`knownTexts`): those that no base
 * speaks for. Reading a history takes seconds where it was never read, so nobody else may cause it.
 */
export function rulesToLookUp({ wanted, base, live }: Sides): readonly LiveRule[] {
  const wantedTexts = new Map(wanted.rules.map(({ name, text }) => [name, text]));
  const given = new Map(base.rules.map((rule) => [rule.name, rule]));
  return live.rules.filter(({ name, archived, version }) => {
    const last = given.get(name);
    const wantedText = wantedTexts.get(name);
    if (last === undefined && wantedText === undefined) return false;
    if (last !== undefined && !archived) return false;
    const hash = textHash(version.text);
    if (hash === last?.textHash) return false;
    // Given un-archived and found in the archive: even what is wanted now may be what somebody put there.
    if (last?.archived === false || wantedText === undefined) return true;
    return hash !== textHash(wantedText);
  });
}

/** The same of reference lists (`knownLists`). */
export function listsToLookUp({ wanted, base, live }: Sides): readonly LiveList[] {
  const wantedHashes = new Map(wanted.lists.map((list) => [list.name, contentHash(list)]));
  const given = new Set(base.lists.map(({ name }) => name));
  return live.lists.filter((list) => {
    const hash = wantedHashes.get(list.name);
    return hash !== undefined && !given.has(list.name) && hash !== contentHash(list);
  });
}
