import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** One answer over the socket. Without `body` or `json` it is `{}`. */
export interface WireReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string | Uint8Array;
  /**
   * How it goes wrong: no answer but a reset; half of the body and then a reset; a byte now and then; or never an answer.
   */
  readonly fault?: 'reset' | 'truncate' | 'drip' | 'hang';
}

/** What the server was asked. */
export interface Asked {
  readonly method: string;
  /** With its query, as sent. */
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Gives the answer to a request; `count` is how many came before it with the same method and path, query left out. */
export type Answerer = (asked: Asked, count: number) => WireReply | Promise<WireReply>;

/** A server that says what the test wants, over a real socket. */
export interface WireServer {
  readonly url: string;
  readonly asked: readonly Asked[];
}

/** Starts one on a free port of this machine; it goes with the test. */
export async function startWireServer(answerer: Answerer): Promise<WireServer> {
  const asked: Asked[] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    void (async () => {
      const question = await read(request);
      asked.push(question);
      const key = `${question.method} ${question.path.split('?')[0] ?? ''}`;
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      await send(response, await answerer(question, count));
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, asked };
}

/** Answers by `METHOD /path` (query left out), one after the other; the last one is repeated, the unknown is an HTML 404. */
export function script(replies: Readonly<Record<string, readonly WireReply[]>>): Answerer {
  return ({ method, path }, count) => {
    const list = replies[`${method} ${path.split('?')[0] ?? ''}`] ?? [];
    return list[Math.min(count, list.length - 1)] ?? { status: 404, body: HTML };
  };
}

/** What a front end sends that does not know the API. */
export const HTML =
  '<!DOCTYPE html>\n<html lang=en><title>Error 404 (Not Found)!!1</title></html>\n';

/** An error as the service words it. */
export function failure(status: number, code: string, message: string): WireReply {
  return { status, json: { error: { code: status, message, status: code } } };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    body: Buffer.concat(chunks).toString('utf8'),
    headers: request.headers,
  };
}

async function send(response: ServerResponse, reply: WireReply): Promise<void> {
  if (reply.fault === 'hang') return;
  if (reply.fault === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(reply.body ?? JSON.stringify(reply.json ?? {}));
  response.writeHead(reply.status ?? 200, {
    'Content-Type': reply.body === undefined ? 'application/json' : 'text/html',
    'Content-Length': body.length,
    ...reply.headers,
  });
  if (reply.fault === 'truncate') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
    return;
  }
  if (reply.fault === 'drip') {
    for (const byte of body) {
      response.write(Buffer.of(byte));
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    response.end();
    return;
  }
  response.end(body);
}
