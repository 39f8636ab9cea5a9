import type { TimeRange } from '../model/detection.ts';
import type { Retrohunt } from '../model/retrohunt.ts';
import { MAX_PAGE_SIZE, query, segment, type WireRequest } from './request.ts';

const STATES = {
  running: 'RUNNING',
  done: 'DONE',
  cancelled: 'CANCELLED',
} as const satisfies Record<Retrohunt['state'], string>;

/** The longest range of a test run (backstory-v2 §4.16). */
export const MAX_TEST_RUN_MS = 14 * 86_400_000;
/** The most detections of a test run. */
export const MAX_TEST_RUN_RESULTS = 10_000;

/** Starts a hunt of a version; twice is two hunts (backstory-v2 §4.12). */
export function runRetrohuntRequest(versionId: string, { from, to }: TimeRange): WireRequest {
  return {
    method: 'RunRetrohunt',
    path: `/v2/detect/rules/${segment(versionId)}:runRetrohunt`,
    body: { startTime: from.toISOString(), endTime: to.toISOString() },
  };
}

/** One hunt; it belongs to the rule, whatever its version (backstory-v2 §4.13). */
export function getRetrohuntRequest(ruleId: string, retrohuntId: string): WireRequest {
  return { method: 'GetRetrohunt', path: huntPath(ruleId, retrohuntId) };
}

/** `of` is a version, `ruleId@-` or `-`; a bare rule id is its newest version only (backstory-v2 §4.14, §9 trap 2). */
export function listRetrohuntsRequest(
  of: string,
  state: Retrohunt['state'] | undefined,
  pageToken: string,
): WireRequest {
  const parameters = {
    state: state === undefined ? '' : STATES[state],
    page_size: MAX_PAGE_SIZE,
    page_token: pageToken,
  };
  return {
    method: 'ListRetrohunts',
    path: `/v2/detect/rules/${segment(of)}/retrohunts${query(parameters)}`,
  };
}

/** Not idempotent: a hunt that is over cannot be cancelled (backstory-v2 §4.15). */
export function cancelRetrohuntRequest(ruleId: string, retrohuntId: string): WireRequest {
  return {
    method: 'CancelRetrohunt',
    path: `${huntPath(ruleId, retrohuntId)}:cancelRetrohunt`,
  };
}

/** Detections by their time; `from` counts, `to` does not (backstory-v2 §4.17). */
export function listDetectionsRequest(
  { of, range }: { readonly of: string; readonly range: TimeRange },
  pageToken: string,
  pageSize = MAX_PAGE_SIZE,
): WireRequest {
  const parameters = { ...times(range), page_size: pageSize, page_token: pageToken };
  return {
    method: 'ListDetections',
    path: `/v2/detect/rules/${segment(of)}/detections${query(parameters)}`,
  };
}

/** Runs a text that is not stored (backstory-v2 §4.16). */
export function streamTestRuleRequest(
  ruleText: string,
  { from, to }: TimeRange,
  maxResults: number,
): WireRequest {
  return {
    method: 'StreamTestRule',
    path: '/v2/detect/rules:streamTestRule',
    body: {
      rule: { ruleText },
      startTime: from.toISOString(),
      endTime: to.toISOString(),
      maxResults,
    },
  };
}

/**
 * Errors of rules at work (backstory-v2 §4.21). Here a bare rule id stands for all its versions, and all rules are
 * asked for by leaving the filter out.
 */
export function listErrorsRequest(of: string, range: TimeRange, pageToken: string): WireRequest {
  const parameters = {
    ...times(range),
    'rule_filter.version_id': of === '-' ? '' : of.replace(/@-$/, ''),
    page_size: MAX_PAGE_SIZE,
    page_token: pageToken,
  };
  return { method: 'ListErrors', path: `/v2/health/errors${query(parameters)}` };
}

function huntPath(ruleId: string, retrohuntId: string): string {
  return `/v2/detect/rules/${segment(ruleId)}/retrohunts/${segment(retrohuntId)}`;
}

function times({ from, to }: TimeRange): Readonly<Record<'start_time' | 'end_time', string>> {
  return { start_time: from.toISOString(), end_time: to.toISOString() };
}
