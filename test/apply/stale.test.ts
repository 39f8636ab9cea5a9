import { describe, expect, it } from 'vitest';
import { checkFresh, refuseOld } from '../../lib/apply/stale.ts';
import { memoryHash } from '../../lib/plan/memory.ts';
import { MUTATIONS, scripted } from '../helpers/scripted-secops.ts';
import { apply, aWorld, gitList, gitRule, planOf, REPOSITORY, type World } from './world.ts';

const before = {
  rules: [
    gitRule('edited', { lists: ['l'] }),
    gitRule('gone'),
    gitRule('promoted'),
    gitRule('quiet'),
    gitRule('untouched'),
  ],
  lists: [gitList('l', 'x')],
};
const after = {
  rules: [
    gitRule('edited', { lists: ['l'], threshold: 2 }),
    gitRule('new_one', { lists: ['m'] }),
    gitRule('promoted', { alerting: true }),
    gitRule('quiet', { enabled: false }),
    gitRule('untouched'),
  ],
  lists: [gitList('l', 'x', 'y'), gitList('m', 'z')],
};

/** What the console does to a rule or list between plan and apply. */
type Hand = (world: World, id: string) => Promise<unknown>;

const hands: readonly (readonly [title: string, hand: Hand])[] = [
  ['edited', ({ tenant }, id) => tenant.console.editRule(id, gitRule('x', { threshold: 7 }).text)],
  ['turned off', ({ tenant }, id) => tenant.console.setLive(id, false)],
  ['set alerting', ({ tenant }, id) => tenant.console.setAlerting(id, true)],
  [
    'archived',
    async ({ tenant }, id) => {
      await tenant.console.setLive(id, false);
      await tenant.console.archiveRule(id);
    },
  ],
  ['deleted', ({ tenant }, id) => tenant.console.deleteRule(id)],
  ['made a double of', ({ tenant }, id) => doubled(tenant, id)],
];

async function doubled(tenant: World['tenant'], id: string): Promise<void> {
  await tenant.console.createRule(`${(await tenant.getRule(id))?.version.text}// double\n`);
}

async function saved() {
  const world = aWorld([before, after]);
  await apply(world, 0);
  const { input, plan, remembered } = await planOf(world, 1);
  const hash = memoryHash(remembered.list?.lines ?? [], REPOSITORY);
  return { world, file: { input, plan, memoryHash: hash, repository: REPOSITORY } };
}

async function moved(hand: (world: World) => Promise<unknown>): Promise<readonly string[]> {
  const { world, file } = await saved();
  await hand(world);
  const secops = scripted(world.tenant, (_call, effect) => effect());
  const fresh = await checkFresh(file, secops);
  expect(
    secops.calls.map(({ method }) => method).filter((method) => MUTATIONS.has(method)),
  ).toEqual([]);
  expect(secops.calls).toHaveLength(2);
  return fresh.moved.map(({ object }) => object);
}

const idOf = async ({ tenant }: World, name: string): Promise<string> =>
  (await tenant.listRules()).find((rule) => rule.name === name)?.ruleId ?? '';

describe('checkFresh', () => {
  it('finds nothing where nothing has moved', async () => {
    expect(await moved(() => Promise.resolve())).toEqual([]);
  });

  it.each(
    ['edited', 'gone', 'promoted', 'quiet'].flatMap((name) =>
      hands.map(([title, hand]) => ({ name, title, hand })),
    ),
  )('finds that somebody has $title $name', async ({ name, hand }) => {
    const found = await moved(async (world) => hand(world, await idOf(world, name)));
    expect(new Set(found)).toEqual(new Set([name]));
  });

  it.each(hands)('lets an untouched rule be %s', async (_title, hand) => {
    expect(await moved(async (world) => hand(world, await idOf(world, 'untouched')))).toEqual([]);
  });

  it.each<[title: string, hand: (world: World) => Promise<unknown>, object: string]>([
    [
      'somebody made a rule under a new name',
      ({ tenant }) => tenant.console.createRule(gitRule('new_one', { threshold: 3 }).text),
      'new_one',
    ],
    ['somebody edited a list', ({ tenant }) => tenant.console.editList('l', ['q']), '%l'],
    [
      'somebody made a list under a new name',
      ({ tenant }) => tenant.console.editList('m', ['q']),
      '%m',
    ],
    ['somebody deleted a list', ({ tenant }) => tenant.console.deleteList('l'), '%l'],
    [
      'somebody deleted the memory',
      ({ tenant }) => tenant.console.deleteList('chron_applied'),
      '%chron_applied',
    ],
  ])('finds that %s', async (_title, hand, object) => {
    expect(await moved(hand)).toEqual([object]);
  });

  it('finds that another apply has been here, even one that came to the same', async () => {
    expect(await moved((world) => apply(world, 0))).toEqual([]);
    expect(await moved((world) => apply(world, 1))).toContain('%chron_applied');
  });

  it('hands on the tenant as it was read', async () => {
    const { world, file } = await saved();
    const { tenant } = await checkFresh(file, world.tenant);
    expect(tenant.live.rules).toHaveLength(5);
    expect(tenant.live.lists.map(({ name }) => name)).toEqual(['l']);
    expect(tenant.memory?.name).toBe('chron_applied');
  });
});

describe('refuseOld', () => {
  const created = new Date('2026-01-01T00:00:00Z');
  const at = (text: string) => async () => {
    const { input } = (await saved()).file;
    refuseOld({ created, input }, new Date(text));
  };

  it('takes a plan of a day', async () => {
    await expect(at('2026-01-02T00:00:00Z')()).resolves.toBeUndefined();
  });

  it('refuses an older one, with exit 5', async () => {
    await expect(at('2026-01-02T06:30:00Z')()).rejects.toMatchObject({
      exit: 5,
      message: 'this plan was made 30.5 h ago, and prod takes none older than 24 h',
      hint: 'plan again, or raise safety.planMaxAge in the environment file',
    });
  });
});
