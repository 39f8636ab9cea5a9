import { ApiError } from '../errors.ts';
import type { LiveRule } from '../model/rule.ts';
import { compareText, straightenText } from '../text.ts';
import { wireRule } from '../wire/backstory-v2.ts';
import { createRuleRequest } from '../wire/request.ts';
import type { Moment } from '../wire/timestamp.ts';
import { parseVersionId } from '../wire/version-id.ts';
import type { Caller, Settled } from './caller.ts';
import type { SeenRules } from './fresh-list.ts';
import { setFlag } from './settle-flag.ts';

/** What a creation needs besides the calls: a list that is not older than the question, and what was there before. */
export interface CreateContext {
  readonly caller: Caller;
  readonly freshRules: () => Promise<readonly LiveRule[]>;
  readonly seen: SeenRules;
}

/** When to look for a rule whose creation got no answer: the service's own time-out is 60 s (reliability B2). */
const LOOK_AT_MS = [1000, 3000, 10_000, 30_000, 65_000];
/** Clocks may differ by so much. */
const SKEW_MS = 10 * 60_000;

/**
 * Creates a rule exactly once. Names are not unique and there is no idempotency key (backstory-v2 §1.6, §9 trap 14), so a
 * lost answer is looked for in the list before the one repetition; and after every creation the list is looked at for a
 * twin with our text: the earlier rule stays, ours is archived.
 */
export async function createRule(context: CreateContext, text: string): Promise<LiveRule> {
  const { caller, seen } = context;
  const ours: Ours = {
    text: straightenText(text),
    mark: seen.mark(),
    from: new Date(caller.now().getTime() - SKEW_MS),
  };
  const created = await caller.mutate({
    request: createRuleRequest(text),
    schema: wireRule,
    settle: (lost) => lookFor(context, ours, lost),
    repeats: 1,
  });
  try {
    return await settleTwins(context, ours, await landed(caller, created));
  } catch (error) {
    throw error instanceof ApiError ? halfDone(created.ruleId, error) : error;
  }
}

/** Created it was; what should follow failed. */
function halfDone(ruleId: string, { operation, status, detail }: ApiError): ApiError {
  return new ApiError({
    operation: 'CreateRule',
    status,
    effect: 'ambiguous',
    detail: `rule ${ruleId} was created, but could not be looked after: ${operation}: ${detail}`,
    hint: 'plan again; the rule will be found',
  });
}

interface Ours {
  /** Straightened. */
  readonly text: string;
  /** Before the request left. */
  readonly mark: number;
  /** No rule of ours was created before. */
  readonly from: Date;
}

async function lookFor(
  { caller, freshRules, seen }: CreateContext,
  ours: Ours,
  lost: ApiError,
): Promise<Settled<LiveRule>> {
  let waited = 0;
  for (const at of LOOK_AT_MS) {
    await caller.wait('CreateRule', at - waited).catch(() => throwLost(lost));
    waited = at;
    const rules = await freshRules().catch(() => throwLost(lost));
    const [found] = sameText(rules, ours).filter((rule) => mayBeOurs(rule, ours, seen));
    if (found !== undefined) return { done: true, value: found };
  }
  return { done: false };
}

function throwLost({ operation, status, detail }: ApiError): never {
  throw new ApiError({
    operation,
    status,
    effect: 'ambiguous',
    detail,
    hint: 'whether the rule was created is not known; plan again, it will be found if it was',
  });
}

/** A created rule is off. One that says otherwise is turned off before anybody hears of it (backstory-v2 §4.1). */
async function landed(caller: Caller, created: LiveRule): Promise<LiveRule> {
  const { enabled, alerting } = created.deployment;
  if (alerting) await setFlag(caller, 'DisableAlerting', created.ruleId);
  if (enabled) await setFlag(caller, 'DisableLiveRule', created.ruleId);
  return { ...created, deployment: { enabled: false, alerting: false } };
}

async function settleTwins(
  { caller, freshRules, seen }: CreateContext,
  ours: Ours,
  created: LiveRule,
): Promise<LiveRule> {
  const twins = sameText(await freshRules(), ours).filter(({ name }) => name === created.name);
  const isNew = (twin: LiveRule): boolean =>
    twin.ruleId === created.ruleId || isDuplicate(twin, ours, seen);
  // somebody's rule that may be at work already is not taken away, whatever the order
  const stays = twins.find((twin) => !isNew(twin)) ?? twins[0];
  if (stays === undefined) return created;
  for (const twin of twins) {
    if (twin.ruleId !== stays.ruleId && isNew(twin)) {
      await setFlag(caller, 'ArchiveRule', twin.ruleId);
    }
  }
  return stays.ruleId === created.ruleId ? created : stays;
}

/**
 * Delivered twice, one creation makes two rules, and we know of one. The other is new and off; if it is another chron's
 * instead, that one archives it too.
 */
function isDuplicate(twin: LiveRule, ours: Ours, seen: SeenRules): boolean {
  const { enabled, alerting } = twin.deployment;
  return mayBeOurs(twin, ours, seen) && !enabled && !alerting;
}

function mayBeOurs(rule: LiveRule, { mark, from }: Ours, seen: SeenRules): boolean {
  return !seen.seenBefore(rule.ruleId, mark) && rule.version.createTime >= from;
}

/** Active rules with our text, the earliest first. */
function sameText(rules: readonly LiveRule[], { text }: Ours): readonly LiveRule[] {
  return rules
    .filter((rule) => !rule.archived && straightenText(rule.version.text) === text)
    .toSorted((before, after) => {
      const [first, second] = [momentOf(before), momentOf(after)];
      return (
        first.seconds - second.seconds ||
        first.nanos - second.nanos ||
        compareText(before.ruleId, after.ruleId)
      );
    });
}

/** When a rule's newest version was made, finer than the milliseconds of a Date (backstory-v2 §2). */
function momentOf({ version: { versionId, createTime } }: LiveRule): Moment {
  const ms = createTime.getTime();
  return (
    parseVersionId(versionId) ?? {
      seconds: Math.floor(ms / 1000),
      nanos: (ms % 1000) * 1_000_000,
    }
  );
}
