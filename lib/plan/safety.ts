import type { Tier } from '../model/environment.ts';
import type { Change, Objection, Plan, PlanInput } from '../model/plan.ts';
import { nameOf } from './order.ts';

/** How many rules a tenant may have enabled, in all and of those with a `match` section (backstory-v2 §5.3). */
export const TIER_LIMITS: Readonly<
  Record<Tier, { readonly enabled: number; readonly multiEvent: number }>
> = {
  standard: { enabled: 1000, multiEvent: 75 },
  enterprise: { enabled: 2000, multiEvent: 200 },
  'enterprise-plus': { enabled: 3500, multiEvent: 400 },
};

/**
 * The limits of the environment that the plan would break (design.md §5): updates, demotions and archives of managed
 * rules, as shares of `managed`, the number of active live rules that base or wanted knows. Creations and promotions
 * do not count. Each limit is lifted by allowing at least as many rules as it counts.
 */
export function safetyObjections(
  changes: readonly Change[],
  managed: number,
  { environment: { safety }, options }: Pick<PlanInput, 'environment' | 'options'>,
): readonly Objection[] {
  if (managed < safety.minRules) return [];
  const counted = [
    {
      kind: 'max-changed',
      count: rulesWith(changes, isChange),
      limit: safety.maxChanged,
      allowed: options.allowChanged,
    },
    {
      kind: 'max-archived',
      count: rulesWith(changes, isRemoval),
      limit: safety.maxArchived,
      allowed: options.allowArchived,
    },
  ] as const;
  return counted
    .filter(({ count, limit, allowed }) => count / managed > limit && count > (allowed ?? 0))
    .map(({ kind, count, limit }) => ({ kind, count, of: managed, limit }));
}

function rulesWith(changes: readonly Change[], matches: (change: Change) => boolean): number {
  return new Set(changes.filter(matches).map(nameOf)).size;
}

function isChange(change: Change): boolean {
  switch (change.kind) {
    case 'add-version':
    case 'rename-rule':
      // On top of an archived rule it is part of bringing that rule back: nothing that runs is changed.
      return !change.live.archived;
    case 'set-enabled':
    case 'set-alerting':
      return !change.value;
    case 'archive-rule':
      return true;
    case 'create-rule':
    case 'unarchive-rule':
    case 'create-list':
    case 'update-list':
      return false;
  }
}

/** Under `removed: disable` a rule is taken away by turning it off. */
function isRemoval(change: Change): boolean {
  return change.kind === 'archive-rule' || (change.kind === 'set-enabled' && change.removal);
}

/** How the tenant's enabled rules, managed or not, stand to its quota before and after the plan. */
export function quotaOf(
  changes: readonly Change[],
  { environment: { tier }, live }: Pick<PlanInput, 'environment' | 'live'>,
): Plan['quota'] {
  const before = new Map(
    live.rules
      .filter(({ archived }) => !archived)
      .map(({ ruleId, deployment, multiEvent }): [string, Counted] => [
        ruleId,
        { enabled: deployment.enabled, multiEvent },
      ]),
  );
  const after = new Map(before);
  for (const change of changes) {
    const facts = countedOf(change);
    if (facts === undefined) continue;
    const id = idOf(change);
    after.set(id, { ...(after.get(id) ?? LANDED), ...facts });
  }
  const limits = TIER_LIMITS[tier];
  const use = (limit: number, one: (rule: Counted) => boolean) => ({
    before: [...before.values()].filter(one).length,
    after: [...after.values()].filter(one).length,
    limit,
  });
  return {
    tier,
    enabled: use(limits.enabled, ({ enabled }) => enabled),
    multiEvent: use(limits.multiEvent, ({ enabled, multiEvent }) => enabled && multiEvent),
  };
}

interface Counted {
  readonly enabled: boolean;
  readonly multiEvent: boolean;
}

const LANDED: Counted = { enabled: false, multiEvent: false };

/** A rule that the plan creates has no id yet and goes by its name. */
function idOf(change: Change): string {
  return 'live' in change && 'ruleId' in change.live ? change.live.ruleId : `new ${nameOf(change)}`;
}

/** What a change makes of a rule, as far as quotas go. */
function countedOf(change: Change): Partial<Counted> | undefined {
  switch (change.kind) {
    case 'create-rule':
    case 'add-version':
    case 'rename-rule':
      return { multiEvent: change.rule.multiEvent };
    case 'unarchive-rule':
      return { multiEvent: change.live.multiEvent };
    case 'set-enabled':
      return { enabled: change.value };
    case 'archive-rule':
      return { enabled: false };
    case 'set-alerting':
    case 'create-list':
    case 'update-list':
      return undefined;
  }
}

/** A quota is an objection where the plan ends above it and adds to it: what is over already may shrink. */
export function quotaObjections({
  tier,
  enabled,
  multiEvent,
}: Plan['quota']): readonly Objection[] {
  return (
    [
      ['quota-enabled', enabled],
      ['quota-multi-event', multiEvent],
    ] as const
  )
    .filter(([, { before, after, limit }]) => after > limit && after > before)
    .map(([kind, { after, limit }]) => ({ kind, after, limit, tier }));
}
