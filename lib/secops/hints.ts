import type { WireError } from '../wire/error-envelope.ts';
import { redact } from './redact.ts';

/** What the API asks of a token (backstory-v2 §1.2). */
export const BACKSTORY_SCOPE = 'https://www.googleapis.com/auth/chronicle-backstory';

/** What to try after an answer of a status. `identity` is whose call it was, where that is known. */
export function hintOf(
  status: number,
  error: WireError | undefined,
  { html, identity }: { readonly html: boolean; readonly identity: string },
): string | undefined {
  if (html && status === 404) {
    return 'a wrong region answers like this: compare `region` in the environment file with the address of the SecOps console';
  }
  if (status >= 500) return HINTS[500];
  if (html) return 'a proxy or sign-in page may stand between this machine and the service';
  if (status === 403) return forbidden(error, identity);
  return HINTS[status];
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'the credentials were refused: is the key still valid, and is the clock of this machine right?',
  408: 'the service was too slow; run the command again',
  429: 'too many calls: something else may be using the same quota; run the command again later',
  500: 'the service has a problem; run the command again, what was done is not done twice',
};

/** Permissions look like `chronicle.rules.list`, roles like `roles/chronicle.editor`; a host has three parts too. */
const PERMISSION = /\b(?:roles\/[\w.]+|(?!\w+\.googleapis\.)[a-z]+\.[a-zA-Z]+\.[a-zA-Z]+)\b/;

function forbidden(error: WireError | undefined, identity: string): string {
  if (
    /insufficient authentication scopes|ACCESS_TOKEN_SCOPE_INSUFFICIENT/i.test(
      `${error?.message ?? ''} ${error?.reason ?? ''}`,
    )
  ) {
    return `the credentials of ${identity} are not good for the scope ${BACKSTORY_SCOPE}: use a service-account key or impersonate an account`;
  }
  const said = `${error?.metadata.get('permission') ?? ''} ${error?.message ?? ''}`;
  const named = PERMISSION.exec(redact(said))?.[0];
  return named === undefined
    ? `${identity} may not do this: check that its key belongs to this instance and may use the Detection Engine API`
    : `grant ${named} to ${identity}`;
}

/** Whether a 429 speaks of a day: then waiting does not help (reliability B2). */
export function isDailyQuota({ message, metadata }: WireError): boolean {
  const words = [message, metadata.get('quota_limit') ?? '', metadata.get('quota_unit') ?? ''];
  return words.some((text) => /per[ _-]?day|daily|\/d\//i.test(text));
}
