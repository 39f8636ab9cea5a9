import type { Change, ChangeKind } from '../model/plan.ts';
import { compareText } from '../text.ts';

/**
 * When each kind of change is carried out (design.md §5): what stops noise first, since it never depends on a text;
 * then what rules lean on; what is turned on after its text stands; what is taken away last.
 */
const PHASES = {
  off: 0,
  lists: 1,
  unarchive: 2,
  texts: 3,
  enable: 4,
  alert: 5,
  removals: 6,
} as const;

const PHASE: Readonly<Record<Exclude<ChangeKind, 'set-enabled' | 'set-alerting'>, number>> = {
  'create-list': PHASES.lists,
  'update-list': PHASES.lists,
  'unarchive-rule': PHASES.unarchive,
  'create-rule': PHASES.texts,
  'add-version': PHASES.texts,
  'rename-rule': PHASES.texts,
  'archive-rule': PHASES.removals,
};

/** Of one rule in one phase: what is off early cannot page, and the service archives only what is disabled. */
const STEP: Readonly<Partial<Record<ChangeKind, number>>> = {
  'set-alerting': 0,
  'set-enabled': 1,
  'archive-rule': 2,
};

/** Which phase a change belongs to, counted from 0. */
export function phaseOf(change: Change): number {
  if (change.kind !== 'set-enabled' && change.kind !== 'set-alerting') return PHASE[change.kind];
  if (change.removal) return PHASES.removals;
  if (!change.value) return PHASES.off;
  return change.kind === 'set-enabled' ? PHASES.enable : PHASES.alert;
}

/** The name of the object that a change is about, as it is after the plan; lists without their `%`. */
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

/** Puts changes into the order in which they are carried out; within a phase by name. */
export function inOrder(changes: readonly Change[]): readonly Change[] {
  return changes.toSorted(
    (before, after) =>
      phaseOf(before) - phaseOf(after) ||
      compareText(nameOf(before), nameOf(after)) ||
      (STEP[before.kind] ?? 0) - (STEP[after.kind] ?? 0),
  );
}
