import type { Plan } from '../model/plan.ts';
import { counted } from '../text.ts';
import { displayName, type Entry } from './entry.ts';
import { DEEDS, type Deed } from './symbols.ts';

/** How many objects each deed is done to. A rule that is updated and demoted counts in both. */
export type Tally = Readonly<Record<Deed, number>>;

export function tallyOf(entries: readonly Entry[]): Tally {
  const tally = {
    create: 0,
    update: 0,
    rename: 0,
    unarchive: 0,
    promote: 0,
    demote: 0,
    archive: 0,
  } satisfies Tally;
  for (const { deeds } of entries) for (const deed of deeds) tally[deed] += 1;
  return tally;
}

/** How many objects are held; a rule with two held fields is one. */
export function heldObjects({ held }: Pick<Plan, 'held'>): number {
  return new Set(held.map(({ object, name }) => displayName(object, name))).size;
}

/** The sentence at the end of a plan: `Plan: 1 to create, 2 to update; 1 list to create; 384 unchanged.` */
export function tallySentence(plan: Plan, entries: readonly Entry[]): string {
  const rules = rulePhrases(entries);
  const lists = listPhrases(entries);
  const held = heldObjects(plan);
  const unmanaged = plan.counts.unmanaged.length;
  const parts = [
    rules.length === 0 ? 'no rule to change' : rules.join(', '),
    ...(lists.length === 0 ? [] : [lists.join(', ')]),
    ...(held === 0 ? [] : [`${held} held`]),
    `${plan.counts.unchanged.toLocaleString('en-US')} unchanged`,
    ...(unmanaged === 0
      ? []
      : [`${unmanaged.toLocaleString('en-US')} not managed by this repository`]),
  ];
  return `Plan: ${parts.join('; ')}.`;
}

/** `1 to create`, `2 to update`, `1 list to create`: the same without the rest of the sentence. */
export function tallyPhrases(entries: readonly Entry[]): readonly string[] {
  return [...rulePhrases(entries), ...listPhrases(entries)];
}

function rulePhrases(entries: readonly Entry[]): readonly string[] {
  return phrases(
    entries.filter(({ object }) => object === 'rule'),
    (count) => count.toLocaleString('en-US'),
  );
}

function listPhrases(entries: readonly Entry[]): readonly string[] {
  return phrases(
    entries.filter(({ object }) => object === 'list'),
    (count) => counted(count, 'list'),
  );
}

function phrases(
  entries: readonly Entry[],
  counting: (count: number) => string,
): readonly string[] {
  const tally = tallyOf(entries);
  return DEEDS.filter((deed) => tally[deed] > 0).map(
    (deed) => `${counting(tally[deed])} to ${deed}`,
  );
}
