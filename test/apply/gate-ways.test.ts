import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../lib/apply/exit.ts';
import type { Transition } from '../../lib/gate/transition.ts';
import { openMeasure } from '../../lib/hunt/measure.ts';
import type { Detection, TimeRange } from '../../lib/model/detection.ts';
import type { TestRun } from '../../lib/model/retrohunt.ts';
import type { GapKind } from '../../lib/model/verdict.ts';
import type { Hunts } from '../../lib/ports/hunts.ts';
import type { Measure } from '../../lib/ports/measure.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { fakeHunts, type FakeHunts } from '../helpers/fake-hunts.ts';
import { refusal } from '../hunt/measuring.ts';
import { theRule, worldOf } from './gate-world.ts';
import { apply, type World } from './world.ts';

const HOUR = 3_600_000;
const NEW: Transition = { live: 'new', wanted: 'enabled', text: 'logic', listEdited: false };
const CHANGED: Transition = { ...NEW, live: 'enabled' };
const ALERTING: Transition = { ...NEW, live: 'alerting', wanted: 'alerting' };

const WHOLE: TestRun = { detections: [], errors: [] };
const cut = (kind: NonNullable<TestRun['incomplete']>['kind']) => (): Promise<TestRun> =>
  Promise.resolve({ ...WHOLE, incomplete: { kind, words: kind } });
const broken = (): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(refusal(503, 'page 2')) }),
});

/** A whole day at the service's cap: 10,000 detections of one version. */
async function* capped({
  range,
}: {
  readonly range: TimeRange;
}): AsyncIterable<readonly Detection[]> {
  const from = range.from.getTime() + 24 * HOUR;
  yield Array.from({ length: 10_000 }, (_, index): Detection => {
    const at = new Date(from + index);
    return {
      ruleName: 'a',
      multiEvent: false,
      detectionTime: at,
      window: { from: at, to: at },
      matches: [],
      outcomes: [],
      samples: [{ label: 'e', events: [{ metadata: { id: `e${index}` } }], entities: [] }],
    };
  });
}

type Script = (hunts: FakeHunts) => Partial<Hunts>;

interface Way {
  readonly title: string;
  readonly gap: GapKind;
  readonly script: Script;
  readonly huntMs?: number;
}

const HUNTED: readonly Way[] = [
  { title: 'a day at the cap', gap: 'daily-cap', script: () => ({ listDetections: capped }) },
  {
    title: 'an error of the rule while it is hunted',
    gap: 'runtime-error',
    script: (hunts) => ({
      runRetrohunt: async (versionId, range) => {
        hunts.know(versionId);
        const hunt = await hunts.runRetrohunt(versionId, range);
        hunts.failed({ ruleId: hunt.ruleId, versionId, text: 'too slow', at: hunt.startedAt });
        return hunt;
      },
    }),
  },
  {
    title: 'a page that cannot be read',
    gap: 'page-lost',
    script: () => ({ listDetections: broken }),
  },
  {
    title: '429 for ever',
    gap: 'rate-limited',
    script: () => ({ listRetrohunts: () => Promise.reject(refusal(429)) }),
  },
  {
    title: 'a hunt that somebody cancels',
    gap: 'hunt-cancelled',
    script: (hunts) => ({
      runRetrohunt: async (versionId, range) => {
        hunts.know(versionId);
        const hunt = await hunts.runRetrohunt(versionId, range);
        await hunts.cancelRetrohunt(hunt.ruleId, hunt.retrohuntId);
        return hunt;
      },
    }),
  },
  { title: 'a hunt that takes too long', gap: 'timed-out', script: () => ({}), huntMs: 9 * HOUR },
];

const TESTED: readonly Way[] = [
  {
    title: 'as many results as a run gives',
    gap: 'result-cap',
    script: () => ({ testRun: cut('result-cap') }),
  },
  {
    title: 'a stream that breaks off',
    gap: 'cut-stream',
    script: () => ({ testRun: cut('cut-stream') }),
  },
  {
    title: 'a run that takes too long',
    gap: 'timed-out',
    script: () => ({ testRun: cut('timed-out') }),
  },
  {
    title: 'an error of the rule in the stream',
    gap: 'runtime-error',
    script: () => ({
      testRun: () => Promise.resolve({ ...WHOLE, errors: [{ text: 'too slow' }] }),
    }),
  },
  {
    title: '429 for ever',
    gap: 'rate-limited',
    script: () => ({ testRun: () => Promise.reject(refusal(429)) }),
  },
];

/** The real thing over a tenant's past in memory, in which every version that is hunted is known and finds nothing. */
function measureOver(
  { script, huntMs = 60_000 }: Pick<Way, 'script' | 'huntMs'>,
  past?: { readonly hunts: FakeHunts; readonly clock: VirtualClock },
): { readonly measure: Measure; readonly hunts: FakeHunts; readonly clock: VirtualClock } {
  // the tenant in memory writes in the minute before
  const clock = past?.clock ?? new VirtualClock('2026-01-01T00:01:00Z');
  const hunts = past?.hunts ?? fakeHunts({ clock, huntMs: () => huntMs });
  const measure = openMeasure({
    hunts: {
      ...hunts,
      runRetrohunt: (versionId, range) => {
        hunts.know(versionId);
        return hunts.runRetrohunt(versionId, range);
      },
      ...script(hunts),
    },
    clock,
    slots: 3,
    waitMs: HOUR,
  });
  return { measure, hunts, clock };
}

async function flagsOf(world: World) {
  const rule = await theRule(world.tenant);
  return { ...rule?.deployment, text: rule?.version.text };
}

describe.each([
  ['a new rule', NEW, HUNTED],
  ['a changed rule', CHANGED, TESTED],
  ['a changed rule that alerts', ALERTING, TESTED],
] as const)('%s', (_what, transition, ways) => {
  it.each(ways.map((way) => [way.title, way] as const))(
    'stays as it is after %s, also when applied again',
    async (_title, way) => {
      const world = await worldOf(transition);
      const before = await flagsOf(world);
      const first = measureOver(way);
      const result = await apply(world, 1, first);
      expect(exitCodes(result)).toEqual([4]);
      const [measured] = result.measured;
      expect(measured?.verdict.reasons).toContainEqual(
        expect.objectContaining({
          kind: 'gap',
          gap: expect.objectContaining({ kind: way.gap, of: 'after' }),
        }),
      );
      const held = await flagsOf(world);
      const still =
        transition === NEW ? { enabled: false, alerting: false, text: held.text } : before;
      expect(held).toEqual(still);

      const again = await apply(world, 1, measureOver(way));
      expect(exitCodes(again)).toEqual([4]);
      expect(await flagsOf(world)).toEqual(still);

      const calm = await apply(world, 1, measureOver({ script: () => ({}) }));
      expect(exitCodes(calm)).toEqual([]);
      expect(await flagsOf(world)).toMatchObject({ enabled: true });
    },
  );
});

describe('a hunt from before a list was edited', () => {
  it.each([
    [false, 0],
    [true, 1],
  ])('does not do for a rule that names it (edited: %s)', async (listEdited, started) => {
    const world = await worldOf({ ...NEW, live: 'off', text: 'none', listEdited });
    const { measure, hunts, clock } = measureOver({ script: () => ({}) });
    const versionId = (await theRule(world.tenant))?.version.versionId ?? '';
    hunts.know(versionId);
    const to = clock.now();
    hunts.startElsewhere(versionId, { from: new Date(to.getTime() - 30 * 24 * HOUR), to });
    clock.advance(HOUR);
    expect(exitCodes(await apply(world, 1, { measure, clock }))).toEqual([]);
    expect(hunts.calls.get('runRetrohunt') ?? 0).toBe(started);
  });

  it.each([
    ['before it', '2025-12-31T23:00:00Z', 1],
    ['after it', '2026-01-01T00:01:00Z', 0],
  ])('that was edited by itself: one from %s', async (_when, begins, started) => {
    const world = await worldOf({ ...NEW, live: 'off', text: 'none' });
    const past = new VirtualClock(begins);
    const { measure, hunts, clock } = measureOver(
      { script: () => ({}) },
      { hunts: fakeHunts({ clock: past, huntMs: () => 60_000 }), clock: past },
    );
    const versionId = (await theRule(world.tenant))?.version.versionId ?? '';
    hunts.know(versionId);
    const list = await world.tenant.getList('vip');
    if (list === undefined) throw new Error('the world has a list');
    const written = await world.tenant.updateList({ ...list, lines: ['x', 'z'] }, list.base);
    await world.tenant.updateList(list, written.base);
    const to = clock.now();
    hunts.startElsewhere(versionId, { from: new Date(to.getTime() - 30 * 24 * HOUR), to });
    clock.advance(2 * HOUR);
    expect(exitCodes(await apply(world, 1, { measure, clock }))).toEqual([]);
    expect(hunts.calls.get('runRetrohunt') ?? 0).toBe(started);
  });
});

describe('an apply that is started again', () => {
  it('takes over the hunt that ran on, after a crash behind the creation', async () => {
    const world = await worldOf(NEW);
    const first = measureOver({ script: () => ({}), huntMs: 30 * 60_000 });
    const dead: Measure = {
      ...first.measure,
      retrohunt: (subject) => {
        void first.measure.retrohunt(subject);
        return Promise.reject(new Error('the power went'));
      },
    };
    await expect(apply(world, 1, { measure: dead, clock: first.clock })).rejects.toThrow('power');
    expect(await flagsOf(world)).toMatchObject({ enabled: false });

    const second = measureOver({ script: () => ({}) }, first);
    const result = await apply(world, 1, second);
    expect(exitCodes(result)).toEqual([]);
    expect(await flagsOf(world)).toMatchObject({ enabled: true });
    expect(second.hunts.calls.get('runRetrohunt')).toBe(1);
  });
});
