import { describe, expect, it } from 'vitest';
import { makePlan } from '../../lib/plan/plan.ts';
import { piecesOf, similarity } from '../../lib/plan/similarity.ts';
import { aLiveRule, aRule, ruleText } from '../helpers/builders.ts';
import { aBaseRule, anInput } from './input.ts';
import { planWords } from './words.ts';

/** A text whose body is the same for the same word, so that only the name differs. */
function bodyText(name: string, body: string, lines = 10): string {
  return [
    `rule ${name} {`,
    ...Array.from({ length: lines }, (_, line) => `  $e.${body}.${line}`),
    '}',
    '',
  ].join('\n');
}

const longText = (name: string, index: string) => `${ruleText(name)}// ${index.repeat(20)}\n`;
const noId = new Map<string, string>();
const wants = (name: string, text: string, id?: string) =>
  aRule(name, { text, meta: id === undefined ? noId : new Map([['rule_id', id]]) });
const gave = (name: string, text: string, id?: string) => {
  const { metaRuleId: _none, ...rest } = aBaseRule(name, { text });
  return id === undefined ? rest : { ...rest, metaRuleId: id };
};
const stands = (name: string, text: string, more = {}) => aLiveRule(name, { text, ...more });
const archived = { archived: true, enabled: false };

const ROWS: readonly (readonly [
  string,
  Parameters<typeof anInput>[0],
  { readonly changes?: readonly string[]; readonly held?: readonly string[] },
])[] = [
  [
    'by rule_id, whatever became of the text',
    {
      wanted: [wants('new', bodyText('new', 'other'), 'id')],
      base: [gave('old', bodyText('old', 'body'), 'id')],
      live: [stands('old', bodyText('old', 'body'))],
    },
    { changes: ['rename-rule new from old'] },
  ],
  [
    'by similarity',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('old', bodyText('old', 'body'))],
    },
    { changes: ['rename-rule new from old'] },
  ],
  [
    'not by an empty rule_id',
    {
      wanted: [wants('new', bodyText('new', 'other'), ' ')],
      base: [gave('old', bodyText('old', 'body'), ' ')],
      live: [stands('old', bodyText('old', 'body'))],
    },
    {
      changes: [
        'create-rule new',
        'set-enabled on new',
        'set-enabled off old (removal)',
        'archive-rule old',
      ],
    },
  ],
  [
    'not where the old name is still declared',
    {
      wanted: [
        wants('new', bodyText('new', 'body'), 'id'),
        wants('old', bodyText('old', 'body'), 'id'),
      ],
      base: [gave('old', bodyText('old', 'body'), 'id')],
      live: [stands('old', bodyText('old', 'body'))],
    },
    { changes: ['create-rule new', 'set-enabled on new'] },
  ],
  [
    'of two candidates the more similar',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [
        gave('a_far', bodyText('a_far', 'body', 6)),
        gave('b_near', bodyText('b_near', 'body', 9)),
      ],
      live: [
        stands('a_far', bodyText('a_far', 'body', 6)),
        stands('b_near', bodyText('b_near', 'body', 9)),
      ],
    },
    {
      changes: [
        'rename-rule new from b_near',
        'set-enabled off a_far (removal)',
        'archive-rule a_far',
      ],
    },
  ],
  [
    'of two equal candidates the first by name',
    {
      wanted: [wants('new', bodyText('new', 'body'), 'id')],
      base: [gave('b', bodyText('b', 'body'), 'id'), gave('a', bodyText('a', 'body'), 'id')],
      live: [stands('a', bodyText('a', 'body')), stands('b', bodyText('b', 'body'))],
    },
    { changes: ['rename-rule new from a', 'set-enabled off b (removal)', 'archive-rule b'] },
  ],
  [
    'an id before a similarity, each name once',
    {
      wanted: [wants('one', bodyText('one', 'body'), 'id'), wants('two', bodyText('two', 'body'))],
      base: [gave('uno', bodyText('uno', 'other'), 'id'), gave('due', bodyText('due', 'body'))],
      live: [stands('uno', bodyText('uno', 'other')), stands('due', bodyText('due', 'body'))],
    },
    { changes: ['rename-rule one from uno', 'rename-rule two from due'] },
  ],
  [
    'with flags that git changes too',
    {
      wanted: [
        {
          ...wants('new', bodyText('new', 'body')),
          deployment: { enabled: false, alerting: false },
        },
      ],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('old', bodyText('old', 'body'))],
    },
    { changes: ['set-enabled off new', 'rename-rule new from old'] },
  ],
  [
    'with a flag that the console changed, which stays',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('old', bodyText('old', 'body'), { enabled: false })],
    },
    { changes: ['rename-rule new from old'], held: ['new: changed-outside: enabled'] },
  ],
  [
    'held where the console edited the text: not renamed, not archived, not created',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('old', bodyText('old', 'edited'))],
    },
    { held: ['new: conflict: text'] },
  ],
  [
    'put back where git wins',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('old', bodyText('old', 'edited'))],
      options: { overwrite: ['new'] },
    },
    { changes: ['rename-rule new from old (reverts)'] },
  ],
  [
    'held where the old rule was archived outside',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('old', bodyText('old', 'body'), archived)],
    },
    { held: ['new: changed-outside: archived'] },
  ],
  [
    'held where the old rule was deleted outside',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
    },
    { held: ['new: deleted-outside: exists'] },
  ],
  [
    'out of the archive where git wins',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('old', bodyText('old', 'body'), archived)],
      environment: { drift: 'revert' },
    },
    {
      changes: [
        'unarchive-rule new (reverts)',
        'rename-rule new from old',
        'set-enabled on new (reverts)',
      ],
    },
  ],
  [
    'held where the old name is there twice',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [
        stands('old', bodyText('old', 'body')),
        stands('old', bodyText('old', 'body'), { ruleId: 'ru_2' }),
      ],
    },
    { held: ['new: duplicate-name'] },
  ],
  [
    'not onto a name that has an active rule of its own',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('old', bodyText('old', 'body')), stands('new', bodyText('new', 'body'))],
    },
    { changes: ['set-enabled off old (removal)', 'archive-rule old'] },
  ],
  [
    "not onto somebody's rule",
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('old', bodyText('old', 'body')), stands('new', bodyText('new', 'theirs'))],
    },
    {
      changes: ['set-enabled off old (removal)', 'archive-rule old'],
      held: ['new: somebody-elses: text'],
    },
  ],
  [
    'known as done after an interruption, with the flags of the old rule as its base',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('new', bodyText('new', 'body'), { enabled: false })],
    },
    { held: ['new: changed-outside: enabled'] },
  ],
  [
    'known as done after an interruption, though an old twin lies in the archive',
    {
      wanted: [wants('new', bodyText('new', 'body'))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [
        stands('new', bodyText('new', 'body'), { enabled: false }),
        stands('old', bodyText('old', 'ancient'), archived),
      ],
    },
    { held: ['new: changed-outside: enabled'] },
  ],
  [
    'done before an interruption, and git has moved since',
    {
      wanted: [wants('new', bodyText('new', 'body', 11))],
      base: [gave('old', bodyText('old', 'body'))],
      live: [stands('new', bodyText('new', 'body'))],
      known: { new: [bodyText('new', 'body')] },
    },
    { changes: ['add-version new'] },
  ],
];

describe('a renamed rule', () => {
  it.each(ROWS)('is known %s', (_title, parts, { changes = [], held = [] }) => {
    expect(planWords(makePlan(anInput(parts)))).toEqual({ changes, held });
  });

  it('keeps its id', () => {
    const live = stands('old', bodyText('old', 'body'));
    const plan = makePlan(
      anInput({
        wanted: [wants('new', bodyText('new', 'body'))],
        base: [gave('old', bodyText('old', 'body'))],
        live: [live],
      }),
    );
    expect(plan.changes).toMatchObject([{ kind: 'rename-rule', live: { ruleId: live.ruleId } }]);
  });

  it('stands under its old name as long as it is not renamed', () => {
    const plan = makePlan(
      anInput({
        wanted: [wants('new', bodyText('new', 'body'), 'id')],
        base: [gave('old', bodyText('old', 'body'), 'id')],
        live: [stands('old', bodyText('old', 'edited'))],
      }),
    );
    expect(plan.standing).toMatchObject([
      { kind: 'rule', name: 'old', metaRuleId: 'id', commit: 'c0ffee' },
      { kind: 'no-rule', name: 'new' },
    ]);
  });

  it('is none where the old rule had been removed before, and was only held', () => {
    const { metaRuleId = '' } = aBaseRule('old');
    const removed = anInput({
      wanted: [aRule('other', { text: bodyText('other', 'else'), meta: noId })],
      base: [aBaseRule('old')],
      live: [stands('old', bodyText('old', 'edited'))],
    });
    const [line] = makePlan(removed).standing;
    expect(line).toMatchObject({ kind: 'rule', name: 'old', removed: true });
    const plan = makePlan(
      anInput({
        wanted: [wants('new', bodyText('new', 'body'), metaRuleId)],
        base: [aBaseRule('old', { removed: true })],
        live: [stands('old', bodyText('old', 'edited'))],
      }),
    );
    expect(planWords(plan)).toEqual({
      changes: ['create-rule new', 'set-enabled on new'],
      held: ['old: removed-but-edited: text'],
    });
  });

  it('is found among a thousand of them in good time', () => {
    const count = 1000;
    const names = Array.from({ length: count }, (_, index) => String(index).padStart(4, '0'));
    const input = anInput({
      wanted: names.map((index) => wants(`new_${index}`, longText(`new_${index}`, index), index)),
      base: names.map((index) => gave(`old_${index}`, longText(`old_${index}`, index), index)),
      live: names.map((index) => stands(`old_${index}`, longText(`old_${index}`, index))),
    });
    const start = performance.now();
    const plan = makePlan(input);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(plan.changes.map(({ kind }) => kind)).toEqual(names.map(() => 'rename-rule'));
  });
});

describe('similarity', () => {
  it.each([
    ['the same text', 'a\nb\n', 'a\nb\n', 1],
    ['two empty texts', '', '', 1],
    ['nothing in common', 'a\nb\n', 'c\nd\n', 0],
    ['half of the bytes', 'aaaa\nbbbb\n', 'aaaa\ncccc\n', 0.5],
    ['one line in other order', 'aa\nbb\n', 'bb\naa\n', 1],
    ['lines that occur several times', 'a\na\na\nb\n', 'a\nb\nb\nb\n', 0.5],
    ['bytes, not characters', 'ä\nb\n', 'ä\nc\n', 3 / 5],
    ['sizes too far apart', 'a\n', 'a\nbcdefgh\n', 0],
    ['the start of a long line', `${'x'.repeat(64)}a\n`, `${'x'.repeat(64)}b\n`, 64 / 66],
  ])('counts %s', (_title, before, after, share) => {
    expect(similarity(piecesOf(before), piecesOf(after))).toBeCloseTo(share, 10);
    expect(similarity(piecesOf(after), piecesOf(before))).toBeCloseTo(share, 10);
  });
});
