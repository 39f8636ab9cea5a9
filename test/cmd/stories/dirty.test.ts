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
