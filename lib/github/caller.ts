import { ApiError } from '../errors.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { hintOf, meaningOf, type Meaning } from './failure.ts';
import { exchange, type Answer } from './exchange.ts';

/** One call: its path from the API's root or a whole address, and what is said of it when it fails. */
export interface GitHubRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** `write the comment`: what the call is for, in an error's words. */
  readonly operation: string;
}

/** What calls are made with. */
export interface CallerOptions {
  readonly fetch: typeof fetch;
  readonly token: string;
  readonly clock: Clock;
  readonly random: Random;
  /** For all calls together. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Called after each attempt, for --verbose: no body, no header. */
  readonly onCall?: (line: string) => void;
}

/** Makes calls to GitHub. Gives the JSON of the answer; undefined for none. */
export type Caller = (request: GitHubRequest) => Promise<unknown>;

const MAX_ATTEMPTS = 6;
/** Writes go one at a time, a second apart (ux §5.2, GitHub's page on secondary limits). */
const BETWEEN_WRITES_MS = 1000;
const BACKOFF_CAP_MS = 10_000;

/**
 * Opens a way to call the API. A read is tried again whatever became of it; a write only where the answer proves that
 * nothing was done. A write whose answer is lost rejects with the effect `ambiguous`: look before it is sent again.
 */
export function openCaller(options: CallerOptions): Caller {
  const { clock, random, timeoutMs, signal } = options;
  const endsAt = clock.now().getTime() + timeoutMs;
  let nextWrite = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const wait = async (ms: number, operation: string): Promise<void> => {
    if (ms <= 0) return;
    if (clock.now().getTime() + ms > endsAt) {
      throw notSent(
        operation,
        'there is no time left to wait for GitHub',
        'allow more with --timeout',
      );
    }
    await clock.sleep(ms, signal);
  };

  const attempt = async (request: GitHubRequest): Promise<Answer> => {
    if (signal?.aborted === true)
      throw notSent(request.operation, 'interrupted before it was sent');
    const leftMs = endsAt - clock.now().getTime();
    if (leftMs <= 0) {
      throw notSent(request.operation, 'the time for all calls is up', 'allow more with --timeout');
    }
    return exchange(request, options, leftMs);
  };

  const call: Caller = async (request) => {
    for (let tried = 1; ; tried += 1) {
      const answer = await attempt(request);
      const meaning = meaningOfAnswer(answer, clock.now());
      if (meaning.kind === 'ok') return answer.json;
      const last = tried >= MAX_ATTEMPTS;
      if (meaning.kind === 'limited' && !last) {
        await wait(meaning.waitMs, request.operation);
      } else if (meaning.kind === 'unknown' && request.method === 'GET' && !last) {
        await wait(random() * Math.min(BACKOFF_CAP_MS, 500 * 2 ** tried), request.operation);
      } else throw errorOf(request, answer, meaning);
    }
  };

  return async (request) => {
    if (request.method === 'GET') return call(request);
    const turn = queue.then(async () => {
      await wait(nextWrite - clock.now().getTime(), request.operation);
      try {
        return await call(request);
      } finally {
        nextWrite = clock.now().getTime() + BETWEEN_WRITES_MS;
      }
    });
    queue = turn.catch(() => undefined);
    return turn;
  };
}

function meaningOfAnswer(answer: Answer, now: Date): Meaning {
  return answer.status === 0 ? { kind: 'unknown' } : meaningOf(answer, now);
}

function notSent(operation: string, detail: string, hint?: string): ApiError {
  return new ApiError({
    operation,
    status: 0,
    effect: 'not-sent',
    detail,
    ...(hint === undefined ? {} : { hint }),
  });
}

function errorOf({ operation }: GitHubRequest, answer: Answer, meaning: Meaning): ApiError {
  const hint = meaning.kind === 'refused' ? hintOf(answer.status, answer.message) : undefined;
  return new ApiError({
    operation,
    status: answer.status,
    effect: meaning.kind === 'unknown' ? 'ambiguous' : 'rejected',
    detail: answer.message,
    ...(hint === undefined ? {} : { hint }),
  });
}
