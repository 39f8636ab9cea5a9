import type { LiveList } from '../model/reference-list.ts';
import { wireList, wireListPage, type ReadList } from '../wire/backstory-v2.ts';
import { getListRequest, listListsRequest } from '../wire/request.ts';
import type { Caller } from './caller.ts';
import { TooLargeApiError } from './failures.ts';
import { listAll } from './paging.ts';
import { isNotFound } from './rules.ts';

/** A list may have 6 MB (backstory-v2 §7), so a page of many large ones may be more than an answer can hold. */
const PAGE_SIZES = [1000, 5] as const;

/** All reference lists with their lines. If the service sends none at all, each is read by itself (§9 trap 16). */
export async function listLists(caller: Caller): Promise<readonly LiveList[]> {
  const read = await listPages(caller);
  if (read.some(({ hasLines }) => hasLines)) return read.map(({ list }) => list);
  const lists: LiveList[] = [];
  for (const { list } of read) {
    const whole = await getList(caller, list.name);
    if (whole !== undefined) lists.push(whole.list);
  }
  return lists;
}

/** One list; undefined where there is none. */
export async function getList(caller: Caller, name: string): Promise<ReadList | undefined> {
  try {
    return await caller.read(getListRequest(name), wireList);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function listPages(caller: Caller): Promise<readonly ReadList[]> {
  const [usual, small] = PAGE_SIZES;
  const pagesOf = (pageSize: number): Promise<readonly ReadList[]> =>
    listAll(caller, {
      request: (pageToken) => listListsRequest(pageToken, pageSize),
      page: wireListPage,
      item: wireList,
    });
  try {
    return await pagesOf(usual);
  } catch (error) {
    if (error instanceof TooLargeApiError) return await pagesOf(small);
    throw error;
  }
}
