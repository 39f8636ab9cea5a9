import { describe, expect, it } from 'vitest';
import { openKnownHeads } from '../../lib/repo/known-heads.ts';
import { readRules } from '../../lib/repo/rules.ts';
import type { Cache } from '../../lib/ports/keep.ts';
import { ruleText } from '../helpers/builders.ts';
import { memoryCache } from './git-folder.ts';
import { memoryTree } from './memory-tree.ts';

const FILES = {
  'rules/a.yaral': ruleText('a', { lists: ['admins'], multiEvent: true }),
  'rules/b.yaral': ruleText('b', { severity: 'LOW' }),
  'rules/broken.yaral': 'rule broken {\n  meta:\n    author = "unclosed\n}\n',
};

async function readWith(cache: Cache, files: Readonly<Record<string, string>> = FILES) {
  const heads = await openKnownHeads(cache, 'v1');
  const reading = await readRules(memoryTree(files), heads);
  await heads.save();
  return reading;
}

/** What stands in the cache: whatever, or the entries with something wrong about each. */
type Content = string | readonly unknown[] | ((entry: object) => object);

/** A cache that counts what is written, and hands values on as JSON does. */
function countingCache(): Cache & { written: number } {
  const kept = memoryCache();
  const cache = {
    written: 0,
    read: async (key: string): Promise<unknown> => kept.read(key),
    write: async (key: string, value: unknown) => {
      cache.written += 1;
      await kept.write(key, JSON.parse(JSON.stringify(value)));
    },
  };
  return cache;
}

describe('known heads', () => {
  it('give the same rules and the same errors as the texts themselves', async () => {
    const cache = countingCache();
    const first = await readWith(cache);
    expect(await readWith(cache)).toEqual(first);
    expect(await readRules(memoryTree(FILES))).toEqual(first);
    expect(first.diagnostics.length).toBeGreaterThan(0);
  });

  it('are written only where something is new', async () => {
    const cache = countingCache();
    await readWith(cache);
    await readWith(cache);
    expect(cache.written).toBe(1);
    await readWith(cache, { ...FILES, 'rules/c.yaral': ruleText('c') });
    expect(cache.written).toBe(2);
  });

  it('follow the text, not the path', async () => {
    const cache = countingCache();
    await readWith(cache);
    const { rules } = await readWith(cache, { 'rules/a.yaral': ruleText('renamed') });
    expect(rules.map(({ name }) => name)).toEqual(['renamed']);
  });

  it('are kept from run to run only for the same state of the language', async () => {
    const cache = countingCache();
    const text = FILES['rules/a.yaral'];
    const known = async (language: string | undefined): Promise<boolean> =>
      (await openKnownHeads(cache, language)).get(text) !== undefined;
    await readWith(cache);
    expect([await known('v1'), await known('v2'), await known(undefined)]).toEqual([
      true,
      false,
      false,
    ]);
    const unbuilt = await openKnownHeads(cache, undefined);
    await readRules(memoryTree(FILES), unbuilt);
    await unbuilt.save();
    expect(cache.written).toBe(1);
  });

  it('tell a text that was found sound, under the ids that were let pass', async () => {
    const cache = countingCache();
    const text = FILES['rules/a.yaral'];
    const before = await openKnownHeads(cache, 'v1');
    await readRules(memoryTree(FILES), before);
    before.addSound(text, new Set(['TYP006', 'FLD001']));
    before.addSound('no text of a file', new Set());
    await before.save();
    const after = await openKnownHeads(cache, 'v1');
    expect([
      after.isSound(text, new Set(['FLD001', 'TYP006'])),
      after.isSound(text, new Set()),
      after.isSound(FILES['rules/b.yaral'], new Set()),
      after.isSound('no text of a file', new Set()),
    ]).toEqual([true, false, false, false]);
  });

  it.each([
    ['no list', 'nonsense'],
    ['no entries', [1, 'two', null]],
    ['entries without a head', (entry: object) => ({ ...entry, name: undefined })],
    ['a head of another text', (entry: object) => ({ ...entry, name: 'evil' })],
    ['a head without a place', (entry: object) => ({ ...entry, nameSpan: { start: '0' } })],
    ['meta that is no text', (entry: object) => ({ ...entry, meta: [[1, 2]] })],
    ['lists that are none', (entry: object) => ({ ...entry, lists: 'admins' })],
  ] satisfies [string, Content][])(
    'are read from the text where the cache holds %s',
    async (_, content: Content) => {
      const cache = countingCache();
      const first = await readWith(cache);
      let key = '';
      const spying: Cache = {
        read: (asked) => {
          key = asked;
          return cache.read(asked);
        },
        write: () => Promise.resolve(),
      };
      await openKnownHeads(spying, 'v1');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what save wrote
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what save wrote
      const entries = (await cache.read(key)) as object[];
      const broken = typeof content === 'function' ? entries.map(content) : content;
      await cache.write(key, broken);
      expect(await readWith(cache)).toEqual(first);
    },
  );
});
