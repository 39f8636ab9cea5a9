import { describe, expect, it } from 'vitest';
import { gatedRules } from '../../lib/apply/gating.ts';
import { DEFAULT_GATE } from '../../lib/model/gate.ts';
import type { PlanInput } from '../../lib/model/plan.ts';
import type { Deployment, LiveRule } from '../../lib/model/rule.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import { aList, aLiveList, aLiveRule, aRule, ruleText } from '../helpers/builders.ts';
import { aBaseList, aBaseRule, anInput } from '../plan/input.ts';

const OFF: Deployment = { enabled: false, alerting: false };
const ON: Deployment = { enabled: true, alerting: false };
const ALERTS: Deployment = { enabled: true, alerting: true };

const before = aList('vip', { lines: ['a'] });
const after = aList('vip', { lines: ['a', 'b'] });

interface Case {
  readonly live?: Deployment & { readonly archived?: boolean };
  readonly wanted: Deployment;
  /** What git changes in the text. */
  readonly text?: 'logic' | 'meta';
  readonly lists?: boolean;
  readonly gate?: PlanInput['environment']['gate'];
}

function gated({ live, wanted, text, lists = false, gate = DEFAULT_GATE }: Case) {
  const given = { lists: lists ? ['vip'] : [] };
  const stored = ruleText('a', given);
  const wantedText = ruleText('a', {
    ...given,
    ...(text === 'logic' ? { threshold: 9 } : {}),
    ...(text === 'meta' ? { severity: 'LOW' } : {}),
  });
  const found: readonly LiveRule[] =
    live === undefined ? [] : [aLiveRule('a', { ...live, text: stored })];
  const input = anInput({
    wanted: [aRule('a', { text: wantedText, deployment: wanted, ...given })],
    lists: lists ? [after] : [],
    base:
      live === undefined
        ? []
        : [aBaseRule('a', { text: stored, deployment: live, archived: live.archived ?? false })],
    baseLists: lists ? [aBaseList(before)] : [],
    live: found,
    liveLists: lists ? [aLiveList('vip', { lines: ['a'] })] : [],
    environment: { gate },
  });
  const rules = gatedRules(makePlan(input), input);
  return rules.map(({ demand, text: measured }) => [
    demand.measure,
    demand.gated.join(' '),
    demand.evidence,
    measured === wantedText ? 'wanted' : 'stored',
  ]);
}

describe('gatedRules', () => {
  it.each<[title: string, given: Case, expected: readonly string[] | undefined]>([
    ['a new rule that stays off', { wanted: OFF }, undefined],
    ['a new rule that goes live', { wanted: ON }, ['retrohunt', 'set-enabled', 'none', 'wanted']],
    [
      'a new rule that alerts',
      { wanted: ALERTS },
      ['retrohunt', 'set-enabled set-alerting', 'none', 'wanted'],
    ],
    [
      'a stored rule that is enabled',
      { live: OFF, wanted: ON },
      ['retrohunt', 'set-enabled', 'none', 'wanted'],
    ],
    [
      'a stored rule that is enabled with another logic',
      { live: OFF, wanted: ON, text: 'logic' },
      ['retrohunt', 'set-enabled', 'none', 'wanted'],
    ],
    [
      'a rule out of the archive, which lands off',
      { live: { ...OFF, archived: true }, wanted: ON },
      ['retrohunt', 'set-enabled', 'none', 'wanted'],
    ],
    ['meta of an enabled rule', { live: ON, wanted: ON, text: 'meta' }, undefined],
    ['meta of an alerting rule', { live: ALERTS, wanted: ALERTS, text: 'meta' }, undefined],
    ['nothing at all', { live: ON, wanted: ON }, undefined],
    [
      'another logic of an enabled rule',
      { live: ON, wanted: ON, text: 'logic' },
      ['test-run-of-both', 'add-version', 'retrohunt', 'wanted'],
    ],
    [
      'another logic of an alerting rule',
      { live: ALERTS, wanted: ALERTS, text: 'logic' },
      ['test-run-of-both', 'add-version', 'none', 'wanted'],
    ],
    [
      'the same where it may be muted',
      {
        live: ALERTS,
        wanted: ALERTS,
        text: 'logic',
        gate: { ...DEFAULT_GATE, retrohuntAlerting: 'muted' },
      },
      ['test-run-of-both', 'add-version', 'muted-retrohunt', 'wanted'],
    ],
    [
      'another logic of a rule that is disabled',
      { live: ON, wanted: OFF, text: 'logic' },
      undefined,
    ],
    [
      'an enabled rule that begins to alert',
      { live: ON, wanted: ALERTS },
      ['retrohunt', 'set-alerting', 'none', 'wanted'],
    ],
    [
      'an enabled rule whose list is edited',
      { live: ON, wanted: ON, lists: true },
      ['test-run-after-list', '', 'none', 'wanted'],
    ],
    ['a disabled rule whose list is edited', { live: OFF, wanted: OFF, lists: true }, undefined],
    ['anything with the gate off', { wanted: ALERTS, gate: 'off' }, undefined],
  ])('%s', (_title, given, expected) => {
    expect(gated(given)).toEqual(expected === undefined ? [] : [expected]);
  });

  // Somebody edited the text by hand, so it is held; it runs on, with lists that git's own text may not name.
  it('looks at a text that is held by what it says itself, not by what git says', () => {
    const stored = ruleText('a', { severity: 'LOW' });
    const byHand = ruleText('a', { severity: 'CRITICAL', lists: ['vip'] });
    const live = aLiveList('vip', { lines: ['a'] });
    const input = anInput({
      wanted: [aRule('a', { text: stored, deployment: ON })],
      lists: [after],
      base: [aBaseRule('a', { text: stored, deployment: ON })],
      baseLists: [aBaseList(before)],
      live: [aLiveRule('a', { ...ON, text: byHand })],
      liveLists: [live],
      environment: { gate: DEFAULT_GATE },
    });
    const plan = makePlan(input);
    const [measured] = gatedRules(plan, input);
    expect(plan.held.map(({ reason }) => reason)).toEqual(['changed-outside']);
    expect(plan.changes.map(({ kind }) => kind)).toEqual(['update-list']);
    expect(measured?.demand.measure).toBe('test-run-after-list');
    expect(measured?.text).toBe(byHand);
    expect(measured?.rule.meta.get('severity')).toBe('CRITICAL');
    expect(measured?.lists).toEqual(['vip']);
    expect(measured?.listsWritten).toEqual(new Date(live.base));
  });
});
