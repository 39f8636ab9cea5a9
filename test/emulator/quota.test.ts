import { describe, expect, it } from 'vitest';
import { BACKSTORY_ROUTES } from '../../lib/emulator/backstory-routes.ts';
import { start } from './start.ts';

const RULES = '/v2/detect/rules';

describe('quotas', () => {
  it('are off unless they are asked for', async () => {
    const { call } = await start();
    const statuses = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await call('GET', RULES)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
  });

  it.each([
    ['a burst', [0, 0, 0], [200, 429, 429]],
    ['one a second', [0, 1000, 1000], [200, 200, 200]],
    ['a call 50 ms too early', [0, 950], [200, 200]],
    ['a call 51 ms too early', [0, 949], [200, 429]],
    ['calls that are always early', [0, 975, 975, 975], [200, 200, 200, 429]],
    ['a refused call, which does not count', [0, 500, 500], [200, 429, 200]],
    ['a long rest, which saves nothing up', [0, 60_000, 0], [200, 200, 429]],
  ])('answer %s (%j) with %j', async (_, waits, statuses) => {
    const { call, clock } = await start({ options: { quotas: 'published' } });
    const found: number[] = [];
    for (const wait of waits) {
      clock.advance(wait);
      found.push((await call('GET', RULES)).status);
    }
    expect(found).toEqual(statuses);
  });

  it('have a bucket for each method', async () => {
    const { call } = await start({ options: { quotas: 'published' } });
    expect((await call('GET', RULES)).status).toBe(200);
    expect((await call('GET', '/v2/lists')).status).toBe(200);
    expect((await call('GET', RULES)).status).toBe(429);
  });

  it('name the method in a body as Google has it', async () => {
    const { call } = await start({ options: { quotas: 'published' } });
    await call('GET', RULES);
    const { body } = await call('GET', RULES);
    expect(body).toEqual({
      error: {
        code: 429,
        status: 'RESOURCE_EXHAUSTED',
        message: expect.stringMatching(/^Quota exceeded for quota metric 'ListRules requests'/),
      },
    });
  });

  it.each(
    BACKSTORY_ROUTES.map(({ operation, method, path, quota }) => ({
      operation,
      method,
      path,
      quota,
      words: typeof quota === 'object' ? `${quota.calls} in ${quota.perMs} ms` : quota,
    })).filter(({ quota }) => quota !== 'none'),
  )('hold $operation to $words', async ({ operation, method, path, quota }) => {
    const target = path.replaceAll(/\{\w+\}/g, 'x');
    const { calls, perMs } = typeof quota === 'object' ? quota : { calls: 1, perMs: 1000 };
    const statuses = async (unlistedQuotas: 'one-per-second' | 'none'): Promise<number[]> => {
      const { call, clock, emulator } = await start({
        options: { quotas: 'published', unlistedQuotas },
      });
      for (let count = 0; count <= calls; count += 1) await call(method, target);
      clock.advance(perMs);
      await call(method, target);
      expect(new Set(emulator.calls.map((one) => one.operation))).toEqual(new Set([operation]));
      return emulator.calls.map(({ status }) => status);
    };
    const refused = (await statuses('one-per-second')).map((status) => status === 429);
    expect(refused).toEqual([...Array<boolean>(calls).fill(false), true, false]);
    expect((await statuses('none'))[1] === 429).toBe(typeof quota === 'object' && calls === 1);
  });

  it('trap 12: ListDetections is 10 a minute and StreamTestRule 3, in any minute', async () => {
    const { call, clock, create } = await start({ options: { quotas: 'published' } });
    const path = `${RULES}/${await create('a')}/detections`;
    const statuses: number[] = [];
    for (let count = 0; count < 11; count += 1) {
      statuses.push((await call('GET', path)).status);
      clock.advance(1000);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
    clock.advance(48_900);
    expect((await call('GET', path)).status).toBe(429);
    clock.advance(100);
    expect((await call('GET', path)).status).toBe(200);
    const refused = await call('GET', path);
    expect(refused.text).toContain("limit 'ListDetections requests per minute'");
  });
});
