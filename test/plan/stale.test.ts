import { describe, expect, it } from 'vitest';
import type { Change, PlanInput } from '../../lib/model/plan.ts';
import { staleness } from '../../lib/plan/stale.ts';
import { aList, aLiveList, aLiveRule, aRule } from '../helpers/builders.ts';
import { Tenant } from './carry-out.ts';

const RULE = aLiveRule('a', { ruleId: 'ru_a', enabled: true });
const ARCHIVED = aLiveRule('b', { ruleId: 'ru_b', enabled: false, archived: true });
const LIVE: PlanInput['live'] = {
  rules: [RULE, ARCHIVED, aLiveRule('free', { ruleId: 'ru_free' })],
  lists: [aLiveList('l'), aLiveList('free')],
};
const reverts = false;
const CHANGES = {
  'create-rule': { kind: 'create-rule', rule: aRule('new'), reverts },
  'add-version': { kind: 'add-version', rule: aRule('a'), live: RULE, reverts },
  'rename-rule': { kind: 'rename-rule', rule: aRule('renamed'), live: RULE, reverts },
  'set-enabled': {
    kind: 'set-enabled',
    name: 'a',
    value: false,
    live: RULE,
    removal: false,
    reverts,
  },
  'set-alerting': {
    kind: 'set-alerting',
    name: 'a',
    value: true,
    live: RULE,
    removal: false,
    reverts,
  },
  'archive-rule': { kind: 'archive-rule', name: 'a', live: RULE, reverts },
  'unarchive-rule': { kind: 'unarchive-rule', rule: aRule('b'), live: ARCHIVED, reverts },
  'create-list': { kind: 'create-list', list: aList('new'), reverts },
  'update-list': { kind: 'update-list', list: aList('l'), live: aLiveList('l'), reverts },
} as const satisfies Record<Change['kind'], Change>;

function moved(changes: readonly Change[], act: (tenant: Tenant) => void, memory = 'm') {
  const tenant = new Tenant(LIVE);
  act(tenant);
  return staleness({
    changes,
    planned: LIVE,
    now: tenant.live,
    memory: { planned: 'm', now: memory },
  });
}

const EDITS: Readonly<Record<string, (tenant: Tenant) => void>> = {
  text: (tenant) => tenant.addVersion('ru_a', { name: 'a', text: 'rule a { }', multiEvent: false }),
  name: (tenant) => tenant.addVersion('ru_a', { name: 'z', text: 'rule z { }', multiEvent: false }),
  enabled: (tenant) => tenant.set('ru_a', { enabled: false }),
  alerting: (tenant) => tenant.set('ru_a', { alerting: true }),
  archived: (tenant) => {
    tenant.set('ru_a', { enabled: false });
    tenant.archive('ru_a');
  },
  deleted: (tenant) => tenant.remove('ru_a'),
  'a second one of the name': (tenant) =>
    tenant.create({ name: 'a', text: 'x', multiEvent: false }),
};

describe('staleness', () => {
  it.each(Object.values(CHANGES))('finds nothing to $kind where nothing moved', (change) => {
    expect(moved([change], () => undefined)).toEqual([]);
  });

  it.each(
    (
      ['add-version', 'rename-rule', 'set-enabled', 'set-alerting', 'archive-rule'] as const
    ).flatMap((kind) => Object.keys(EDITS).map((edit) => [kind, edit] as const)),
  )('stops %s after this edit of the rule: %s', (kind, edit) => {
    const found = moved([CHANGES[kind]], EDITS[edit] ?? (() => undefined));
    expect(found.map(({ object }) => object)).toEqual(['a']);
  });

  it.each<[string, Change['kind'], (tenant: Tenant) => void]>([
    [
      'a rule of the name appeared',
      'create-rule',
      (tenant) => tenant.create({ name: 'new', text: 'x', multiEvent: false }),
    ],
    [
      'a rule of the new name appeared',
      'rename-rule',
      (tenant) => tenant.create({ name: 'renamed', text: 'x', multiEvent: false }),
    ],
    ['it was unarchived', 'unarchive-rule', (tenant) => tenant.unarchive('ru_b')],
    ['it was deleted', 'unarchive-rule', (tenant) => tenant.remove('ru_b')],
    [
      'an active twin appeared',
      'unarchive-rule',
      (tenant) => tenant.create({ name: 'b', text: 'x', multiEvent: false }),
    ],
    ['a list of the name appeared', 'create-list', (tenant) => tenant.putList(aList('new'))],
    ['its lines were edited', 'update-list', (tenant) => tenant.putList(aList('l', { lines: [] }))],
    [
      'its description was edited',
      'update-list',
      (tenant) => tenant.putList(aList('l', { description: '' })),
    ],
    ['it is gone', 'update-list', (tenant) => tenant.removeList('l')],
  ])('notices that %s before %s', (_title, kind, act) => {
    expect(moved([CHANGES[kind]], act)).toHaveLength(1);
  });

  it('lets objects that it does not touch move freely', () => {
    const found = moved(Object.values(CHANGES), (tenant) => {
      tenant.addVersion('ru_free', { name: 'free', text: 'x', multiEvent: false });
      tenant.putList(aList('free', { lines: [] }));
      tenant.create({ name: 'other', text: 'x', multiEvent: false });
      tenant.putList(aList('l'));
    });
    expect(found).toEqual([]);
  });

  it('notices that another apply has written the memory', () => {
    expect(
      moved([CHANGES['add-version']], () => undefined, 'other').map(({ object }) => object),
    ).toEqual(['%chron_applied']);
  });

  it('says what was planned against, what is there now, and since when', () => {
    const [row] = moved([CHANGES['add-version']], (tenant) =>
      tenant.addVersion('ru_a', { name: 'a', text: 'x', multiEvent: false }),
    );
    expect(row).toEqual({
      object: 'a',
      plannedAgainst: RULE.version.versionId,
      now: `ru_a@v_${Date.parse('2026-02-01T00:00:01Z')}`,
      time: new Date('2026-02-01T00:00:01Z'),
    });
    expect(
      moved([CHANGES['archive-rule']], (tenant) => tenant.set('ru_a', { enabled: false })),
    ).toEqual([{ object: 'a', plannedAgainst: 'enabled', now: 'disabled' }]);
  });

  it('notices a base that moved though nothing else did', () => {
    const now = { ...LIVE, rules: LIVE.rules.map((rule) => ({ ...rule, base: `${rule.base}x` })) };
    const memory = { planned: 'm', now: 'm' };
    expect(
      staleness({ changes: [CHANGES['add-version']], planned: LIVE, now, memory }),
    ).toHaveLength(1);
  });
});
