import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { failure, script, startWireServer } from '../helpers/wire-server.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { openClient, steadyFetch } from './client.ts';

const RULES = 'GET /v2/detect/rules';

/** An endpoint where nobody listens. */
async function closedEndpoint(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

/** Waits between attempts; the deadlines that are set up besides are whole minutes or 30 and 65 s. */
function pauses({ sleeps }: VirtualClock): readonly number[] {
  return sleeps.filter((ms) => ms > 0 && ![30_000, 65_000].includes(ms) && ms < 120_000);
}

describe('retries', () => {
  it('wait longer each time, with jitter, and end after six attempts', async () => {
    const server = await startWireServer(script({ [RULES]: [failure(503, 'UNAVAILABLE', 'x')] }));
    const { secops, clock, calls } = openClient(server.url);
    await expect(secops.listRules()).rejects.toMatchObject({ status: 503 });
    expect(calls).toHaveLength(6);
    expect(pauses(clock)).toEqual([500, 1000, 2000, 4000, 8000]);
  });

  it('wait as long as the service says', async () => {
    const busy = { ...failure(503, 'UNAVAILABLE', 'x'), headers: { 'Retry-After': '17' } };
    const server = await startWireServer(script({ [RULES]: [busy, {}] }));
    const { secops, clock } = openClient(server.url);
    await secops.listRules();
    expect(pauses(clock)).toEqual([17_000]);
  });

  it('are at most twenty in a run against a service that is down', async () => {
    const server = await startWireServer(() => failure(503, 'UNAVAILABLE', 'down'));
    const { secops, calls } = openClient(server.url);
    const ends: string[] = [];
    for (let at = 0; at < 10; at += 1) {
      await secops
        .listRules()
        .catch((error: unknown) => ends.push(String(Reflect.get(Object(error), 'hint'))));
    }
    expect(calls).toHaveLength(30);
    expect(ends).toHaveLength(10);
    expect(ends.at(-1)).toContain('20 retries of this run are spent');
  });

  it('after 429 do not count against the run, and slow the method down', async () => {
    const refused = {
      ...failure(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded'),
      headers: { 'Retry-After': '9' },
    };
    const server = await startWireServer(script({ [RULES]: [refused, {}] }));
    const { secops, clock } = openClient(server.url, { rates: 'published' });
    const startedAt = clock.now().getTime();
    await secops.listRules();
    expect(clock.now().getTime() - startedAt).toBe(9000);
    await secops.listRules();
    // half of the rate, recovered by a tenth
    expect(clock.now().getTime() - startedAt).toBe(9000 + 2021);
  });

  it('of a call that never left are made, too', async () => {
    const server = await startWireServer(script({ [RULES]: [{}] }));
    const clock = new VirtualClock();
    let tries = 0;
    const { secops } = openClient(server.url, {
      clock,
      fetch: (input, init) => {
        tries += 1;
        if (tries > 2) return steadyFetch(clock)(input, init);
        const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        return Promise.reject(new TypeError('fetch failed', { cause }));
      },
    });
    expect(await secops.listRules()).toEqual([]);
    expect(tries).toBe(3);
  });

  it('say what to look at when nothing answers', async () => {
    const { secops } = openClient(await closedEndpoint());
    await expect(secops.listRules()).rejects.toMatchObject({
      status: 0,
      effect: 'not-sent',
      hint: 'check the network, the proxy and the certificates of this machine',
    });
  });
});

describe('the time of a run', () => {
  it('ends all waiting', async () => {
    const busy = { ...failure(503, 'UNAVAILABLE', 'x'), headers: { 'Retry-After': '100' } };
    const server = await startWireServer(script({ [RULES]: [busy] }));
    const { secops, clock } = openClient(server.url, { timeoutMs: 130_000 });
    const startedAt = clock.now().getTime();
    await expect(secops.listRules()).rejects.toMatchObject({
      status: 0,
      effect: 'not-sent',
      hint: 'allow more with --timeout',
    });
    expect(clock.now().getTime() - startedAt).toBe(130_000);
  });

  it('can be started anew', async () => {
    const server = await startWireServer(script({ [RULES]: [{}] }));
    const { secops, clock } = openClient(server.url, { timeoutMs: 1000 });
    clock.advance(5000);
    await expect(secops.listRules()).rejects.toMatchObject({ effect: 'not-sent' });
    secops.renew();
    expect(await secops.listRules()).toEqual([]);
  });
});

describe('an interrupt', () => {
  it('lets nothing start any more', async () => {
    const server = await startWireServer(script({ [RULES]: [{}] }));
    const { secops } = openClient(server.url, { signal: AbortSignal.abort() });
    await expect(secops.setEnabled('ru_x', true)).rejects.toMatchObject({
      effect: 'not-sent',
      detail: 'interrupted before it was sent',
    });
    expect(server.asked).toEqual([]);
  });

  it('sends away those who wait for their turn', async () => {
    const server = await startWireServer(() => ({}));
    const interrupt = new AbortController();
    const { secops } = openClient(server.url, { rates: 'published', signal: interrupt.signal });
    const all = Promise.allSettled(
      ['a', 'b', 'c', 'd'].map(async (id) => {
        await secops.setEnabled(`ru_${id}`, true);
        interrupt.abort();
      }),
    );
    const ends = (await all).map(({ status }) => status);
    expect(ends).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    expect(server.asked).toHaveLength(1);
  });

  it('lets what is in flight come back', async () => {
    const interrupt = new AbortController();
    const server = await startWireServer(() => {
      interrupt.abort();
      return {};
    });
    const { secops } = openClient(server.url, { signal: interrupt.signal });
    await expect(secops.setEnabled('ru_a', true)).resolves.toBeUndefined();
  });

  it('waits 5 s for what is in flight, and then says that it does not know', async () => {
    const interrupt = new AbortController();
    const server = await startWireServer(() => {
      interrupt.abort();
      return { fault: 'hang' };
    });
    const { secops, calls } = openClient(server.url, { signal: interrupt.signal, fetch });
    const end: unknown = await secops.setEnabled('ru_a', true).catch((error: unknown) => error);
    expect(end).toMatchObject({ effect: 'ambiguous', status: 0 });
    expect(calls).toHaveLength(1);
  });
});
