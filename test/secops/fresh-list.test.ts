import { describe, expect, it } from 'vitest';
import { freshList, openSeenRules } from '../../lib/secops/fresh-list.ts';

/** A loader whose lists are started and ended by hand. */
function byHand() {
  const lists: { start: () => void; end: () => void; fail: () => void }[] = [];
  const load = (start: () => void): Promise<number> => {
    const number = lists.length;
    return new Promise((resolve, reject) => {
      lists.push({ start, end: () => resolve(number), fail: () => reject(new Error('no list')) });
    });
  };
  return { lists, load };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('freshList', () => {
  it('serves all who ask before it starts', async () => {
    const { lists, load } = byHand();
    const fresh = freshList(load);
    const asked = [fresh(), fresh()];
    await settled();
    asked.push(fresh());
    lists[0]?.start();
    lists[0]?.end();
    expect(await Promise.all(asked)).toEqual([0, 0, 0]);
  });

  it('serves those who ask while it runs with the next, and begins that after it', async () => {
    const { lists, load } = byHand();
    const fresh = freshList(load);
    const first = fresh();
    await settled();
    lists[0]?.start();
    const later = [fresh(), fresh()];
    await settled();
    expect(lists).toHaveLength(1);
    lists[0]?.end();
    expect(await first).toBe(0);
    later.push(fresh());
    await settled();
    lists[1]?.start();
    lists[1]?.end();
    expect(await Promise.all(later)).toEqual([1, 1, 1]);
    expect(lists).toHaveLength(2);
  });

  it('goes on after a list that failed', async () => {
    const { lists, load } = byHand();
    const fresh = freshList(load);
    const failing = fresh();
    await settled();
    lists[0]?.start();
    const next = fresh();
    lists[0]?.fail();
    await expect(failing).rejects.toThrow('no list');
    await settled();
    lists[1]?.start();
    lists[1]?.end();
    expect(await next).toBe(1);
  });
});

describe('openSeenRules', () => {
  it('knows what was read before a moment, and what only after it', () => {
    const seen = openSeenRules();
    seen.note(['old']);
    const mark = seen.mark();
    seen.note(['old', 'new']);
    expect(seen.seenBefore('old', mark)).toBe(true);
    expect(seen.seenBefore('new', mark)).toBe(false);
    expect(seen.seenBefore('unknown', mark)).toBe(false);
    expect(seen.seenBefore('new', seen.mark())).toBe(true);
  });
});
