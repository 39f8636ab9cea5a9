import { describe, expect, it } from 'vitest';
import type { Notice } from '../../lib/model/plan.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import { aLiveRule, aRule } from '../helpers/builders.ts';
import { aBaseRule, anInput } from './input.ts';

const composite = (words: string): string => `rule chain { events: ${words}\n condition: $d }\n`;

/** A plan that takes `old` away in one way or another, beside a rule with this text. */
function noticesOf(
  words: string,
  {
    fate = 'archived',
    theirs = false,
  }: { fate?: 'archived' | 'disabled' | 'renamed' | 'kept'; theirs?: boolean } = {},
): readonly Notice[] {
  const text = composite(words);
  const chain = aRule('chain', { text });
  const renamed = aRule('new_name', { meta: new Map([['rule_id', 'id_old']]) });
  return makePlan(
    anInput({
      wanted: [
        ...(theirs ? [] : [chain]),
        aRule('other'),
        ...(fate === 'renamed' ? [renamed] : []),
      ],
      base: [
        aBaseRule('old'),
        aBaseRule('other'),
        ...(theirs ? [] : [aBaseRule('chain', { text })]),
      ],
      live: [aLiveRule('old'), aLiveRule('other'), aLiveRule('chain', { text })],
      environment: {
        removed: fate === 'disabled' ? 'disable' : fate === 'kept' ? 'keep' : 'archive',
      },
    }),
  ).notices.filter(({ kind }) => kind === 'mentioned');
}

describe('a mention', () => {
  it.each(['archived', 'disabled', 'renamed'] as const)('warns of a rule that is %s', (fate) => {
    expect(noticesOf('$d.detection.detection.rule_name = "old"', { fate })).toEqual([
      { kind: 'mentioned', name: 'old', becomes: fate, by: 'chain' },
    ]);
  });

  it("warns of somebody else's active rule too", () => {
    expect(noticesOf('$d.rule_name = "old"', { theirs: true })).toHaveLength(1);
  });

  it.each([
    ['a word of its own', '$d.rule_name = old', 1],
    ['a raw string', '$d.rule_name = `old`', 1],
    ['a regular expression', '$d.rule_name = /^(old|older)$/', 1],
    ['after an escaped quote', '$d.x = "say \\"old\\" twice"', 1],
    ['after a string that is not closed', '$d.x = "open\n $d.y = "old"', 1],
    ['part of a longer word', '$d.rule_name = "older" and $d.x = "my_old" and $d.y = "0old"', 0],
    ['in a line comment', '$d.x = 1 // was old once', 0],
    ['in a block comment', '/* old\n old */ $d.x = 1', 0],
    ['a comment sign in a string', '$d.url = "http://old"', 1],
    ['nothing', '$d.x = 1', 0],
  ])('counts %s', (_title, words, count) => {
    expect(noticesOf(words)).toHaveLength(count);
  });

  it('is no matter where the rule is kept', () => {
    expect(noticesOf('$d.rule_name = "old"', { fate: 'kept' })).toEqual([]);
  });

  it('of its own earlier name does not count', () => {
    const text = 'rule new_name { // once old\n events: $e.x = "old" }\n';
    const plan = makePlan(
      anInput({
        wanted: [aRule('new_name', { text, meta: new Map([['rule_id', 'id_old']]) })],
        base: [aBaseRule('old')],
        live: [aLiveRule('old')],
      }),
    );
    expect(plan.changes.map(({ kind }) => kind)).toEqual(['rename-rule']);
    expect(plan.notices).toEqual([]);
  });

  it.each([
    ['opened comments', '/*'.repeat(60_000)],
    ['quotes', '"\\'.repeat(60_000)],
    ['back quotes', '`'.repeat(120_000)],
    ['slashes', '/'.repeat(120_000)],
  ])('is looked for in good time, whatever the text holds: %s', (_title, words) => {
    const start = performance.now();
    noticesOf(words);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
