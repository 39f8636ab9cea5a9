import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chron } from '../helpers/chron.ts';
import { repositoryIn } from '../helpers/repository.ts';
import { tempFolder } from '../helpers/temp.ts';
import { WORDS } from './init-team.ts';

it('makes a repository that the other commands have nothing against', async () => {
  const cwd = await tempFolder();
  const { code, err } = await chron(['init', 'rules', ...WORDS, '--yes'], { cwd });
  expect(code).toBe(0);
  expect(err).toContain('16 files to write, 0 there already, 0 left alone');
  const root = join(cwd, 'rules');
  expect(repositoryIn(root).git('branch', '--show-current').trim()).toBe('main');
  const world = { cwd: root };
  expect(await chron('check --strict', world)).toMatchObject({ code: 0 });
  expect(await chron('fmt --check', world)).toMatchObject({ code: 0 });
  expect(await chron('test', world)).toMatchObject({ code: 0 });
  const plan = await chron('plan --env local', world);
  expect(plan.code).toBe(0);
  expect(plan.out).toContain('Plan: 1 to create');
});
