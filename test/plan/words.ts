import type { Change, Held, Plan } from '../../lib/model/plan.ts';
import { nameOf } from '../../lib/plan/order.ts';

/** A change in a few words: `set-enabled on a`, `create-list %l`, `archive-rule a (reverts)`. */
export function changeWords(change: Change): string {
  const list = change.kind === 'create-list' || change.kind === 'update-list';
  const value = 'value' in change ? ` ${change.value ? 'on' : 'off'}` : '';
  const from = change.kind === 'rename-rule' ? ` from ${change.live.name}` : '';
  const removal = 'removal' in change && change.removal ? ' (removal)' : '';
  const reverts = change.reverts ? ' (reverts)' : '';
  return `${change.kind}${value} ${list ? '%' : ''}${nameOf(change)}${from}${removal}${reverts}`;
}

/** A held object in a few words: `a: conflict: text, enabled`. */
export function heldWords({ object, name, reason, differences }: Held): string {
  const fields = differences.map(({ field }) => field).join(', ');
  return `${object === 'list' ? '%' : ''}${name}: ${reason}${fields === '' ? '' : `: ${fields}`}`;
}

/** What a plan does and leaves, in words. */
export function planWords(plan: Plan): { changes: readonly string[]; held: readonly string[] } {
  return { changes: plan.changes.map(changeWords), held: plan.held.map(heldWords) };
}
