import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../lib/emulator/server.ts';
import { openReach } from '../../lib/secops/proxy.ts';
import { ruleText } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { startProxy } from '../helpers/connect-proxy.ts';
import { MemoryRecords } from '../helpers/records.ts';
import { openClient } from './client.ts';
import { realClock } from './real-clock.ts';

async function tenant() {
  const emulator = await startEmulator({ records: new MemoryRecords(), clock: realClock });
  onTestFinished(() => emulator.close());
  return emulator;
}

describe('a proxy', () => {
  it('is gone through by every call, and streams come through', async () => {
    const [emulator, proxy] = [await tenant(), await startProxy()];
    const { fetch: reach, proxied } = openReach(fetch, { httpProxy: proxy.url });
    const clock = new VirtualClock();
    const { secops } = openClient(emulator.url, {
      clock,
      fetch: (input, init) => clock.during(() => reach(input, init)),
    });
    const created = await secops.createRule(ruleText('one'));
    expect(await secops.listRules()).toEqual([created]);
    expect(proxied).toBe(true);
    expect(proxy.asked.length).toBeGreaterThan(0);
    expect(proxy.asked.every((one) => one.includes(new URL(emulator.url).host))).toBe(true);
  });

  it.each([
    ['the host', '127.0.0.1'],
    ['all hosts', '*'],
    ['several', 'example.com, 127.0.0.1'],
  ])('is left out for %s that NO_PROXY names', async (_title, noProxy) => {
    const [emulator, proxy] = [await tenant(), await startProxy()];
    const { fetch: reach } = openReach(fetch, { httpProxy: proxy.url, noProxy });
    await openClient(emulator.url, { fetch: reach }).secops.listRules();
    expect(proxy.asked).toEqual([]);
  });

  it('that refuses is no doubt about the effect of a call', async () => {
    const proxy = await startProxy({ refuse: 407 });
    const { fetch: reach } = openReach(fetch, { httpsProxy: proxy.url });
    const clock = new VirtualClock();
    const { secops } = openClient('http://127.0.0.1:9', {
      clock,
      fetch: (_input, init) => clock.during(() => reach('https://backstory.googleapis.com/', init)),
    });
    await expect(secops.createRule(ruleText('one'))).rejects.toMatchObject({
      effect: 'not-sent',
      status: 0,
      detail: expect.stringContaining('407') as unknown,
    });
  });

  it('that is not set costs nothing: the fetch is the same', () => {
    expect(openReach(fetch, { noProxy: '*' })).toEqual({ fetch, proxied: false });
  });
});
