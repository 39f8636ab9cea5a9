import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../lib/apply/exit.ts';
import { ApiError } from '../../lib/errors.ts';
import { CHRON_APPLIED } from '../../lib/plan/memory.ts';
import { type Between, MUTATIONS, scripted } from '../helpers/scripted-secops.ts';
import { MemoryJournal } from './memory-journal.ts';
import { apply, aWorld, gitList, gitRule, liveRules, memoryOf, planOf } from './world.ts';

const two = {
  rules: [gitRule('a'), gitRule('b', { alerting: true, lists: ['l'] })],
  lists: [gitList('l', 'x')],
};
const three = {
  ...two,
  rules: [gitRule('a', { threshold: 2 }), gitRule('b', { lists: ['l'], enabled: false })],
};

const facts = {
  operation: 'UpdateReferenceList',
  status: 403,
  effect: 'rejected',
  detail: 'no',
} as const;

/** Fails the n-th call of a method, counted from 1. */
function failOn(method: string, fail: () => unknown, nth = 1): Between {
  let count = 0;
  return (call, effect) => {
    if (call.method === method) count += 1;
    if (call.method === method && count === nth) throw fail();
    return effect();
  };
}

/** An apply that is interrupted while it turns alerting off; its own client ends with the signal. */
async function interrupted(closes: boolean) {
  const world = aWorld([two, three]);
  await apply(world, 0);
  const controller = new AbortController();
  const { signal } = controller;
  const secops = scripted(world.tenant, (call, effect) => {
    if (signal.aborted) throw new ApiError({ ...facts, status: 0, effect: 'not-sent' });
    if (call.method === 'setAlerting') controller.abort();
    return effect();
  });
  const closing = closes ? { closing: world.tenant } : {};
  return { world, result: await apply(world, 1, { secops, signal, ...closing }) };
}

describe('runApply', () => {
  it('brings an empty tenant into step, and lets it remember the commit', async () => {
    const world = aWorld([two]);
    const result = await apply(world, 0);
    expect(result.outcomes.map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
      'done',
      'done',
      'done',
    ]);
    expect(result.last?.changes).toEqual([]);
    expect(result.memory).toEqual({ status: 'written' });
    expect(exitCodes(result)).toEqual([]);
    expect(await memoryOf(world.tenant)).toMatchObject({
      commit: '0',
      objects: [],
      environment: 'prod',
      identity: 'fake@example.com',
    });
    expect(await liveRules(world.tenant, 'b')).toMatchObject([
      { deployment: { enabled: true, alerting: true } },
    ]);
  });

  it('writes nothing at all where nothing is to be done or remembered', async () => {
    const world = aWorld([two]);
    await apply(world, 0);
    const secops = scripted(world.tenant, (_call, effect) => effect());
    const result = await apply(world, 0, { secops });
    expect(result.memory).toEqual({ status: 'unchanged' });
    expect(secops.calls).toEqual([]);
    expect(result.last).toEqual(result.planned.plan);
  });

  it('lets the tenant remember a commit that changed nothing', async () => {
    const world = aWorld([two, { ...two }]);
    await apply(world, 0);
    const result = await apply(world, 1);
    expect(result.outcomes).toEqual([]);
    expect(result.memory).toEqual({ status: 'written' });
    expect((await memoryOf(world.tenant))?.commit).toBe('1');
  });

  it('writes a memory without a commit before the first change of a first apply', async () => {
    const world = aWorld([two]);
    const order: string[] = [];
    const commits: unknown[] = [];
    const secops = scripted(world.tenant, async (call, effect) => {
      if (MUTATIONS.has(call.method)) order.push(call.method);
      if (call.method === 'createRule') commits.push((await memoryOf(world.tenant))?.commit);
      return effect();
    });
    const { journal } = await apply(world, 0, { secops });
    expect(commits).toEqual([undefined, undefined]);
    expect(order[0]).toBe('createList');
    expect(order.at(-1)).toBe('updateList');
    expect(journal.entries.filter((entry) => entry['object'] === `%${CHRON_APPLIED}`)).toEqual([
      {
        event: 'intent',
        change: 'remember',
        object: '%chron_applied',
        base: null,
        lines: 1,
        commit: null,
      },
      {
        event: 'intent',
        change: 'remember',
        object: '%chron_applied',
        base: expect.any(String),
        lines: 1,
        commit: '0',
      },
    ]);
    expect(journal.entries.at(-1)).toEqual({
      event: 'end',
      done: 6,
      failed: 0,
      skipped: 0,
      heldByGate: 0,
      held: 0,
      left: 0,
      memory: 'written',
      interrupted: false,
    });
  });

  it('keeps the lines of other repositories, also of those that write meanwhile', async () => {
    const world = aWorld([two]);
    const theirs = `chron1 repo=${'e'.repeat(40)} applied=2026-01-01T00:00:00.000Z env=prod by=x sum=1.0`;
    await world.tenant.createList({
      name: CHRON_APPLIED,
      kind: 'string',
      description: '',
      lines: ['// a note', theirs],
    });
    let once = true;
    const secops = scripted(world.tenant, async (call, effect) => {
      if (call.method === 'updateList' && once) {
        once = false;
        await world.tenant.console.editList(CHRON_APPLIED, ['// a note', theirs, '// another']);
      }
      return effect();
    });
    const result = await apply(world, 0, { secops });
    expect(result.memory.status).toBe('written');
    const lines = (await world.tenant.getList(CHRON_APPLIED))?.lines ?? [];
    expect(lines.slice(0, 3)).toEqual(['// a note', theirs, '// another']);
    expect(lines).toHaveLength(4);
  });

  it('changes nothing where the memory cannot be written before the first change', async () => {
    const world = aWorld([two]);
    const secops = scripted(
      world.tenant,
      failOn('createList', () => new ApiError(facts)),
    );
    const result = await apply(world, 0, { secops });
    expect(result.outcomes.map((outcome) => outcome.status)).toEqual(Array(6).fill('skipped'));
    expect(result.outcomes[0]).toMatchObject({
      because: "the tenant's memory could not be written: UpdateReferenceList: 403: no",
    });
    expect(result.memory).toMatchObject({ status: 'not-written', denied: 'operation' });
    expect(exitCodes(result)).toEqual([7]);
    expect(await world.tenant.listRules()).toEqual([]);
  });

  it.each<[title: string, start: number, head: number]>([
    ['a first apply', -1, 0],
    ['a later apply', 0, 1],
  ])(
    'refuses with exit 5, and writes nothing, where another apply came before %s',
    async (_title, start, head) => {
      const world = aWorld([two, three]);
      if (start === 0) await apply(world, 0);
      const planned = await planOf(world, head);
      await apply(world, head);
      const before = await world.tenant.listRules();
      const secops = scripted(world.tenant, (_call, effect) => effect());
      await expect(apply(world, head, { planned, secops })).rejects.toMatchObject({
        name: 'MemoryMovedError',
        exit: 5,
      });
      expect(await world.tenant.listRules()).toEqual(before);
      expect(
        secops.calls.filter(({ method }) => MUTATIONS.has(method) && method !== 'createList'),
      ).toEqual([]);
    },
  );

  it('finishes beside another apply of the same commit', async () => {
    const world = aWorld([two, three]);
    await apply(world, 0);
    let once = true;
    const secops = scripted(world.tenant, async (call, effect) => {
      if (call.method === 'addVersion' && once) {
        once = false;
        await apply(world, 1);
      }
      return effect();
    });
    const result = await apply(world, 1, { secops });
    expect(result.outcomes).toContainEqual(
      expect.objectContaining({ status: 'failed', conflict: true }),
    );
    expect(result.last?.changes).toEqual([]);
    expect(result.memory).toEqual({ status: 'unchanged' });
    expect(exitCodes(result)).toEqual([6]);
  });

  it('does not write over the memory of an apply of another commit that came in between', async () => {
    const world = aWorld([two, three, { ...two, rules: [...two.rules, gitRule('c')] }]);
    await apply(world, 0);
    let once = true;
    const secops = scripted(world.tenant, async (call, effect) => {
      if (call.method === 'listRules' && once) {
        once = false;
        await apply(world, 2);
      }
      return effect();
    });
    const result = await apply(world, 1, { secops });
    expect(result.memory).toMatchObject({ status: 'not-written', conflict: true });
    expect((await memoryOf(world.tenant))?.commit).toBe('2');
    expect(exitCodes(result)).toContain(6);
  });

  it('says so where the tenant cannot be read again, and leaves the memory as it was', async () => {
    const world = aWorld([two, three]);
    await apply(world, 0);
    const secops = scripted(
      world.tenant,
      failOn('listRules', () => new ApiError({ ...facts, status: 503, effect: 'ambiguous' })),
    );
    const result = await apply(world, 1, { secops });
    expect(result.last).toBeUndefined();
    expect(result.memory).toMatchObject({
      status: 'not-written',
      because: expect.stringContaining('the tenant could not be read again: '),
    });
    expect(exitCodes(result)).toEqual([6]);
    expect((await memoryOf(world.tenant))?.commit).toBe('0');
    const again = await apply(world, 1);
    expect(again.planned.plan.changes).toEqual([]);
    expect(exitCodes(again)).toEqual([]);
  });

  it('is a partial apply where only the memory could not be written', async () => {
    const world = aWorld([two, three]);
    await apply(world, 0);
    const secops = scripted(
      world.tenant,
      failOn('updateList', () => new ApiError({ ...facts, status: 500, effect: 'rejected' })),
    );
    const result = await apply(world, 1, { secops });
    expect(result.last?.changes).toEqual([]);
    expect(result.memory).toMatchObject({
      status: 'not-written',
      because: 'UpdateReferenceList: 500: no',
    });
    expect(exitCodes(result)).toEqual([6]);
  });

  it('lets the next apply finish what failed, after a first apply too', async () => {
    for (const head of [0, 1]) {
      const world = aWorld([two, three]);
      if (head === 1) await apply(world, 0);
      const secops = scripted(
        world.tenant,
        failOn('setEnabled', () => new ApiError({ ...facts, status: 400 })),
      );
      const result = await apply(world, head, { secops });
      expect(exitCodes(result)).toEqual([6]);
      expect(result.last?.changes.length).toBeGreaterThan(0);
      expect(result.last?.held).toEqual([]);
      expect(result.memory.status).toBe('written');
      const next = await apply(world, head);
      expect(next.planned.plan.changes).toEqual(result.last?.changes);
      expect(next.last?.changes).toEqual([]);
      expect(exitCodes(next)).toEqual([]);
      expect((await memoryOf(world.tenant))?.objects).toEqual([]);
    }
  });

  it('gives exit 4 for what is held, and leaves it', async () => {
    const world = aWorld([two, three]);
    await apply(world, 0);
    const [rule] = await liveRules(world.tenant, 'a');
    await world.tenant.console.editRule(
      rule?.ruleId ?? '',
      `${gitRule('a', { threshold: 9 }).text}// by hand\n`,
    );
    const result = await apply(world, 1);
    expect(result.last?.held).toMatchObject([{ name: 'a', reason: 'conflict' }]);
    expect(exitCodes(result)).toEqual([4]);
    expect((await liveRules(world.tenant, 'a'))[0]?.version.text).toContain('by hand');
    const again = await apply(world, 1);
    expect(again.memory).toEqual({ status: 'unchanged' });
    expect(exitCodes(again)).toEqual([4]);
  });

  describe('interrupted', () => {
    it('lets the tenant remember what was done, where its client still may', async () => {
      const { world, result } = await interrupted(true);
      expect(result.interrupted).toBe(true);
      expect(result.memory).toEqual({ status: 'written' });
      expect(exitCodes(result)).toEqual([130, 6]);
      expect((await memoryOf(world.tenant))?.commit).toBe('1');
      expect(exitCodes(await apply(world, 1))).toEqual([]);
    });

    it('leaves the memory older where it may not, and the next apply finishes', async () => {
      const { world, result } = await interrupted(false);
      expect(result.memory).toMatchObject({ status: 'not-written' });
      expect(exitCodes(result)).toEqual([130, 6]);
      expect((await memoryOf(world.tenant))?.commit).toBe('0');
      expect(exitCodes(await apply(world, 1))).toEqual([]);
    });

    it('touches nothing where it comes before the first change', async () => {
      const world = aWorld([two]);
      const secops = scripted(world.tenant, (_call, effect) => effect());
      const result = await apply(world, 0, { secops, signal: AbortSignal.abort() });
      expect(secops.calls).toEqual([]);
      expect(result.memory).toEqual({ status: 'not-written', because: 'interrupted' });
      expect(exitCodes(result)).toEqual([130, 6]);
    });
  });

  it('never sends what the journal could not take, wherever the disk fills up', async () => {
    for (let failsAt = 1; failsAt < 18; failsAt += 1) {
      const world = aWorld([two]);
      const journal = new MemoryJournal({ failsAt });
      const secops = scripted(world.tenant, (_call, effect) => effect());
      const result = await apply(world, 0, { secops, journal });
      const mutations = secops.calls.filter(({ method }) => MUTATIONS.has(method));
      const intents = journal.entries.filter(({ event }) => event === 'intent');
      expect(intents.length).toBe(mutations.length);
      expect(exitCodes(result)).toEqual([6]);
      expect(exitCodes(await apply(world, 0))).toEqual([]);
    }
  });

  it('does not hide a bug', async () => {
    const world = aWorld([two]);
    const secops = scripted(
      world.tenant,
      failOn('createRule', () => new TypeError('x')),
    );
    await expect(apply(world, 0, { secops })).rejects.toBeInstanceOf(TypeError);
  });

  it('applies only what was chosen, and remembers the rest as it stands', async () => {
    const world = aWorld([two, three]);
    await apply(world, 0);
    const result = await apply(world, 1, { only: ['a'] });
    expect(result.outcomes).toHaveLength(1);
    expect(exitCodes(result)).toEqual([]);
    expect(await memoryOf(world.tenant)).toMatchObject({
      commit: '1',
      objects: [{ name: 'b', enabled: true, alerting: true }],
    });
    expect((await apply(world, 1)).outcomes).toHaveLength(2);
  });
});
