import { describe, expect, it } from 'vitest';
import { scheduleSteps } from '../../lib/apply/schedule.ts';
import type { Change } from '../../lib/model/plan.ts';
import { aList, aRule } from '../helpers/builders.ts';
import { addVersion, create, EVERY_KIND, flag, ROOM, RULES } from './a-plan.ts';

const steps = scheduleSteps({ changes: EVERY_KIND, quota: ROOM }, RULES);
const needs = (number: number): readonly number[] => steps[number - 1]?.needs ?? [];

describe('scheduleSteps', () => {
  it('numbers the changes in the order of the plan', () => {
    expect(steps.map(({ number, change }) => [number, change])).toEqual(
      EVERY_KIND.map((change, index) => [index + 1, change]),
    );
  });

  it.each<[title: string, step: number, needed: readonly number[]]>([
    ['alerting off needs nothing', 1, []],
    ['disabling does not need that alerting went off', 2, []],
    ['a list needs nothing', 3, []],
    ['coming out of the archive needs nothing', 5, []],
    ['a new version needs the list it names', 6, [4]],
    ['a new rule needs the list it names', 7, [3]],
    ['a rename needs nothing', 8, []],
    ['enabling needs the unarchived rule', 9, [5]],
    ['enabling needs the new rule, and its list', 10, [7, 3]],
    ['enabling an unchanged rule needs the edited list it names', 11, [4]],
    ['alerting needs the new version, and its list', 12, [6, 4]],
    ['alerting needs that the rule is enabled, and its list', 13, [10, 3]],
    ['archiving needs that the rule is disabled', 16, [15]],
  ])('%s', (_title, step, needed) => {
    expect(needs(step)).toEqual(needed);
  });

  it('keeps changes of one rule in order, even where the second does not need the first', () => {
    expect(steps.map(({ after }) => after).filter((after) => after.length > 0)).toEqual([
      [1],
      [14],
    ]);
  });

  it('knows the removals', () => {
    expect(steps.filter(({ removal }) => removal).map(({ number }) => number)).toEqual([
      14, 15, 16, 17,
    ]);
  });

  it('does not take a list for a rule of the same name', () => {
    const list: Change = { kind: 'create-list', list: aList('fresh'), reverts: false };
    const both = scheduleSteps({ changes: [list, create('fresh')], quota: ROOM }, []);
    expect(both.map((step) => step.needs)).toEqual([[], []]);
  });

  it.each<[title: string, quota: object, after: readonly number[]]>([
    [
      'waits for them where the tenant has no room',
      { enabled: { before: 999, after: 0, limit: 1000 } },
      [1],
    ],
    ['does not wait where it has', { enabled: { before: 998, after: 0, limit: 1000 } }, []],
    [
      'waits where it has none for their kind',
      { multiEvent: { before: 75, after: 0, limit: 75 } },
      [1],
    ],
    [
      'does not wait where it has for their kind',
      { multiEvent: { before: 74, after: 0, limit: 75 } },
      [],
    ],
  ])('enables rules beside those that are disabled, and %s', (_title, quota, after) => {
    const changes = [
      flag('set-enabled', 'a', false),
      flag('set-enabled', 'b', true),
      flag('set-enabled', 'c', true),
    ];
    const rules = [aRule('b'), aRule('c', { multiEvent: true })];
    const planned = scheduleSteps({ changes, quota: { ...ROOM, ...quota } }, rules);
    expect(planned.map((step) => step.after)).toEqual([[], after, after]);
  });

  it('lets rules that share nothing go side by side', () => {
    const changes = [addVersion('a'), addVersion('b'), create('c')];
    for (const step of scheduleSteps({ changes, quota: ROOM }, RULES)) {
      expect([...step.needs, ...step.after]).toEqual([]);
    }
  });
});
