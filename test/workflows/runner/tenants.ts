import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { startEmulator, type Emulator } from '../../../lib/emulator/server.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { Detector } from '../../../lib/ports/detector.ts';
import { listening, textOf } from '../../helpers/fake-server.ts';
import { MemoryRecords } from '../../helpers/records.ts';

/** What of a tenant one may do who only reads: the calls that store nothing. */
const READING = /:(verifyRule|streamTestRule)(\?|$)/;

/** A tenant of these stories: an emulator, and the doors to it. */
export interface Tenant {
  readonly emulator: Emulator;
  /** For the identity that applies. */
  readonly url: string;
  /** For the identity that plans: every call that would store something is refused with 403. */
  readonly readingUrl: string;
}

/** Somebody whom the tenant does not know gets no answer but 401. */
export async function openNobody(): Promise<string> {
  return listening(createServer((_, response) => refuse(response, 401, 'UNAUTHENTICATED')));
}

export async function openTenant(
  clock: Clock,
  refuses: (method: string, path: string, body: string) => boolean,
  detector?: Detector,
): Promise<Tenant> {
  const emulator = await startEmulator({
    records: new MemoryRecords(),
    clock,
    ...(detector === undefined ? {} : { detector }),
  });
  onTestFinished(() => emulator.close());
  const door = (opens: (request: IncomingMessage) => boolean): Promise<string> =>
    listening(
      createServer((request, response) => {
        if (!opens(request)) refuse(response, 403, 'PERMISSION_DENIED');
        else forward(request, response, emulator.url, refuses).catch(() => response.destroy());
      }),
    );
  return { emulator, url: await door(() => true), readingUrl: await door(reads) };
}

/** Whether a call only looks. */
function reads({ method, url = '' }: IncomingMessage): boolean {
  return method === 'GET' || READING.test(url);
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  to: string,
  refuses: (method: string, path: string, body: string) => boolean,
): Promise<void> {
  const body = await textOf(request);
  const { method = 'GET', url = '' } = request;
  if (refuses(method, url, body)) {
    refuse(response, 400, 'INVALID_ARGUMENT');
    return;
  }
  const type = request.headers['content-type'];
  const answer = await fetch(`${to}${url}`, {
    method,
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    ...(body === '' ? {} : { body }),
  });
  response.writeHead(answer.status, {
    'content-type': answer.headers.get('content-type') ?? 'application/json',
  });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

function refuse(response: ServerResponse, code: number, status: string): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code, status, message: 'not for this identity' } }));
}
