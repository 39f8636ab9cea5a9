import { describe, expect, it } from 'vitest';
import type { GatedRule } from '../../lib/apply/gating.ts';
import {
  countingVerdicts,
  plannedVerdict,
  policyHash,
  restingVerdicts,
} from '../../lib/apply/planned-verdict.ts';
import { gateDemand } from '../../lib/gate/decision.ts';
import type { Transition } from '../../lib/gate/transition.ts';
import { DEFAULT_GATE } from '../../lib/model/gate.ts';
import type { PlannedVerdict } from '../../lib/model/gating.ts';
import { textHash } from '../../lib/plan/hash.ts';
import { aLiveList, aLiveRule, aRule, ruleText } from '../helpers/builders.ts';
import { anInput } from '../plan/input.ts';
import { aVerdict } from '../report/verdicts.ts';

const CHANGED: Transition = {
  live: 'enabled',
  wanted: 'enabled',
  text: 'logic',
  listEdited: false,
};
const NOW = new Date('2026-06-02T00:00:00Z');
const HOUR = 3_600_000;
const TEXT = ruleText('a', { threshold: 2 });
const live = aLiveRule('a');

const rule: GatedRule = {
  rule: aRule('a', { text: TEXT }),
  live,
  text: TEXT,
  transition: CHANGED,
  demand: { ...gateDemand(CHANGED, DEFAULT_GATE), measure: 'test-run-of-both' },
  lists: [],
};
const verdict = aVerdict('a', { text: textHash(TEXT), by: 'test-run' });
const planned: PlannedVerdict = {
  rule: 'a',
  versionId: live.version.versionId,
  policy: policyHash(DEFAULT_GATE, 'a'),
  measured: new Date(NOW.getTime() - HOUR),
  verdict,
};
const terms = { policy: DEFAULT_GATE, maxAgeMs: 24 * HOUR, now: NOW };
const line = { rule: 'a', text: verdict.text, reason: 'known', until: NOW };

describe('a verdict of a saved plan', () => {
  it('counts where all that it rests on is the same', () => {
    expect(plannedVerdict([planned], rule, terms)).toBe(verdict);
  });

  it('counts whatever is accepted of other rules', () => {
    const policy = { ...DEFAULT_GATE, accept: [{ ...line, rule: 'b' }] };
    expect(plannedVerdict([planned], rule, { ...terms, policy })).toBe(verdict);
  });

  it.each<
    [
      title: string,
      one: Partial<PlannedVerdict>,
      of?: Partial<GatedRule>,
      on?: Partial<typeof terms>,
    ]
  >([
    ['is of another rule', { rule: 'b' }],
    ['is of another version', { versionId: 'ru_1@v_1' }],
    ['is of a rule that was not there', {}, { live: aLiveRule('a', { ruleId: 'ru_other' }) }],
    ['is too old', { measured: new Date(NOW.getTime() - 25 * HOUR) }],
    ['comes from the future', { measured: new Date(NOW.getTime() + HOUR) }],
    ['is of another text', {}, { text: ruleText('a', { threshold: 3 }) }],
    ['was held against another policy', {}, {}, { policy: { ...DEFAULT_GATE, maxWorstDay: 5 } }],
    ['accepts nothing yet', {}, {}, { policy: { ...DEFAULT_GATE, accept: [line] } }],
    [
      'only foretells, where a hunt is asked for',
      {},
      { demand: { ...rule.demand, measure: 'retrohunt' } },
    ],
    ['could not be measured', { verdict: { ...verdict, status: 'unproven' } }],
    ['leans on a line whose day is over', { verdict: { ...verdict, accepted: line } }],
    ['names a list that the plan edits', {}, { lists: ['vip'] }],
  ])('does not count where it %s', (_title, one, of = {}, on = {}) => {
    expect(
      plannedVerdict([{ ...planned, ...one }], { ...rule, ...of }, { ...terms, ...on }),
    ).toBeUndefined();
  });

  it('is told of its rule only where it counts', () => {
    const unproven = {
      ...planned,
      rule: 'b',
      verdict: { ...verdict, status: 'unproven' as const },
    };
    const other = { ...rule, rule: aRule('b', { text: TEXT }) };
    expect(countingVerdicts([planned, unproven], [rule, other], terms)).toEqual([planned]);
    const late = { ...terms, now: new Date(NOW.getTime() + 24 * HOUR) };
    expect(countingVerdicts([planned, unproven], [rule, other], late)).toEqual([]);
  });

  it('does not count once a list that the rule names has moved, though the plan leaves the list alone', () => {
    const before = aLiveList('vip', { lines: ['x'] });
    const input = anInput({ wanted: [aRule('a', { lists: ['vip'] })], liveLists: [before] });
    const saved = { input, verdicts: [planned] };
    expect(restingVerdicts(saved, [before])).toEqual([planned]);
    expect(restingVerdicts(saved, [aLiveList('vip', { lines: ['x', 'y'] })])).toEqual([]);
    expect(restingVerdicts(saved, [])).toEqual([]);
  });

  it('does not count once a list has moved that only the text before names: the two were compared with it', () => {
    const before = aLiveList('vip', { lines: ['x'] });
    const input = anInput({
      wanted: [aRule('a')],
      live: [aLiveRule('a', { text: ruleText('a', { lists: ['vip'] }) })],
      liveLists: [before],
    });
    const saved = { input, verdicts: [planned] };
    expect(restingVerdicts(saved, [before])).toEqual([planned]);
    expect(restingVerdicts(saved, [aLiveList('vip', { lines: ['x', 'y'] })])).toEqual([]);
  });
});
