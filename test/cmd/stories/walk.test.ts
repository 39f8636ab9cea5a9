import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDesk } from '../../helpers/desk.ts';
import { ruleFiles } from '../../helpers/repository.ts';
import { GIVEN } from './given.ts';
import { deployEntry, rulePath, textOf } from './story.ts';
import { deskGiven } from './tell.ts';

const desk = deskGiven(GIVEN);
const QUIET = { exit: 0, changes: [], held: [], notices: [] };

it('goes on holding what is held while git goes on, and knows when it is settled', async () => {
  const { repository, console, plan, apply } = await desk();
  const commit = (name: string, threshold: number): void => {
    repository.write(rulePath(name), textOf(name, { threshold }));
    repository.commit(`${name} ${threshold}`);
  };
  await console().edit('alpha', textOf('alpha', { threshold: 99 }));
  const outside = ['alpha changed-outside: text'];
  const conflict = ['alpha conflict: text'];

  commit('bystander', 2);
  const changes = ['add-version bystander'];
  expect(await apply()).toEqual({ exit: 4, changes, held: outside, notices: [] });
  commit('alpha', 2);
  expect(await apply()).toEqual({ exit: 4, changes: [], held: conflict, notices: [] });
  commit('bystander', 3);
  expect(await apply()).toEqual({ exit: 4, changes, held: conflict, notices: [] });
  // Git goes back to what the tenant was given last: again only the tenant differs.
  commit('alpha', 1);
  expect(await plan()).toEqual({ exit: 4, changes: [], held: outside, notices: [] });
  commit('alpha', 3);
  // The console goes back too: now it is git's turn alone.
  await console().edit('alpha', textOf('alpha'));
  expect(await apply()).toEqual({ ...QUIET, changes: ['add-version alpha'] });
  expect(await plan()).toEqual(QUIET);
});

it('remembers each field of a rule by itself', async () => {
  const { repository, console, apply, plan } = await desk();
  await console().act('beta', 'disableAlerting');
  repository.write(rulePath('beta'), textOf('beta', { threshold: 2 }));
  repository.commit();
  const held = ['beta changed-outside: alerting on/on/off'];
  expect(await apply()).toEqual({ exit: 4, changes: ['add-version beta'], held, notices: [] });
  // The text is given since; what the console makes of it is drift, and what git makes of it is planned.
  await console().edit('beta', textOf('beta'));
  expect(await plan()).toEqual({
    exit: 4,
    changes: [],
    held: ['beta changed-outside: text, alerting on/on/off'],
    notices: [],
  });
  await console().edit('beta', textOf('beta', { threshold: 2 }));
  deployEntry(repository, '{ match: { name: beta }, enabled: false, alerting: false }');
  repository.commit();
  expect(await apply()).toEqual({ ...QUIET, changes: ['set-enabled beta off'] });
});

it('follows a rule through renames, removal and return', async () => {
  const { repository, console, apply } = await desk();
  const id = await console().idOf('alpha');
  const rename = (from: string, to: string): void => {
    repository.git('mv', rulePath(from), rulePath(to));
    repository.write(rulePath(to), textOf(to, { ruleId: 'id_alpha', body: 'alpha' }));
    repository.commit(`${to} was ${from}`);
  };
  rename('alpha', 'second');
  expect(await apply()).toEqual({ ...QUIET, changes: ['rename-rule alpha → second'] });
  rename('second', 'third');
  rename('third', 'fourth');
  expect(await apply()).toEqual({ ...QUIET, changes: ['rename-rule second → fourth'] });
  repository.git('rm', '-q', rulePath('fourth'));
  repository.commit();
  await apply();
  repository.git('revert', '--no-edit', 'HEAD');
  expect(await apply()).toMatchObject({
    exit: 0,
    changes: ['unarchive-rule fourth', 'set-enabled fourth on'],
  });
  expect((await console().see()).rules[id]).toMatchObject({ name: 'fourth', live: true });
});

it('remembers what was applied before it was committed', async () => {
  const { repository, plan, apply } = await desk();
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.write(rulePath('added'), textOf('added'));
  repository.remove(rulePath('bystander'));
  deployEntry(repository, '{ match: { name: beta }, alerting: false }');
  const changes = [
    'set-alerting beta off',
    'create-rule added',
    'add-version alpha',
    'set-enabled added on',
    'set-enabled bystander off removal',
    'archive-rule bystander',
  ];
  expect(await apply()).toEqual({ ...QUIET, changes });
  expect(await plan('--detailed-exitcode')).toEqual(QUIET);
  repository.commit('the same, committed');
  expect(await plan('--detailed-exitcode')).toEqual(QUIET);
  expect(await apply()).toEqual(QUIET);
});

it('plans back, and does not hold, what was applied before it was committed and then thrown away', async () => {
  const { repository, console, plan, apply } = await desk();
  const before = await console().see();
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.write(rulePath('added'), textOf('added'));
  repository.remove(rulePath('bystander'));
  deployEntry(repository, '{ match: { name: beta }, alerting: false }');
  await apply();
  repository.git('checkout', '-q', '.');
  repository.remove(rulePath('added'));

  const changes = [
    'unarchive-rule bystander',
    'add-version alpha',
    'set-enabled bystander on',
    'set-alerting beta on',
    'set-enabled added off removal',
    'archive-rule added',
  ];
  expect(await apply()).toEqual({ ...QUIET, changes });
  expect(await plan()).toEqual(QUIET);
  const { rules } = await console().see();
  for (const [id, { name, text, live, alerting, archived }] of Object.entries(before.rules)) {
    expect(rules[id], name).toMatchObject({ name, text, live, alerting, archived });
  }
});

it('holds what the console did to something that was never committed', async () => {
  const { repository, console, plan, apply } = await desk();
  repository.write(rulePath('added'), textOf('added'));
  await apply();
  await console().act('added', 'disableLiveRule');
  const held = ['added changed-outside: enabled on/on/off'];
  expect(await plan()).toEqual({ ...QUIET, exit: 4, held });
  repository.write(rulePath('added'), textOf('added', { threshold: 2 }));
  expect(await apply()).toEqual({ ...QUIET, exit: 4, changes: ['add-version added'], held });
});

it('works in a repository that has no commit yet, and goes on from there', async () => {
  const { repository, plan, apply } = await openDesk({ files: ruleFiles('alpha', 'beta') });
  rmSync(join(repository.root, '.git'), { recursive: true });
  repository.git('init', '-q', '-b', 'main');
  expect(await apply()).toMatchObject({
    exit: 0,
    changes: [
      'create-rule alpha',
      'create-rule beta',
      'set-enabled alpha on',
      'set-enabled beta on',
    ],
    notices: ['first-contact'],
  });
  expect(await plan('--detailed-exitcode')).toEqual(QUIET);
  repository.write(rulePath('alpha'), textOf('alpha'));
  expect(await apply()).toEqual({ ...QUIET, changes: ['add-version alpha'] });

  // With the first commit the repository has a name of its own, which the tenant has never heard.
  repository.commit('begin');
  expect(await apply()).toEqual({ ...QUIET, notices: ['first-contact'] });
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.commit();
  expect(await plan('--detailed-exitcode')).toEqual({
    ...QUIET,
    exit: 2,
    changes: ['add-version alpha'],
  });
});
