import type { PlanInput } from '../model/plan.ts';
import type { LiveList } from '../model/reference-list.ts';
import { CHRON_APPLIED } from '../plan/memory.ts';
import type { SecOps } from '../ports/secops.ts';

/** A tenant as it is now, and the list in which it remembers what it was given. */
export interface Tenant {
  readonly live: PlanInput['live'];
  readonly memory: LiveList | undefined;
}

/** Reads a whole tenant in as few calls as it has pages (design.md §6). Complete or rejected. */
export async function readTenant(secops: SecOps): Promise<Tenant> {
  const [rules, lists] = await Promise.all([secops.listRules(), secops.listLists()]);
  return {
    live: { rules, lists: lists.filter(({ name }) => name !== CHRON_APPLIED) },
    memory: lists.find(({ name }) => name === CHRON_APPLIED),
  };
}
