import { describe, expect, it } from 'vitest';
import { makePlan } from '../../lib/plan/plan.ts';
import { aList, aLiveList, aLiveRule, aRule, ruleText } from '../helpers/builders.ts';
import { aBaseList, aBaseRule, anInput, edited } from './input.ts';
import { changeWords, heldWords, planWords } from './words.ts';

type Row = readonly [
  title: string,
  input: Parameters<typeof anInput>[0],
  expected: { readonly changes?: readonly string[]; readonly held?: readonly string[] },
];

const [T1, T2, T3] = [1, 2, 3].map((threshold) => ruleText('a', { threshold }));
const on = { enabled: true, alerting: true };
const off = { enabled: false, alerting: false };
const quiet = { enabled: true, alerting: false };
const old = new Date('2025-01-01T00:00:00Z');
const recent = new Date('2025-06-01T00:00:00Z');

function liveAt(
  name: string,
  ruleId: string,
  text: string | undefined,
  createTime: Date,
  more = {},
) {
  const live = aLiveRule(name, { ruleId, text: text ?? '', ...more });
  return { ...live, version: { ...live.version, text: text ?? '', createTime } };
}

/** A list in three states of its content. */
const [L1, L2, L3] = [['one'], ['one', 'two'], ['three']].map((lines) => aList('l', { lines }));
const [list1, list2, list3] = [L1 ?? aList('l'), L2 ?? aList('l'), L3 ?? aList('l')];
const lineList = ({ lines, kind }: typeof list1) => aLiveList('l', { lines, kind });

const ROWS: readonly Row[] = [
  // live = wanted: in step
  [
    'text, flags and base alike',
    { wanted: [aRule('a')], base: [aBaseRule('a')], live: [aLiveRule('a')] },
    {},
  ],
  [
    'the same edit in git and in the console',
    {
      wanted: [edited('a', 2)],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { text: T2 ?? '' })],
    },
    {},
  ],
  [
    'a list alike',
    { lists: [list1], baseLists: [aBaseList(list1)], liveLists: [lineList(list1)] },
    {},
  ],
  [
    'line ends and a missing last line end, which are no difference',
    {
      wanted: [aRule('a')],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { text: ruleText('a').trimEnd().replaceAll('\n', '\r\n') })],
    },
    {},
  ],
  // live = base ≠ wanted: waiting in git
  [
    'a text edited in git',
    { wanted: [edited('a', 2)], base: [aBaseRule('a')], live: [aLiveRule('a')] },
    { changes: ['add-version a'] },
  ],
  [
    'alerting turned on in git',
    { wanted: [aRule('a', { deployment: on })], base: [aBaseRule('a')], live: [aLiveRule('a')] },
    { changes: ['set-alerting on a'] },
  ],
  [
    'a rule disabled in git: first, and whatever its text does',
    {
      wanted: [edited('a', 2, { deployment: off })],
      base: [aBaseRule('a', { deployment: on })],
      live: [aLiveRule('a', on)],
    },
    { changes: ['set-alerting off a', 'set-enabled off a', 'add-version a'] },
  ],
  [
    'a list edited in git',
    { lists: [list2], baseLists: [aBaseList(list1)], liveLists: [lineList(list1)] },
    { changes: ['update-list %l'] },
  ],
  [
    'a new rule: text, then enabled, then alerting',
    { wanted: [aRule('a', { deployment: on })] },
    { changes: ['create-rule a', 'set-enabled on a', 'set-alerting on a'] },
  ],
  [
    'a new rule that is off',
    { wanted: [aRule('a', { deployment: off })] },
    { changes: ['create-rule a'] },
  ],
  ['a new list', { lists: [list1] }, { changes: ['create-list %l'] }],
  // base = wanted ≠ live: changed outside
  [
    'a text edited in the console',
    {
      wanted: [aRule('a')],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { text: T2 ?? '' })],
    },
    { held: ['a: changed-outside: text'] },
  ],
  [
    'an older version put back in the console, though history knows it',
    {
      wanted: [edited('a', 2)],
      base: [aBaseRule('a', { text: T2 ?? '' })],
      live: [aLiveRule('a')],
      known: { a: [ruleText('a')] },
    },
    { held: ['a: changed-outside: text'] },
  ],
  [
    'a rule turned off in the console',
    {
      wanted: [aRule('a')],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { enabled: false })],
    },
    { held: ['a: changed-outside: enabled'] },
  ],
  [
    'a rule archived in the console',
    {
      wanted: [aRule('a')],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { ...off, archived: true })],
    },
    { held: ['a: changed-outside: archived'] },
  ],
  [
    'a rule archived in the console whose text git has edited: nothing of it can be changed',
    {
      wanted: [edited('a', 2, { deployment: on })],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { ...off, archived: true })],
    },
    { held: ['a: changed-outside: archived'] },
  ],
  [
    'a rule edited, then archived in the console',
    {
      wanted: [aRule('a')],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { ...off, archived: true, text: T3 ?? '' })],
    },
    { held: ['a: changed-outside: text, archived'] },
  ],
  [
    'a list edited in the console',
    { lists: [list1], baseLists: [aBaseList(list1)], liveLists: [lineList(list2)] },
    { held: ['%l: changed-outside: content'] },
  ],
  [
    'a rule deleted in the console',
    { wanted: [aRule('a')], base: [aBaseRule('a')] },
    { held: ['a: deleted-outside: exists'] },
  ],
  [
    'a list deleted in the console',
    { lists: [list1], baseLists: [aBaseList(list1)] },
    { held: ['%l: deleted-outside: exists'] },
  ],
  // all three differ: conflict
  [
    'a text edited on both sides',
    {
      wanted: [edited('a', 2)],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { text: T3 ?? '' })],
    },
    { held: ['a: conflict: text'] },
  ],
  [
    'a list edited on both sides',
    { lists: [list2], baseLists: [aBaseList(list1)], liveLists: [lineList(list3)] },
    { held: ['%l: conflict: content'] },
  ],
  [
    'a conflict of texts, which lets a rule be turned off but not on',
    {
      wanted: [edited('a', 2, { deployment: { enabled: false, alerting: true } })],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { text: T3 ?? '' })],
    },
    { changes: ['set-enabled off a'], held: ['a: conflict: text', 'a: text-held: alerting'] },
  ],
  [
    'one field held and another planned',
    {
      wanted: [edited('a', 2)],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { enabled: false })],
    },
    { changes: ['add-version a'], held: ['a: changed-outside: enabled'] },
  ],
  // not in base, live text = wanted: our own create, interrupted
  [
    'a rule of ours that only landed',
    { wanted: [aRule('a', { deployment: on })], live: [aLiveRule('a', off)] },
    { changes: ['set-enabled on a', 'set-alerting on a'] },
  ],
  [
    'a rule of ours that was enabled, but does not alert yet',
    { wanted: [aRule('a', { deployment: on })], live: [aLiveRule('a', quiet)] },
    { changes: ['set-alerting on a'] },
  ],
  [
    'a list of ours, created before an interruption',
    { lists: [list1], liveLists: [lineList(list1)] },
    {},
  ],
  [
    'a rule that only landed with a text of our history',
    { wanted: [edited('a', 2)], live: [aLiveRule('a', off)], known: { a: [ruleText('a')] } },
    { changes: ['add-version a', 'set-enabled on a'] },
  ],
  [
    'a list that has an earlier content of ours',
    { lists: [list2], liveLists: [lineList(list1)], knownLists: { l: [list1] } },
    { changes: ['update-list %l'] },
  ],
  [
    'a rule of ours that only landed and was then made to alert',
    { wanted: [aRule('a')], live: [aLiveRule('a', { enabled: false, alerting: true })] },
    { changes: ['set-enabled on a'], held: ['a: changed-outside: alerting'] },
  ],
  // not in base, another text: somebody's
  [
    "somebody's rule under the name",
    { wanted: [aRule('a')], live: [aLiveRule('a', { text: T2 ?? '' })] },
    { held: ['a: somebody-elses: text'] },
  ],
  [
    "somebody's rule under the name, with other flags",
    {
      wanted: [aRule('a', { deployment: off })],
      live: [aLiveRule('a', { text: T2 ?? '', ...on })],
    },
    { held: ['a: somebody-elses: text, enabled, alerting'] },
  ],
  [
    "somebody's list under the name",
    { lists: [list1], liveLists: [lineList(list3)] },
    { held: ['%l: somebody-elses: content'] },
  ],
  [
    'a list of another kind',
    {
      lists: [list1],
      baseLists: [aBaseList(list1)],
      liveLists: [lineList({ ...list1, kind: 'regex' })],
    },
    { held: ['%l: list-kind: content'] },
  ],
  [
    'a list of another kind, whoever says that git wins',
    {
      lists: [list1],
      liveLists: [lineList({ ...list1, kind: 'cidr' })],
      options: { overwrite: ['%l'] },
      environment: { drift: 'revert' },
    },
    { held: ['%l: list-kind: content'] },
  ],
  // in base, not wanted, live = base: removed
  [
    'a removed rule',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a', on), aLiveRule('b')],
    },
    // Its alerting was turned on in the console: somebody relies on it.
    { held: ['a: changed-outside: alerting, archived'], changes: ['set-enabled off a (removal)'] },
  ],
  [
    'a removed rule that alerts',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a', { deployment: on }), aBaseRule('b')],
      live: [aLiveRule('a', on), aLiveRule('b')],
    },
    {
      changes: ['set-alerting off a (removal)', 'set-enabled off a (removal)', 'archive-rule a'],
    },
  ],
  [
    'a removed rule that is off already',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a', off), aLiveRule('b')],
    },
    { changes: ['archive-rule a'] },
  ],
  [
    'a removed rule, to be disabled',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a'), aLiveRule('b')],
      environment: { removed: 'disable' },
    },
    { changes: ['set-enabled off a (removal)'] },
  ],
  [
    'a removed rule, to be disabled, that is off already, whatever its text is by now',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a', { ...off, text: T2 ?? '' }), aLiveRule('b')],
      environment: { removed: 'disable' },
    },
    {},
  ],
  [
    'a removed rule, to be kept',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a'), aLiveRule('b')],
      environment: { removed: 'keep' },
    },
    {},
  ],
  [
    'a removed rule that was archived already',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a', { ...off, archived: true }), aLiveRule('b')],
    },
    {},
  ],
  [
    'a removed rule that is gone already',
    { wanted: [aRule('b')], base: [aBaseRule('a'), aBaseRule('b')], live: [aLiveRule('b')] },
    {},
  ],
  [
    'a removed rule that somebody edited',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a', { text: T2 ?? '' }), aLiveRule('b')],
    },
    { held: ['a: removed-but-edited: text'] },
  ],
  [
    'a removed rule that somebody edited, where git wins',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a', { text: T2 ?? '', ...on }), aLiveRule('b')],
      options: { overwrite: ['a'] },
    },
    {
      changes: [
        'set-alerting off a (removal) (reverts)',
        'set-enabled off a (removal) (reverts)',
        'archive-rule a (reverts)',
      ],
    },
  ],
  [
    'a removed rule that somebody turned on, with drift: revert',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a', { deployment: off }), aBaseRule('b')],
      live: [aLiveRule('a'), aLiveRule('b')],
      environment: { drift: 'revert' },
    },
    { changes: ['set-enabled off a (removal) (reverts)', 'archive-rule a'] },
  ],
  // in neither: unmanaged
  [
    "somebody's own rule",
    { wanted: [aRule('a')], base: [aBaseRule('a')], live: [aLiveRule('a'), aLiveRule('z')] },
    {},
  ],
  [
    "somebody's own rules, one twice",
    {
      wanted: [aRule('a')],
      base: [aBaseRule('a')],
      live: [aLiveRule('a'), aLiveRule('z'), aLiveRule('z', { ruleId: 'ru_2' })],
    },
    {},
  ],
  [
    "somebody's own list",
    {
      wanted: [aRule('a')],
      base: [aBaseRule('a')],
      live: [aLiveRule('a')],
      liveLists: [aLiveList('z')],
    },
    {},
  ],
  // duplicates
  [
    'two active rules of one name',
    {
      wanted: [edited('a', 2), aRule('b', { deployment: on })],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a'), aLiveRule('a', { ruleId: 'ru_2' }), aLiveRule('b')],
    },
    { changes: ['set-alerting on b'], held: ['a: duplicate-name'] },
  ],
  [
    'two active rules of a removed name, whoever says that git wins',
    {
      wanted: [aRule('b')],
      base: [aBaseRule('a'), aBaseRule('b')],
      live: [aLiveRule('a'), aLiveRule('a', { ruleId: 'ru_2' }), aLiveRule('b')],
      options: { overwrite: ['a'] },
      environment: { drift: 'revert' },
    },
    { held: ['a: duplicate-name'] },
  ],
  [
    'a twin in the archive, which is no duplicate',
    {
      wanted: [edited('a', 2)],
      base: [aBaseRule('a')],
      live: [aLiveRule('a'), aLiveRule('a', { ruleId: 'ru_2', archived: true, ...off })],
    },
    { changes: ['add-version a'] },
  ],
  // restored from the archive
  [
    'a rule that was removed and is back as it was',
    { wanted: [aRule('a')], live: [aLiveRule('a', { ...off, archived: true })] },
    { changes: ['unarchive-rule a', 'set-enabled on a'] },
  ],
  [
    'a rule that was removed and is back with another text',
    {
      wanted: [edited('a', 2, { deployment: on })],
      live: [aLiveRule('a', { ...off, archived: true })],
      known: { a: [ruleText('a')] },
    },
    { changes: ['unarchive-rule a', 'add-version a', 'set-enabled on a', 'set-alerting on a'] },
  ],
  [
    'an archived rule whose text nobody knows: a new one is made',
    { wanted: [aRule('a')], live: [aLiveRule('a', { ...off, archived: true, text: T2 ?? '' })] },
    { changes: ['create-rule a', 'set-enabled on a'] },
  ],
  [
    'two in the archive: the newest whose text is known comes back',
    {
      wanted: [edited('a', 3)],
      live: [
        liveAt('a', 'ru_old', T1, old, { ...off, archived: true }),
        liveAt('a', 'ru_recent', T2, recent, { ...off, archived: true }),
        liveAt('a', 'ru_stranger', 'rule a { condition: $x }', new Date('2025-12-01T00:00:00Z'), {
          ...off,
          archived: true,
        }),
      ],
      known: { a: [T1 ?? '', T2 ?? ''] },
    },
    { changes: ['unarchive-rule a', 'add-version a', 'set-enabled on a'] },
  ],
  // the service no longer compiles it
  [
    'a text that no longer compiles: it may not be turned on',
    {
      wanted: [aRule('a')],
      base: [aBaseRule('a', { deployment: off })],
      live: [aLiveRule('a', { ...off, compileState: 'failed', compileError: 'gone' })],
    },
    { held: ['a: compile-failed: enabled'] },
  ],
  [
    'a text that no longer compiles and gets a new version',
    {
      wanted: [edited('a', 2)],
      base: [aBaseRule('a', { deployment: off })],
      live: [aLiveRule('a', { ...off, compileState: 'failed' })],
    },
    { changes: ['add-version a', 'set-enabled on a'] },
  ],
  [
    'a text that no longer compiles: it may be turned off, and nobody overwrites that',
    {
      wanted: [aRule('a', { deployment: { enabled: false, alerting: true } })],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { compileState: 'failed' })],
      options: { overwrite: ['a'] },
    },
    { changes: ['set-enabled off a'], held: ['a: compile-failed: alerting'] },
  ],
  // first contact
  [
    'first contact: nothing there',
    { remembered: false, wanted: [aRule('a')], lists: [list1] },
    { changes: ['create-list %l', 'create-rule a', 'set-enabled on a'] },
  ],
  [
    'first contact: a text of the history, and flags as they are wanted',
    {
      remembered: false,
      wanted: [edited('a', 2)],
      live: [aLiveRule('a')],
      known: { a: [ruleText('a')] },
    },
    { changes: ['add-version a'] },
  ],
  [
    'first contact: flags that differ',
    {
      remembered: false,
      wanted: [edited('a', 2, { deployment: on })],
      live: [aLiveRule('a', off)],
      known: { a: [ruleText('a')] },
    },
    { changes: ['add-version a'], held: ['a: first-contact: enabled, alerting'] },
  ],
  [
    'first contact: another text',
    { remembered: false, wanted: [aRule('a')], live: [aLiveRule('a', { text: T2 ?? '' })] },
    { held: ['a: somebody-elses: text'] },
  ],
  [
    'first contact: a known text in the archive',
    { remembered: false, wanted: [aRule('a')], live: [aLiveRule('a', { ...off, archived: true })] },
    { held: ['a: first-contact: archived'] },
  ],
  [
    'first contact: an unknown text in the archive',
    {
      remembered: false,
      wanted: [aRule('a')],
      live: [aLiveRule('a', { ...off, archived: true, text: T2 ?? '' })],
    },
    { changes: ['create-rule a', 'set-enabled on a'] },
  ],
  [
    'first contact: drift: revert puts nothing back, since nothing was given',
    {
      remembered: false,
      wanted: [aRule('a')],
      live: [aLiveRule('a', off)],
      environment: { drift: 'revert' },
    },
    { held: ['a: first-contact: enabled'] },
  ],
  [
    'after a first contact: flags that were assumed stay what they are under drift: revert',
    {
      wanted: [aRule('a')],
      base: [aBaseRule('a', { assumed: ['enabled'] })],
      live: [aLiveRule('a', off)],
      environment: { drift: 'revert' },
    },
    { held: ['a: first-contact: enabled'] },
  ],
  [
    'after a first contact: nobody knows whether git or the console moved, so it is held whatever git says by now',
    {
      wanted: [aRule('a', { deployment: off })],
      base: [aBaseRule('a', { assumed: ['enabled'] })],
      live: [aLiveRule('a')],
    },
    { held: ['a: first-contact: enabled'] },
  ],
  [
    'after a first contact: a field that was in step then is known',
    {
      wanted: [aRule('a', { deployment: on })],
      base: [aBaseRule('a', { assumed: ['enabled'] })],
      live: [aLiveRule('a', off)],
    },
    { changes: ['set-alerting on a'], held: ['a: first-contact: enabled'] },
  ],
  [
    'first contact: a list of the history, and one of somebody',
    {
      remembered: false,
      lists: [list2, aList('m')],
      liveLists: [lineList(list1), aLiveList('m', { lines: ['other'] })],
      knownLists: { l: [list1] },
    },
    { changes: ['update-list %l'], held: ['%m: somebody-elses: content'] },
  ],
  // put back
  [
    'drift: revert, of every field',
    {
      wanted: [aRule('a', { deployment: on })],
      base: [aBaseRule('a', { deployment: on })],
      live: [aLiveRule('a', { text: T2 ?? '', ...off })],
      environment: { drift: 'revert' },
    },
    {
      changes: [
        'add-version a (reverts)',
        'set-enabled on a (reverts)',
        'set-alerting on a (reverts)',
      ],
    },
  ],
  [
    'drift: revert, of an archived rule',
    {
      wanted: [edited('a', 2)],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { ...off, archived: true })],
      environment: { drift: 'revert' },
    },
    { changes: ['unarchive-rule a (reverts)', 'add-version a', 'set-enabled on a (reverts)'] },
  ],
  [
    'drift: revert, of a deleted rule and list',
    {
      wanted: [aRule('a')],
      base: [aBaseRule('a')],
      lists: [list1],
      baseLists: [aBaseList(list1)],
      environment: { drift: 'revert' },
    },
    {
      changes: [
        'create-list %l (reverts)',
        'create-rule a (reverts)',
        'set-enabled on a (reverts)',
      ],
    },
  ],
  [
    'drift: revert, which settles no conflict',
    {
      wanted: [edited('a', 2)],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { text: T3 ?? '' })],
      lists: [list1],
      liveLists: [lineList(list2)],
      environment: { drift: 'revert' },
    },
    { held: ['a: conflict: text', '%l: somebody-elses: content'] },
  ],
  [
    '--overwrite, of a conflict',
    {
      wanted: [edited('a', 2)],
      base: [aBaseRule('a')],
      live: [aLiveRule('a', { text: T3 ?? '' })],
      options: { overwrite: ['a'] },
    },
    { changes: ['add-version a (reverts)'] },
  ],
  [
    "--overwrite, of somebody's rule and list",
    {
      wanted: [aRule('a')],
      live: [aLiveRule('a', { text: T2 ?? '', ...off })],
      lists: [list1],
      liveLists: [lineList(list3)],
      options: { overwrite: ['a', '%l'] },
    },
    {
      changes: [
        'update-list %l (reverts)',
        'add-version a (reverts)',
        'set-enabled on a (reverts)',
      ],
    },
  ],
  [
    '--overwrite, of flags at first contact, and of that rule only',
    {
      remembered: false,
      wanted: [aRule('a'), aRule('b')],
      live: [aLiveRule('a', off), aLiveRule('b', off)],
      options: { overwrite: ['a'] },
    },
    { changes: ['set-enabled on a (reverts)'], held: ['b: first-contact: enabled'] },
  ],
  [
    '--overwrite, of a rule in the archive at first contact',
    {
      remembered: false,
      wanted: [aRule('a')],
      live: [aLiveRule('a', { ...off, archived: true })],
      options: { overwrite: ['a'] },
    },
    { changes: ['unarchive-rule a (reverts)', 'set-enabled on a (reverts)'] },
  ],
  [
    '--overwrite, of a deleted rule',
    { wanted: [aRule('a')], base: [aBaseRule('a')], options: { overwrite: ['a'] } },
    { changes: ['create-rule a (reverts)', 'set-enabled on a (reverts)'] },
  ],
  [
    '--overwrite of a list needs its %',
    { lists: [list1], liveLists: [lineList(list3)], options: { overwrite: ['l'] } },
    { held: ['%l: somebody-elses: content'] },
  ],
];

describe('makePlan', () => {
  it.each(ROWS)('%s', (_title, parts, { changes = [], held = [] }) => {
    const plan = makePlan(anInput(parts));
    expect(planWords(plan)).toEqual({ changes, held });
  });

  it('brings back the newest archived rule whose text is known', () => {
    const row = ROWS.find(([title]) => title.startsWith('two in the archive'));
    const [change] = makePlan(anInput(row?.[1] ?? {})).changes;
    expect(change).toMatchObject({ kind: 'unarchive-rule', live: { ruleId: 'ru_recent' } });
  });

  it('takes nothing away where no rule is wanted at all, and forgets nothing', () => {
    const base = ['a', 'b', 'c'].map((name) => aBaseRule(name));
    const plan = makePlan(anInput({ base, live: base.map(({ name }) => aLiveRule(name)) }));
    expect(plan.changes).toEqual([]);
    expect(plan.standing.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'rule a',
      'rule b',
      'rule c',
    ]);
  });

  it('shows a held text from three sides, and when it was written', () => {
    const live = aLiveRule('a', { text: T3 ?? '' });
    const plan = makePlan(
      anInput({ wanted: [edited('a', 2)], base: [aBaseRule('a')], live: [live] }),
    );
    expect(plan.held).toEqual([
      {
        object: 'rule',
        name: 'a',
        reason: 'conflict',
        ids: [live.ruleId],
        liveTime: live.version.createTime,
        differences: [{ field: 'text', base: ruleText('a'), wanted: T2, live: T3 }],
      },
    ]);
  });

  it('shows a held list as its file would have it', () => {
    const plan = makePlan(
      anInput({ lists: [list1], baseLists: [aBaseList(list1)], liveLists: [lineList(list2)] }),
    );
    expect(plan.held[0]?.differences).toEqual([
      {
        field: 'content',
        base: '// about l\none\n',
        wanted: '// about l\none\n',
        live: '// about l\none\ntwo\n',
      },
    ]);
  });

  it('prints the ids of rules that share a name', () => {
    const plan = makePlan(
      anInput({
        wanted: [aRule('a')],
        live: [aLiveRule('a', { ruleId: 'ru_2' }), aLiveRule('a', { ruleId: 'ru_1' })],
      }),
    );
    expect(plan.held).toMatchObject([{ reason: 'duplicate-name', ids: ['ru_1', 'ru_2'] }]);
  });

  it('counts what is wanted, unchanged and unmanaged', () => {
    const plan = makePlan(
      anInput({
        wanted: [aRule('a'), edited('b', 2), aRule('c')],
        lists: [list1],
        base: [aBaseRule('a'), aBaseRule('b'), aBaseRule('c')],
        live: [
          aLiveRule('a'),
          aLiveRule('b'),
          aLiveRule('c', off),
          aLiveRule('y'),
          aLiveRule('x'),
          aLiveRule('w', { archived: true, ...off }),
        ],
      }),
    );
    expect(plan.counts).toEqual({ wanted: 3, unchanged: 1, unmanaged: ['x', 'y'], listsWanted: 1 });
  });

  it.each<[string, Parameters<typeof anInput>[0], unknown]>([
    [
      'of a removed rule that is kept',
      {
        wanted: [aRule('b')],
        base: [aBaseRule('a'), aBaseRule('b')],
        live: [aLiveRule('a', { ruleId: 'ru_1' })],
        environment: { removed: 'keep' },
      },
      { kind: 'removed-kept', name: 'a', ruleId: 'ru_1' },
    ],
    [
      'of a list that is no longer declared',
      { wanted: [aRule('b')], baseLists: [aBaseList(list1)], liveLists: [lineList(list1)] },
      { kind: 'list-not-declared', name: 'l' },
    ],
    [
      'of a rule that no longer compiles',
      {
        wanted: [aRule('a')],
        base: [aBaseRule('a')],
        live: [
          aLiveRule('a', { ruleId: 'ru_1', compileState: 'failed', compileError: 'no field' }),
        ],
      },
      { kind: 'compile-failed', name: 'a', ruleId: 'ru_1', message: 'no field' },
    ],
    ['of a first contact', { wanted: [aRule('a')], remembered: false }, { kind: 'first-contact' }],
  ])('tells %s', (_title, parts, notice) => {
    expect(makePlan(anInput(parts)).notices).toContainEqual(notice);
  });

  it('narrows to some rules and the lists they name; the rest stands as it was', () => {
    const input = anInput({
      wanted: [edited('a', 2, { lists: ['l'] }), edited('b', 2, { lists: ['m'] }), aRule('c')],
      lists: [list1, aList('m')],
      base: ['a', 'b', 'c', 'gone'].map((name) => aBaseRule(name)),
      live: [aLiveRule('a'), aLiveRule('b'), aLiveRule('c', off), aLiveRule('gone')],
      options: { only: ['a'] },
    });
    const plan = makePlan(input);
    expect(plan.changes.map(changeWords)).toEqual(['create-list %l', 'add-version a']);
    expect(plan.held.map(heldWords)).toEqual(['c: changed-outside: enabled']);
    expect(plan.standing.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'gone', 'l', 'm']);
    expect(
      makePlan({ ...input, options: { ...input.options, only: ['gone'] } }).changes.map(
        changeWords,
      ),
    ).toEqual(['set-enabled off gone (removal)', 'archive-rule gone']);
  });

  it('survives names that mean something to JavaScript', () => {
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
    const plan = makePlan(
      anInput({
        wanted: names.map((name) => edited(name, 2)),
        base: names.map((name) => aBaseRule(name)),
        live: names.map((name) => aLiveRule(name)),
        lists: names.map((name) => aList(name)),
      }),
    );
    expect(plan.changes).toHaveLength(10);
    expect(plan.held).toEqual([]);
    expect(({} as Record<string, unknown>)['wanted']).toBeUndefined();
  });
});
