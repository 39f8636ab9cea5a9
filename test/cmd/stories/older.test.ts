import { expect, it } from 'vitest';
import { GIVEN } from './given.ts';
import { rulePath, textOf } from './story.ts';
import { deskGiven } from './tell.ts';

const desk = deskGiven(GIVEN);
const QUIET = { exit: 0, changes: [], held: [], notices: [] };

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
