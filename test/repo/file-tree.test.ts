import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workTree } from '../../lib/repo/file-tree.ts';
import { tempFolder } from '../helpers/temp.ts';

async function folderWith(...paths: readonly string[]): Promise<string> {
  const root = await tempFolder();
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'text');
  }
  return root;
}

describe('workTree', () => {
  it('lists what lies below a folder in the order of paths, and tells what is no file', async () => {
    const root = await folderWith('rules/b.yaral', 'rules/a/c.yaral', 'rules/a-b.yaral', 'x.yaral');
    symlinkSync(root, join(root, 'rules/a/link'));
    const entries = await workTree(root).list('rules');
    expect(entries.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'rules/a-b.yaral file',
      'rules/a/c.yaral file',
      'rules/a/link link',
      'rules/b.yaral file',
    ]);
  });

  it('passes over a repository within, and not over the top of one', async () => {
    const root = await folderWith(
      'rules/.git',
      'rules/a.yaral',
      'rules/in/.git',
      'rules/in/b.yaral',
    );
    const entries = await workTree(root).list('rules');
    expect(entries.map(({ path }) => path)).toEqual(['rules/.git', 'rules/a.yaral']);
  });

  it('has nothing below a folder that is not there, and only itself for a link', async () => {
    const root = await folderWith('elsewhere/a.yaral');
    expect(await workTree(root).list('rules')).toEqual([]);
    symlinkSync(join(root, 'elsewhere'), join(root, 'rules'));
    const [entry, ...others] = await workTree(root).list('rules');
    expect(entry).toMatchObject({ path: 'rules', kind: 'link' });
    expect(others).toEqual([]);
  });

  it('looks a size up when it is asked for, once', async () => {
    const root = await folderWith('rules/a.yaral');
    const [entry] = await workTree(root).list('rules');
    appendFileSync(join(root, 'rules/a.yaral'), ' more');
    expect(entry?.size).toBe(9);
    appendFileSync(join(root, 'rules/a.yaral'), ' and more');
    expect(entry?.size).toBe(9);
  });

  it.each([0, 3, 65_535, 65_536, 200_000])('reads %i bytes, each file for itself', async (size) => {
    const root = await folderWith('rules/a.yaral', 'rules/b.yaral');
    const bytes = Buffer.from(Uint8Array.from({ length: size }, (_, at) => at % 251));
    writeFileSync(join(root, 'rules/a.yaral'), bytes);
    const tree = workTree(root);
    const first = await tree.read('rules/a.yaral');
    await tree.read('rules/b.yaral');
    expect(Buffer.compare(first, bytes)).toBe(0);
  });

  it('says of a file that is gone that it cannot be read', async () => {
    const root = await folderWith('rules/a.yaral');
    const tree = workTree(root);
    const [entry] = await tree.list('rules');
    rmSync(join(root, 'rules/a.yaral'));
    const words = '"rules/a.yaral" cannot be read (ENOENT)';
    expect(() => entry?.size).toThrow(words);
    await expect(tree.read('rules/a.yaral')).rejects.toThrow(words);
  });
});
