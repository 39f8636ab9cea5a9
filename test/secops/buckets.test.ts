import { describe, expect, it } from 'vitest';
import { openBuckets } from '../../lib/secops/buckets.ts';
import { InterruptedError } from '../../lib/secops/deadline.ts';
import type { MethodName } from '../../lib/wire/method.ts';
import { VirtualClock } from '../helpers/clock.ts';

/** When each of so many callers may go, in milliseconds. */
async function times(
  buckets: ReturnType<typeof openBuckets>,
  clock: VirtualClock,
  methods: readonly MethodName[],
): Promise<readonly number[]> {
  const start = clock.now().getTime();
  return await Promise.all(
    methods.map(async (method) => {
      await buckets.acquire(method, undefined);
      return Math.round(clock.now().getTime() - start);
    }),
  );
}

describe('openBuckets', () => {
  it('lets one call a second go, in the order of asking', async () => {
    const clock = new VirtualClock();
    const buckets = openBuckets('published', clock);
    const at = await times(buckets, clock, ['GetRule', 'GetRule', 'GetRule', 'GetRule']);
    expect(at).toEqual([0, 1011, 2022, 3033]);
  });

  it('trap 12: has a queue for each method, not one for all', async () => {
    const clock = new VirtualClock();
    const buckets = openBuckets('published', clock);
    expect(await times(buckets, clock, ['GetRule', 'CreateRule', 'ListRules'])).toEqual([0, 0, 0]);
  });

  it('does not save up turns that nobody took', async () => {
    const clock = new VirtualClock();
    const buckets = openBuckets('published', clock);
    await buckets.acquire('GetRule', undefined);
    clock.advance(60_000);
    expect(await times(buckets, clock, ['GetRule', 'GetRule'])).toEqual([0, 1011]);
  });

  it('lets the calls of a minute go at once where the quota is one of a minute, and no more in any minute', async () => {
    const clock = new VirtualClock();
    const buckets = openBuckets('published', clock);
    const seven = Array.from({ length: 7 }, () => 'StreamTestRule' as const);
    expect(await times(buckets, clock, seven)).toEqual([0, 0, 0, 60_607, 60_607, 60_607, 121_214]);
  });

  it('slows a method whose quota is one of a minute down after a refusal, too', async () => {
    const clock = new VirtualClock();
    const buckets = openBuckets('published', clock);
    buckets.refused('StreamTestRule', 0);
    const four = Array.from({ length: 4 }, () => 'StreamTestRule' as const);
    expect(await times(buckets, clock, four)).toEqual([0, 0, 0, 121_213]);
  });

  it('makes nobody wait without rates, except for a pause', async () => {
    const clock = new VirtualClock();
    const buckets = openBuckets('none', clock);
    expect(await times(buckets, clock, ['GetRule', 'GetRule', 'GetRule'])).toEqual([0, 0, 0]);
    buckets.refused('GetRule', 5000);
    expect(await times(buckets, clock, ['GetRule', 'ListRules'])).toEqual([5000, 0]);
  });

  it('pauses and halves a method that was refused, and recovers by a tenth', async () => {
    const clock = new VirtualClock();
    const buckets = openBuckets('published', clock);
    buckets.refused('GetRule', 3000);
    expect(await times(buckets, clock, ['GetRule', 'GetRule'])).toEqual([3000, 5021]);
    buckets.succeeded('GetRule');
    clock.advance(60_000);
    expect(await times(buckets, clock, ['GetRule', 'GetRule'])).toEqual([0, 1837]);
    for (let at = 0; at < 20; at += 1) buckets.succeeded('GetRule');
    clock.advance(60_000);
    expect(await times(buckets, clock, ['GetRule', 'GetRule'])).toEqual([0, 1011]);
  });

  it('is never slower than one call in ten seconds', async () => {
    const clock = new VirtualClock();
    const buckets = openBuckets('published', clock);
    for (let at = 0; at < 10; at += 1) buckets.refused('GetRule', 0);
    expect(await times(buckets, clock, ['GetRule', 'GetRule'])).toEqual([0, 10_000]);
  });

  it('waits for a pause that comes while others wait', async () => {
    const clock = new VirtualClock();
    const buckets = openBuckets('published', clock);
    await buckets.acquire('GetRule', undefined);
    const waiting = times(buckets, clock, ['GetRule']);
    buckets.refused('GetRule', 9000);
    expect(await waiting).toEqual([9000]);
  });

  it('lets a waiter leave without taking a turn', async () => {
    const clock = new VirtualClock();
    const buckets = openBuckets('published', clock);
    await buckets.acquire('GetRule', undefined);
    const leaving = new AbortController();
    const left = buckets.acquire('GetRule', leaving.signal);
    const next = times(buckets, clock, ['GetRule']);
    leaving.abort();
    await expect(left).rejects.toBeInstanceOf(InterruptedError);
    expect(await next).toEqual([1011]);
  });

  it('lets nobody in whose run was interrupted before', async () => {
    const buckets = openBuckets('none', new VirtualClock());
    await expect(buckets.acquire('GetRule', AbortSignal.abort())).rejects.toBeInstanceOf(
      InterruptedError,
    );
  });
});
