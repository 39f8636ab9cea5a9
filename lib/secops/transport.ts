import type { Clock } from '../ports/clock.ts';
import { METHODS, type MethodFacts, type MethodName } from '../wire/method.ts';
import type { WireRequest } from '../wire/request.ts';
import { readAnswer, unanswered, type Answer } from './answer.ts';
import { readBody } from './body.ts';
import { within } from './deadline.ts';

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
  facts: {
    readonly token: string;
    readonly attempt: number;
    readonly leftMs: number;
    readonly receive?: Receive | undefined;
  },
) => Promise<Answer>;

/** Reads the answer of a success as it arrives, where it is not one JSON object. The signal ends it. */
export type Receive = (response: Response, signal: AbortSignal) => Promise<Answer>;

/** Reads answer in seconds; a mutation may take the service its own 60 s, and is better awaited than asked about. */
const DEADLINE_MS = { safe: 30_000, unsafe: 65_000 } as const;
/** The server ends a stream after 5 minutes by itself (backstory-v2 §4.16). */
const STREAM_MS = 6 * 60_000;
/** After an interrupt, what is in flight has so long to come back (reliability B4). */
const GRACE_MS = 5000;

/** The only way out to the service: https (or loopback), no redirects, a cap, a deadline, JSON or a clear error. */
export function openTransport(options: TransportOptions): Transport {
  const { clock, onCall } = options;
  return async (request, { token, attempt, leftMs, receive }) => {
    const { verb, safe, streams }: MethodFacts = METHODS[request.method];
    const patience = streams === true ? STREAM_MS : safe ? DEADLINE_MS.safe : DEADLINE_MS.unsafe;
    const startedAt = clock.now().getTime();
    const url = urlOf(options.origin, request.path);
    let status = 0;
    let endedAt: number | undefined;
    try {
      return await within(
        {
          clock,
          ms: Math.min(leftMs, patience),
          signal: options.signal,
          graceMs: GRACE_MS,
        },
        async (signal) => {
          const response = await options.fetch(url, requestInit(request, token, signal));
          status = response.status;
          if (response.ok && receive !== undefined) return await receive(response, signal);
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
