import * as z from 'zod';
import type { LiveList } from '../model/reference-list.ts';
import type { LiveRule, RuleVersion } from '../model/rule.ts';
import { kindOfContentType } from './content-type.ts';
import { withoutPrefix } from './error-envelope.ts';
import { flag, many, wireObject, words } from './loose.ts';
import { momentDate, parseTimestamp } from './timestamp.ts';
import { parseVersionId } from './version-id.ts';

/** A word that the service cannot have left out: nothing of the kind exists without it. */
const required = z.string().min(1);

/**
 * A rule or one of its versions as the Detection Engine API v2 sends it (backstory-v2 §3.1), read into the model.
 * Texts are kept as sent. A rule without id, name or text is not read at all: a text that is missing is not an empty text.
 */
export const wireRule = wireObject({
  ruleId: required,
  versionId: required,
  ruleName: required,
  ruleText: required,
  ruleType: words,
  liveRuleEnabled: flag,
  alertingEnabled: flag,
  versionCreateTime: words,
  compilationState: words,
  compilationError: words,
  archivedTime: words,
}).transform((wire, context): LiveRule => {
  const createTime = timeOf(wire.versionCreateTime, wire.versionId);
  if (createTime === undefined) {
    context.addIssue({ code: 'custom', path: ['versionCreateTime'], message: 'is no time' });
    return z.NEVER;
  }
  const { ruleId, versionId, ruleName: name, ruleText: text } = wire;
  const failed =
    wire.compilationState === 'FAILED' ||
    (wire.compilationState !== 'SUCCEEDED' && wire.compilationError !== '');
  return {
    ruleId,
    name,
    version: { ruleId, versionId, name, text, createTime },
    deployment: { enabled: wire.liveRuleEnabled, alerting: wire.alertingEnabled },
    archived: wire.archivedTime !== '',
    multiEvent: wire.ruleType === 'MULTI_EVENT',
    compileState: failed ? 'failed' : 'succeeded',
    ...(failed && wire.compilationError !== ''
      ? { compileError: withoutPrefix(wire.compilationError) }
      : {}),
    base: versionId,
  };
});

/** A version of a rule: the service sends it in a rule's clothes (backstory-v2 §4.4). */
export const wireVersion = wireRule.transform((rule): RuleVersion => rule.version);

/** A reference list, and what the answer says of its completeness and kind. */
export interface ReadList {
  readonly list: LiveList;
  /** False where no lines were sent: an empty list, or the BASIC view (backstory-v2 §7). */
  readonly hasLines: boolean;
  /** False for a content type that chron does not know: such a list may be looked at, not written. */
  readonly kindKnown: boolean;
}

/** A reference list (backstory-v2 §3.6). Its base is the time of its content, as sent. */
export const wireList = wireObject({
  name: required,
  description: words,
  createTime: words,
  contentType: words,
  lines: z.array(z.string()).nullish(),
}).transform(({ name, description, createTime, contentType, lines }): ReadList => {
  const kind = kindOfContentType(contentType);
  const content = { name, description, kind: kind ?? 'string', lines: lines ?? [] };
  const base = createTime === '' ? JSON.stringify(content) : createTime;
  return {
    list: { ...content, base },
    hasLines: content.lines.length > 0,
    kindKnown: kind !== undefined,
  };
});

/** One page of a listing; `nextPageToken` is empty on the last one, and opaque (backstory-v2 §2). */
export interface Page {
  readonly items: readonly unknown[];
  readonly nextPageToken: string;
}

/** A page of rules or versions, both under `rules` (backstory-v2 §4.3, §4.4); `{}` is an empty one. */
export const wireRulePage = wireObject({
  rules: many(z.unknown()),
  nextPageToken: words,
}).transform(({ rules, nextPageToken }): Page => ({ items: rules, nextPageToken }));

/** A page of reference lists. */
export const wireListPage = wireObject({
  lists: many(z.unknown()),
  nextPageToken: words,
}).transform(({ lists, nextPageToken }): Page => ({ items: lists, nextPageToken }));

/** The server's word on a text; a failure is an answer like any other (backstory-v2 §9 trap 5). */
export interface ReadVerification {
  readonly success: boolean;
  readonly context: string;
}

/** VerifyRule's answer, also in its obsolete form (backstory-v2 §4.11). */
export const wireVerification = wireObject({
  success: flag,
  context: words,
  compilationError: words,
}).transform(({ success, context, compilationError }): ReadVerification => {
  const message = context === '' ? compilationError : context;
  return { success, context: withoutPrefix(message) };
});

/** The time of a version; where it is left out, the one in its id, which is the same (backstory-v2 §2). */
function timeOf(createTime: string, versionId: string): Date | undefined {
  const moment = createTime === '' ? parseVersionId(versionId) : parseTimestamp(createTime);
  return moment === undefined ? undefined : momentDate(moment);
}

/** The answer of an action: an object without anything in it (backstory-v2 §1.4). */
export const wireNothing = wireObject({});
