import type { FieldDifference, Held, HeldReason } from '../model/plan.ts';
import { putsBack, type Facts } from './facts.ts';
import { threeWay } from './three-way.ts';

/** What is done about one field of one object. */
export type Ruling =
  | { readonly status: 'in-step' }
  | { readonly status: 'planned'; readonly reverts: boolean }
  | { readonly status: 'held'; readonly reason: HeldReason };

export const IN_STEP: Ruling = { status: 'in-step' };

/** How the object that a field belongs to is looked at. */
export interface Look {
  /** The name that `--overwrite` calls it by: the one it has after the plan, a list's with its `%`. */
  readonly name: string;
  /** Fields whose base nobody knows since first contact: where they differ, that is no drift. */
  readonly assumed: readonly string[];
  readonly facts: Facts;
}

/** Rules on one field by the three-way table, and on what may be put back. */
export function rule<Value extends string | boolean>(
  field: FieldDifference['field'],
  base: Value | undefined,
  wanted: Value,
  live: Value,
  look: Look,
): Ruling {
  const assumed = look.assumed.includes(field);
  const standing = threeWay(assumed ? undefined : base, wanted, live);
  switch (standing) {
    case 'in-step':
      return IN_STEP;
    case 'planned':
      return { status: 'planned', reverts: false };
    case 'changed-outside':
      return holdOrPutBack('changed-outside', look);
    case 'conflict':
      return holdOrPutBack(assumed ? 'first-contact' : 'conflict', look);
  }
}

/** Held for this reason, unless the reader said that git wins. */
export function holdOrPutBack(
  reason: HeldReason,
  { name, facts }: Pick<Look, 'name' | 'facts'>,
): Ruling {
  return putsBack(reason, name, facts)
    ? { status: 'planned', reverts: true }
    : { status: 'held', reason };
}

/** A ruling, with the three values it is about. */
export interface RuledField extends FieldDifference {
  readonly ruling: Ruling;
}

/**
 * One Held for each reason, in the order in which the fields are given. `liveTime` is the time of the live text,
 * so it is only told where the text is what differs; the service keeps no time for flags.
 */
export function heldFields(
  fields: readonly RuledField[],
  { liveTime, ...about }: Omit<Held, 'reason' | 'differences'>,
): readonly Held[] {
  const byReason = new Map<HeldReason, FieldDifference[]>();
  for (const { ruling, ...difference } of fields) {
    if (ruling.status !== 'held') continue;
    byReason.set(ruling.reason, [...(byReason.get(ruling.reason) ?? []), difference]);
  }
  return [...byReason].map(([reason, differences]) => ({
    ...about,
    reason,
    differences,
    ...(liveTime !== undefined && differences.some(({ field }) => field === 'text')
      ? { liveTime }
      : {}),
  }));
}
