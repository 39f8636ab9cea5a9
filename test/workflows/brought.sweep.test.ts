import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { leaksOf, logOf } from './runner/tell.ts';
import { openTown, type Town } from './runner/town.ts';

// What a pull request holds where the workflows put what they make: it is neither told of nor handed on.

const ONE = { 'rules/a/one.yaral': ruleText('one') };
const TWO = { 'rules/a/two.yaral': ruleText('two', { threshold: 2 }) };

it('a file of the pull request is no plan and no report of ours', async () => {
  const town = await openTown({ files: ONE });
  const forged = JSON.stringify({
    version: 1,
    plans: [{ environment: 'forged', status: 'refused', exit: 1, error: { message: 'forged' } }],
  });
  const head = town.push('feature', {
    ...TWO,
    'plans/z/x.json': forged,
    'out/x.json': forged,
    'out/chron-x.html': 'forged',
  });
  const pull = town.open({ branch: 'feature', head });
  const run = await town.plan(pull);

  expect(town.github.comments(pull.number), logOf(run)).toHaveLength(1);
  expect(town.github.comments(pull.number)[0]).not.toContain('forged');
  expect([...run.artifacts.keys()]).not.toContain('chron-x.html');
  expect([...(run.artifacts.get('chron-plan-prod')?.keys() ?? [])]).toEqual(['prod.json']);
});

// The login action leaves the runner's own token at the top of the work tree; the upload follows links.
it('a link of the pull request leads no login out of the runner', async () => {
  const town = await openTown({ files: ONE });
  const head = linked(town, town.push('feature', TWO), 'out', '.');
  const run = await town.plan(town.open({ branch: 'feature', head }));

  expect([...(run.artifacts.get('chron-plan-prod')?.keys() ?? [])], logOf(run)).toEqual([
    'prod.json',
  ]);
  expect(leaksOf(town, run)).toEqual([]);
});

/** A commit after `tip` on the branch `feature` that adds a link; gives its hash. */
function linked(town: Town, tip: string, path: string, to: string): string {
  const { root } = town.origin;
  const git = (input: string, ...words: readonly string[]): string =>
    execFileSync('git', words, {
      cwd: root,
      input,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        GIT_INDEX_FILE: join(root, '.git', 'index-of-link'),
        GIT_AUTHOR_NAME: 'a',
        GIT_AUTHOR_EMAIL: 'a@example.com',
        GIT_COMMITTER_NAME: 'a',
        GIT_COMMITTER_EMAIL: 'a@example.com',
      },
    }).trim();
  git('', 'read-tree', tip);
  const blob = git(to, 'hash-object', '-w', '--stdin');
  git('', 'update-index', '--add', '--cacheinfo', `120000,${blob},${path}`);
  const head = git('', 'commit-tree', git('', 'write-tree'), '-p', tip, '-m', 'a link');
  git('', 'update-ref', 'refs/heads/feature', head);
  return head;
}
