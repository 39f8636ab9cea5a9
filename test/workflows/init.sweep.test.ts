import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { chron } from '../helpers/chron.ts';
import { repositoryIn } from '../helpers/repository.ts';
import { tempFolder } from '../helpers/temp.ts';
import { COMMIT } from '../repo/scaffold.ts';
import { becameIn, jobsIn, leaksOf, logOf, rulesOf } from './runner/tell.ts';
import { openTown } from './runner/town.ts';

/** What is true of the town of these stories. */
const ANSWERS = [
  ['--env', 'staging'],
  ['--env', 'prod'],
  ['--repository', 'acme/rules'],
  ['--repository-id', '1001'],
  ['--owner-id', '2002'],
  ['--chron-ref', `chron-tools/chron@${COMMIT}`],
  ['--reviewer', '@acme/detection'],
  ['--region', 'us'],
  ['--project', 'acme-sec'],
  ['--project-number', '123456789'],
  ['--secret', 'backstory'],
  ['--expect', 'chron@acme-sec.iam.gserviceaccount.com'],
].flat();

const BASE = 'environments/base.yaml';

/** What `chron init` brings into an empty folder, by path. */
async function initFiles(): Promise<Readonly<Record<string, string>>> {
  const cwd = await tempFolder();
  expect(await chron(['init', '--yes', ...ANSWERS], { cwd })).toMatchObject({ code: 0 });
  const paths = repositoryIn(cwd).git('ls-files', '--others').split('\n').filter(Boolean);
  const files = Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(cwd, path), 'utf8')]),
  );
  // The one thing that is not as it was written: these tenants need not be spared, and the test not wait for them.
  return { ...files, [BASE]: `${files[BASE] ?? ''}rates: none\n` };
}

it('goes from an empty folder to the first comment and the first apply, as it was written', async () => {
  const town = await openTown({ tenants: ['staging', 'prod'], files: await initFiles() });
  const two = {
    'rules/family/two.yaral': ruleText('two', { threshold: 2 }),
    // A change of strictness is a change like any other.
    'rules/check.yaml': 'minCases: { firing: 0, silent: 0 }\n',
  };
  const pull = town.open({ branch: 'first', head: town.push('first', two) });

  const planned = await town.plan(pull);
  expect(jobsIn(planned), logOf(planned)).toEqual({
    'chron / check': 'success',
    'chron / plan staging': 'success',
    'chron / plan prod': 'success',
    'chron / comment': 'success',
  });
  expect(becameIn(town)).toEqual(['plan staging', 'plan prod']);
  const [comment, ...others] = town.github.comments(pull.number);
  expect(others).toEqual([]);
  expect(comment).toContain('windows_security_log_cleared');
  expect(comment).toContain('two');

  const applied = await town.merge(pull);
  expect(jobsIn(applied), logOf(applied)).toEqual({
    'apply-staging / plan': 'success',
    'apply-staging / apply': 'success',
    'apply-staging / result': 'success',
    'apply-prod / plan': 'success',
    'apply-prod / apply': 'success',
    'apply-prod / result': 'success',
  });
  expect(town.asked).toEqual(['apply-staging / apply', 'apply-prod / apply']);
  for (const tenant of ['staging', 'prod']) {
    expect(await rulesOf(town, tenant)).toEqual(['two', 'windows_security_log_cleared']);
  }
  expect(town.github.comments(pull.number)).toHaveLength(1);
  expect([...leaksOf(town, planned), ...leaksOf(town, applied)]).toEqual([]);
});
