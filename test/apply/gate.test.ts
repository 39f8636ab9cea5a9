import { describe, expect, it } from 'vitest';
import { exitCodes, leftOver } from '../../lib/apply/exit.ts';
import {
  LIVE_STATES,
  TEXT_CHANGES,
  WANTED_STATES,
  type Transition,
} from '../../lib/gate/transition.ts';
import { textHash } from '../../lib/plan/hash.ts';
import { ruleText } from '../helpers/builders.ts';
import { refusal } from '../hunt/measuring.ts';
import { fakeMeasure, theRule, worldOf, type Found, interrupted } from './gate-world.ts';
import { apply, planOf } from './world.ts';

const TRANSITIONS = LIVE_STATES.flatMap((live) =>
  WANTED_STATES.flatMap((wanted) =>
    (live === 'new' ? (['logic'] as const) : TEXT_CHANGES).flatMap((text) =>
      [false, true].map((listEdited): Transition => ({ live, wanted, text, listEdited })),
    ),
  ),
);

const words = ({ live, wanted, text, listEdited }: Transition): string =>
  `${live} to ${wanted}, text ${text}${listEdited ? ', list edited' : ''}`;

const isOn = (live: Transition['live']): boolean => live === 'enabled' || live === 'alerting';

/** By what a transition is measured, written down once more: design.md's table, read anew. */
function expectedAsk({ live, wanted, text, listEdited }: Transition): readonly string[] {
  if (wanted === 'off') return [];
  if (!isOn(live)) return ['retrohunt'];
  if (text === 'logic') {
    return live === 'enabled' ? ['test run of both', 'retrohunt'] : ['test run of both'];
  }
  if (wanted === 'alerting' && live === 'enabled') return ['retrohunt'];
  return listEdited ? ['test run'] : [];
}

const stateOf = async (world: Awaited<ReturnType<typeof worldOf>>) => {
  const rule = await theRule(world.tenant);
  return {
    enabled: rule?.deployment.enabled === true,
    alerting: rule?.deployment.alerting === true,
    text: rule?.version.text,
  };
};

const named = (transition: Transition) => [words(transition), transition] as const;

it.each(TRANSITIONS.map(named))('passes: %s', async (_title, transition) => {
  const world = await worldOf(transition);
  const measure = fakeMeasure(world.tenant, 'pass');
  const result = await apply(world, 1, { measure });
  expect(measure.asked.toSorted()).toEqual(expectedAsk(transition).toSorted());
  expect(exitCodes(result)).toEqual([]);
  expect(result.last?.changes).toEqual([]);
});

const MEASURED = TRANSITIONS.filter((transition) => expectedAsk(transition).length > 0);
const FREE = TRANSITIONS.filter((transition) => expectedAsk(transition).length === 0);

it.each(FREE.map(named))('is not measured: %s', async (_title, transition) => {
  const world = await worldOf(transition);
  const measure = fakeMeasure(world.tenant, 'fail');
  expect(exitCodes(await apply(world, 1, { measure }))).toEqual([]);
  expect(measure.asked).toEqual([]);
});

describe.each<Found>(['fail', 'unproven'])(
  'where all that is measured is %s, it is held',
  (found) => {
    it.each(MEASURED.map(named))('%s', async (_title, transition) => {
      const world = await worldOf(transition);
      const before = await stateOf(world);
      const replaced = transition.text === 'logic' && before.enabled;
      /** What was not before, and may not be without a verdict. */
      const news = (state: typeof before): readonly boolean[] => [
        state.enabled && !before.enabled,
        state.alerting && !(before.alerting && before.enabled),
        replaced && state.text !== before.text,
      ];
      const measure = fakeMeasure(world.tenant, found);
      const result = await apply(world, 1, { measure });
      // Evidence is only had of what was let through.
      expect(measure.asked).toEqual(expectedAsk(transition).slice(0, 1));
      expect(exitCodes(result)).toEqual([4]);
      expect(leftOver(result.last ?? { changes: [] }, result.outcomes)).toEqual([]);
      expect(news(await stateOf(world))).toEqual([false, false, false]);

      const again = await apply(world, 1, { measure: fakeMeasure(world.tenant, found) });
      // A list that made a rule loud is live, and stays so: there is nothing left to hold.
      const waits = result.outcomes.some(({ status }) => status === 'held');
      expect(exitCodes(again)).toEqual(waits ? [4] : []);
      expect(news(await stateOf(world))).toEqual([false, false, false]);

      const quiet = await apply(world, 1, { measure: fakeMeasure(world.tenant, 'pass') });
      expect(exitCodes(quiet)).toEqual([]);
      expect(quiet.last?.changes).toEqual([]);
    });
  },
);

describe('the gate in an apply', () => {
  const NEW: Transition = { live: 'new', wanted: 'enabled', text: 'logic', listEdited: false };
  const CHANGED: Transition = {
    live: 'enabled',
    wanted: 'enabled',
    text: 'logic',
    listEdited: false,
  };
  const PROMOTED: Transition = { ...CHANGED, wanted: 'alerting' };
  const ALERTING: Transition = {
    live: 'alerting',
    wanted: 'alerting',
    text: 'logic',
    listEdited: false,
  };

  it('lets what is unproven run where that is allowed, but never alert', async () => {
    const world = await worldOf({ ...NEW, wanted: 'alerting' }, { onUnproven: 'warn' });
    const result = await apply(world, 1, { measure: fakeMeasure(world.tenant, 'unproven') });
    expect(await stateOf(world)).toMatchObject({ enabled: true, alerting: false });
    expect(result.outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'held']);
    expect(exitCodes(result)).toEqual([4]);
  });

  it('keeps a version that only its evidence contradicts, and does not turn alerting on', async () => {
    const world = await worldOf(PROMOTED);
    const measure = fakeMeasure(world.tenant, (by) => (by === 'retrohunt' ? 'fail' : 'pass'));
    const result = await apply(world, 1, { measure });
    expect(await stateOf(world)).toMatchObject({
      enabled: true,
      alerting: false,
      text: ruleText('a', { threshold: 2, lists: ['vip'] }),
    });
    expect(exitCodes(result)).toEqual([4]);
  });

  it('tells which lists made a rule loud', async () => {
    const world = await worldOf({ ...CHANGED, text: 'none', listEdited: true });
    const { measured } = await apply(world, 1, { measure: fakeMeasure(world.tenant, 'fail') });
    expect(measured.map(({ purpose, holds, restore }) => [purpose, holds, restore])).toEqual([
      ['list', true, ['vip']],
    ]);
  });

  it('accepts noise by the line that accepts it, and says which', async () => {
    const text = ruleText('a', { threshold: 2, lists: ['vip'] });
    const line = {
      rule: 'a',
      text: textHash(text),
      reason: 'a drill',
      until: new Date('2030-01-01'),
    };
    const world = await worldOf(NEW, { accept: [line] });
    const result = await apply(world, 1, { measure: fakeMeasure(world.tenant, 'fail') });
    expect(exitCodes(result)).toEqual([]);
    expect(result.measured[0]?.verdict.accepted?.reason).toBe('a drill');
  });

  it('writes into the journal what was measured, and no detection', async () => {
    const world = await worldOf(NEW);
    const { journal } = await apply(world, 1, { measure: fakeMeasure(world.tenant, 'fail') });
    const notes = journal.entries.filter(({ event }) => event === 'note');
    expect(notes).toMatchObject([
      { measured: 'a', purpose: 'gate', by: 'retrohunt', verdict: 'fail', holds: true },
    ]);
    expect(JSON.stringify(journal.entries)).not.toContain('"e1"');
    expect(journal.entries.at(-1)).toMatchObject({ event: 'end', heldByGate: 1 });
  });

  it('goes on with removals where something is held', async () => {
    const world = await worldOf(NEW);
    const [first, second] = world.commits;
    const without = {
      rules: (second?.rules ?? []).filter(({ name }) => name === 'a'),
      lists: second?.lists ?? [],
    };
    const commits = [first ?? without, without];
    const result = await apply({ ...world, commits }, 1, {
      measure: fakeMeasure(world.tenant, 'fail'),
    });
    expect(result.outcomes.map(({ change, status }) => [change.kind, status])).toEqual([
      ['create-rule', 'done'],
      ['set-enabled', 'held'],
      ['archive-rule', 'done'],
    ]);
    expect(exitCodes(result)).toEqual([4]);
  });

  it('holds nothing that an interrupt kept from being measured, and turns nothing on', async () => {
    const world = await worldOf(NEW);
    const result = await interrupted(world, 'unproven');
    expect(exitCodes(result)).toEqual([130, 6]);
    expect(result.outcomes.at(-1)).toMatchObject({ status: 'skipped', because: 'interrupted' });
    expect(result.measured).toEqual([]);
    expect(await stateOf(world)).toMatchObject({ enabled: false });
  });

  it('hunts no rule whose alerting somebody has turned on meanwhile', async () => {
    const world = await worldOf({ ...NEW, live: 'off', text: 'none' });
    const planned = await planOf(world, 1);
    const ruleId = (await theRule(world.tenant))?.ruleId ?? '';
    await world.tenant.console.setAlerting(ruleId, true);
    const measure = fakeMeasure(world.tenant, 'pass');
    const result = await apply(world, 1, { planned, measure });
    expect(measure.asked).toEqual([]);
    expect(result.problems[0]?.because).toContain('could raise alerts for the past');
    expect(result.outcomes[0]).toMatchObject({ because: 'needs the measurement of its noise' });
    expect(await stateOf(world)).toMatchObject({ enabled: false });
  });

  it('does not hunt a text that the service does not compile, and says so where it would be enabled', async () => {
    const world = await worldOf({ ...NEW, live: 'off' });
    const measure = fakeMeasure(world.tenant, 'pass');
    const result = await apply(world, 1, {
      measure,
      secops: new Proxy(world.tenant, {
        get: (tenant, name, receiver) =>
          name === 'getRule'
            ? async (id: string) => ({ ...(await tenant.getRule(id)), compileState: 'failed' })
            : Reflect.get(tenant, name, receiver),
      }),
    });
    expect(measure.asked).toEqual([]);
    expect(result.outcomes.at(-1)).toMatchObject({
      status: 'failed',
      because: expect.stringContaining('does not compile'),
    });
    expect(await stateOf(world)).toMatchObject({ enabled: false });
  });

  it.each<[string, Transition]>([
    ['enables', { ...NEW, live: 'off', text: 'none' }],
    ['lets alert', { ...NEW, live: 'enabled', wanted: 'alerting', text: 'none' }],
    ['enables what it created', NEW],
  ])('%s no text that somebody wrote while another was hunted', async (_what, transition) => {
    const world = await worldOf(transition);
    const before = await stateOf(world);
    const fake = fakeMeasure(world.tenant, 'pass');
    const theirs = ruleText('a', { threshold: 77, lists: ['vip'] });
    const result = await apply(world, 1, {
      measure: {
        ...fake,
        retrohunt: async (subject) => {
          const found = await fake.retrohunt(subject);
          await world.tenant.addVersion(subject.ruleId, theirs, subject.versionId);
          return found;
        },
      },
    });
    expect(result.outcomes.at(-1)).toMatchObject({
      status: 'failed',
      because: expect.stringContaining('not the text that was measured'),
    });
    expect(await stateOf(world)).toEqual({ ...before, text: theirs });
  });

  it('does not measure what nothing waits for, as its alerting is held', async () => {
    const world = await worldOf({ ...NEW, live: 'off-alerting', wanted: 'off' });
    const held = { ...world, environment: { ...world.environment, drift: 'hold' as const } };
    const measure = fakeMeasure(world.tenant, 'pass');
    const result = await apply(held, 1, { measure });
    expect(measure.asked).toEqual([]);
    expect(exitCodes(result)).toEqual([4]);
    expect((await theRule(world.tenant))?.version.text).toContain('2');
  });

  describe('muted', () => {
    const muted = { retrohuntAlerting: 'muted' } as const;

    it('hunts a new version of an alerting rule while it is mute, and lets it alert again', async () => {
      const world = await worldOf(ALERTING, muted);
      const measure = fakeMeasure(world.tenant, 'pass');
      const result = await apply(world, 1, { measure });
      expect(measure.asked).toEqual(['test run of both', 'retrohunt']);
      expect(await stateOf(world)).toEqual({
        enabled: true,
        alerting: true,
        text: ruleText('a', { threshold: 2, lists: ['vip'] }),
      });
      expect(exitCodes(result)).toEqual([]);
      expect(result.outcomes[0]).toMatchObject({
        status: 'done',
        note: expect.stringMatching(/muted for \d+ min/),
      });
    });

    it.each<Found>(['fail', 'unproven'])(
      'puts the old text back where the hunt is %s',
      async (found) => {
        const world = await worldOf(ALERTING, muted);
        const before = await stateOf(world);
        const measure = fakeMeasure(world.tenant, (by) => (by === 'retrohunt' ? found : 'pass'));
        const result = await apply(world, 1, { measure });
        expect(await stateOf(world)).toEqual(before);
        expect(exitCodes(result)).toEqual([4]);
        expect(result.outcomes[0]).toMatchObject({
          status: 'held',
          note: expect.stringMatching(/the old text is back/),
        });
        const acts = result.journal.entries.flatMap((one) =>
          one.event === 'intent' && one['object'] === 'a' ? [one['change']] : [],
        );
        expect(acts).toEqual(['set-alerting off', 'add-version', 'add-version', 'set-alerting on']);
      },
    );

    it('finishes what a killed apply left mute', async () => {
      const world = await worldOf(ALERTING, muted);
      const fake = fakeMeasure(world.tenant, 'pass');
      let dead = false;
      const dying = new Proxy(world.tenant, {
        get: (tenant, name, receiver) =>
          dead
            ? () => Promise.reject(refusal(0, 'no network'))
            : Reflect.get(tenant, name, receiver),
      });
      const first = await apply(world, 1, {
        secops: dying,
        measure: {
          ...fake,
          retrohunt: () => {
            dead = true;
            return Promise.reject(refusal(0, 'no network'));
          },
        },
      });
      expect(exitCodes(first)).toContain(6);
      expect(await stateOf(world)).toMatchObject({ enabled: true, alerting: false });

      const next = await apply(world, 1, { measure: fake });
      expect(next.planned.plan.held).toEqual([]);
      expect(exitCodes(next)).toEqual([]);
      expect(await stateOf(world)).toMatchObject({ enabled: true, alerting: true });
    });

    it('hunts no rule whose alerting somebody has turned on while it was mute', async () => {
      const world = await worldOf(ALERTING, muted);
      const before = await stateOf(world);
      const measure = fakeMeasure(world.tenant, 'pass');
      const result = await apply(world, 1, {
        measure,
        secops: {
          ...world.tenant,
          addVersion: async (ruleId, text, base) => {
            const version = await world.tenant.addVersion(ruleId, text, base);
            await world.tenant.console.setAlerting(ruleId, true);
            return version;
          },
        },
      });
      expect(measure.asked).toEqual(['test run of both']);
      expect(exitCodes(result)).toEqual([6]);
      expect(result.outcomes[0]).toMatchObject({
        status: 'failed',
        because: expect.stringContaining('could raise alerts for the past'),
      });
      expect(await stateOf(world)).toEqual(before);
    });

    it('leaves to the next apply what could not be put back, and calls it no drift', async () => {
      const { environment, ...rest } = await worldOf(ALERTING, muted);
      const world = { ...rest, environment: { ...environment, drift: 'hold' as const } };
      const fake = fakeMeasure(world.tenant, 'pass');
      const result = await apply(world, 1, {
        measure: fake,
        secops: {
          ...world.tenant,
          setAlerting: (ruleId, value) =>
            value
              ? Promise.reject(refusal(503, 'not now'))
              : world.tenant.setAlerting(ruleId, value),
        },
      });
      expect(exitCodes(result)).toEqual([6]);
      expect(result.last?.held).toEqual([]);
      expect(await stateOf(world)).toMatchObject({ alerting: false });

      const next = await apply(world, 1, { measure: fake });
      expect(next.planned.plan.held).toEqual([]);
      expect(exitCodes(next)).toEqual([]);
      expect(await stateOf(world)).toMatchObject({ enabled: true, alerting: true });
    });

    it('puts it back where somebody interrupts', async () => {
      const world = await worldOf(ALERTING, muted);
      const before = await stateOf(world);
      const result = await interrupted(world, 'pass');
      expect(await stateOf(world)).toEqual(before);
      expect(exitCodes(result)[0]).toBe(130);
    });
  });
});
