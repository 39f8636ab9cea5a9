import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp.ts';
import { readLintFile, stepsOf } from './lint-file.ts';

const GITHUB = resolve(import.meta.dirname, '../../.github');
const WORKFLOWS = readdirSync(join(GITHUB, 'workflows'));

/** What actionlint does not know yet, up to 1.7.12: queues, actions of the own repository, the job's own workflow. */
const TOO_NEW = ['queue', '\\$/', 'workflow_(repository|sha)'];

const installed = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0;

// Where a tool is not installed its test says so by being skipped; CI's machines have shellcheck.
it.skipIf(!installed('actionlint'))('actionlint finds nothing in the workflows', () => {
  const ignored = TOO_NEW.flatMap((pattern) => ['-ignore', pattern]);
  const files = WORKFLOWS.map((name) => join(GITHUB, 'workflows', name));
  expect(spawnSync('actionlint', [...ignored, ...files], { encoding: 'utf8' }).stdout).toBe('');
});

it.skipIf(!installed('shellcheck'))('shellcheck finds nothing in the scripts', async () => {
  const folder = await tempFolder();
  mkdirSync(folder, { recursive: true });
  const scripts = [
    ...WORKFLOWS.map((name) => `workflows/${name}`),
    'actions/from-source/action.yml',
  ].flatMap((name) =>
    stepsOf(readLintFile(readFileSync(join(GITHUB, name), 'utf8'))).flatMap(([where, { run }]) => {
      if (run === undefined) return [];
      const file = join(folder, `${name} ${where}.sh`.replaceAll(/[^\w.]/g, '-'));
      writeFileSync(file, `#!/usr/bin/env bash\nset -eo pipefail\n${run}`);
      return [file];
    }),
  );
  const publish = join(GITHUB, 'actions/chron/publish.sh');
  const { stdout } = spawnSync('shellcheck', [publish, ...scripts], { encoding: 'utf8' });
  expect(stdout).toBe('');
});
