import { describe, expect, it } from 'vitest';
import { scriptFaults } from '../../lib/emulator/faults.ts';
import { startEmulator } from '../../lib/emulator/server.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { ruleText } from '../helpers/builders.ts';
import { MemoryRecords } from '../helpers/records.ts';
import { start } from './start.ts';
import type { Running } from './start.ts';

const RULES = '/v2/detect/rules';

describe('startEmulator', () => {
  it('listens on the loopback address alone', async () => {
    const { emulator } = await start();
    expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}`);
    expect(emulator.port).toBeGreaterThan(0);
  });

  it('rejects when its port is taken', async () => {
    const { emulator } = await start();
    await expect(start({ port: emulator.port })).rejects.toThrow('EADDRINUSE');
  });

  it('is ready at once', async () => {
    const times: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const began = performance.now();
      await start();
      times.push(performance.now() - began);
    }
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it('logs calls in the order of arrival, without their queries', async () => {
    const { call, clock, emulator } = await start();
    await call('GET', `${RULES}?page_size=1`, undefined, { authorization: 'Bearer s3cret' });
    clock.advance(1500);
    await call('GET', '/nowhere');
    expect(emulator.calls).toEqual([
      {
        operation: 'ListRules',
        method: 'GET',
        path: RULES,
        status: 200,
        time: new Date('2026-01-01T00:00:00Z'),
      },
      {
        operation: 'unknown',
        method: 'GET',
        path: '/nowhere',
        status: 404,
        time: new Date('2026-01-01T00:00:01.500Z'),
      },
    ]);
  });

  it('keeps a connection for the next call', async () => {
    const { call } = await start();
    expect((await call('GET', RULES)).headers.get('connection')).toBe('keep-alive');
  });
});

describe('close', () => {
  it('ends a call that waits, without an answer', async () => {
    const faults = scriptFaults([
      { operation: '*', when: 'before', effect: { kind: 'delay', ms: 3_600_000 } },
    ]);
    const clock = new VirtualClock();
    const { emulator, call } = await start({ faults, clock });
    await clock.during(async () => {
      const outcome = call('GET', RULES).then(
        () => 'answered',
        () => 'no answer',
      );
      await expect.poll(() => clock.sleeps).toEqual([3_600_000]);
      await emulator.close();
      expect(await outcome).toBe('no answer');
    });
  });

  it('keeps what was begun', async () => {
    const records = new MemoryRecords();
    const { emulator } = await start({ records });
    const creations = Array.from({ length: 20 }, (_, index) =>
      emulator.console.createList({ name: `l${index}`, lines: ['x'] }),
    );
    await emulator.close();
    await Promise.all(creations);
    expect(records.appended).toHaveLength(20);
  });

  it('ends though a connection is idle', async () => {
    const { emulator, call } = await start();
    await call('GET', RULES);
    await emulator.close();
    await expect(call('GET', RULES)).rejects.toThrow('fetch failed');
  });
});

describe('a restart', () => {
  it('finds the same tenant', async () => {
    const before = await start();
    for (const step of busyDay(before)) await step();
    const told = await everything(before);
    await before.emulator.close();
    const after = await start({ records: before.records });
    expect(await everything(after)).toEqual(told);
  });

  it('after a death between any two records finds the tenant as one of its calls left it', async () => {
    const before = await start();
    const { appended } = before.records;
    const told = new Set(['{}']);
    for (const step of busyDay(before)) {
      await step();
      told.add((await before.call('GET', `${RULES}?state=ALL`)).text);
    }
    for (let count = 0; count <= appended.length; count += 1) {
      const records = new MemoryRecords();
      records.appended.push(...appended.slice(0, count));
      const after = await start({ records });
      expect(told).toContain((await after.call('GET', `${RULES}?state=ALL`)).text);
      await after.emulator.close();
    }
    expect(told.size).toBeGreaterThan(8);
  });

  it('goes on after the newest version though the clock went back', async () => {
    const before = await start();
    const ruleId = await before.create('a');
    await before.emulator.close();
    const clock = new VirtualClock('2020-01-01T00:00:00Z');
    const after = await start({ records: before.records, clock });
    const path = `${RULES}/${ruleId}:createVersion`;
    const { body } = await after.call('POST', path, { ruleText: ruleText('b') });
    expect(body['versionCreateTime']).toBe('2026-01-01T00:00:00.000001Z');
    expect((await after.call('GET', `${RULES}/${ruleId}`)).body['ruleName']).toBe('b');
  });

  it.each([
    [{ key: 'rule/ru_x', value: { ruleId: 'ru_y' } }],
    [{ key: 'rule/ru_x', value: { ruleId: 'ru_x', live: 'yes' } }],
    [{ key: 'version/ru_x@v_1', value: 5 }],
    [{ key: 'list/a', value: { name: 'a', lines: 'x' } }],
    [{ key: 'cat/a', value: null }],
    [{ key: '', value: {} }],
  ])('refuses the record %o', async (record) => {
    const records = new MemoryRecords();
    records.appended.push(record);
    await expect(startEmulator({ records, clock: new VirtualClock() })).rejects.toThrow(
      "the emulator's state has a record that cannot be read",
    );
  });
});

/** Every kind of change at least once, one after the other. */
function busyDay({ emulator, call, create, clock }: Running): readonly (() => Promise<unknown>)[] {
  const person = emulator.console;
  const ids: string[] = [];
  const id = (): string => ids.at(-1) ?? '';
  const text = ruleText('used', { lists: ['l'], multiEvent: true });
  return [
    () => person.createList({ name: 'l', description: 'd', lines: ['a'], contentType: 'REGEX' }),
    async () => ids.push(await create('used', text)),
    () => {
      clock.advance(1234);
      return call('POST', `${RULES}/${id()}:createVersion`, { ruleText: ruleText('used2') });
    },
    () => call('POST', `${RULES}/${id()}:enableLiveRule`),
    () => call('POST', `${RULES}/${id()}:enableAlerting`),
    () => person.breakRule(id(), 'no longer compiles'),
    async () => ids.push(await create('archived')),
    () => person.archiveRule(id()),
    async () => ids.push(await create('back')),
    () => person.archiveRule(id()),
    () => person.unarchiveRule(id()),
    async () => ids.push(await create('gone')),
    () => person.deleteRule(id()),
    () => person.editList('l', ['a', 'b'], 'other words'),
    () => person.createList({ name: 'forgotten', lines: ['x'] }),
    () => person.deleteList('forgotten'),
  ];
}

/** All that the API tells. */
async function everything({ call, emulator }: Running): Promise<readonly string[]> {
  const paths = [
    `${RULES}?state=ALL`,
    '/v2/lists?view=FULL',
    ...emulator.console.rules().map(({ rule }) => `${RULES}/${rule.ruleId}:listVersions`),
  ];
  return Promise.all(paths.map(async (path) => (await call('GET', path)).text));
}
