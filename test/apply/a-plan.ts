import type { Change, Plan } from '../../lib/model/plan.ts';
import { aList, aLiveList, aLiveRule, aRule, ruleText } from '../helpers/builders.ts';

/** A quota with room. */
export const ROOM: Plan['quota'] = {
  tier: 'standard',
  enabled: { before: 10, after: 12, limit: 1000 },
  multiEvent: { before: 0, after: 0, limit: 75 },
};

export function flag(
  kind: 'set-enabled' | 'set-alerting',
  name: string,
  value: boolean,
  { created = false, removal = false }: { created?: boolean; removal?: boolean } = {},
): Change {
  const live = created ? {} : { live: aLiveRule(name) };
  return { kind, name, value, removal, reverts: false, ...live };
}

export const create = (name: string, lists: readonly string[] = []): Change => ({
  kind: 'create-rule',
  rule: aRule(name, { lists }),
  reverts: false,
});

export const addVersion = (name: string, lists: readonly string[] = []): Change => ({
  kind: 'add-version',
  rule: aRule(name, { lists, text: ruleText(name, { threshold: 2 }) }),
  live: aLiveRule(name),
  reverts: false,
});

export const archive = (name: string): Change => ({
  kind: 'archive-rule',
  name,
  live: aLiveRule(name, { enabled: false }),
  reverts: false,
});

/** Every kind of change, in the order of plans, with what leans on what. Step numbers are places in here, from 1. */
export const EVERY_KIND: readonly Change[] = [
  flag('set-alerting', 'demoted', false),
  flag('set-enabled', 'demoted', false),
  { kind: 'create-list', list: aList('fresh'), reverts: false },
  { kind: 'update-list', list: aList('known'), live: aLiveList('known'), reverts: false },
  {
    kind: 'unarchive-rule',
    rule: aRule('back'),
    live: aLiveRule('back', { archived: true, enabled: false }),
    reverts: false,
  },
  addVersion('changed', ['known']),
  create('made', ['fresh']),
  { kind: 'rename-rule', rule: aRule('new_name'), live: aLiveRule('old_name'), reverts: false },
  flag('set-enabled', 'back', true),
  flag('set-enabled', 'made', true, { created: true }),
  flag('set-enabled', 'plain', true),
  flag('set-alerting', 'changed', true),
  flag('set-alerting', 'made', true, { created: true }),
  flag('set-alerting', 'gone', false, { removal: true }),
  flag('set-enabled', 'gone', false, { removal: true }),
  archive('gone'),
  archive('old'),
];

/** The wanted rules that go with `EVERY_KIND`. */
export const RULES = [
  ...EVERY_KIND.flatMap((change) => ('rule' in change ? [change.rule] : [])),
  aRule('plain', { lists: ['known'] }),
  aRule('demoted', { lists: ['known', 'fresh'] }),
];

/** Which steps fall with each of them. */
export const FALLS_WITH: ReadonlyMap<number, readonly number[]> = new Map([
  [1, [14, 15, 16, 17]],
  [2, [14, 15, 16, 17]],
  [3, [7, 10, 13, 14, 15, 16, 17]],
  [4, [6, 11, 12, 14, 15, 16, 17]],
  [5, [9, 14, 15, 16, 17]],
  [6, [12, 14, 15, 16, 17]],
  [7, [10, 13, 14, 15, 16, 17]],
  [8, [14, 15, 16, 17]],
  [9, [14, 15, 16, 17]],
  [10, [13, 14, 15, 16, 17]],
  [11, [14, 15, 16, 17]],
  [12, [14, 15, 16, 17]],
  [13, [14, 15, 16, 17]],
  [14, [15, 16]],
  [15, [16]],
  [16, []],
  [17, [15, 16]],
]);
