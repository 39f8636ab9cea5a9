import { readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../lib/store/cache.ts';
import { tempFolder } from '../helpers/temp.ts';

describe('openCache', () => {
  it('gives back what was written under the key, and nothing else', async () => {
    const cache = openCache(await tempFolder());
    expect(await cache.read('git/abc')).toBeUndefined();
    await cache.write('git/abc', { files: ['ä'] });
    await cache.write('git/abd', 7);
    expect(await cache.read('git/abc')).toEqual({ files: ['ä'] });
    expect(await cache.read('git/abd')).toBe(7);
    expect(await cache.read('git/ab')).toBeUndefined();
  });

  it('is shared by all who open the folder, and leaves no drafts', async () => {
    const folder = await tempFolder();
    await Promise.all([1, 2, 3].map((value) => openCache(folder).write('k', value)));
    expect(await openCache(folder).read('k')).toBe(3);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it.each<[title: string, text: string]>([
    ['empty', ''],
    ['torn', '{"key":"k","val'],
    ['of another key', '{"key":"other","value":1}'],
    ['of another shape', '[1]'],
  ])('takes an entry that is %s for a miss, and heals it', async (_title, text) => {
    const folder = await tempFolder();
    const cache = openCache(folder);
    await cache.write('k', 1);
    const [name] = await readdir(folder);
    await writeFile(join(folder, name ?? ''), text);
    expect(await cache.read('k')).toBeUndefined();
    await cache.write('k', 2);
    expect(await cache.read('k')).toBe(2);
  });

  it('does not read through a link', async () => {
    const folder = await tempFolder();
    const cache = openCache(folder);
    await cache.write('k', 1);
    const [name = ''] = await readdir(folder);
    const other = await tempFolder();
    await symlink(join(folder, name), join(other, name));
    expect(await openCache(other).read('k')).toBeUndefined();
  });

  it('keeps nothing, and says nothing, where it cannot write', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), '');
    const cache = openCache(join(folder, 'file'));
    await cache.write('k', 1);
    expect(await cache.read('k')).toBeUndefined();
  });
});
