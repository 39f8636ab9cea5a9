import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cache } from '../ports/keep.ts';
import { READ, writeWhole } from './disk.ts';

/**
 * A cache of JSON files, one a key. Whatever is wrong with an entry makes it a miss, and whatever is wrong with
 * the disk makes it a cache that keeps nothing: no command fails for a cache.
 */
export function openCache(folder: string): Cache {
  const pathOf = (key: string): string =>
    join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  return {
    read: async (key) => {
      try {
        const entry: unknown = JSON.parse(await readWhole(pathOf(key)));
        return isEntry(entry) && entry.key === key ? entry.value : undefined;
      } catch {
        return undefined;
      }
    },
    write: (key, value) => {
      try {
        writeWhole(pathOf(key), JSON.stringify({ key, value }));
      } catch {
        // Known again when it is asked for again.
      }
      return Promise.resolve();
    },
  };
}

async function readWhole(path: string): Promise<string> {
  const file = await open(path, READ);
  try {
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function isEntry(entry: unknown): entry is { readonly key: string; readonly value: unknown } {
  return typeof entry === 'object' && entry !== null && 'key' in entry && 'value' in entry;
}
