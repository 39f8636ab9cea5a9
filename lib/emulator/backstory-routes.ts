import { ALERTS_BODY, ALERTS_QUERY, streamDetectionAlerts } from './alert-stream.ts';
import { listCuratedRules } from './curated-rules.ts';
import {
  getDetection,
  LIST_DETECTIONS_QUERY,
  listCuratedDetections,
  listDetections,
} from './detections.ts';
import {
  archiveRule,
  disableAlerting,
  disableLiveRule,
  enableAlerting,
  enableLiveRule,
  unarchiveRule,
} from './flags.ts';
import {
  cancelRetrohunt,
  getRetrohunt,
  HUNT_RANGE,
  LIST_HUNTS_QUERY,
  listRetrohunts,
  runRetrohunt,
} from './hunts.ts';
import {
  createReferenceList,
  getReferenceList,
  listReferenceLists,
  updateReferenceList,
  verifyReferenceList,
} from './lists.ts';
import { LIST_BODY, LIST_CONTENT, LIST_LISTS_QUERY, UPDATE_MASK, VIEW } from './list-messages.ts';
import { PAGE_FIELDS } from './page.ts';
import type { Quota, Route } from './route.ts';
import { getError, LIST_ERRORS_QUERY, listErrors } from './rule-errors.ts';
import {
  createRule,
  createRuleVersion,
  deleteRule,
  getRule,
  LIST_RULES_QUERY,
  listRules,
  listRuleVersions,
  RULE_TEXT,
  verifyRule,
} from './rules.ts';
import { streamTestRule, TEST_RUN_BODY } from './test-run.ts';
import { WAIT_BODY, waitRetrohunt } from './wait.ts';

const SECOND: Quota = { calls: 1, perMs: 1000 };
const TEN_A_MINUTE: Quota = { calls: 10, perMs: 60_000 };
const THREE_A_MINUTE: Quota = { calls: 3, perMs: 60_000 };

/**
 * Detection Engine API v2 with its health methods and reference lists, to be laid beside the published reference (backstory-v2 §4,
 * §5.4, §7).
 */
// prettier-ignore
export const BACKSTORY_ROUTES = [
  { method: 'POST',   path: '/v2/detect/rules',                             operation: 'CreateRule',          run: createRule,          query: {},               body: RULE_TEXT,    quota: SECOND },
  { method: 'GET',    path: '/v2/detect/rules',                             operation: 'ListRules',           run: listRules,           query: LIST_RULES_QUERY, body: {},           quota: SECOND },
  { method: 'POST',   path: '/v2/detect/rules:verifyRule',                  operation: 'VerifyRule',          run: verifyRule,          query: {},               body: RULE_TEXT,    quota: 'unlisted' },
  { method: 'GET',    path: '/v2/detect/rules/{versionOrRuleId}',           operation: 'GetRule',             run: getRule,             query: {},               body: {},           quota: SECOND },
  { method: 'DELETE', path: '/v2/detect/rules/{ruleId}',                    operation: 'DeleteRule',          run: deleteRule,          query: {},               body: {},           quota: SECOND, past: true },
  { method: 'GET',    path: '/v2/detect/rules/{ruleId}:listVersions',       operation: 'ListRuleVersions',    run: listRuleVersions,    query: PAGE_FIELDS,      body: {},           quota: SECOND },
  { method: 'POST',   path: '/v2/detect/rules/{ruleId}:createVersion',      operation: 'CreateRuleVersion',   run: createRuleVersion,   query: {},               body: RULE_TEXT,    quota: SECOND },
  { method: 'POST',   path: '/v2/detect/rules/{ruleId}:enableLiveRule',     operation: 'EnableLiveRule',      run: enableLiveRule,      query: {},               body: {},           quota: SECOND },
  { method: 'POST',   path: '/v2/detect/rules/{ruleId}:disableLiveRule',    operation: 'DisableLiveRule',     run: disableLiveRule,     query: {},               body: {},           quota: SECOND },
  { method: 'POST',   path: '/v2/detect/rules/{ruleId}:enableAlerting',     operation: 'EnableAlerting',      run: enableAlerting,      query: {},               body: {},           quota: SECOND },
  { method: 'POST',   path: '/v2/detect/rules/{ruleId}:disableAlerting',    operation: 'DisableAlerting',     run: disableAlerting,     query: {},               body: {},           quota: SECOND },
  { method: 'POST',   path: '/v2/detect/rules/{versionOrRuleId}:archive',   operation: 'ArchiveRule',         run: archiveRule,         query: {},               body: {},           quota: SECOND, past: true },
  { method: 'POST',   path: '/v2/detect/rules/{versionOrRuleId}:unarchive', operation: 'UnarchiveRule',       run: unarchiveRule,       query: {},               body: {},           quota: SECOND },
  { method: 'POST',   path: '/v2/detect/rules/{versionOrRuleId}:runRetrohunt', operation: 'RunRetrohunt', run: runRetrohunt, query: {}, body: HUNT_RANGE, quota: SECOND, past: true },
  { method: 'GET',    path: '/v2/detect/rules/{wildcardVersionId}/retrohunts', operation: 'ListRetrohunts', run: listRetrohunts, query: LIST_HUNTS_QUERY, body: {}, quota: SECOND, past: true, slash: true },
  { method: 'GET',    path: '/v2/detect/rules/{versionOrRuleId}/retrohunts/{retrohuntId}', operation: 'GetRetrohunt', run: getRetrohunt, query: {}, body: {}, quota: SECOND, past: true },
  { method: 'POST',   path: '/v2/detect/rules/{versionOrRuleId}/retrohunts/{retrohuntId}:cancelRetrohunt', operation: 'CancelRetrohunt', run: cancelRetrohunt, query: {}, body: {}, quota: SECOND, past: true },
  { method: 'POST',   path: '/v2/detect/rules/{versionOrRuleId}/retrohunts/{retrohuntId}:wait', operation: 'WaitRetrohunt', wait: waitRetrohunt, query: {}, body: WAIT_BODY, quota: SECOND },
  { method: 'POST',   path: '/v2/detect/rules:streamTestRule', operation: 'StreamTestRule', stream: streamTestRule, query: {}, body: TEST_RUN_BODY, quota: THREE_A_MINUTE },
  { method: 'GET',    path: '/v2/detect/rules/{wildcardVersionId}/detections', operation: 'ListDetections', run: listDetections, query: LIST_DETECTIONS_QUERY, body: {}, quota: TEN_A_MINUTE, past: true },
  { method: 'GET',    path: '/v2/detect/rules/{versionOrRuleId}/detections/{detectionId}', operation: 'GetDetection', run: getDetection, query: {}, body: {}, quota: SECOND, past: true },
  { method: 'POST',   path: '/v2/detect/rules:streamDetectionAlerts', operation: 'StreamDetectionAlerts', stream: streamDetectionAlerts, query: ALERTS_QUERY, body: ALERTS_BODY, quota: 'none', past: true },
  { method: 'GET',    path: '/v2/detect/curatedRules', operation: 'ListCuratedRules', run: listCuratedRules, query: PAGE_FIELDS, body: {}, quota: 'unlisted' },
  { method: 'GET',    path: '/v2/detect/curatedRules/{curatedRuleId}/detections', operation: 'ListCuratedRuleDetections', run: listCuratedDetections, query: LIST_DETECTIONS_QUERY, body: {}, quota: TEN_A_MINUTE, past: true },
  { method: 'GET',    path: '/v2/health/errors', operation: 'ListErrors', run: listErrors, query: LIST_ERRORS_QUERY, body: {}, quota: SECOND, past: true },
  { method: 'GET',    path: '/v2/health/errors/{errorId}', operation: 'GetError', run: getError, query: {}, body: {}, quota: SECOND, past: true },
  { method: 'POST',   path: '/v2/lists',                                    operation: 'CreateReferenceList', run: createReferenceList, query: {},               body: LIST_BODY,    quota: SECOND },
  { method: 'GET',    path: '/v2/lists',                                    operation: 'ListReferenceLists',  run: listReferenceLists,  query: LIST_LISTS_QUERY, body: {},           quota: SECOND },
  { method: 'PATCH',  path: '/v2/lists',                                    operation: 'UpdateReferenceList', run: updateReferenceList, query: UPDATE_MASK,      body: LIST_BODY,    quota: 'unlisted' },
  { method: 'GET',    path: '/v2/lists/{name}',                             operation: 'GetReferenceList',    run: getReferenceList,    query: VIEW,             body: {},           quota: SECOND },
  { method: 'POST',   path: '/v2/lists:verifyReferenceList',                operation: 'VerifyReferenceList', run: verifyReferenceList, query: {},               body: LIST_CONTENT, quota: 'unlisted' },
] as const satisfies readonly Route[];

/** The methods that this emulator has, by their names in the reference. */
export type OperationName = (typeof BACKSTORY_ROUTES)[number]['operation'];
