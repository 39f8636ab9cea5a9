import { ApiError } from '../errors.ts';
import type { LiveRule } from '../model/rule.ts';
import { wireNothing } from '../wire/backstory-v2.ts';
import { ruleActionRequest } from '../wire/request.ts';
import type { Caller } from './caller.ts';
import { needRule } from './rules.ts';

/** The actions on a rule that set something to a value, and how to see that it has it. */
const REACHED = {
  EnableLiveRule: (rule) => rule.deployment.enabled,
  DisableLiveRule: (rule) => !rule.deployment.enabled,
  EnableAlerting: (rule) => rule.deployment.alerting,
  DisableAlerting: (rule) => !rule.deployment.alerting,
  ArchiveRule: (rule) => rule.archived,
  UnarchiveRule: (rule) => !rule.archived,
} as const satisfies Record<string, (rule: LiveRule) => boolean>;

/** An action that can be repeated without harm, as the same value is set again. */
export type FlagAction = keyof typeof REACHED;

/**
 * Sets a flag of a rule. A lost answer is settled by reading the rule back (reliability B2). Whether the service takes
 * a value that is already set is not documented (backstory-v2 §10): a refusal counts as success if it is.
 */
export async function setFlag(caller: Caller, action: FlagAction, ruleId: string): Promise<void> {
  const reached = async (): Promise<boolean> => REACHED[action](await needRule(caller, ruleId));
  try {
    await caller.mutate({
      request: ruleActionRequest(action, ruleId),
      schema: wireNothing,
      settle: async () => ((await reached()) ? { done: true, value: {} } : { done: false }),
    });
  } catch (error) {
    if (!isPrecondition(error) || !(await reached())) throw error;
  }
}

function isPrecondition(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 400 || error.status === 409);
}
