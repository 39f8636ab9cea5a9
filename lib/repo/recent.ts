import type { Cache } from '../ports/keep.ts';

/** Facts of which a clone needs the latest few again: by commit they never change, but there are ever more commits. */
export interface Recent {
  read(id: string): Promise<unknown>;
  /** Ids that are kept, the latest first. */
  ids(): Promise<readonly string[]>;
  /** Keeps a fact, and empties what is older than the latest few. */
  write(id: string, fact: unknown): Promise<void>;
}

/** Keeps the latest `limit` facts of a kind in a cache, which itself forgets nothing. */
export function recentIn(cache: Cache, kind: string, limit: number): Recent {
  const ids = async (): Promise<readonly string[]> => {
    const index = await cache.read(kind);
    return Array.isArray(index) ? index.filter((id) => typeof id === 'string') : [];
  };
  return {
    ids,
    read: async (id) => cache.read(`${kind}-${id}`),
    write: async (id, fact) => {
      const others = (await ids()).filter((other) => other !== id);
      await cache.write(`${kind}-${id}`, fact);
      await cache.write(kind, [id, ...others.slice(0, limit - 1)]);
      for (const dropped of others.slice(limit - 1)) await cache.write(`${kind}-${dropped}`, null);
    },
  };
}
