import { ApiError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import { readError, type WireError } from '../wire/error-envelope.ts';
import { METHODS, type MethodName } from '../wire/method.ts';
import type { WireRequest } from '../wire/request.ts';
import { isHtml, parseJson, readBody, TooLargeError } from './body.ts';
import { effectOfError, effectOfStatus } from './classify.ts';
import { InterruptedError, within } from './deadline.ts';
import { hintOf, isDailyQuota } from './hints.ts';
import { causesOf, deepestMessage, plainCause, redact } from './redact.ts';
import { retryAfterMs } from './retry.ts';

/** One exchange with the service, for `--verbose` and for counting. Never a body, a header or a token. */
export interface CallRecord {
  readonly method: MethodName;
  readonly verb: string;
  /** With its query, without the host. */
  readonly path: string;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** Counts from 1; more is a retry. */
  readonly attempt: number;
  /** From sending to the last byte of the answer. */
  readonly durationMs: number;
}

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

/** Where requests go and how long they may take. */
export interface TransportOptions {
  readonly origin: string;
  /** For hints: whose calls these are. */
  readonly identity: string;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal | undefined;
  readonly onCall: ((call: CallRecord) => void) | undefined;
}

/** Sends one request once. `leftMs` is what is left of the whole run. */
export type Transport = (
  request: WireRequest,
  facts: { readonly token: string; readonly attempt: number; readonly leftMs: number },
) => Promise<Answer>;

/** Reads answer in seconds; a mutation may take the service its own 60 s, and is better awaited than asked about. */
const DEADLINE_MS = { safe: 30_000, unsafe: 65_000 } as const;
/** After an interrupt, what is in flight has so long to come back (reliability B4). */
const GRACE_MS = 5000;
const MAX_DETAIL = 4000;

/** The only way out to the service: https (or loopback), no redirects, a cap, a deadline, JSON or a clear error. */
export function openTransport(options: TransportOptions): Transport {
  const { clock, onCall } = options;
  return async (request, { token, attempt, leftMs }) => {
    const { verb, safe } = METHODS[request.method];
    const startedAt = clock.now().getTime();
    const url = urlOf(options.origin, request.path);
    let status = 0;
    let endedAt: number | undefined;
    try {
      return await within(
        {
          clock,
          ms: Math.min(leftMs, safe ? DEADLINE_MS.safe : DEADLINE_MS.unsafe),
          signal: options.signal,
          graceMs: GRACE_MS,
        },
        async (signal) => {
          const response = await options.fetch(url, requestInit(request, token, signal));
          status = response.status;
          const text = await bodyOf(response);
          endedAt = clock.now().getTime();
          return readAnswer(request.method, { response, text }, options);
        },
      );
    } catch (error) {
      return unanswered(request.method, status, error);
    } finally {
      const durationMs = (endedAt ?? clock.now().getTime()) - startedAt;
      onCall?.({ method: request.method, verb, path: request.path, status, attempt, durationMs });
    }
  };
}

/** The address of a request; a path cannot lead away from the origin. */
function urlOf(origin: string, path: string): string {
  const url = new URL(`${origin}${path}`);
  if (url.origin !== origin) throw new Error('the path of a request leads to another host');
  return url.href;
}

function requestInit(request: WireRequest, token: string, signal: AbortSignal): RequestInit {
  return {
    method: METHODS[request.method].verb,
    headers: {
      Accept: 'application/json',
      Authorization: `Bearer ${token}`,
      'User-Agent': 'chron (gzip)',
      ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    redirect: 'error',
    signal,
  };
}

/** The body; of an error that breaks off nothing, as its status says enough. */
async function bodyOf(response: Response): Promise<string> {
  try {
    return await readBody(response);
  } catch (error) {
    if (response.ok) throw error;
    return '';
  }
}

function readAnswer(
  method: MethodName,
  { response, text }: { readonly response: Response; readonly text: string },
  { clock, identity }: TransportOptions,
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
function unanswered(method: MethodName, status: number, error: unknown): Answer {
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
  return effectOfError(error) === 'not-sent'
    ? 'check the network, the proxy and the certificates of this machine'
    : undefined;
}

/** exactOptionalPropertyTypes: an absent hint must not be there at all. */
function optionalHint(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}
