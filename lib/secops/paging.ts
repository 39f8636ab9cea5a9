import { ApiError } from '../errors.ts';
import type { MethodName } from '../wire/method.ts';
import type { WireRequest } from '../wire/request.ts';
import type { Caller } from './caller.ts';
import { understood, type Schema } from './schema.ts';

/** A listing in pages. */
export interface Listing<Item> {
  readonly request: (pageToken: string) => WireRequest;
  readonly page: Schema<{ readonly items: readonly unknown[]; readonly nextPageToken: string }>;
  readonly item: Schema<Item>;
  /** Runs when the first page is asked for. */
  readonly onStart?: () => void;
  /** Whether what came so far is enough. */
  readonly enough?: (items: readonly Item[]) => boolean;
  /** Whether a page that failed is asked for once more, in a way that `request` knows by now. */
  readonly tooLarge?: (error: unknown) => boolean;
}

/**
 * All items of a listing, or a rejection: a page that fails, or one that cannot be read, fails the listing, and so does
 * a page token that comes twice, which would never end (reliability B4).
 */
export async function listAll<Item>(
  caller: Caller,
  listing: Listing<Item>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of listPages(caller, listing)) {
    items.push(...page);
    if (listing.enough?.(items) === true) break;
  }
  return items;
}

/** The same, page by page: whoever iterates has all once the iteration ends. */
export async function* listPages<Item>(
  caller: Caller,
  { request, page, item, onStart, tooLarge }: Listing<Item>,
): AsyncGenerator<readonly Item[]> {
  const seen = new Set<string>();
  for (let token = ''; ;) {
    const asked = request(token);
    const answer = await caller
      .read(asked, page, seen.size === 0 ? onStart : undefined)
      .catch((error: unknown) => {
        if (tooLarge?.(error) === true) return undefined;
        throw error;
      });
    if (answer === undefined) continue;
    yield answer.items.map((one) => understood(asked.method, one, item));
    token = answer.nextPageToken;
    if (token === '') return;
    if (seen.has(token)) throw repeatedToken(asked.method);
    seen.add(token);
  }
}

function repeatedToken(operation: MethodName): ApiError {
  return new ApiError({
    operation,
    status: 200,
    effect: 'rejected',
    detail: 'the service sent a page token for the second time, so the listing would never end',
    hint: 'nothing was read or changed; run the command again later',
  });
}
