import { ApiError } from '../errors.ts';
import type { Caller } from './caller.ts';
import type { RepositoryAddress } from './address.ts';
import { fieldOf, textOf } from './json.ts';

/** Who a workflow's own token writes as; it may not ask who it is (403 "Resource not accessible by integration"). */
export const ACTIONS_LOGIN = 'github-actions[bot]';

/**
 * The login that a token writes as. A token of an app cannot ask; then it is `fallback`, and the author of the first
 * thing it writes tells whether that was right.
 */
export async function loginOf(
  caller: Caller,
  { api }: RepositoryAddress,
  fallback: string,
): Promise<string> {
  try {
    const user = await caller({ method: 'GET', url: `${api}/user`, operation: 'ask who we are' });
    return textOf(fieldOf(user, 'login')) ?? fallback;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 403 || error.status === 404))
      return fallback;
    throw error;
  }
}

/** Logins are the same whatever the size of their letters. */
export function sameLogin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
