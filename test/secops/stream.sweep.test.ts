import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { detection, serve } from './serve-stream.ts';

describe('a stream of a gigabyte', () => {
  it('is read while resident memory grows by less than 100 MB', { timeout: 240_000 }, async () => {
    const element = Buffer.from(`${detection(7, 'x'.repeat(110_000))}\r\n,\r\n`);
    const stream = (count: number): Promise<string> =>
      serve(function* () {
        yield Buffer.from('[');
        for (let n = 0; n < count; n += 1) yield element;
        yield Buffer.from('{"heartbeat":true}]');
      });
    const count = Math.ceil(1024 ** 3 / element.length);
    expect(count).toBeLessThan(10_000);
    // A process of its own: what the server holds is not the client's.
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      fileURLToPath(new URL('stream-reader.mts', import.meta.url)),
      await stream(200),
      await stream(count),
    ]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- stream-reader.mts wrote it
    const { grewMiB, ...read } = JSON.parse(stdout) as { readonly grewMiB: number };
    expect(read).toEqual({ detections: count, last: [{ metadata: { id: '7' } }] });
    expect(grewMiB).toBeLessThan(100);
  });
});
