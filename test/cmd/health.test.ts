import { describe, expect, it } from 'vitest';
import { failingRules, loudVersions, quotaUse } from '../../cmd/health-check.ts';
import type { Detection } from '../../lib/model/detection.ts';
import type { Hunts } from '../../lib/ports/hunts.ts';
import { aLiveRule, ruleText } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { fakeHunts } from '../helpers/fake-hunts.ts';
import { tenantWorld } from './tenant-world.ts';

const NOW = new Date('2026-01-02T12:00:00Z');

/** So many detections of a version on a day, in pages of 1,000. */
async function* pagesOf(count: number, day = '2026-01-02'): AsyncGenerator<readonly Detection[]> {
  const detection: Detection = {
    ruleName: 'loud',
    ruleId: 'ru_1',
    versionId: 'ru_1@v_1',
    multiEvent: false,
    detectionTime: new Date(`${day}T01:00:00Z`),
    window: { from: NOW, to: NOW },
    matches: [],
    outcomes: [],
    samples: [],
  };
  for (let left = count; left > 0; left -= 1000) {
    yield Array.from({ length: Math.min(1000, left) }, () => detection);
  }
}

function withDetections(count: number): Hunts {
  return { ...fakeHunts({ clock: new VirtualClock() }), listDetections: () => pagesOf(count) };
}

describe('loud versions', () => {
  it.each([
    [7999, 0, false],
    [8000, 1, false],
    [12_000, 1, false],
    [25_000, 1, true],
  ])('%i detections a day: %i near the limit', async (count, loud, cut) => {
    const read = await loudVersions(withDetections(count), [], NOW);
    expect(read.loud).toHaveLength(loud);
    expect(read.countedBackTo !== undefined).toBe(cut);
  });
});

describe('failing rules', () => {
  it('are counted by rule, with the newest words, the most first', () => {
    const rule = aLiveRule('bad');
    const errors = [
      { ruleId: rule.ruleId, text: 'older', at: new Date('2026-01-01T00:00:00Z') },
      { versionId: rule.version.versionId, text: 'newer', at: NOW },
      { ruleId: 'ru_gone', text: 'x' },
    ];
    expect(failingRules(errors, [rule])).toEqual([
      { name: 'bad', count: 2, last: 'newer', at: NOW },
      { name: 'ru_gone', count: 1, last: 'x' },
    ]);
  });
});

describe('quota', () => {
  it('counts enabled rules that are not archived', () => {
    const rules = [
      aLiveRule('on'),
      aLiveRule('multi', { multiEvent: true }),
      aLiveRule('off', { enabled: false }),
      aLiveRule('gone', { archived: true }),
    ];
    expect(quotaUse(rules, 'standard')).toEqual({
      tier: 'standard',
      enabled: 2,
      multiEvent: 1,
      limits: { enabled: 1000, multiEvent: 75 },
    });
  });
});

describe('chron health', () => {
  it('says that all is well', async () => {
    const { run, emulator } = await tenantWorld();
    await emulator.console.createRule(ruleText('one'));
    const { code, out } = await run('health --env prod --quiet');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'prod',
      '  every stored rule compiles',
      '  no errors in the last 3d',
      '  no version is near 10,000 detections a day',
      '  quota enterprise: 1 of 2,000 enabled, 0 of 200 multi-event',
      '',
    ]);
  });

  it('names a rule that no longer compiles', async () => {
    const { run, emulator } = await tenantWorld();
    const ruleId = await emulator.console.createRule(ruleText('one'));
    await emulator.console.breakRule(ruleId, 'rule needs to be updated\nline: 2');
    const { code, out } = await run('health --env prod --quiet');
    expect(code).toBe(0);
    expect(out).toContain(
      '  1 rule no longer compiles; correct the text and apply\n    one (enabled): rule needs to be updated\n',
    );
    const json = await run('health --env prod --quiet --format json');
    expect(JSON.parse(json.out)).toMatchObject({
      version: 1,
      environments: [
        {
          environment: 'prod',
          exit: 0,
          failed: [{ name: 'one', ruleId, enabled: true }],
          loud: [],
        },
      ],
    });
  });

  it.each([
    ['no environment', 'health', '--env is missing'],
    ['no duration', 'health --env prod --last week', 'is not a duration'],
    ['an option that there is not', 'health --env prod --lst 3d', 'did you mean --last?'],
  ])('refuses %s', async (_title, words, says) => {
    const { run } = await tenantWorld();
    const { code, err } = await run(words);
    expect(code).toBe(1);
    expect(err).toContain(says);
  });
});
