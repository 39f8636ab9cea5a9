import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../lib/apply/apply.ts';
import type { Change } from '../../lib/model/plan.ts';
import { aList } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { type Between, obliging, scripted } from '../helpers/scripted-secops.ts';
import { addVersion, archive, create, flag, ROOM } from './a-plan.ts';
import { MemoryJournal } from './memory-journal.ts';

/** The published rates (backstory-v2 §5.4): each method once a second, in the order of asking; an answer takes a while. */
function published(clock: VirtualClock, latencyMs: number): Between {
  const free = new Map<string, number>();
  return async ({ method, args }, effect) => {
    const bucket = method.startsWith('set') ? `${method} ${String(args[1])}` : method;
    const now = clock.now().getTime();
    const turn = Math.max(now, free.get(bucket) ?? now);
    free.set(bucket, turn + 1000);
    await clock.sleep(turn - now);
    await clock.sleep(latencyMs);
    return effect();
  };
}

/** Starts and ends of all changes, with the second in which they happened. */
async function timed(
  changes: readonly Change[],
  latencyMs: number,
): Promise<{
  readonly seconds: number;
  readonly starts: Map<number, number>;
  readonly ends: Map<number, number>;
}> {
  const clock = new VirtualClock();
  const begun = clock.now().getTime();
  const seconds = (): number => (clock.now().getTime() - begun) / 1000;
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  const outcomes = await applyChanges({
    plan: { changes, quota: ROOM },
    rules: [],
    secops: scripted(obliging, published(clock, latencyMs)),
    journal: new MemoryJournal(),
    clock,
    onStart: (_change, number) => starts.set(number, seconds()),
    onOutcome: (_outcome, number) => ends.set(number, seconds()),
  });
  expect(outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
  return { seconds: seconds(), starts, ends };
}

const names = (count: number, letter: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}_${String(index).padStart(3, '0')}`);

const firstApply = [
  ...names(200, 'r').map((name) => create(name)),
  ...names(200, 'r').map((name) => flag('set-enabled', name, true, { created: true })),
  ...names(200, 'r').map((name) => flag('set-alerting', name, true, { created: true })),
];

describe('applyChanges, at the published rates', () => {
  it.each<[title: string, changes: readonly Change[], bound: number]>([
    ['a first apply of 200 rules', firstApply, 200],
    [
      'stopping 150 rules while 150 others come',
      [
        ...names(150, 'a').map((name) => flag('set-alerting', name, false)),
        ...names(150, 'a').map((name) => flag('set-enabled', name, false)),
        ...names(150, 'b').map((name) => create(name)),
        ...names(150, 'b').map((name) => flag('set-enabled', name, true, { created: true })),
      ],
      150,
    ],
    [
      'new versions, each to alert, of rules that name new lists',
      [
        ...names(100, 'l').map((name): Change => ({
          kind: 'create-list',
          list: aList(name),
          reverts: false,
        })),
        ...names(100, 'r').map((name) => addVersion(name, [`l${name.slice(1)}`])),
        ...names(100, 'r').map((name) => flag('set-alerting', name, true)),
      ],
      100,
    ],
    [
      'removals after everything else',
      [
        ...names(100, 'r').map((name) => create(name)),
        ...names(100, 'z').flatMap((name) => [
          flag('set-alerting', name, false, { removal: true }),
          flag('set-enabled', name, false, { removal: true }),
          archive(name),
        ]),
      ],
      200,
    ],
  ])('takes no longer for %s than the busiest method must', async (_title, changes, bound) => {
    for (const latencyMs of [50, 400, 1500]) {
      const { seconds } = await timed(changes, latencyMs);
      expect(seconds).toBeGreaterThan(bound - 3);
      expect(seconds).toBeLessThanOrEqual(1.05 * bound);
    }
  });

  it('turns off first, and takes away once all else has ended', async () => {
    const changes = [
      flag('set-alerting', 'a', false),
      flag('set-enabled', 'a', false),
      ...names(10, 'r').map((name) => create(name)),
      flag('set-enabled', 'z', false, { removal: true }),
      archive('z'),
      archive('zz'),
    ];
    const { starts, ends } = await timed(changes, 700);
    expect([starts.get(1), starts.get(2)]).toEqual([0, ends.get(1)]);
    const created = Math.max(
      ...changes.map((_, index) => (index < 12 ? (ends.get(index + 1) ?? 0) : 0)),
    );
    expect(created).toBeCloseTo(9.7);
    expect(starts.get(13)).toBe(created);
    expect(starts.get(15)).toBe(created);
    expect(starts.get(14)).toBe(ends.get(13));
  });
});
