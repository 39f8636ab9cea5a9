import { UserError } from '../errors.ts';
import type { LiveRule } from '../model/rule.ts';
import { textHash } from '../plan/hash.ts';
import type { Underway } from './attempt.ts';
import { type Failure, failureOf } from './failure.ts';
import type { Gate } from './gate.ts';
import type { GatedRule } from './gating.ts';
import type { MeasureStep } from './measure-steps.ts';
import { recordMeasured } from './record.ts';
import type { End } from './run-steps.ts';

/**
 * Measures one rule and remembers the verdict, for the changes that wait for it. What the service refuses on the way
 * is a failure: then nothing that waits for it goes on. Rejects only with a bug.
 */
export async function attemptMeasure(
  { measures: rule, purpose }: MeasureStep,
  { deps, learnt }: Underway,
  gate: Gate,
): Promise<{ readonly end: End; readonly failure?: Failure }> {
  const { secops, signal, journal } = deps;
  const { measure } = rule.demand;
  try {
    let stored: LiveRule | undefined;
    if (purpose === 'evidence' || measure === 'retrohunt') {
      // a version that was held is not there to be hunted
      if (purpose === 'evidence' && !learnt.written.has(rule.rule.name)) return DONE;
      stored = learnt.created.get(rule.rule.name) ?? (await storedRule(rule, secops));
      // turning it on refuses the text, and says why
      if (stored.compileState === 'failed') return DONE;
      refuseOther(rule, stored);
    }
    const version =
      stored === undefined
        ? undefined
        : { ruleId: stored.ruleId, versionId: stored.version.versionId };
    deps.onMeasure?.(rule.rule.name, purpose);
    const measured = await gate.run(rule, purpose, version);
    deps.renew?.();
    if (signal?.aborted === true) return NOT_DONE;
    const stop = recordMeasured(measured, journal);
    deps.onMeasured?.(measured);
    return { end: { done: true, stop } };
  } catch (error) {
    deps.renew?.();
    if (signal?.aborted === true) return NOT_DONE;
    const failure = failureOf(error, signal);
    if (failure === undefined) throw error;
    const because = `${rule.rule.name} could not be measured: ${failure.because}`;
    return { ...NOT_DONE, failure: { ...failure, because } };
  }
}

const DONE = { end: { done: true } } as const;
const NOT_DONE = { end: { done: false } } as const;

async function storedRule(
  { rule, live }: GatedRule,
  secops: Underway['deps']['secops'],
): Promise<LiveRule> {
  const found = live === undefined ? undefined : await secops.getRule(live.ruleId);
  if (found !== undefined) return found;
  throw new UserError(`${rule.name} is not in the tenant any more`, { hint: 'plan again' });
}

/** A hunt is of exactly the text that goes live, and never of a rule that alerts (design §5). */
function refuseOther({ rule, text }: GatedRule, { version, deployment }: LiveRule): void {
  if (textHash(version.text) !== textHash(text)) {
    throw new UserError(`the newest version of ${rule.name} is not the text that was planned`, {
      hint: 'somebody edits it; plan again',
    });
  }
  if (deployment.alerting) {
    throw new UserError(
      `${rule.name} alerts by now, and a hunt of it could raise alerts for the past`,
      { hint: 'somebody turned its alerting on; plan again' },
    );
  }
}
