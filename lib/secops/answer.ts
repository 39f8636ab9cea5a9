import { ApiError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import { readError, type WireError } from '../wire/error-envelope.ts';
import type { MethodName } from '../wire/method.ts';
import { isHtml, parseJson, TooLargeError } from './body.ts';
import { effectOfError, effectOfStatus, isProxyRefusal } from './classify.ts';
import { InterruptedError } from './deadline.ts';
import { hintOf, isDailyQuota } from './hints.ts';
import { causesOf, deepestMessage, plainCause, redact } from './redact.ts';
import { retryAfterMs } from './retry.ts';

/** What became of one exchange. */
export type Answer =
  | { readonly kind: 'ok'; readonly body: object }
  | {
      readonly kind: 'failed';
      readonly error: ApiError;
      /** Asked for by the service. */
      readonly retryAfterMs?: number;
      /** Trying again would give the same: a redirect, an answer that is too large, a quota of a day. */
      readonly final?: 'call' | 'run';
      readonly tooLarge?: boolean;
    };

const MAX_DETAIL = 4000;

/** Reads an answer whose last byte is there. Only a JSON object with a status of 2xx is a success. */
export function readAnswer(
  method: MethodName,
  { response, text }: { readonly response: Response; readonly text: string },
  { clock, identity }: { readonly clock: Clock; readonly identity: string },
): Answer {
  const { status } = response;
  const html = isHtml(text);
  const body = html ? undefined : parseJson(text);
  if (response.ok && typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return { kind: 'ok', body };
  }
  const read = readError(body);
  const error = new ApiError({
    operation: method,
    status,
    effect: effectOfStatus(status),
    detail: detailOf({ status, text, html, read }),
    ...optionalHint(hintOf(status, read, { html, identity })),
  });
  const waitMs = retryAfterMs(response.headers.get('retry-after'), clock.now());
  return {
    kind: 'failed',
    error,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(status === 429 && read !== undefined && isDailyQuota(read) ? { final: 'run' } : {}),
  };
}

interface Said {
  readonly status: number;
  readonly text: string;
  readonly html: boolean;
  readonly read: WireError | undefined;
}

/** How a page that is not the API's is called; such a 404 says nothing of the object that was asked for. */
export const HTML_DETAIL = 'the answer is an HTML page, not one of the API';

function detailOf({ status, text, html, read }: Said): string {
  if (read !== undefined && read.message !== '') return redact(read.message).slice(0, MAX_DETAIL);
  if (read !== undefined && read.status !== '') return read.status;
  if (html) return HTML_DETAIL;
  if (text === '') return 'the answer is empty';
  if (status < 300) return 'the answer is not the JSON that was expected';
  return redact(text).slice(0, MAX_DETAIL);
}

/** No status, or a success whose body broke off. */
export function unanswered(method: MethodName, status: number, error: unknown): Answer {
  const tooLarge = error instanceof TooLargeError;
  const redirected = causesOf(error).some(({ message }) => /redirect/i.test(message));
  return {
    kind: 'failed',
    error: new ApiError({
      operation: method,
      status,
      effect: effectOfError(error),
      detail: redirected
        ? 'the service sent a redirect, which chron does not follow'
        : redact(deepestMessage(error)),
      ...optionalHint(hintOfSilence(error, redirected)),
      cause: plainCause(error),
    }),
    ...(tooLarge || redirected ? { final: 'call' } : {}),
    ...(tooLarge ? { tooLarge } : {}),
  };
}

function hintOfSilence(error: unknown, redirected: boolean): string | undefined {
  if (redirected) return 'a proxy or sign-in page may stand between this machine and the service';
  if (error instanceof InterruptedError) return undefined;
  if (causesOf(error).some(({ message }) => isProxyRefusal(message))) return PROXY_HINT;
  return effectOfError(error) === 'not-sent'
    ? 'check the network, the proxy and the certificates of this machine'
    : undefined;
}

const PROXY_HINT =
  'the proxy of this machine refused: look at HTTPS_PROXY, the account in it, and NO_PROXY';

/** exactOptionalPropertyTypes: an absent hint must not be there at all. */
function optionalHint(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}
