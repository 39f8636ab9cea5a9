import { describe, expect, it, onTestFinished } from 'vitest';
import { scriptFaults, type Fault } from '../../lib/emulator/faults.ts';
import { startEmulator, type Emulator } from '../../lib/emulator/server.ts';
import type { Backstory, BackstoryOptions } from '../../lib/secops/backstory-v2.ts';
import type { MethodName } from '../../lib/wire/method.ts';
import { ruleText } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { MemoryRecords } from '../helpers/records.ts';
import { openClient, steadyFetch, type TestClient } from './client.ts';

interface Setting extends TestClient {
  readonly emulator: Emulator;
  readonly faults: ReturnType<typeof scriptFaults>;
}

async function start(given: Partial<BackstoryOptions> = {}): Promise<Setting> {
  const clock = new VirtualClock();
  const faults = scriptFaults();
  const emulator = await startEmulator({ records: new MemoryRecords(), clock, faults });
  onTestFinished(() => emulator.close());
  return { emulator, faults, ...openClient(emulator.url, { ...given, clock }) };
}

/** One mutation: what must be there before, the call that goes wrong, and what must be so after. */
interface Case {
  readonly method: MethodName;
  readonly run: (secops: Backstory) => Promise<() => Promise<unknown>>;
  readonly check: (emulator: Emulator) => void;
}

const OLD = ruleText('one', { threshold: 1 });
const NEW = ruleText('one', { threshold: 2 });
const LIST = { name: 'admins', kind: 'regex', description: 'd', lines: ['a'] } as const;

function only(emulator: Emulator) {
  const rules = emulator.console.rules();
  expect(rules.filter(({ rule }) => rule.archivedTime === undefined)).toHaveLength(1);
  return rules[0];
}

const onRule =
  (
    prepare: (secops: Backstory, ruleId: string) => Promise<void>,
    act: (secops: Backstory, ruleId: string) => Promise<unknown>,
  ): Case['run'] =>
  async (secops) => {
    const { ruleId } = await secops.createRule(OLD);
    await prepare(secops, ruleId);
    return () => act(secops, ruleId);
  };
const nothing = () => Promise.resolve();

const CASES: readonly Case[] = [
  {
    method: 'CreateRule',
    run: (secops) => Promise.resolve(() => secops.createRule(OLD)),
    check: (emulator) => expect(only(emulator)?.version.text).toBe(OLD),
  },
  {
    method: 'CreateRuleVersion',
    run: async (secops) => {
      const { ruleId, base } = await secops.createRule(OLD);
      return () => secops.addVersion(ruleId, NEW, base);
    },
    check: (emulator) => expect(only(emulator)?.version.text).toBe(NEW),
  },
  {
    method: 'EnableLiveRule',
    run: onRule(nothing, (secops, ruleId) => secops.setEnabled(ruleId, true)),
    check: (emulator) => expect(only(emulator)?.rule.live).toBe(true),
  },
  {
    method: 'DisableLiveRule',
    run: onRule(
      (secops, ruleId) => secops.setEnabled(ruleId, true),
      (secops, ruleId) => secops.setEnabled(ruleId, false),
    ),
    check: (emulator) => expect(only(emulator)?.rule.live).toBe(false),
  },
  {
    method: 'EnableAlerting',
    run: onRule(nothing, (secops, ruleId) => secops.setAlerting(ruleId, true)),
    check: (emulator) => expect(only(emulator)?.rule.alerting).toBe(true),
  },
  {
    method: 'DisableAlerting',
    run: onRule(
      (secops, ruleId) => secops.setAlerting(ruleId, true),
      (secops, ruleId) => secops.setAlerting(ruleId, false),
    ),
    check: (emulator) => expect(only(emulator)?.rule.alerting).toBe(false),
  },
  {
    method: 'ArchiveRule',
    run: onRule(nothing, (secops, ruleId) => secops.archiveRule(ruleId)),
    check: (emulator) => expect(emulator.console.rules()[0]?.rule.archivedTime).toBeDefined(),
  },
  {
    method: 'UnarchiveRule',
    run: onRule(
      (secops, ruleId) => secops.archiveRule(ruleId),
      (secops, ruleId) => secops.unarchiveRule(ruleId),
    ),
    check: (emulator) => expect(only(emulator)?.rule.archivedTime).toBeUndefined(),
  },
  {
    method: 'CreateReferenceList',
    run: (secops) => Promise.resolve(() => secops.createList(LIST)),
    check: (emulator) => expect(emulator.console.list('admins')?.lines).toEqual(['a']),
  },
  {
    method: 'UpdateReferenceList',
    run: async (secops) => {
      const { base } = await secops.createList(LIST);
      return () => secops.updateList({ ...LIST, lines: ['b'] }, base);
    },
    check: (emulator) => expect(emulator.console.list('admins')?.lines).toEqual(['b']),
  },
];

const status = (code: number, more: object = {}) =>
  ({ kind: 'status', status: code, ...more }) as const;
const FAULTS: readonly (readonly [title: string, fault: Fault])[] = [
  ['429', { when: 'before', effect: status(429) }],
  ['429 with Retry-After', { when: 'before', effect: status(429, { retryAfter: 7 }) }],
  ['408', { when: 'before', effect: status(408) }],
  ['500 before', { when: 'before', effect: status(500) }],
  ['502 before', { when: 'before', effect: status(502) }],
  ['503 before', { when: 'before', effect: status(503) }],
  ['504 before', { when: 'before', effect: status(504) }],
  ['500 after', { when: 'after', effect: status(500) }],
  ['503 after', { when: 'after', effect: status(503) }],
  ['504 after', { when: 'after', effect: status(504) }],
  ['408 after', { when: 'after', effect: status(408) }],
  ['a reset before', { when: 'before', effect: { kind: 'reset' } }],
  ['a reset after', { when: 'after', effect: { kind: 'reset' } }],
  ['half an answer', { when: 'after', effect: { kind: 'cut' } }],
  ['an empty answer', { when: 'after', effect: { kind: 'empty' } }],
  ['a page with 502 after', { when: 'after', effect: { kind: 'html', status: 502 } }],
  ['a page with 200 before', { when: 'before', effect: { kind: 'html', status: 200 } }],
];

describe.each(CASES)('$method', ({ method, run, check }) => {
  it.each(FAULTS)('has its effect once after %s', async (_title, fault) => {
    const setting = await start();
    const act = await run(setting.secops);
    setting.faults.add({ ...fault, operation: method });
    await act();
    expect(setting.faults.left()).toBe(0);
    check(setting.emulator);
  });

  it('has its effect once when it is delivered twice', async () => {
    const setting = await start();
    const twice = doubled(setting.clock);
    const { secops } = openClient(setting.emulator.url, {
      clock: setting.clock,
      fetch: twice.fetch,
    });
    const act = await run(secops);
    twice.arm();
    await act();
    expect(twice.left()).toBe(false);
    check(setting.emulator);
  });

  it('gives up after so many lost answers, and says that it does not know', async () => {
    const setting = await start();
    const act = await run(setting.secops);
    setting.faults.add({ operation: method, when: 'before', effect: status(503), times: 9 });
    await expect(act()).rejects.toMatchObject({
      operation: method,
      status: 503,
      effect: 'ambiguous',
    });
    const sent = setting.calls.filter((call) => call.method === method && call.status === 503);
    expect(sent).toHaveLength(method === 'CreateRule' ? 2 : 3);
  });

  it('is not sent again after a refusal', async () => {
    const setting = await start();
    const act = await run(setting.secops);
    setting.faults.add({ operation: method, when: 'before', effect: status(403), times: 9 });
    await expect(act()).rejects.toMatchObject({ status: 403, effect: 'rejected' });
    expect(setting.calls.filter((call) => call.status === 403)).toHaveLength(1);
  });

  it('stops for a quota of the day, and so does all that comes after', async () => {
    const setting = await start();
    const act = await run(setting.secops);
    const message = "Quota exceeded for quota metric 'calls' and limit 'calls per day'";
    setting.faults.add({ operation: method, when: 'before', effect: status(429, { message }) });
    await expect(act()).rejects.toMatchObject({
      status: 429,
      hint: expect.stringMatching('quota of the day'),
    });
    const before = setting.calls.length;
    await expect(setting.secops.listRules()).rejects.toMatchObject({ effect: 'not-sent' });
    expect(setting.calls).toHaveLength(before);
  });
});

describe('createRule', () => {
  it('trap 14: looks for its rule at 1, 3, 10, 30 and 65 s before the one repetition', async () => {
    const { secops, emulator, faults, calls, clock } = await start();
    faults.add({ operation: 'CreateRule', when: 'before', effect: status(504) });
    const startedAt = clock.now().getTime();
    await secops.createRule(OLD);
    const times = emulator.calls.map(({ operation, time }) => [
      operation,
      time.getTime() - startedAt,
    ]);
    expect(times).toEqual([
      ['CreateRule', 0],
      ['ListRules', 1000],
      ['ListRules', 3000],
      ['ListRules', 10_000],
      ['ListRules', 30_000],
      ['ListRules', 65_000],
      ['CreateRule', 65_500],
      ['ListRules', 65_500],
    ]);
    expect(calls.filter(({ method }) => method === 'CreateRule')).toHaveLength(2);
  });

  it('trap 14: adopts its rule as soon as the list has it', async () => {
    const { secops, faults, calls } = await start();
    faults.add({ operation: 'CreateRule', when: 'after', effect: { kind: 'reset' } });
    const rule = await secops.createRule(OLD);
    expect(rule.name).toBe('one');
    expect(calls.filter(({ method }) => method === 'CreateRule')).toHaveLength(1);
  });

  it('does not adopt a rule that was there before', async () => {
    const { secops, emulator, faults } = await start();
    const theirs = await emulator.console.createRule(OLD);
    await secops.listRules();
    faults.add({ operation: 'CreateRule', when: 'before', effect: status(503) });
    // it is created after all, found to be the later twin, and archived
    expect((await secops.createRule(OLD)).ruleId).toBe(theirs);
    expect(emulator.console.rules()).toHaveLength(2);
    only(emulator);
  });

  it('shares the lists in which creations look for twins', async () => {
    const { secops, calls } = await start({ rates: 'published' });
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => secops.createRule(ruleText(`rule_${at}`))),
    );
    const lists = calls.filter(({ method }) => method === 'ListRules').length;
    expect(lists).toBeLessThanOrEqual(21);
  });

  it('keeps one rule when two apply at once', async () => {
    const { secops, emulator, clock } = await start();
    const other = openClient(emulator.url, { clock });
    const [mine, theirs] = await Promise.all([
      secops.createRule(OLD),
      other.secops.createRule(OLD),
    ]);
    expect(mine.ruleId).toBe(theirs.ruleId);
    only(emulator);
  });

  it('is one list for many that ask at once, but never one that is older than the question', async () => {
    const { secops, calls } = await start();
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => secops.createRule(ruleText(`r_${at}`))),
    );
    const created = calls.filter(({ method }) => method === 'CreateRule').length;
    const lists = calls.filter(({ method }) => method === 'ListRules').length;
    expect(created).toBe(30);
    expect(lists).toBeLessThan(30);
    expect(calls.at(-1)?.method).toBe('ListRules');
  });
});

describe('what follows a mutation and fails', () => {
  it('does not hide that the rule was created', async () => {
    const { secops, emulator, faults } = await start();
    faults.add({ operation: 'ListRules', when: 'before', effect: status(403), times: 9 });
    const failure: unknown = await secops.createRule(OLD).catch((error: unknown) => error);
    const ruleId = only(emulator)?.rule.ruleId;
    expect(failure).toMatchObject({ operation: 'CreateRule', status: 403, effect: 'ambiguous' });
    expect(String(failure)).toContain(`${ruleId} was created`);
  });

  it('does not hide that the version was stored', async () => {
    const { secops, emulator, faults } = await start();
    const { ruleId, base } = await secops.createRule(OLD);
    faults.add({ operation: 'ListRuleVersions', when: 'before', effect: status(403), times: 9 });
    const failure: unknown = await secops
      .addVersion(ruleId, NEW, base)
      .catch((error: unknown) => error);
    expect(only(emulator)?.version.text).toBe(NEW);
    expect(failure).toMatchObject({ operation: 'CreateRuleVersion', effect: 'ambiguous' });
    expect(String(failure)).toContain('was stored');
  });
});

describe('addVersion', () => {
  it('reports somebody who came in between, with both versions', async () => {
    const { secops, emulator, clock } = await start();
    const { ruleId, base } = await secops.createRule(OLD);
    // between our look and our version, somebody saves theirs
    const racing = openClient(emulator.url, {
      clock,
      fetch: async (input, init) => {
        if (init?.body !== undefined) {
          await emulator.console.editRule(ruleId, ruleText('one', { threshold: 99 }));
        }
        return await steadyFetch(clock)(input, init);
      },
    });
    const failure: unknown = await racing.secops
      .addVersion(ruleId, NEW, base)
      .catch((error: unknown) => error);
    const theirs = (await secops.listVersions(ruleId))[1]?.versionId;
    expect(failure).toMatchObject({ name: 'ConflictError' });
    expect(String(failure)).toContain(base);
    expect(String(failure)).toContain(theirs);
  });

  it('does not send again over somebody who came in between', async () => {
    const { secops, emulator, faults, calls, clock } = await start();
    const { ruleId, base } = await secops.createRule(OLD);
    const theirs = ruleText('one', { threshold: 99 });
    const racing = openClient(emulator.url, {
      clock,
      fetch: async (input, init) => {
        const answer = await steadyFetch(clock)(input, init);
        if (answer.status === 503) await emulator.console.editRule(ruleId, theirs);
        return answer;
      },
    });
    faults.add({ operation: 'CreateRuleVersion', when: 'before', effect: status(503) });
    await expect(racing.secops.addVersion(ruleId, NEW, base)).rejects.toMatchObject({
      name: 'ConflictError',
    });
    expect((await secops.getRule(ruleId))?.version.text).toBe(theirs);
    expect(calls.filter(({ method }) => method === 'CreateRuleVersion')).toEqual([]);
  });

  it('trap 17: takes a text without its last line end, as the service appends it', async () => {
    const { secops, faults } = await start();
    const { ruleId, base } = await secops.createRule(OLD);
    faults.add({ operation: 'CreateRuleVersion', when: 'after', effect: { kind: 'reset' } });
    const version = await secops.addVersion(ruleId, NEW.trimEnd(), base);
    expect(version.text).toBe(NEW);
  });
});

describe('updateList', () => {
  it('does not send again over somebody who came in between', async () => {
    const { secops, emulator, faults, clock } = await start();
    const { base } = await secops.createList(LIST);
    const racing = openClient(emulator.url, {
      clock,
      fetch: async (input, init) => {
        const answer = await steadyFetch(clock)(input, init);
        if (answer.status === 503) await emulator.console.editList('admins', ['theirs']);
        return answer;
      },
    });
    faults.add({ operation: 'UpdateReferenceList', when: 'before', effect: status(503) });
    await expect(racing.secops.updateList({ ...LIST, lines: ['b'] }, base)).rejects.toMatchObject({
      name: 'ConflictError',
    });
    expect(emulator.console.list('admins')?.lines).toEqual(['theirs']);
  });
});

/** fetch that, once armed, delivers the next request with a method of its own twice and gives the second answer. */
function doubled(clock: VirtualClock): {
  readonly fetch: typeof fetch;
  arm(): void;
  left(): boolean;
} {
  const inner = steadyFetch(clock);
  let armed = false;
  return {
    arm: () => {
      armed = true;
    },
    left: () => armed,
    fetch: async (input, init) => {
      if (!armed || init?.method === 'GET') return await inner(input, init);
      armed = false;
      await inner(input, init);
      return await inner(input, init);
    },
  };
}
