import { describe, expect, it } from 'vitest';
import type { Memory, RememberedObject } from '../../lib/model/memory.ts';
import type { PlanInput } from '../../lib/model/plan.ts';
import type { Rule } from '../../lib/model/rule.ts';
import { makeBase, textsToRead } from '../../lib/plan/base.ts';
import { contentHash, textHash } from '../../lib/plan/hash.ts';
import { firstMemory, nextMemory } from '../../lib/plan/next-memory.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import { aList, aLiveRule, aRule, ruleText } from '../helpers/builders.ts';
import { aBaseRule, anInput, edited } from './input.ts';

const facts = { repository: 'r', time: new Date('2026-03-01T00:00:00Z'), identity: 'me' };
const MEMORY: Memory = { ...facts, environment: 'dev', commit: 'c1', objects: [] };
const off = { enabled: false, alerting: false };
const ruleLine = (name: string, text: string, more = {}): RememberedObject => ({
  kind: 'rule',
  name,
  textHash: textHash(text),
  enabled: false,
  alerting: true,
  archived: false,
  ...more,
});

describe('makeBase', () => {
  it('is not remembered without a memory', () => {
    const base = makeBase({ memory: undefined, atCommit: { rules: [aRule('a')], lists: [] } });
    expect(base).toEqual({ remembered: false, rules: [], lists: [] });
  });

  it('is not remembered where nobody has the state of the remembered commit', () => {
    const memory = { ...MEMORY, objects: [ruleLine('a', ruleText('a'))] };
    expect(makeBase({ memory, atCommit: undefined }).remembered).toBe(false);
  });

  it('is the repository at the remembered commit', () => {
    const list = aList('l');
    const base = makeBase({ memory: MEMORY, atCommit: { rules: [aRule('a')], lists: [list] } });
    expect(base).toEqual({
      remembered: true,
      rules: [
        {
          name: 'a',
          text: ruleText('a'),
          textHash: textHash(ruleText('a')),
          path: 'rules/family/a.yaral',
          commit: 'c1',
          metaRuleId: 'id_a',
          deployment: { enabled: true, alerting: false },
          archived: false,
        },
      ],
      lists: [{ name: 'l', contentHash: contentHash(list), list, path: list.path, commit: 'c1' }],
    });
  });

  it('has the memory’s own lines over it', () => {
    const objects: readonly RememberedObject[] = [
      ruleLine('a', 'rule a { }', {
        commit: 'c0',
        path: 'rules/old/a.yaral',
        assumed: ['enabled'],
      }),
      { kind: 'no-rule', name: 'b' },
      ruleLine('elsewhere', 'rule elsewhere { }'),
      { kind: 'list', name: 'l', contentHash: 'ff' },
      { kind: 'no-list', name: 'm' },
    ];
    const base = makeBase({
      memory: { ...MEMORY, objects },
      atCommit: {
        rules: [aRule('a'), aRule('b'), aRule('c')],
        lists: [aList('l'), aList('m'), aList('n')],
      },
    });
    expect(base.rules.map(({ name, deployment, commit }) => [name, deployment, commit])).toEqual([
      ['a', { enabled: false, alerting: true }, 'c0'],
      ['c', { enabled: true, alerting: false }, 'c1'],
      ['elsewhere', { enabled: false, alerting: true }, undefined],
    ]);
    expect(base.rules[0]).toMatchObject({ assumed: ['enabled'], path: 'rules/old/a.yaral' });
    expect(base.lists.map(({ name, contentHash: hash }) => [name, hash])).toEqual([
      ['l', 'ff'],
      ['n', contentHash(aList('n'))],
    ]);
  });

  it('finds the text of a line in the commit’s files, or in those read for it', () => {
    const objects = [ruleLine('a', ruleText('a')), ruleLine('b', ruleText('b'))];
    const texts = new Map([[textHash(ruleText('b')), aRule('b')]]);
    const base = makeBase({
      memory: { ...MEMORY, objects },
      atCommit: { rules: [aRule('a')], lists: [] },
      texts,
    });
    expect(base.rules.map(({ text }) => text)).toEqual([ruleText('a'), ruleText('b')]);
    expect(base.rules.map(({ metaRuleId }) => metaRuleId)).toEqual(['id_a', 'id_b']);
  });

  it('says which files to read for its lines', () => {
    const objects: readonly RememberedObject[] = [
      ruleLine('a', ruleText('a'), { commit: 'c0', path: 'p' }),
      ruleLine('b', 'rule b { }', { commit: 'c0', path: 'q' }),
      ruleLine('c', 'rule c { }', { commit: 'c0' }),
      { kind: 'list', name: 'l', contentHash: 'ff', commit: 'c0', path: 'l' },
      { kind: 'no-rule', name: 'd' },
    ];
    expect(textsToRead({ ...MEMORY, objects }, { rules: [aRule('a')], lists: [] })).toEqual([
      { kind: 'rule', commit: 'c0', path: 'q', hash: textHash('rule b { }') },
      { kind: 'list', commit: 'c0', path: 'l', hash: 'ff' },
    ]);
  });
});

/** The memory after an apply of `input`, planned last of the same tenant. */
function remember(
  input: PlanInput,
  committed: { readonly rules: readonly Rule[] } = input.wanted,
  commit: string | undefined = 'c2',
): readonly RememberedObject[] {
  const last = makePlan(input);
  const { lists } = input.wanted;
  return nextMemory({ last, input, commit, committed: { lists, ...committed }, ...facts }).objects;
}

describe('nextMemory', () => {
  it('needs no lines where everything is in step with the commit', () => {
    expect(
      remember(anInput({ wanted: [aRule('a')], base: [aBaseRule('a')], live: [aLiveRule('a')] })),
    ).toEqual([]);
  });

  it.each<[string, Parameters<typeof anInput>[0], readonly object[]]>([
    [
      'a change that was not made: its base',
      { wanted: [edited('a', 2)], base: [aBaseRule('a')], live: [aLiveRule('a')] },
      [{ kind: 'rule', name: 'a', textHash: textHash(ruleText('a')), commit: 'c0ffee' }],
    ],
    [
      'fields that are in step: what is wanted; others: their base',
      {
        wanted: [edited('a', 2, { deployment: { enabled: true, alerting: true } })],
        base: [aBaseRule('a', { deployment: off })],
        live: [aLiveRule('a', { enabled: true })],
      },
      [
        {
          kind: 'rule',
          name: 'a',
          textHash: textHash(ruleText('a')),
          enabled: true,
          alerting: false,
        },
      ],
    ],
    [
      'a text that is in step: where it can be read now',
      {
        wanted: [edited('a', 2, { deployment: { enabled: true, alerting: true } })],
        base: [aBaseRule('a')],
        live: [aLiveRule('a', { text: ruleText('a', { threshold: 2 }) })],
      },
      [
        {
          kind: 'rule',
          textHash: textHash(ruleText('a', { threshold: 2 })),
          alerting: false,
          commit: 'c2',
          path: 'rules/family/a.yaral',
        },
      ],
    ],
    ['a rule that was not created', { wanted: [aRule('a')] }, [{ kind: 'no-rule', name: 'a' }]],
    ['a list that was not created', { lists: [aList('l')] }, [{ kind: 'no-list', name: 'l' }]],
    [
      'somebody’s rule',
      { wanted: [aRule('a')], live: [aLiveRule('a', { text: 'rule a { }' })] },
      [{ kind: 'no-rule', name: 'a' }],
    ],
    [
      'a created rule that was not enabled yet',
      { wanted: [aRule('a')], live: [aLiveRule('a', off)] },
      [
        {
          kind: 'rule',
          name: 'a',
          enabled: false,
          alerting: false,
          textHash: textHash(ruleText('a')),
        },
      ],
    ],
    [
      'a removed rule that is still there',
      {
        wanted: [aRule('b')],
        base: [aBaseRule('a'), aBaseRule('b')],
        live: [aLiveRule('a'), aLiveRule('b')],
      },
      [
        {
          kind: 'rule',
          name: 'a',
          commit: 'c0ffee',
          path: 'rules/family/a.yaral',
          metaRuleId: 'id_a',
        },
      ],
    ],
    [
      'a rule deleted outside, whose file has not changed: nothing, the commit has it',
      { wanted: [aRule('a')], base: [aBaseRule('a')] },
      [],
    ],
    [
      'a rule with flags that were assumed, though they are those of the commit',
      { remembered: false, wanted: [aRule('a')], live: [aLiveRule('a', off)] },
      [{ kind: 'rule', name: 'a', enabled: true, assumed: ['enabled'] }],
    ],
  ])('remembers %s', (_title, parts, objects) => {
    const found = remember(anInput(parts));
    expect(found).toHaveLength(objects.length);
    expect(found).toMatchObject(objects);
  });

  it('remembers a dirty work tree object by object', () => {
    const input = anInput({
      wanted: [
        aRule('same'),
        edited('text', 2),
        aRule('flags', { deployment: off }),
        aRule('added'),
      ],
      base: ['same', 'text', 'flags', 'added'].map((name) => aBaseRule(name)),
      live: [
        aLiveRule('same'),
        aLiveRule('text', { text: ruleText('text', { threshold: 2 }) }),
        aLiveRule('flags', off),
        aLiveRule('added'),
      ],
    });
    const committed = { rules: ['same', 'text', 'flags', 'removed'].map((name) => aRule(name)) };
    const objects = remember(input, committed);
    expect(objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'rule added',
      'rule flags',
      'no-rule removed',
      'rule text',
    ]);
    expect(objects).toMatchObject([
      { textHash: textHash(ruleText('added')) },
      { enabled: false, commit: 'c2' },
      {},
      { textHash: textHash(ruleText('text', { threshold: 2 })) },
    ]);
    expect(objects[3]).not.toHaveProperty('commit');
  });

  it('remembers everything by itself where there is no commit yet', () => {
    const input = anInput({ wanted: [aRule('a')], base: [aBaseRule('a')], live: [aLiveRule('a')] });
    const memory = nextMemory({
      last: makePlan(input),
      input,
      commit: undefined,
      committed: input.wanted,
      ...facts,
    });
    expect(memory).not.toHaveProperty('commit');
    expect(memory.objects).toMatchObject([{ kind: 'rule', name: 'a' }]);
  });

  it('forgets what is neither wanted nor standing', () => {
    const input = anInput({
      wanted: [aRule('b')],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a', { ...off, archived: true }), aLiveRule('b')],
    });
    expect(remember(input)).toEqual([]);
  });
});

describe('firstMemory', () => {
  it('has a line for what is known, and none for what is not there yet', () => {
    const input = anInput({
      remembered: false,
      wanted: [aRule('in_step'), edited('waits', 2), aRule('flags'), aRule('new'), aRule('theirs')],
      live: [
        aLiveRule('in_step'),
        aLiveRule('waits'),
        aLiveRule('flags', off),
        aLiveRule('theirs', { text: 'rule theirs { }' }),
      ],
      known: { waits: [ruleText('waits')] },
    });
    const memory = firstMemory({ plan: makePlan(input), input, ...facts });
    expect(memory).not.toHaveProperty('commit');
    expect(memory.objects).toMatchObject([
      { kind: 'rule', name: 'flags', enabled: true, assumed: ['enabled'] },
      { kind: 'rule', name: 'in_step', enabled: true },
      { kind: 'rule', name: 'waits', textHash: textHash(ruleText('waits')) },
    ]);
  });
});
