import type { ReferenceList } from '../model/reference-list.ts';
import { CONTENT_TYPES } from './content-type.ts';
import type { MethodName } from './method.ts';

/** One request, ready for any transport. `path` is encoded and carries its query. */
export interface WireRequest {
  readonly method: MethodName;
  readonly path: string;
  readonly body?: unknown;
}

/** The most rules or lists a page may have (backstory-v2 §4). */
export const MAX_PAGE_SIZE = 1000;

type RuleAction =
  | 'EnableLiveRule'
  | 'DisableLiveRule'
  | 'EnableAlerting'
  | 'DisableAlerting'
  | 'ArchiveRule'
  | 'UnarchiveRule';

const VERBS: Readonly<Record<RuleAction, string>> = {
  EnableLiveRule: 'enableLiveRule',
  DisableLiveRule: 'disableLiveRule',
  EnableAlerting: 'enableAlerting',
  DisableAlerting: 'disableAlerting',
  ArchiveRule: 'archive',
  UnarchiveRule: 'unarchive',
};

/** All rules, archived ones too: the default hides them (backstory-v2 §4.3). */
export function listRulesRequest(pageToken: string, pageSize = MAX_PAGE_SIZE): WireRequest {
  return {
    method: 'ListRules',
    path: `/v2/detect/rules${query({ state: 'ALL', page_size: pageSize, page_token: pageToken })}`,
  };
}

/** A rule by its bare id: its newest version (backstory-v2 §4.2). */
export function getRuleRequest(ruleId: string): WireRequest {
  return { method: 'GetRule', path: `/v2/detect/rules/${segment(ruleId)}` };
}

/** The versions of a rule; a GET with a verb in its path (backstory-v2 §4.4). */
export function listVersionsRequest(
  ruleId: string,
  pageToken: string,
  pageSize = MAX_PAGE_SIZE,
): WireRequest {
  const pages = query({ page_size: pageSize, page_token: pageToken });
  return {
    method: 'ListRuleVersions',
    path: `/v2/detect/rules/${segment(ruleId)}:listVersions${pages}`,
  };
}

/** Asks whether a text compiles; a failure is a 200 (backstory-v2 §4.11). */
export function verifyRuleRequest(ruleText: string): WireRequest {
  return { method: 'VerifyRule', path: '/v2/detect/rules:verifyRule', body: { ruleText } };
}

/** Stores a new rule (backstory-v2 §4.1). */
export function createRuleRequest(ruleText: string): WireRequest {
  return { method: 'CreateRule', path: '/v2/detect/rules', body: { ruleText } };
}

/** Stores a new text of a rule: there is no PATCH (backstory-v2 §4.5). */
export function createVersionRequest(ruleId: string, ruleText: string): WireRequest {
  return {
    method: 'CreateRuleVersion',
    path: `/v2/detect/rules/${segment(ruleId)}:createVersion`,
    body: { ruleText },
  };
}

/** One of the actions on a rule that have no body (backstory-v2 §4.7 to §4.10). */
export function ruleActionRequest(method: RuleAction, ruleId: string): WireRequest {
  return { method, path: `/v2/detect/rules/${segment(ruleId)}:${VERBS[method]}` };
}

/** The default view leaves the lines out (backstory-v2 §7). */
export function listListsRequest(pageToken: string, pageSize = MAX_PAGE_SIZE): WireRequest {
  return {
    method: 'ListReferenceLists',
    path: `/v2/lists${query({ view: 'FULL', page_size: pageSize, page_token: pageToken })}`,
  };
}

/** One list with its lines (backstory-v2 §7). */
export function getListRequest(name: string): WireRequest {
  return { method: 'GetReferenceList', path: `/v2/lists/${segment(name)}?view=FULL` };
}

/** Stores a new list (backstory-v2 §7). */
export function createListRequest(list: ReferenceList): WireRequest {
  return { method: 'CreateReferenceList', path: '/v2/lists', body: listBody(list) };
}

/** The name goes into the body, and the mask names fields of `list` (backstory-v2 §7, §9 trap 16). */
export function updateListRequest(list: ReferenceList): WireRequest {
  return {
    method: 'UpdateReferenceList',
    path: '/v2/lists?update_mask=list.lines,list.description',
    body: listBody(list),
  };
}

function listBody({ name, description, lines, kind }: ReferenceList): unknown {
  return { name, description, lines, content_type: CONTENT_TYPES[kind] };
}

/**
 * An id or a name as one segment of a path. Ids come from the service: nothing in them may leave the segment. `@` is
 * sent as it is, as all clients do; whether `%40` is taken is not known (backstory-v2 §1.3).
 */
export function segment(word: string): string {
  return encodeURIComponent(word).replaceAll('%40', '@');
}

/** Page tokens hold `=`, `-` and `_` (backstory-v2 §9 trap 20); an empty one is the first page and is left out. */
export function query(parameters: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(parameters)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
