import type { Held, Notice, Plan } from '../../lib/model/plan.ts';
import type { PlanView } from '../../lib/report/view.ts';
import { aList, aLiveList, aLiveRule, aRule } from '../helpers/builders.ts';
import { aPlan, aView } from './plans.ts';

/** All C0 and C1 controls, DEL, and the bidirectional and zero-width characters of reliability B5. */
export const CONTROLS: readonly string[] = [
  ...Array.from({ length: 32 }, (_, code) => code),
  ...Array.from({ length: 33 }, (_, index) => 0x7f + index),
  0xad,
  0x61c,
  0x180e,
  0x200b,
  0x200c,
  0x200d,
  0x200e,
  0x200f,
  0x2028,
  0x2029,
  0x202a,
  0x202b,
  0x202c,
  0x202d,
  0x202e,
  0x2060,
  0x2066,
  0x2067,
  0x2068,
  0x2069,
  0xfeff,
  0xfff9,
  0xfffb,
].map((code) => String.fromCodePoint(code));

/** What strangers might write so that a terminal, GitHub or its runner does something. */
export const ATTACKS: readonly string[] = [
  CONTROLS.join('a'),
  '\u001B[31mred\u001B[0m',
  '\u001B]8;;https://evil.example\u0007click\u001B]8;;\u0007',
  'over\rwritten',
  '\n::error::pwned',
  '  ::set-output name=a::b',
  'x ##[error]pwned',
  '####[[error]pwned',
  '@octocat and @org/team',
  '#1 GH-1 owner/repo#2',
  '3f9c2e1d5a7b9c0e2f4a6b8d0c1e3f5a7b9d1c3e',
  '![x](https://evil.example/a.png)',
  '[x](javascript:alert(1))',
  'https://evil.example www.evil.example a@evil.example',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '</details></summary><!-- x --><h1>',
  '```\n~~~\n# heading\n````',
  '`a` ``b`` ```c```',
  '`',
  'a | b \\| c \\\\| d |',
  '\\',
  '&lt;script&gt; &#64;octocat',
  '> [!WARNING]\n> mine',
  '| a | b |\n|---|---|',
  '---\n***\n___',
  '*bold* _em_ ~~gone~~ $math$',
  '   ',
  'ends with space ',
  'שלום \u202Eevil',
  '日本語の規則',
  '𝕏'.repeat(300),
  '\uD800lone',
  '__proto__',
];

/** A view in which every word that a stranger can choose is this one. */
export function hostileView(word: string): PlanView {
  const plan = hostilePlan(word);
  return aView(plan, {
    environment: { name: word, path: word, gate: 'off', rates: 'published' },
    host: word,
    identity: `${word} `,
    git: { commit: '3f9c2e1d5a7b', branch: word, dirty: true },
    saved: { path: word, digest: '7d0c41a2b3c4d5e6', objects: 2 },
  });
}

function hostilePlan(word: string): Plan {
  const rule = aRule(word, {
    path: word,
    text: `rule x {\n${word}\n\t${word}\n}\n`,
    meta: new Map([
      ['severity', word],
      ['technique', `${word} T1059`],
    ]),
    lists: [word],
  });
  const live = aLiveRule(word, { ruleId: word, text: `rule y {\n${word}x\n${word}\n}\n` });
  const list = aList(word, { path: word, description: word, lines: [word, 'b'] });
  const other = { ...live, name: `${word}2` };
  const fault = { id: 'LEX001', message: word, hint: word, path: word, line: 1, column: 2 };
  const held: readonly Held[] = (
    [
      'changed-outside',
      'conflict',
      'deleted-outside',
      'somebody-elses',
      'first-contact',
      'duplicate-name',
      'removed-but-edited',
      'text-held',
      'compile-failed',
      'invalid-text',
      'name-unreadable',
      'list-kind',
    ] as const
  ).map((reason) => ({
    object: reason === 'list-kind' ? 'list' : 'rule',
    name: word,
    reason,
    differences: [
      { field: 'text', base: word, wanted: `${word}\na`, live: `${word}\nb` },
      { field: 'content', base: undefined, wanted: `${word}\na`, live: word },
      { field: 'alerting', base: true, wanted: true, live: false },
    ],
    ids: [word, word],
    liveTime: new Date('2026-01-01T00:00:00Z'),
    ...(reason === 'invalid-text' ? { faults: [fault] } : {}),
  }));
  const notices: readonly Notice[] = [
    { kind: 'list-not-declared', name: word },
    { kind: 'removed-kept', name: word, ruleId: word },
    { kind: 'compile-failed', name: word, ruleId: word, message: word },
    { kind: 'mentioned', name: word, becomes: 'archived', by: word },
    { kind: 'rule-unreadable', ...fault },
    { kind: 'unknown-but-accepted', name: word, ...fault },
    { kind: 'match-hits-nothing', path: word, line: 1 },
    { kind: 'table-not-sent', name: word, path: word, rules: [word] },
    { kind: 'memory-unreadable', detail: word },
  ];
  return aPlan({
    environment: word,
    changes: [
      { kind: 'create-list', list: aList(`${word}3`, { path: word }), reverts: false },
      {
        kind: 'update-list',
        list,
        live: aLiveList(word, { description: `${word}4`, lines: [word, word] }),
        reverts: false,
      },
      { kind: 'create-rule', rule, reverts: false },
      { kind: 'add-version', rule: { ...rule, name: `${word}5` }, live, reverts: true },
      { kind: 'rename-rule', rule: { ...rule, name: `${word}6` }, live: other, reverts: false },
      { kind: 'unarchive-rule', rule: { ...rule, name: `${word}7` }, live, reverts: false },
      { kind: 'set-enabled', name: `${word}8`, value: true, live, removal: false, reverts: false },
      { kind: 'archive-rule', name: `${word}9`, live, reverts: false },
    ],
    held,
    notices,
    objections: [{ kind: 'max-changed', count: 3, of: 4, limit: 0.3 }],
    counts: { wanted: 9, unchanged: 2, unmanaged: [word, `${word}u`], listsWanted: 1 },
  });
}
