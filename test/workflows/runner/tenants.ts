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

export async function openTenant(clock: Clock, detector?: Detector): Promise<Tenant> {
  const emulator = await startEmulator({
    records: new MemoryRecords(),
    clock,
    ...(detector === undefined ? {} : { detector }),
  });
  onTestFinished(() => emulator.close());
  const readingUrl = await listening(
    createServer((request, response) => {
      const reads = request.method === 'GET' || READING.test(request.url ?? '');
      if (reads) forward(request, response, emulator.url).catch(() => response.destroy());
      else refuse(response, 403, 'PERMISSION_DENIED');
    }),
  );
  return { emulator, url: emulator.url, readingUrl };
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  to: string,
): Promise<void> {
  const body = await textOf(request);
  const type = request.headers['content-type'];
  const answer = await fetch(`${to}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
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
