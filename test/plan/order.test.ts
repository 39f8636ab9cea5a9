import { describe, expect, it } from 'vitest';
import type { Change } from '../../lib/model/plan.ts';
import { inOrder } from '../../lib/plan/order.ts';
import { aList, aLiveList, aLiveRule, aRule } from '../helpers/builders.ts';
import { changeWords } from './words.ts';

const reverts = false;
const of = (name: string) => ({ rule: aRule(name), live: aLiveRule(name), reverts });
const set = (
  kind: 'set-enabled' | 'set-alerting',
  name: string,
  value: boolean,
  removal = false,
): Change => ({ kind, name, value, removal, live: aLiveRule(name), reverts });

const INTENDED: readonly Change[] = [
  set('set-alerting', 'a', false),
  set('set-enabled', 'a', false),
  set('set-alerting', 'b', false),
  { kind: 'create-list', list: aList('a'), reverts },
  { kind: 'update-list', list: aList('b'), live: aLiveList('b'), reverts },
  { kind: 'unarchive-rule', ...of('c') },
  { kind: 'add-version', ...of('Z') },
  { kind: 'create-rule', rule: aRule('a'), reverts },
  { kind: 'rename-rule', ...of('d') },
  set('set-enabled', 'a', true),
  set('set-enabled', 'b', true),
  set('set-alerting', 'a', true),
  set('set-alerting', 'x', false, true),
  set('set-enabled', 'x', false, true),
  { kind: 'archive-rule', name: 'x', live: aLiveRule('x'), reverts },
  set('set-enabled', 'y', false, true),
  { kind: 'archive-rule', name: 'y', live: aLiveRule('y'), reverts },
];

describe('inOrder', () => {
  it('stops noise first, enables after the text stands, takes away last', () => {
    for (let turn = 0; turn < INTENDED.length; turn += 1) {
      const turned = [...INTENDED.slice(turn), ...INTENDED.slice(0, turn)].toReversed();
      expect(inOrder(turned).map(changeWords)).toEqual(INTENDED.map(changeWords));
    }
  });
});
