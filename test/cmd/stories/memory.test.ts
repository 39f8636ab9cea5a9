import { expect, it } from 'vitest';
import { GIVEN } from './given.ts';
import { deployEntry, listPath, rulePath, textOf } from './story.ts';
import { deskGiven } from './tell.ts';

const MEMORY = 'chron_applied';
const desk = deskGiven(GIVEN);
const QUIET = { exit: 0, changes: [], held: [], notices: [] };

it('meets a tenant as if for the first time once its memory was emptied, and gives it a new one', async () => {
  const { console, plan, apply, mutations } = await desk();
  await console().editList(MEMORY, []);
  const before = await console().see();
  const firstContact = { exit: 0, changes: [], held: [], notices: ['first-contact'] };
  expect(await plan()).toEqual(firstContact);
  expect(await apply()).toEqual(firstContact);
  const after = await console().see();
  expect(after.rules).toEqual(before.rules);
  expect(mutations()).toEqual([{ method: 'PATCH', path: expect.stringContaining('/v2/lists?') }]);
  expect(await plan()).toEqual(QUIET);
});

it('goes by git history where the memory is gone, and asks about flags', async () => {
  const { console, plan, apply, loseList, repository } = await desk();
  await console().act('bystander', 'disableLiveRule');
  await loseList(MEMORY);
  expect(Object.keys((await console().see()).lists)).toEqual(['watched']);
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.write(listPath('watched'), '// about watched\nalice\nbob\n');
  deployEntry(repository, '{ match: { name: beta }, alerting: false }');
  repository.commit();

  const held = [
    '[beta first-contact: alerting –/off/on]',
    '[bystander first-contact: enabled –/on/off]',
  ];
  const changes = ['update-list %watched', 'add-version alpha'];
  expect(await plan()).toEqual({ exit: 4, changes, held, notices: ['first-contact'] });
  expect(await apply()).toEqual({ exit: 4, changes, held, notices: ['first-contact'] });
  expect(await plan('--detailed-exitcode')).toEqual({ exit: 4, changes: [], held, notices: [] });
});

it('warns of a memory that somebody edited, and heals it', async () => {
  const { console, plan, apply } = await desk();
  const { lists } = await console().see();
  const lines = lists[MEMORY]?.lines ?? [];
  await console().editList(MEMORY, [...lines.map((line) => line.replace('env=', 'env=x')), 'x']);
  const unreadable = ['first-contact', 'memory-unreadable'];
  expect(await plan()).toEqual({ exit: 0, changes: [], held: [], notices: unreadable });
  expect(await apply()).toMatchObject({ exit: 0, notices: unreadable });
  expect(await plan()).toEqual(QUIET);
  expect((await console().see()).lists[MEMORY]?.lines).toContain('x');
});

it('takes nothing away that it no longer remembers to have given', async () => {
  const { console, plan, apply, repository } = await desk();
  await console().editList(MEMORY, []);
  repository.remove(rulePath('alpha'));
  repository.commit();
  const before = await console().see();
  const left = { exit: 0, changes: [], held: [], unmanaged: ['alpha'] };
  expect(await apply()).toEqual({ ...left, notices: ['first-contact'] });
  expect(await plan()).toEqual({ ...left, notices: [] });
  expect((await console().see()).rules).toEqual(before.rules);
});

it('leaves what other repositories have the tenant remember byte for byte', async () => {
  const { console, apply, repository } = await desk();
  const { lists } = await console().see();
  const foreign = [
    'chron1 repo=0123456789abcdef0123456789abcdef01234567 applied=2026-01-01T00%3A00%3A00.000Z  sum=1',
    'not of chron at all // but of somebody',
  ];
  const [first = '', last = ''] = foreign;
  await console().editList(MEMORY, [first, ...(lists[MEMORY]?.lines ?? []), last]);
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.commit();
  expect(await apply()).toEqual({
    exit: 0,
    changes: ['add-version alpha'],
    held: [],
    notices: [],
  });
  const after = (await console().see()).lists[MEMORY]?.lines ?? [];
  expect(after).toHaveLength(3);
  expect([after[0], after[2]]).toEqual(foreign);
});

it('refuses to go back to an older commit, and does with --allow-older', async () => {
  const { repository, plan, apply, run, mutations, console } = await desk();
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.write(rulePath('added'), textOf('added'));
  const newer = repository.commit();
  await apply();
  repository.git('checkout', '-q', 'HEAD~1');

  const back = ['add-version alpha', 'set-enabled added off removal', 'archive-rule added'];
  const sent = mutations().length;
  const before = await console().see();
  expect(await plan('--detailed-exitcode')).toEqual({ ...QUIET, exit: 5, changes: back });
  const refused = await run(['apply', '--env', 'local', '--yes']);
  expect(refused.code).toBe(5);
  expect(refused.err).toContain(
    `chron: local was last given commit ${newer.slice(0, 12)}, which is not an ancestor of the one checked out here\n`,
  );
  expect(mutations()).toHaveLength(sent);
  expect(await console().see()).toEqual(before);

  expect(await plan('--allow-older', '--detailed-exitcode')).toMatchObject({ exit: 2 });
  expect(await apply('--allow-older')).toEqual({ ...QUIET, changes: back });
  expect(await plan()).toEqual(QUIET);
  repository.git('checkout', '-q', 'main');
  expect(await apply()).toEqual({
    ...QUIET,
    changes: ['unarchive-rule added', 'add-version alpha', 'set-enabled added on'],
  });
});

it('says how to get the commit that this clone lacks, and without it begins anew', async () => {
  const { repository, plan, apply, run, mutations } = await desk();
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  const lost = repository.commit();
  await apply();
  repository.git('reset', '-q', '--hard', 'HEAD~1');
  repository.git('reflog', 'expire', '--expire=now', '--all');
  repository.git('gc', '-q', '--prune=now');

  const sent = mutations().length;
  for (const command of ['plan', 'apply']) {
    const ran = await run([command, '--env', 'local']);
    expect(ran).toMatchObject({ code: 5, out: '' });
    expect(ran.err).toContain(`last given commit ${lost.slice(0, 12)}`);
    expect(ran.err).toContain('which is not in this clone\n  hint: git fetch --all');
  }
  // Nobody here has ever seen the text that stands live.
  const held = ['[alpha somebody-elses: text]'];
  expect(await plan('--allow-older')).toEqual({
    ...QUIET,
    exit: 4,
    held,
    notices: ['first-contact'],
  });
  expect(mutations()).toHaveLength(sent);
});

it('refuses another branch, until it is merged', async () => {
  const { repository, plan, apply } = await desk();
  repository.git('checkout', '-q', '-b', 'feature');
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.commit();
  await apply();
  repository.git('checkout', '-q', 'main');
  repository.write(rulePath('beta'), textOf('beta', { threshold: 2 }));
  repository.commit();
  expect(await plan()).toMatchObject({
    exit: 5,
    changes: ['add-version alpha', 'add-version beta'],
  });
  repository.git('merge', '-q', '--no-edit', 'feature');
  expect(await apply()).toEqual({ ...QUIET, changes: ['add-version beta'] });
});
