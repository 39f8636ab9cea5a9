import { ApiError } from '../errors.ts';
import { GITHUB_LIMITS } from '../model/github-limits.ts';
import type { Caller } from './caller.ts';
import { listOf } from './json.ts';

/** More than anybody has; who has more is told, for a list that is not whole must not be taken for one that is. */
const MOST_PAGES = 100;

/** Reads a list to its end, page by page; rejects where it has none. `url` may have a query. */
export async function listAll(
  caller: Caller,
  url: string,
  operation: string,
): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  const glue = url.includes('?') ? '&' : '?';
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const items = listOf(
      await caller({
        method: 'GET',
        url: `${url}${glue}per_page=${GITHUB_LIMITS.pageSize}&page=${page}`,
        operation,
      }),
    );
    all.push(...items);
    if (items.length < GITHUB_LIMITS.pageSize) return all;
  }
  throw new ApiError({
    operation,
    status: 0,
    effect: 'rejected',
    detail: `there are more than ${MOST_PAGES * GITHUB_LIMITS.pageSize} of them`,
  });
}
