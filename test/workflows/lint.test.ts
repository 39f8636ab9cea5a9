import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BAD_WORKFLOWS, REFUSED_WORKFLOWS, workflow } from './bad-workflows.ts';
import { refusals } from './github-parser.ts';
import { CHECKS, lint } from './lint-checks.ts';
import { readLintFile } from './lint-file.ts';

const GITHUB = resolve(import.meta.dirname, '../../.github');
const WORKFLOWS = readdirSync(join(GITHUB, 'workflows'));
const ACTIONS = readdirSync(join(GITHUB, 'actions')).map((name) => `actions/${name}/action.yml`);
const SHIPPED = [...WORKFLOWS.map((name) => `workflows/${name}`), ...ACTIONS];

const read = (name: string): string => readFileSync(join(GITHUB, name), 'utf8');

describe('the workflows that chron ships', () => {
  it.each(WORKFLOWS)('%s is one that GitHub takes', async (name) => {
    expect(await refusals(read(`workflows/${name}`))).toEqual([]);
  });

  it.each(SHIPPED)('%s has no finding', (name) => {
    expect(lint(readLintFile(read(name)))).toEqual([]);
  });
});

describe('the checks', () => {
  it.each(BAD_WORKFLOWS)('%s finds %s', (check, _, text) => {
    expect(lint(readLintFile(text)).map((finding) => finding.check)).toEqual([check]);
  });

  it.each(BAD_WORKFLOWS.filter(([check]) => check !== 'unpinned-uses'))(
    'that are tried on %s (%s) get a workflow that GitHub takes',
    async (_check, _what, text) => {
      expect(await refusals(text)).toEqual([]);
    },
  );

  it('are tried one by one', () => {
    const tried = new Set(BAD_WORKFLOWS.map(([check]) => check));
    expect(Object.keys(CHECKS).filter((check) => !tried.has(check))).toEqual([]);
  });

  it('find nothing where nothing is wrong', async () => {
    expect(lint(readLintFile(workflow()))).toEqual([]);
    expect(await refusals(workflow())).toEqual([]);
  });
});

it.each(REFUSED_WORKFLOWS)("GitHub's parser names %s", async (word, text) => {
  expect((await refusals(text)).join('\n')).toContain(word);
});
