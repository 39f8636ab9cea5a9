import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { testRepository } from '../helpers/repository.ts';
import { tempFolder } from '../helpers/temp.ts';

const TOP = resolve(import.meta.dirname, '../..');
const ACTION = join(TOP, '.github/actions/chron');

/** A proxy that nobody listens at: whatever would go out fails at once. */
const CUT_OFF = { HTTPS_PROXY: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1' };

it('the action works from its release folder, with nothing beside it', async () => {
  const folder = await tempFolder();
  copyFileSync(join(ACTION, 'main.mjs'), join(folder, 'main.mjs'));
  const tsx = join(TOP, 'node_modules/tsx/dist/cli.mjs');
  mkdirSync(join(folder, 'dist'));
  const build = [tsx, join(ACTION, 'bundle.ts'), join(folder, 'dist')];
  execFileSync(process.execPath, build, { cwd: TOP, stdio: 'ignore' });
  execFileSync('sha256sum', ['--quiet', '--check', 'checksums.txt'], { cwd: join(folder, 'dist') });
  expect(readFileSync(join(folder, 'dist/CONTENTS.md'), 'utf8')).toContain('| chron |');

  const repository = await testRepository({ 'rules/a/one.yaral': ruleText('one') });
  const runs = [
    { INPUT_COMMAND: 'check' },
    { INPUT_COMMAND: 'test' },
    { INPUT_COMMAND: 'plan', INPUT_ENV: 'local' },
  ].map((inputs) =>
    spawnSync(process.execPath, [join(folder, 'main.mjs')], {
      cwd: repository.root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, ...CUT_OFF, ...inputs },
    }),
  );
  expect(runs.map(({ status, stderr }) => (status === 0 ? '' : stderr))).toEqual(['', '', '']);
  expect(runs.at(-1)?.stdout).toContain('Plan: 1 to create');

  // Loaded at the first pattern that is not valid at a glance, from a file of its own.
  const pattern = ruleText('two').replace(
    'network.sent_bytes > 1',
    'principal.hostname = /a(?=b)/',
  );
  const other = await testRepository({ 'rules/a/two.yaral': pattern });
  const { stdout } = spawnSync(process.execPath, [join(folder, 'dist/chron.js'), 'check'], {
    cwd: other.root,
    encoding: 'utf8',
  });
  expect(stdout).toContain('this is no regular expression of RE2: invalid');
});

it('a checkout of the sources says that it carries no bundle', async () => {
  const folder = await tempFolder();
  copyFileSync(join(ACTION, 'main.mjs'), join(folder, 'main.mjs'));
  const { status, stdout } = spawnSync(process.execPath, [join(folder, 'main.mjs')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  expect([status, stdout]).toEqual([
    1,
    '::error::this commit of chron carries no bundle: pin that of a release\n',
  ]);
});
