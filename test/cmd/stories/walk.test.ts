import { expect, it } from 'vitest';
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
