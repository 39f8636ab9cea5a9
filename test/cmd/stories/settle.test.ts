import { expect, it } from 'vitest';
import type { Desk } from '../../helpers/desk.ts';
import { GIVEN } from './given.ts';
import { aFile, deployEntry, environmentWith, listPath, rulePath, textOf } from './story.ts';
import { deskGiven, expectOnly } from './tell.ts';

const desk = deskGiven({
  files: {
    ...GIVEN.files,
    ...aFile('deleted'),
    ...aFile('archived'),
    ...aFile('removed'),
    ...aFile('renamed'),
  },
});

/** Somebody has been at the console, everywhere. */
async function disturb({ console: consoleOf, repository }: Desk): Promise<void> {
  const console = consoleOf();
  await console.edit('alpha', textOf('alpha', { threshold: 9 }));
  await console.act('beta', 'disableAlerting');
  await console.editList('watched', ['mallory']);
  await console.remove('deleted');
  await console.act('archived', 'disableLiveRule');
  await console.act('archived', 'archive');
  await console.edit('removed', textOf('removed', { threshold: 9 }));
  await console.edit('renamed', textOf('renamed', { threshold: 9 }));
  repository.remove(rulePath('removed'));
  repository.remove(rulePath('renamed'));
  const text = textOf('new_name', { ruleId: 'id_renamed', body: 'renamed' });
  repository.write(rulePath('new_name'), text);
  repository.commit('take one away, rename one');
}

const HELD = [
  '%watched changed-outside: content',
  'alpha changed-outside: text',
  'archived changed-outside: archived off/off/on',
  'beta changed-outside: alerting on/on/off',
  'deleted deleted-outside: exists on/on/off',
  'new_name conflict: text',
  'removed removed-but-edited: text',
];
const PUT_BACK = [
  'update-list %watched reverts',
  'unarchive-rule archived reverts',
  'add-version alpha reverts',
  'create-rule deleted reverts',
];
const TURNED_ON = [
  'set-enabled archived on reverts',
  'set-enabled deleted on reverts',
  'set-alerting beta on reverts',
];
const QUIET = { exit: 0, changes: [], held: [], notices: [] };

it('lets git win where it is told to, each object by its name', async () => {
  const at = await desk();
  await disturb(at);
  const before = await at.console().see();
  const overwrite = HELD.flatMap((line) => ['--overwrite', line.split(' ')[0] ?? '']);
  const changes = [
    ...PUT_BACK,
    'rename-rule renamed → new_name reverts',
    ...TURNED_ON,
    'set-enabled removed off removal reverts',
    'archive-rule removed reverts',
  ];
  expect(await at.plan()).toEqual({ exit: 4, changes: [], held: HELD, notices: [] });
  expect(await at.apply(...overwrite)).toEqual({ ...QUIET, changes });
  expectOnly(changes, before, await at.console().see());
  expect(await at.plan('--detailed-exitcode')).toEqual(QUIET);
});

it('puts back under `drift: revert` what was in step before, and leaves conflicts', async () => {
  const at = await desk();
  await disturb(at);
  at.repository.write(
    'environments/local.yaml',
    environmentWith(['{ match: { name: beta }, alerting: true }'], ['drift: revert']),
  );
  at.repository.commit('revert drift');
  const before = await at.console().see();
  const changes = [...PUT_BACK, ...TURNED_ON];
  const held = ['new_name conflict: text', 'removed removed-but-edited: text'];
  expect(await at.plan('--detailed-exitcode')).toEqual({ exit: 4, changes, held, notices: [] });
  expect(await at.apply()).toEqual({ exit: 4, changes, held, notices: [] });
  expectOnly(changes, before, await at.console().see());
  expect(await at.plan()).toEqual({ exit: 4, changes: [], held, notices: [] });
});

it('is in step once git has taken over what the console has', async () => {
  const { repository, run, plan, apply, console, mutations } = await desk();
  await console().edit('alpha', textOf('alpha', { threshold: 9 }));
  await console().act('beta', 'disableAlerting');
  await console().editList('watched', ['alice', 'mallory // seen in May']);
  await console().remove('deleted');
  const before = await console().see();

  for (const [name, path] of [
    ['alpha', rulePath('alpha')],
    ['%watched', listPath('watched')],
  ] as const) {
    const shown = await run(['plan', '--env', 'local', '--live-text', name]);
    expect(shown.code).toBe(0);
    repository.write(path, shown.out);
  }
  expect(repository.read(rulePath('alpha'))).toBe(textOf('alpha', { threshold: 9 }));
  expect(repository.read(listPath('watched'))).toBe(
    '// about watched\nalice\nmallory // seen in May\n',
  );
  repository.remove(rulePath('deleted'));
  deployEntry(repository, '{ match: { name: beta }, alerting: false }');
  repository.commit('as it is in the tenant');
  expect(await plan('--detailed-exitcode')).toEqual(QUIET);
  expect(await apply()).toEqual(QUIET);
  expect(mutations()).toEqual([{ method: 'PATCH', path: expect.stringContaining('/v2/lists?') }]);
  const after = await console().see();
  expect(after.rules).toEqual(before.rules);
  expect(after.lists['watched']).toEqual(before.lists['watched']);

  // From here on it is git's: what git changes next is planned, not held.
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 10 }));
  repository.commit();
  expect(await plan()).toEqual({ ...QUIET, changes: ['add-version alpha'] });
});

it('is in step again once the console has undone it', async () => {
  const { plan, console } = await desk();
  await console().edit('alpha', textOf('alpha', { threshold: 9 }));
  await console().act('beta', 'disableLiveRule');
  expect(await plan()).toMatchObject({ exit: 4, changes: [] });
  await console().edit('alpha', textOf('alpha'));
  await console().act('beta', 'enableLiveRule');
  expect(await plan()).toEqual(QUIET);
});
