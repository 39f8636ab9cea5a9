import type * as Http from 'node:http';
import type * as Https from 'node:https';
import type { pipeline as nodePipeline, Readable as NodeReadable } from 'node:stream';
import type * as Zlib from 'node:zlib';

/** What the client asks of an answer; the rest of the web's Response is not there. */
interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): BodyReader };
}

type Piece =
  | { readonly done: false; readonly value: Uint8Array }
  | { readonly done: true; readonly value: undefined };

const ENDED = { done: true, value: undefined } as const;

/** Reads a body piece by piece, or lets go of the rest of it. */
interface BodyReader {
  read(): Promise<Piece>;
  cancel(): Promise<void>;
}

/** Shorter than the 5 s after which a node server closes an idle connection: none is used at the moment it goes. */
const IDLE_MS = 4000;

/**
 * A `fetch` by node's own HTTP client, as far as chron's client uses one: plain headers, a text for a body, no
 * redirects, gzip. The built-in one takes a tenth of a second of every command to load. Rejects as that does: a
 * TypeError with the failure as its cause, or the reason of the signal.
 */
export function openDirectFetch(): typeof fetch {
  let opened: Promise<Modules> | undefined;
  return async (input, init) => {
    if (typeof input === 'object' && !(input instanceof URL)) {
      throw new TypeError('a request of chron is an address and its settings');
    }
    opened ??= load();
    const answer = await exchange(await opened, new URL(input), init ?? {});
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- lib/secops reads nothing but what Answer has
    return answer as Response;
  };
}

interface Modules {
  readonly http: typeof Http;
  readonly https: typeof Https;
  readonly zlib: typeof Zlib;
  readonly pipeline: typeof nodePipeline;
  readonly agents: Readonly<Record<string, Http.RequestOptions['agent']>>;
}

async function load(): Promise<Modules> {
  const [http, https, zlib, { pipeline }] = await Promise.all([
    import('node:http'),
    import('node:https'),
    import('node:zlib'),
    import('node:stream'),
  ]);
  const idle = { keepAlive: true, timeout: IDLE_MS };
  const agents = { 'http:': new http.Agent(idle), 'https:': new https.Agent(idle) };
  return { http, https, zlib, pipeline, agents };
}

function exchange(modules: Modules, url: URL, init: RequestInit): Promise<Answer> {
  const { signal } = init;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const { request } = url.protocol === 'https:' ? modules.https : modules.http;
    const sent = request(url, {
      method: init.method ?? 'GET',
      headers: { 'Accept-Encoding': 'gzip', ...plainHeaders(init.headers) },
      agent: modules.agents[url.protocol],
    });
    const stop = (): void => {
      if (signal !== null && signal !== undefined) sent.destroy(reasonOf(signal));
    };
    signal?.addEventListener('abort', stop, { once: true });
    sent.once('close', () => signal?.removeEventListener('abort', stop));
    sent.on('error', (error) => {
      reject(signal?.aborted === true ? reasonOf(signal) : failed(error));
    });
    sent.on('response', (message) => {
      if (message.headers.location !== undefined && redirects(message.statusCode)) {
        message.destroy();
        reject(failed(new Error('unexpected redirect')));
        return;
      }
      resolve(answerOf(modules, message, signal));
    });
    sent.end(typeof init.body === 'string' ? init.body : undefined);
  });
}

function answerOf(
  { zlib, pipeline }: Modules,
  message: Http.IncomingMessage,
  signal: AbortSignal | null | undefined,
): Answer {
  const status = message.statusCode ?? 0;
  const zipped = /^(?:x-)?gzip$/i.test(message.headers['content-encoding'] ?? '');
  let body: NodeReadable = message;
  if (zipped) {
    const plain = zlib.createGunzip();
    // Each ends the other: a body that nobody reads to its end must not keep a connection, and with it the process.
    body = pipeline(message, plain, () => undefined);
  }
  // What breaks off in the middle breaks off for the reason that the signal gives, as with the built-in fetch.
  const stop = (): void =>
    void body.destroy(signal === null || signal === undefined ? undefined : reasonOf(signal));
  signal?.addEventListener('abort', stop, { once: true });
  body.once('close', () => signal?.removeEventListener('abort', stop));
  return {
    ok: status >= 200 && status < 300,
    status,
    headers: { get: (name) => textOf(message.headers[name.toLowerCase()]) },
    body: { getReader: () => readerOf(body) },
  };
}

/** Node's web streams take longer to load than a plan has to wait for its rules, and copy each piece. */
function readerOf(body: NodeReadable): BodyReader {
  const pieces: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  let gone = false;
  return {
    read: async () => {
      try {
        const { done, value } = await pieces.next();
        return done === true ? ENDED : { done: false, value };
      } catch (error) {
        if (gone) return ENDED;
        throw error;
      }
    },
    cancel: () => {
      gone = true;
      body.destroy();
      return Promise.resolve();
    },
  };
}

function redirects(status = 0): boolean {
  return status >= 300 && status < 400;
}

function textOf(value: string | readonly string[] | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : value.join(', ');
}

function plainHeaders(headers: RequestInit['headers']): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) plain[name] = String(value);
  return plain;
}

function failed(cause: Error): TypeError {
  return new TypeError('fetch failed', { cause });
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('aborted');
}
