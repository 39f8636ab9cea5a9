import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JsonArrayReader } from '../../lib/wire/json-array.ts';
import { openBackstory } from '../../lib/secops/backstory-v2.ts';
import { realClock } from './real-clock.ts';

const RANGE = { from: new Date('2025-12-01T00:00:00Z'), to: new Date('2025-12-15T00:00:00Z') };

const detection = (n: number, padding = ''): string =>
  JSON.stringify({
    detection: {
      id: `de_${n}`,
      detection: [{ ruleName: 'r "ü" ]}', ruleType: 'SINGLE_EVENT' }],
      detectionTime: '2025-12-02T00:00:00Z',
      collectionElements: [
        { label: 'e', references: [{ event: { metadata: { id: `${n}` }, about: padding } }] },
      ],
    },
  });

/** Serves a body in the given pieces, each in a segment of its own. */
async function serve(pieces: () => Iterable<Buffer>): Promise<string> {
  const server = createServer((_request, response) => {
    response.socket?.setNoDelay(true);
    void (async () => {
      for (const piece of pieces()) {
        if (!response.write(piece)) {
          await new Promise((resolve) => {
            response.once('drain', resolve);
          });
        }
      }
      response.end();
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const clientOf = (endpoint: string) =>
  openBackstory({
    target: { kind: 'loopback', endpoint },
    rates: 'none',
    clock: realClock,
    random: () => 0,
    timeoutMs: 300_000,
  });

describe('a stream of 10,000 detections', () => {
  const whole = Buffer.from(
    `[${Array.from({ length: 10_000 }, (_, n) => detection(n)).join('\r\n,\r\n')}]`,
  );

  it('reads the same, cut at every byte of a sample', () => {
    const sample = whole.subarray(0, 3 * detection(1).length);
    const ends = (reader: JsonArrayReader, cut: number): string[] => [
      ...reader.push(sample.subarray(0, cut)),
      ...reader.push(sample.subarray(cut)),
    ];
    const expected = ends(new JsonArrayReader(1e6), sample.length);
    expect(expected.length).toBeGreaterThan(1);
    for (let cut = 0; cut <= sample.length; cut += 1) {
      expect(ends(new JsonArrayReader(1e6), cut)).toEqual(expected);
    }
  });

  it('reads the same over a socket, cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(whole.length), { minLength: 1, maxLength: 60 }),
        async (cuts) => {
          const ends = [...cuts.toSorted((a, b) => a - b), whole.length];
          const url = await serve(() =>
            ends.map((end, at) => whole.subarray(ends[at - 1] ?? 0, end)),
          );
          const { detections, incomplete } = await clientOf(url).testRun(
            'rule r {}',
            RANGE,
            10_000,
          );
          expect(detections.map(({ detectionId }) => detectionId)).toEqual(
            Array.from({ length: 10_000 }, (_, n) => `de_${n}`),
          );
          expect(incomplete).toMatch(/10,000 detections/);
        },
      ),
      { numRuns: 12 },
    );
  });
});

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
