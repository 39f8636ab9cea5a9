import type { ApiError } from '../errors.ts';

/** What an answer means for the call. */
export type Meaning =
  | { readonly kind: 'ok' }
  /** Nothing was done; to be tried again after so long. */
  | { readonly kind: 'limited'; readonly waitMs: number }
  /** Nothing was done, and trying again changes nothing. */
  | { readonly kind: 'refused' }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'unknown' };

/** Headers as far as they matter here. */
export interface Headers {
  get(name: string): string | null;
}

/** How long to stay away where a limit does not say (GitHub's page on rate limits: at least one minute). */
const LIMITED_MS = 60_000;

/**
 * What an answer of GitHub means. A 403 is a limit where it says so by header or word, else a lack of permission
 * (github A4, A5); 408 and 5xx may come after the effect.
 */
export function meaningOf(
  { status, headers, message }: { status: number; headers: Headers; message: string },
  now: Date,
): Meaning {
  if (status >= 200 && status < 300) return { kind: 'ok' };
  if (status === 429 || (status === 403 && saysLimit(headers, message))) {
    return { kind: 'limited', waitMs: waitOf(headers, now) };
  }
  return status === 408 || status >= 500 ? { kind: 'unknown' } : { kind: 'refused' };
}

function saysLimit(headers: Headers, message: string): boolean {
  return (
    headers.get('retry-after') !== null ||
    headers.get('x-ratelimit-remaining') === '0' ||
    /rate limit|abuse detection/i.test(message)
  );
}

function waitOf(headers: Headers, now: Date): number {
  const after = headers.get('retry-after');
  if (after !== null && /^\s*\d+\s*$/.test(after)) return Number(after) * 1000;
  const reset = headers.get('x-ratelimit-reset');
  if (headers.get('x-ratelimit-remaining') === '0' && reset !== null && /^\d+$/.test(reset)) {
    return Math.max(1000, Number(reset) * 1000 - now.getTime() + 1000);
  }
  return LIMITED_MS;
}

/** What to do about a refusal, where there is something to do. */
export function hintOf(status: number, message: string): string | undefined {
  if (/locked/i.test(message)) return 'the conversation is locked';
  switch (status) {
    case 401:
      return 'the token is not valid, or no longer: GITHUB_TOKEN';
    case 403:
      return 'the token may not write here: the job needs "pull-requests: write" (or "issues: write"); runs for forks and Dependabot never have it';
    case 404:
      return 'there is no such thing, or the token may not see it';
    case 410:
      return 'issues are turned off in this repository';
    default:
      return undefined;
  }
}

/** Whether an error leaves open what became of the call. */
export function isOpen({ effect }: Pick<ApiError, 'effect'>): boolean {
  return effect === 'ambiguous';
}
