import type { Change, Plan } from '../model/plan.ts';
import { compareText } from '../text.ts';
import type { Deed } from './symbols.ts';
import { DEEDS } from './symbols.ts';

/** All that a plan does to one object: how people read a plan, whatever the order it is carried out in. */
export interface Entry {
  readonly object: 'rule' | 'list';
  /** The name after the plan; a list without its `%`. */
  readonly name: string;
  /** What it comes to, the most telling first; never empty. */
  readonly deeds: readonly Deed[];
  /** In the plan's order. */
  readonly changes: readonly Change[];
  /** Some of it puts back what was changed outside chron. */
  readonly reverts: boolean;
  /** Takes away what git no longer has. */
  readonly removal: boolean;
}

/** The plan's changes, one entry an object: lists first, then rules by what is done to them, then by name. */
export function entriesOf(plan: Pick<Plan, 'changes'>): readonly Entry[] {
  const groups = new Map<string, Change[]>();
  for (const change of plan.changes) {
    const key = displayName(objectOf(change), nameOf(change));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].map(entryOf).toSorted(inReadingOrder);
}

/** The name of the object that a change is about, as it is after the plan. */
export function nameOf(change: Change): string {
  switch (change.kind) {
    case 'create-rule':
    case 'add-version':
    case 'rename-rule':
    case 'unarchive-rule':
      return change.rule.name;
    case 'set-enabled':
    case 'set-alerting':
    case 'archive-rule':
      return change.name;
    case 'create-list':
    case 'update-list':
      return change.list.name;
  }
}

/** Rules by their name, lists with the `%` that rules name them by. */
export function displayName(object: 'rule' | 'list', name: string): string {
  return object === 'list' ? `%${name}` : name;
}

/** Whether a change is about a rule or a list. */
export function objectOf({ kind }: Change): Entry['object'] {
  return kind === 'create-list' || kind === 'update-list' ? 'list' : 'rule';
}

function entryOf(changes: readonly [Change, ...Change[]] | readonly Change[]): Entry {
  const [first] = changes;
  if (first === undefined) throw new Error('a group of changes is never empty');
  return {
    object: objectOf(first),
    name: nameOf(first),
    deeds: deedsOf(changes),
    changes,
    reverts: changes.some((change) => change.reverts),
    removal: changes.some(takesAway),
  };
}

function takesAway(change: Change): boolean {
  return change.kind === 'archive-rule' || ('removal' in change && change.removal);
}

/** A new rule's way to being enabled belongs to its creation, and the way down to the archive to that. */
function deedsOf(changes: readonly Change[]): readonly Deed[] {
  const found = new Set(changes.map(deedOf));
  if (found.has('create') || found.has('unarchive')) found.delete('promote');
  if (found.has('archive')) found.delete('demote');
  return DEEDS.filter((deed) => found.has(deed));
}

/** What a single change comes to. */
export function deedOf(change: Change): Deed {
  switch (change.kind) {
    case 'create-rule':
    case 'create-list':
      return 'create';
    case 'add-version':
    case 'update-list':
      return 'update';
    case 'rename-rule':
      return 'rename';
    case 'unarchive-rule':
      return 'unarchive';
    case 'set-enabled':
    case 'set-alerting':
      return change.value ? 'promote' : 'demote';
    case 'archive-rule':
      return 'archive';
  }
}

function inReadingOrder(one: Entry, other: Entry): number {
  return (
    compareText(one.object, other.object) ||
    rankOf(one) - rankOf(other) ||
    compareText(one.name, other.name)
  );
}

function rankOf({ deeds: [first] }: Entry): number {
  return first === undefined ? DEEDS.length : DEEDS.indexOf(first);
}
