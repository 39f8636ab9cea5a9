import { ApiError, ConflictError } from '../errors.ts';
import type { RuleVersion } from '../model/rule.ts';
import { straightenText } from '../text.ts';
import { wireVersion } from '../wire/backstory-v2.ts';
import { createVersionRequest } from '../wire/request.ts';
import type { Caller, Settled } from './caller.ts';
import { listVersions, needRule } from './rules.ts';

/** Enough to see ours and the one before. */
const PAGE_SIZE = 10;

/**
 * Adds a version on top of `base`. The API has no precondition (reliability B2), so the newest version is read before,
 * and after the version was stored the one right before it must still be the base: else somebody was in between.
 */
export async function addVersion(
  caller: Caller,
  { ruleId, text, base }: { readonly ruleId: string; readonly text: string; readonly base: string },
): Promise<RuleVersion> {
  const wanted = straightenText(text);
  const before = await needRule(caller, ruleId);
  if (before.base !== base) throw moved({ ruleId, base, found: before.base });
  const settle = async (): Promise<Settled<RuleVersion>> => {
    const { version } = await needRule(caller, ruleId);
    if (version.versionId === base) return { done: false };
    if (straightenText(version.text) === wanted) return { done: true, value: version };
    throw moved({ ruleId, base, found: version.versionId });
  };
  const added = await caller.mutate({
    request: createVersionRequest(ruleId, text),
    schema: wireVersion,
    settle,
  });
  return await checkPredecessor(caller, { added, wanted, base });
}

/** Rejects with ConflictError unless `base` is the version before ours. Ours may be there more than once. */
async function checkPredecessor(
  caller: Caller,
  { added, wanted, base }: { added: RuleVersion; wanted: string; base: string },
): Promise<RuleVersion> {
  const isOurs = ({ text, versionId }: RuleVersion): boolean =>
    versionId === added.versionId || (versionId !== base && straightenText(text) === wanted);
  const predecessorOf = (versions: readonly RuleVersion[]): RuleVersion | undefined => {
    const at = versions.findIndex(({ versionId }) => versionId === added.versionId);
    return at < 0 ? undefined : versions.slice(at + 1).find((version) => !isOurs(version));
  };
  const versions = await listVersions(caller, added.ruleId, {
    pageSize: PAGE_SIZE,
    enough: (items) => predecessorOf(items) !== undefined,
  }).catch((error: unknown) => {
    throw error instanceof ApiError ? unchecked(added, error) : error;
  });
  const predecessor = predecessorOf(versions);
  if (predecessor?.versionId !== base) {
    throw overtaken({ added, base, found: predecessor?.versionId });
  }
  const above = versions.slice(0, versions.indexOf(predecessor)).filter(isOurs);
  return above[0] ?? added;
}

function unchecked({ versionId }: RuleVersion, { operation, status, detail }: ApiError): ApiError {
  return new ApiError({
    operation: 'CreateRuleVersion',
    status,
    effect: 'ambiguous',
    detail: `${versionId} was stored, but what stood before it is not known: ${operation}: ${detail}`,
    hint: 'plan again, and compare the versions in the console',
  });
}

function moved({
  ruleId,
  base,
  found,
}: {
  ruleId: string;
  base: string;
  found: string;
}): ConflictError {
  return new ConflictError({
    operation: 'CreateRuleVersion',
    status: 409,
    effect: 'rejected',
    detail: `the newest version of ${ruleId} is ${found}, not ${base}`,
    hint: 'somebody changed the rule in the meantime; plan again',
  });
}

function overtaken({
  added,
  base,
  found,
}: {
  added: RuleVersion;
  base: string;
  found: string | undefined;
}): ConflictError {
  return new ConflictError({
    operation: 'CreateRuleVersion',
    status: 409,
    // ours is there, and so is theirs
    effect: 'ambiguous',
    detail: `${added.versionId} was stored, but the version before it is ${found ?? 'not listed'}, not ${base}`,
    hint: 'somebody changed the rule at the same moment; compare the versions in the console',
  });
}
