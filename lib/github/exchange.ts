import type { CallerOptions, GitHubRequest } from './caller.ts';
import type { Headers } from './failure.ts';
import { fieldOf, textOf } from './json.ts';

/** What came back. The status is 0 where nothing did, or where it broke off. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
  /** GitHub's word on a failure, or ours where there was none. From a stranger; never holds the token. */
  readonly message: string;
}

/** The version of the REST API that is spoken (github A7). */
const API_VERSION = '2022-11-28';
const LONGEST_ANSWER = 32 * 1024 * 1024;
const LONGEST_MESSAGE = 400;
/** One answer may take so long. */
const ANSWER_MS = 30_000;

/** Sends one request once. Never rejects: what went wrong is in the answer. */
export async function exchange(
  { method, url, body }: GitHubRequest,
  { fetch, token, clock, signal, onCall }: CallerOptions,
  leftMs: number,
): Promise<Answer> {
  const stop = new AbortController();
  const over = new AbortController();
  const interrupt = (): void => stop.abort(new Error('interrupted'));
  signal?.addEventListener('abort', interrupt, { once: true });
  const limit = Math.min(ANSWER_MS, leftMs);
  clock.sleep(limit, over.signal).then(
    () => stop.abort(new Error(`no answer within ${Math.ceil(limit / 1000)} s`)),
    () => undefined,
  );
  try {
    const response = await fetch(url, {
      method,
      redirect: 'error',
      signal: stop.signal,
      headers: {
        Accept: 'application/vnd.github+json',
        Authorization: `Bearer ${token}`,
        'User-Agent': 'chron',
        'X-GitHub-Api-Version': API_VERSION,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await readText(response);
    onCall?.(`${method} ${new URL(url).pathname} ${response.status}`);
    return read(response.status, response.headers, text, token);
  } catch (error) {
    onCall?.(`${method} ${new URL(url).pathname} no answer`);
    return nothing(messageOf(error));
  } finally {
    over.abort();
    signal?.removeEventListener('abort', interrupt);
  }
}

function read(status: number, headers: Headers, text: string, token: string): Answer {
  let json: unknown;
  try {
    json = text === '' ? undefined : JSON.parse(text);
  } catch {
    // A page of a proxy, or half an answer: of a write, it may have been carried out all the same.
    if (status < 400) return nothing('the answer is not JSON');
  }
  const said = textOf(fieldOf(json, 'message')) ?? '';
  const message = said === '' ? 'the answer says nothing more' : said.replaceAll(token, '***');
  return { status, headers, json, message: message.slice(0, LONGEST_MESSAGE) };
}

function nothing(message: string): Answer {
  return { status: 0, headers: { get: () => null }, json: undefined, message };
}

/** Node's own word on it; what `fetch` says is the same for everything. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the call failed';
  return error.cause instanceof Error && error.cause.message !== ''
    ? error.cause.message
    : error.message;
}

async function readText(response: Pick<Response, 'body'>): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > LONGEST_ANSWER) throw new Error('the answer is too large');
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
