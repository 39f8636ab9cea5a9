import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonArrayReader } from '../../lib/wire/json-array.ts';
import { openBackstory } from '../../lib/secops/backstory-v2.ts';
import { realClock } from './real-clock.ts';
import { detection, serve } from './serve-stream.ts';

const RANGE = { from: new Date('2025-12-01T00:00:00Z'), to: new Date('2025-12-15T00:00:00Z') };

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
          expect(incomplete?.words).toMatch(/10,000 detections/);
        },
      ),
      { numRuns: 12 },
    );
  });
});
