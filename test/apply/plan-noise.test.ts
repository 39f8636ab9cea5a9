import { describe, expect, it } from 'vitest';
import { gatedRules } from '../../lib/apply/gating.ts';
import { plannedVerdicts, planNoise } from '../../lib/apply/plan-noise.ts';
import type { Transition } from '../../lib/gate/transition.ts';
import { openMeasure } from '../../lib/hunt/measure.ts';
import { DEFAULT_GATE } from '../../lib/model/gate.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { fakeHunts } from '../helpers/fake-hunts.ts';
import { theRule, worldOf } from './gate-world.ts';
import { planOf } from './world.ts';

const HOUR = 3_600_000;
const STORED: Transition = { live: 'off', wanted: 'enabled', text: 'none', listEdited: false };

/** Plans a transition, with or without a hunt of the stored version in the tenant, and measures for the plan. */
async function found(transition: Transition, { hunted }: { readonly hunted: boolean }) {
  const world = await worldOf(transition);
  const { plan, input } = await planOf(world, 1);
  const clock = new VirtualClock('2026-01-01T00:01:00Z');
  const hunts = fakeHunts({ clock });
  const versionId = (await theRule(world.tenant))?.version.versionId ?? '';
  hunts.know(versionId);
  const to = clock.now();
  if (hunted)
    hunts.startElsewhere(versionId, { from: new Date(to.getTime() - 15 * 24 * HOUR), to });
  clock.advance(HOUR);
  const noise = await planNoise(gatedRules(plan, input), {
    policy: DEFAULT_GATE,
    measure: openMeasure({ hunts, clock, slots: 3, waitMs: HOUR }),
    describe: (rule, text) => ({ rule, text, reachMs: 0, logTypes: [] }),
    clock,
    maxAgeMs: 24 * HOUR,
  });
  expect(hunts.calls.get('runRetrohunt')).toBeUndefined();
  return {
    noise: noise.map(({ measurement, counts, verdict }) => [
      measurement.by,
      counts,
      verdict.status,
    ]),
    compared: noise[0]?.measurement.comparison?.before !== undefined,
    saved: plannedVerdicts(noise, DEFAULT_GATE).map(({ rule, versionId: of }) => [
      rule,
      of === versionId,
    ]),
  };
}

describe('planNoise starts no hunt', () => {
  it.each<[title: string, transition: Transition, hunted: boolean, expected: object]>([
    [
      'and goes by one that is there, of the version that goes live',
      STORED,
      true,
      { noise: [['retrohunt', true, 'warn']], compared: false, saved: [['a', true]] },
    ],
    [
      'and only foretells by a test run where there is none',
      STORED,
      false,
      { noise: [['test-run', false, 'warn']], compared: false, saved: [] },
    ],
    [
      'and foretells another text, whatever was hunted of the stored one',
      { ...STORED, text: 'logic' },
      true,
      { noise: [['test-run', false, 'warn']], compared: false, saved: [] },
    ],
    [
      'and runs both texts of a version that would replace another',
      { ...STORED, live: 'enabled', text: 'logic' },
      true,
      { noise: [['test-run', true, 'warn']], compared: true, saved: [['a', true]] },
    ],
    [
      'and leaves to apply what names an edited list',
      { ...STORED, live: 'enabled', listEdited: true },
      true,
      { noise: [], compared: false, saved: [] },
    ],
  ])('%s', async (_title, transition, hunted, expected) => {
    expect(await found(transition, { hunted })).toEqual(expected);
  });
});
