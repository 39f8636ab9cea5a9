import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployRules } from '../../lib/repo/deploy.ts';
import { readEnvironment } from '../../lib/repo/environment.ts';
import { listEnvironments } from '../../lib/repo/environments.ts';
import { workTree } from '../../lib/repo/file-tree.ts';
import { jsonSchemas } from '../../lib/repo/json-schema.ts';
import { findMissingLists } from '../../lib/repo/list-names.ts';
import { readLists } from '../../lib/repo/lists.ts';
import { readRules } from '../../lib/repo/rules.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const tree = workTree(ROOT);
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('what the repository ships', () => {
  it.each([...jsonSchemas()])('has a current %s (npm run schemas)', (path, text) => {
    expect(textOf(path)).toBe(text);
  });

  it('has rules and lists without a problem', async () => {
    const [{ rules, diagnostics }, lists] = [await readRules(tree), await readLists(tree)];
    expect(said([...diagnostics, ...lists.diagnostics])).toEqual([]);
    expect(said(findMissingLists(rules, lists.lists))).toEqual([]);
    expect(rules.length).toBeGreaterThan(0);
  });

  it('has a local environment in which every rule runs and none alerts', async () => {
    const { environment, diagnostics } = await readEnvironment(tree, 'local');
    expect(said(diagnostics)).toEqual([]);
    if (environment === undefined) throw new Error('unreadable');
    const { rules } = await readRules(tree);
    const deployed = deployRules(environment, rules);
    expect(said(deployed.diagnostics)).toEqual([]);
    expect(deployed.rules).toHaveLength(rules.length);
    expect(new Set(deployed.rules.map(({ deployment }) => JSON.stringify(deployment)))).toEqual(
      new Set(['{"enabled":true,"alerting":false}']),
    );
  });

  it('lists local, prod and staging, but not the part they share', async () => {
    expect(await listEnvironments(tree)).toEqual(['local', 'prod', 'staging']);
  });

  it.each(['prod', 'staging'])('refuses %s until it is filled in', async (name) => {
    const path = `environments/${name}.yaml`;
    expect(said((await readEnvironment(tree, name)).diagnostics)).toEqual([
      `${path}:5:1 example: this environment is an example (put your own values in, then delete this line)`,
    ]);

    const files = {
      [path]: textOf(path).replace(/^example: .*\n/m, ''),
      'environments/base.yaml': textOf('environments/base.yaml'),
    };
    const unfilled = (await readEnvironment(memoryTree(files), name)).diagnostics;
    expect(unfilled.length).toBeGreaterThan(0);
    for (const { message } of unfilled) expect(message).toContain('<your-project>');

    const filled = { ...files, [path]: (files[path] ?? '').replaceAll('<your-project>', 'acme') };
    const { environment, diagnostics } = await readEnvironment(memoryTree(filled), name);
    expect(said(diagnostics)).toEqual([]);
    if (environment === undefined) throw new Error('unreadable');
    const deployed = deployRules(environment, (await readRules(tree)).rules);
    expect(said(deployed.diagnostics)).toEqual([]);
  });

  it.each(['local', 'prod', 'staging', 'base'])('tells editors the schema of %s', (name) => {
    const [first] = textOf(`environments/${name}.yaml`).split('\n');
    expect(first).toBe('# yaml-language-server: $schema=./schema.json');
  });
});
