import { UserError } from '../errors.ts';
import type { SavedPlan } from '../model/plan-file.ts';
import { memoryHash } from '../plan/memory.ts';
import { type Moved, staleness } from '../plan/stale.ts';
import type { SecOps } from '../ports/secops.ts';
import { readTenant, type Tenant } from './tenant.ts';

/**
 * Reads the tenant again before a saved plan is carried out, and tells which of the objects it touches have moved
 * since it was made. If any has, nothing may be written (exit 5; reliability B3). Objects that the plan does not touch
 * may move freely. Reading all rules costs fewer calls than one a rule, and finds a rule created under a touched name.
 */
export async function checkFresh(
  saved: Pick<SavedPlan, 'plan' | 'input' | 'memoryHash' | 'repository'>,
  secops: SecOps,
): Promise<{ readonly moved: readonly Moved[]; readonly tenant: Tenant }> {
  const tenant = await readTenant(secops);
  const now = memoryHash(tenant.memory?.lines ?? [], saved.repository);
  const moved = staleness({
    changes: saved.plan.changes,
    planned: saved.input.live,
    now: tenant.live,
    memory: { planned: saved.memoryHash, now },
  });
  return { moved, tenant };
}

/** Throws a UserError (exit 5) where a saved plan is older than its environment lets plans become. */
export function refuseOld(
  { created, input }: Pick<SavedPlan, 'created' | 'input'>,
  now: Date,
): void {
  const { planMaxAgeMs } = input.environment.safety;
  const age = now.getTime() - created.getTime();
  if (age <= planMaxAgeMs) return;
  throw new UserError(
    `this plan was made ${hours(age)} ago, and ${input.environment.name} takes none older than ${hours(planMaxAgeMs)}`,
    { hint: 'plan again, or raise safety.planMaxAge in the environment file', exit: 5 },
  );
}

function hours(ms: number): string {
  return `${Math.floor(ms / 360_000) / 10} h`;
}
