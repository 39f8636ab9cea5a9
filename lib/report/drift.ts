import type { Change, Held, Plan } from '../model/plan.ts';
import { counted } from '../text.ts';
import { displayName, nameOf, objectOf } from './entry.ts';
import { isDrift } from './held-words.ts';

/** What was changed outside chron since the last apply: held, or planned back (`drift: revert`). */
export interface Drift {
  readonly held: readonly Held[];
  readonly reverted: readonly Change[];
  /** How many rules and lists. */
  readonly objects: number;
  /** `2 rules and 1 list`. */
  readonly words: string;
}

/** The drift in a plan. Changes that wait in git are none. */
export function driftOf({ held, changes }: Pick<Plan, 'held' | 'changes'>): Drift {
  const drifted = held.filter(isDrift);
  const reverted = changes.filter(({ reverts }) => reverts);
  const names = [
    ...drifted.map(({ object, name }) => displayName(object, name)),
    ...reverted.map((change) => displayName(objectOf(change), nameOf(change))),
  ];
  const all = new Set(names);
  const lists = [...all].filter((name) => name.startsWith('%')).length;
  const words = [
    ...(all.size > lists ? [counted(all.size - lists, 'rule')] : []),
    ...(lists > 0 ? [counted(lists, 'list')] : []),
  ].join(' and ');
  return { held: drifted, reverted, objects: all.size, words };
}
