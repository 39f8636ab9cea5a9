import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { openDirectFetch } from '../../cmd/direct-fetch.ts';
import { readBody } from '../../lib/secops/body.ts';
import { effectOfError } from '../../lib/secops/classify.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the built-in one does is what ours must do. */
describe.each([
  ['the built-in fetch', fetch],
  ['the direct fetch', openDirectFetch()],
])('%s', (_, anyFetch) => {
  it('sends verb, headers and body, and reads status, headers and body', async () => {
    const url = await serve((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      request.on('end', () => {
        response.writeHead(418, { 'Retry-After': '7', 'Content-Type': 'text/plain' });
        response.end(
          `${request.method} ${request.url} ${String(request.headers['x-word'])} ${text}`,
        );
      });
    });
    const answer = await anyFetch(`${url}/a?b=c`, {
      method: 'POST',
      headers: { 'X-Word': 'word' },
      body: 'dünn',
    });
    expect([answer.ok, answer.status, answer.headers.get('Retry-After')]).toEqual([
      false,
      418,
      '7',
    ]);
    expect(answer.headers.get('absent')).toBeNull();
    expect(await readBody(answer)).toBe('POST /a?b=c word dünn');
  });

  it('asks for gzip, and unpacks it', async () => {
    const text = 'rule text '.repeat(1000);
    const url = await serve((request, response) => {
      if (!/gzip/.test(String(request.headers['accept-encoding']))) return response.end('plain');
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      return response.end(gzipSync(text));
    });
    const answer = await anyFetch(url);
    expect([answer.ok, await readBody(answer)]).toEqual([true, text]);
  });

  it('rejects where packed bytes are none', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end('these are not gzip');
    });
    await expect(anyFetch(url).then((answer) => readBody(answer))).rejects.toThrow(
      /incorrect header|terminated/,
    );
  });

  it.each([
    ['plain', false],
    ['packed', true],
  ])(
    'lets go of the connection of a %s body that is not read to its end',
    async (_kind, packed) => {
      const closed: (() => void)[] = [];
      const gone = new Promise<string>((resolve) => {
        closed.push(() => resolve('closed'));
      });
      const url = await serve((request, response) => {
        request.socket.once('close', () => closed.forEach((tell) => tell()));
        response.writeHead(200, packed ? { 'Content-Encoding': 'gzip' } : {});
        const bytes = Buffer.from('event '.repeat(100_000));
        // The end never comes.
        response.write(packed ? gzipSync(bytes).subarray(0, -8) : bytes);
      });
      const reader = (await anyFetch(url)).body?.getReader();
      await reader?.read();
      await reader?.cancel();
      expect(await gone).toBe('closed');
    },
  );

  it('ends the read that waits for a body which is let go', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200);
      response.write('begin');
    });
    const reader = (await anyFetch(url)).body?.getReader();
    await reader?.read();
    const waiting = reader?.read();
    await reader?.cancel();
    expect(await waiting).toMatchObject({ done: true });
  });

  it('follows no redirect', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { Location: 'http://127.0.0.1:9/' });
      response.end();
    });
    await expect(anyFetch(url, { redirect: 'error' })).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { message: 'unexpected redirect' },
    });
  });

  it('tells a connection that never stood from one that broke', async () => {
    const url = await serve((request) => request.socket.destroy());
    const broken = await anyFetch(url).catch((error: unknown) => error);
    expect([broken instanceof TypeError, effectOfError(broken)]).toEqual([true, 'ambiguous']);
    const gone = await serve(() => undefined);
    open.pop()?.();
    const refused = await anyFetch(gone).catch((error: unknown) => error);
    expect([refused instanceof TypeError, effectOfError(refused)]).toEqual([true, 'not-sent']);
  });

  it('rejects in the middle of a body that breaks off', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('some', () => response.destroy());
    });
    await expect(anyFetch(url).then((answer) => readBody(answer))).rejects.toThrow(
      /aborted|terminated/,
    );
  });

  it('rejects with the reason of the signal: before, while waiting, and within the body', async () => {
    const url = await serve((request, response) => {
      if (request.url !== '/body') return;
      response.writeHead(200);
      response.write('begin');
    });
    const late = new Error('too late');
    await expect(anyFetch(url, { signal: AbortSignal.abort(late) })).rejects.toBe(late);

    const waiting = new AbortController();
    const asked = anyFetch(`${url}/never`, { signal: waiting.signal });
    setImmediate(() => waiting.abort(late));
    await expect(asked).rejects.toBe(late);

    const reading = new AbortController();
    const answer = await anyFetch(`${url}/body`, { signal: reading.signal });
    const body = readBody(answer);
    setImmediate(() => reading.abort(late));
    await expect(body).rejects.toBe(late);
  });
});
