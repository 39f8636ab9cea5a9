import { describe, expect, it } from 'vitest';
import { scriptFaults } from '../../lib/emulator/faults.ts';
import type { ScriptedFault } from '../../lib/emulator/faults.ts';
import { ruleText } from '../helpers/builders.ts';
import { start } from './start.ts';

const RULES = '/v2/detect/rules';
const BODY = { ruleText: ruleText('a') };

describe('a fault', () => {
  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('answers a status %s the effect', async (when, stored) => {
    const effect = {
      kind: 'status',
      status: 503,
      code: 'UNAVAILABLE',
      message: 'busy',
      retryAfter: 7,
    } as const;
    const { call, emulator } = await start({
      faults: scriptFaults([{ operation: 'CreateRule', when, effect }]),
    });
    const { status, body, headers } = await call('POST', RULES, BODY);
    expect(status).toBe(503);
    expect(body).toEqual({ error: { code: 503, status: 'UNAVAILABLE', message: 'busy' } });
    expect(headers.get('retry-after')).toBe('7');
    expect(emulator.console.rules()).toHaveLength(stored);
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('resets the connection %s the effect', async (when, stored) => {
    const faults = scriptFaults([{ operation: 'CreateRule', when, effect: { kind: 'reset' } }]);
    const { call, emulator } = await start({ faults });
    await expect(call('POST', RULES, BODY)).rejects.toThrow('fetch failed');
    expect(emulator.console.rules()).toHaveLength(stored);
    expect(emulator.calls.map(({ status }) => status)).toEqual([0]);
  });

  it('cuts the answer in the middle', async () => {
    const faults = scriptFaults([
      { operation: 'CreateRule', when: 'after', effect: { kind: 'cut' } },
    ]);
    const { call, emulator } = await start({ faults });
    await expect(call('POST', RULES, BODY)).rejects.toThrow('terminated');
    expect(emulator.console.rules()).toHaveLength(1);
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('answers 200 with nothing %s the effect', async (when, stored) => {
    const faults = scriptFaults([{ operation: '*', when, effect: { kind: 'empty' } }]);
    const { call, emulator } = await start({ faults });
    const { status, text } = await call('POST', RULES, BODY);
    expect([status, text]).toEqual([200, '']);
    expect(emulator.console.rules()).toHaveLength(stored);
  });

  it('answers with a page', async () => {
    const faults = scriptFaults([
      { operation: '*', when: 'before', effect: { kind: 'html', status: 502 } },
    ]);
    const { call } = await start({ faults });
    const { status, headers } = await call('GET', RULES);
    expect(status).toBe(502);
    expect(headers.get('content-type')).toBe('text/html; charset=UTF-8');
  });

  it('lets time pass, then goes on to the next', async () => {
    const faults = scriptFaults([
      { operation: '*', when: 'before', effect: { kind: 'delay', ms: 5000 } },
      { operation: '*', when: 'after', effect: { kind: 'status', status: 504 } },
    ]);
    const { call, clock, emulator } = await start({ faults });
    expect((await call('POST', RULES, BODY)).status).toBe(504);
    expect(clock.sleeps).toEqual([5000]);
    expect(emulator.console.rules()).toHaveLength(1);
  });

  it.each([
    [{}, [503, 200, 200, 200]],
    [{ call: 2 }, [200, 503, 200, 200]],
    [{ times: 2 }, [503, 503, 200, 200]],
    [{ call: 2, times: 2 }, [200, 503, 503, 200]],
    [{ times: Number.POSITIVE_INFINITY }, [503, 503, 503, 503]],
  ])('with %o meets the calls %j', async (which, statuses) => {
    const fault: ScriptedFault = {
      operation: 'ListRules',
      when: 'before',
      effect: { kind: 'status', status: 503 },
      ...which,
    };
    const faults = scriptFaults([fault]);
    const { call } = await start({ faults });
    const found: number[] = [];
    for (const _ of statuses) {
      await call('GET', '/v2/lists');
      found.push((await call('GET', RULES)).status);
    }
    expect(found).toEqual(statuses);
    expect(faults.left()).toBe(fault.times === Number.POSITIVE_INFINITY ? 1 : 0);
  });

  it('counts from when it was added', async () => {
    const faults = scriptFaults();
    const { call } = await start({ faults });
    await call('GET', RULES);
    faults.add({ operation: 'ListRules', when: 'before', effect: { kind: 'status', status: 500 } });
    expect((await call('GET', RULES)).status).toBe(500);
  });
});
