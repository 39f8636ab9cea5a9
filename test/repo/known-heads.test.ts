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
  const heads = await openKnownHeads(cache);
  const reading = await readRules(memoryTree(files), heads);
  await heads.save();
  return reading;
}

/** What stands in the cache: whatever, or a pair for each id. */
type Content = string | readonly unknown[] | ((id: string) => readonly unknown[]);

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

  it.each([
    ['no list', 'nonsense'],
    ['no pairs', [1, 'two', null]],
    ['no heads', (id: string) => [[id, null]]],
    ['a head with parts missing', (id: string) => [[id, { name: 'a' }]]],
    [
      'a head of another text',
      (id: string) => [
        [
          id,
          { name: 'evil', nameSpan: { start: 0, end: 4 }, meta: [], multiEvent: false, lists: [] },
        ],
      ],
    ],
    [
      'meta that is no text',
      (id: string) => [
        [
          id,
          {
            name: 'a',
            nameSpan: { start: 5, end: 6 },
            meta: [[1, 2]],
            multiEvent: false,
            lists: [],
          },
        ],
      ],
    ],
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
      await openKnownHeads(spying);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what save wrote
      const ids = (await cache.read(key)) as [string, unknown][];
      const broken = typeof content === 'function' ? ids.flatMap(([id]) => content(id)) : content;
      await cache.write(key, broken);
      expect(await readWith(cache)).toEqual(first);
    },
  );
});
