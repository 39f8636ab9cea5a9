import { UserError } from '../errors.ts';
import type { Change } from '../model/plan.ts';
import { textHash } from '../plan/hash.ts';
import type { SecOps } from '../ports/secops.ts';
import type { Gate } from './gate.ts';
import { gatedStepOf, writesText } from './gating.ts';
import type { Learnt } from './send.ts';

/**
 * Refuses to turn on a rule whose newest text is not the one that was measured: a hunt takes long, and somebody may
 * have edited the rule meanwhile (design §5: a verdict is for that exact text). A version is written against its base,
 * and needs no such look. Throws UserError, or what the port throws.
 */
export async function refuseUnmeasured(
  change: Change,
  gate: Pick<Gate, 'ruleOf'>,
  { secops, learnt }: { readonly secops: Pick<SecOps, 'getRule'>; readonly learnt: Learnt },
): Promise<void> {
  const step = gatedStepOf(change);
  if (step === undefined || writesText(change) || !('name' in change)) return;
  const rule = gate.ruleOf(change.name);
  if (rule === undefined || !rule.demand.gated.includes(step)) return;
  const ruleId = change.live?.ruleId ?? learnt.created.get(change.name)?.ruleId;
  const now = ruleId === undefined ? undefined : await secops.getRule(ruleId);
  if (now !== undefined && textHash(now.version.text) === textHash(rule.text)) return;
  throw new UserError(
    now === undefined
      ? `${change.name} is not in the tenant any more`
      : `the newest version of ${change.name} is not the text that was measured`,
    { hint: 'somebody edits it; plan again' },
  );
}
