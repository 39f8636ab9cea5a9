import { expect, it } from 'vitest';
import { openDesk, type Desk } from '../../helpers/desk.ts';
import { steady } from '../../helpers/steady.ts';
import { aFile, listPath, rulePath, textOf } from './story.ts';
import { expectOnly } from './tell.ts';

const NAMES = [
  'same',
  'same_but_off',
  'known',
  'known_but_alerting',
  'unknown',
  'archived_same',
  'archived_known',
  'archived_unknown',
  'twice',
  'absent',
] as const;
const LISTS = ['list_same', 'list_known', 'list_unknown'] as const;

/** A tenant that has had some of the rules for long, and a repository that has never been applied to it. */
async function firstContact(): Promise<Desk> {
  const lists = (line: string): Record<string, string> =>
    Object.fromEntries(LISTS.map((name) => [listPath(name), `// about ${name}\n${line}\n`]));
  const reader = aFile('reader', { lists: LISTS });
  const desk = await openDesk({
    files: {
      ...Object.assign({}, ...NAMES.map((name) => aFile(name))),
      ...lists('alice'),
      ...reader,
    },
  });
  const { repository } = desk;
  for (const name of NAMES) repository.write(rulePath(name), textOf(name, { threshold: 2 }));
  for (const [path, text] of Object.entries(lists('bob'))) repository.write(path, text);
  repository.commit('newer texts');

  const console = desk.console();
  const create = (threshold: number) => (name: string) =>
    console.create(textOf(name, { threshold }));
  const [older, newer, other] = [create(1), create(2), create(3)];
  await newer('same');
  await console.act(await newer('same_but_off'), 'disableLiveRule');
  await older('known');
  await console.act(await older('known_but_alerting'), 'enableAlerting');
  await other('unknown');
  await newer('twice');
  await newer('twice');
  for (const [put, name] of [
    [newer, 'archived_same'],
    [older, 'archived_known'],
    [other, 'archived_unknown'],
  ] as const) {
    const id = await put(name);
    await console.act(id, 'disableLiveRule');
    await console.act(id, 'archive');
  }
  await other('of_nobody_here');
  await console.createList('list_same', ['bob']);
  await console.createList('list_known', ['alice']);
  await console.createList('list_unknown', ['mallory']);
  await console.create(repository.read(rulePath('reader')));
  return desk;
}

const HELD = [
  '[%list_unknown somebody-elses: content]',
  '[archived_known first-contact: archived –/off/on]',
  '[archived_same first-contact: archived –/off/on]',
  '[known_but_alerting first-contact: alerting –/off/on]',
  '[same_but_off first-contact: enabled –/on/off]',
  '[twice duplicate-name]',
  '[unknown somebody-elses: text]',
];
const CHANGES = [
  'update-list %list_known',
  'create-rule absent',
  'create-rule archived_unknown',
  'add-version known',
  'add-version known_but_alerting',
  'set-enabled absent on',
  'set-enabled archived_unknown on',
];

it('takes on what git history knows, leaves what is somebody else’s, and asks about the flags', async () => {
  const { console, plan, apply, mutations } = await firstContact();
  const before = await console().see();
  const first = { changes: CHANGES, notices: ['first-contact'], unmanaged: ['of_nobody_here'] };
  expect(await plan('--detailed-exitcode')).toEqual({ exit: 4, ...first, held: HELD });
  expect(await apply()).toMatchObject({ exit: 4, ...first });
  const after = await console().see();
  expectOnly(CHANGES, before, after);

  const sent = mutations().length;
  expect(await apply()).toEqual({
    exit: 4,
    changes: [],
    held: HELD,
    notices: [],
    unmanaged: ['of_nobody_here'],
  });
  expect(mutations()).toHaveLength(sent);
});

it('makes the tenant as git has it where it is told to, but for a name that is there twice', async () => {
  const { console, apply, plan, run } = await firstContact();
  const asked = await run(['plan', '--env', 'local']);
  await expect(steady(asked.out)).toMatchFileSnapshot('golden/first-contact.txt');
  await apply();
  const overwrite = [
    'archived_known',
    'archived_same',
    'known_but_alerting',
    'same_but_off',
    'unknown',
    'twice',
    '%list_unknown',
  ].flatMap((name) => ['--overwrite', name]);
  const held = ['[twice duplicate-name]'];
  expect(await apply(...overwrite)).toMatchObject({
    exit: 4,
    changes: [
      'set-alerting known_but_alerting off reverts',
      'update-list %list_unknown reverts',
      'unarchive-rule archived_known reverts',
      'unarchive-rule archived_same reverts',
      'add-version archived_known',
      'add-version unknown reverts',
      'set-enabled archived_known on reverts',
      'set-enabled archived_same on reverts',
      'set-enabled same_but_off on reverts',
    ],
    held,
  });
  expect(await plan()).toMatchObject({ exit: 4, changes: [], held });
  const { rules, lists } = await console().see();
  const ours = Object.values(rules).filter(
    ({ name, archived }) => NAMES.some((one) => one === name) && !archived,
  );
  expect(ours.filter(({ live, alerting }) => !live || alerting)).toEqual([]);
  expect(ours.filter(({ name, text }) => text !== textOf(name, { threshold: 2 }))).toEqual([]);
  expect(lists['list_unknown']?.lines).toEqual(['bob']);
});
