import type { Change, Plan } from '../model/plan.ts';

/** What carrying out a plan asks of the service. */
export interface Effort {
  readonly writes: number;
  /** Reads that prove a write's base or its effect, and the listing for the last plan. */
  readonly rereads: number;
  /**
   * The least time that the published rates allow: one call a second of each method, methods side by side
   * (backstory-v2 §5.4). UpdateReferenceList is not in that table; it is counted like the others.
   */
  readonly seconds: number;
}

/**
 * Calls a change makes. A version has no precondition in v2, so its base is read before and its predecessor after
 * (reliability B2); a list's content is read before it is replaced.
 */
const CALLS: Readonly<
  Record<Change['kind'], { readonly write: string; readonly reads: readonly string[] }>
> = {
  'create-rule': { write: 'CreateRule', reads: [] },
  'add-version': { write: 'CreateRuleVersion', reads: ['GetRule', 'ListRuleVersions'] },
  'rename-rule': { write: 'CreateRuleVersion', reads: ['GetRule', 'ListRuleVersions'] },
  'set-enabled': { write: 'LiveRule', reads: [] },
  'set-alerting': { write: 'Alerting', reads: [] },
  'archive-rule': { write: 'ArchiveRule', reads: [] },
  'unarchive-rule': { write: 'UnarchiveRule', reads: [] },
  'create-list': { write: 'CreateReferenceList', reads: [] },
  'update-list': { write: 'UpdateReferenceList', reads: ['GetReferenceList'] },
};

/** After the last change both collections are listed once more, for the plan that must be empty. */
const LAST_PLAN = ['ListRules', 'ListReferenceLists'];

/** How many calls an apply of this plan makes, and how long they take at best. */
export function effortOf({ changes }: Pick<Plan, 'changes'>): Effort {
  if (changes.length === 0) return { writes: 0, rereads: 0, seconds: 0 };
  const reads = [...changes.flatMap(({ kind }) => CALLS[kind].reads), ...LAST_PLAN];
  const calls = new Map<string, number>();
  for (const method of [...changes.map(methodOf), ...reads]) {
    calls.set(method, (calls.get(method) ?? 0) + 1);
  }
  return {
    writes: changes.length,
    rereads: reads.length,
    seconds: Math.max(...calls.values()),
  };
}

/** Turning on and turning off are methods of their own, with a bucket each. */
function methodOf(change: Change): string {
  const { write } = CALLS[change.kind];
  if (change.kind !== 'set-enabled' && change.kind !== 'set-alerting') return write;
  return `${change.value ? 'Enable' : 'Disable'}${write}`;
}
