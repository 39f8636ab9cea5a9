import { ApiError } from '../errors.ts';
import type { Detection, TimeRange } from '../model/detection.ts';
import type { Retrohunt, RuleError } from '../model/retrohunt.ts';
import type { DetectionQuery } from '../ports/hunts.ts';
import { wireNothing } from '../wire/backstory-v2.ts';
import { wireDetection, wireDetectionPage } from '../wire/detection.ts';
import { wireErrorPage, wireRetrohunt, wireRetrohuntPage, wireRuleError } from '../wire/hunt.ts';
import {
  cancelRetrohuntRequest,
  getRetrohuntRequest,
  listDetectionsRequest,
  listErrorsRequest,
  listRetrohuntsRequest,
} from '../wire/hunt-request.ts';
import type { Caller, Settled } from './caller.ts';
import { TooLargeApiError } from './failures.ts';
import { listAll, listPages } from './paging.ts';

/** A detection carries its samples, so a page of many may be more than an answer can hold. */
const PAGE_SIZES = [1000, 50] as const;

export function getRetrohunt(
  caller: Caller,
  ruleId: string,
  retrohuntId: string,
): Promise<Retrohunt> {
  return caller.read(getRetrohuntRequest(ruleId, retrohuntId), wireRetrohunt);
}

export function listRetrohunts(
  caller: Caller,
  of: string,
  state?: Retrohunt['state'],
): Promise<readonly Retrohunt[]> {
  return listAll(caller, {
    request: (pageToken) => listRetrohuntsRequest(of, state, pageToken),
    page: wireRetrohuntPage,
    item: wireRetrohunt,
  });
}

/**
 * Cancels a hunt. A lost answer is settled by reading the hunt; that it had ended already is no error, since cancelling
 * is not idempotent (backstory-v2 §4.15).
 */
export async function cancelRetrohunt(
  caller: Caller,
  ruleId: string,
  retrohuntId: string,
): Promise<boolean> {
  const state = async (): Promise<Retrohunt['state']> =>
    (await getRetrohunt(caller, ruleId, retrohuntId)).state;
  try {
    await caller.mutate({
      request: cancelRetrohuntRequest(ruleId, retrohuntId),
      schema: wireNothing,
      settle: async (): Promise<Settled<object>> =>
        (await state()) === 'cancelled' ? { done: true, value: {} } : { done: false },
    });
    return true;
  } catch (error) {
    const over = error instanceof ApiError && (error.status === 400 || error.status === 409);
    if (over && (await state()) !== 'running') return false;
    throw error;
  }
}

/** Every page of the detections; a page that is too large is asked for again in smaller ones. */
export async function* listDetections(
  caller: Caller,
  query: DetectionQuery,
): AsyncGenerator<readonly Detection[]> {
  let pageSize: number = PAGE_SIZES[0];
  const pages = listPages(caller, {
    request: (pageToken) => listDetectionsRequest(query, pageToken, pageSize),
    page: wireDetectionPage,
    item: wireDetection,
    tooLarge: (error) => {
      const smaller = PAGE_SIZES.find((size) => size < pageSize);
      if (smaller === undefined || !(error instanceof TooLargeApiError)) return false;
      pageSize = smaller;
      return true;
    },
  });
  for await (const page of pages) if (page.length > 0) yield page;
}

export function listErrors(
  caller: Caller,
  of: string,
  range: TimeRange,
): Promise<readonly RuleError[]> {
  return listAll(caller, {
    request: (pageToken) => listErrorsRequest(of, range, pageToken),
    page: wireErrorPage,
    item: wireRuleError,
  });
}
