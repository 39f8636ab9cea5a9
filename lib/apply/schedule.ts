import type { Change, Plan } from '../model/plan.ts';
import type { Rule } from '../model/rule.ts';
import { objectOf } from './change.ts';

/** What a step waits for. */
export interface Waiting {
  readonly number: number;
  /** Without these done it is skipped. */
  readonly needs: readonly number[];
  /** These have ended, however they ended, before it starts. */
  readonly after: readonly number[];
  /** Part of taking a rule away: starts once all else is done, and not after a failure. */
  readonly removal: boolean;
}

/** One change on its way. Numbered from 1, in the plan's order. */
export interface Step extends Waiting {
  readonly change: Change;
}

/** What the order of changes needs to know of a wanted rule. */
export type ScheduledRule = Pick<Rule, 'name' | 'lists' | 'multiEvent'>;

/**
 * What each change of a plan waits for (design.md §5), and nothing more: the fewer wait, the more of the service's
 * methods are at work side by side.
 *
 * - Changes of one rule go in the plan's order and need each other. Only turning off needs nothing: a noisy rule
 *   is stopped whatever else fails.
 * - A rule needs the lists it names, before a text that names them arrives and before it is turned on.
 * - Removals come after everything else.
 * - Where the tenant is so full that the rules to be enabled fit only once others are disabled, they wait for those.
 */
export function scheduleSteps(
  { changes, quota }: Pick<Plan, 'changes' | 'quota'>,
  rules: readonly ScheduledRule[],
): readonly Step[] {
  const listsOf = new Map(rules.map(({ name, lists }) => [name, lists]));
  const numbered = changes.map((change, index) => ({ number: index + 1, change }));
  const lists = new Map<string, number>();
  for (const { number, change } of numbered) {
    if (isListChange(change)) lists.set(change.list.name, number);
  }
  const full = isFull({ changes, quota }, rules);
  const disables = numbered
    .filter(({ change }) => turns(change, 'set-enabled', false) && !isRemoval(change))
    .map(({ number }) => number);

  const latest = new Map<string, number>();
  return numbered.map(({ number, change }) => {
    const object = objectOf(change);
    const before = latest.get(object);
    latest.set(object, number);
    const own = before === undefined ? [] : [before];
    const step = { number, change, removal: isRemoval(change) };
    if (isListChange(change)) return { ...step, needs: own, after: [] };
    if (turnsOff(change)) return { ...step, needs: [], after: own };
    const named = 'rule' in change ? change.rule.lists : (listsOf.get(change.name) ?? []);
    const uses = isRemoval(change) ? [] : named.flatMap((list) => lists.get(list) ?? []);
    return {
      ...step,
      needs: [...own, ...uses],
      after: full && turns(change, 'set-enabled', true) ? disables : [],
    };
  });
}

/** Whether enabling all before anything is disabled would be more than the tenant's tier allows. */
function isFull(
  { changes, quota }: Pick<Plan, 'changes' | 'quota'>,
  rules: readonly ScheduledRule[],
): boolean {
  const multiEvent = new Set(rules.filter((rule) => rule.multiEvent).map(({ name }) => name));
  const enabled = changes.flatMap((change) =>
    change.kind === 'set-enabled' && change.value ? [change.name] : [],
  );
  const more = enabled.filter((name) => multiEvent.has(name)).length;
  return (
    quota.enabled.before + enabled.length > quota.enabled.limit ||
    quota.multiEvent.before + more > quota.multiEvent.limit
  );
}

function isListChange(
  change: Change,
): change is Extract<Change, { kind: 'create-list' | 'update-list' }> {
  return change.kind === 'create-list' || change.kind === 'update-list';
}

function isRemoval(change: Change): boolean {
  return change.kind === 'archive-rule' || ('removal' in change && change.removal);
}

function turnsOff(change: Change): boolean {
  return turns(change, 'set-enabled', false) || turns(change, 'set-alerting', false);
}

function turns(change: Change, kind: 'set-enabled' | 'set-alerting', value: boolean): boolean {
  return change.kind === kind && change.value === value;
}
