import { ApiError } from '../errors.ts';
import type { LiveRule, RuleVersion } from '../model/rule.ts';
import { wireRule, wireRulePage, wireVersion } from '../wire/backstory-v2.ts';
import { getRuleRequest, listRulesRequest, listVersionsRequest } from '../wire/request.ts';
import { HTML_DETAIL } from './answer.ts';
import type { Caller } from './caller.ts';
import { listAll } from './paging.ts';

/** All rules, archived ones too. A rule that moved between pages while they were read comes once, as it came last. */
export async function listRules(
  caller: Caller,
  onStart?: () => void,
): Promise<readonly LiveRule[]> {
  const rules = await listAll(caller, {
    request: (pageToken) => listRulesRequest(pageToken),
    page: wireRulePage,
    item: wireRule,
    ...(onStart === undefined ? {} : { onStart }),
  });
  const byId = new Map<string, LiveRule>();
  for (const rule of rules) {
    const known = byId.get(rule.ruleId);
    if (known === undefined || known.version.createTime <= rule.version.createTime) {
      byId.set(rule.ruleId, rule);
    }
  }
  return [...byId.values()];
}

/** One rule; undefined where the service says that there is none. An HTML 404 is no such word, but a wrong region. */
export async function getRule(caller: Caller, ruleId: string): Promise<LiveRule | undefined> {
  try {
    return await caller.read(getRuleRequest(ruleId), wireRule);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The same for a rule that must be there. */
export async function needRule(caller: Caller, ruleId: string): Promise<LiveRule> {
  const rule = await getRule(caller, ruleId);
  if (rule !== undefined) return rule;
  throw new ApiError({
    operation: 'GetRule',
    status: 404,
    effect: 'rejected',
    detail: `rule ${ruleId} does not exist any more`,
    hint: 'somebody deleted it; plan again',
  });
}

/** Versions, newest first: all of them, or only as many pages as are enough. */
export function listVersions(
  caller: Caller,
  ruleId: string,
  until?: {
    readonly pageSize: number;
    readonly enough: (items: readonly RuleVersion[]) => boolean;
  },
): Promise<readonly RuleVersion[]> {
  return listAll(caller, {
    request: (pageToken) => listVersionsRequest(ruleId, pageToken, until?.pageSize),
    page: wireRulePage,
    item: wireVersion,
    ...(until === undefined ? {} : { enough: until.enough }),
  });
}

/** Whether the API itself said 404, in its own words. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404 && error.detail !== HTML_DETAIL;
}
