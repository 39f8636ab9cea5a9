import { describe, expect, it } from 'vitest';
import { openRepository } from '../../lib/repo/git.ts';
import { gitFolder, memoryCache, runGit } from './git-folder.ts';

/** A history of so many commits over 1,000 rules, as `git fast-import` takes it: fast to make, and like a real one. */
function stream(commits: number): string {
  const out: string[] = [];
  for (let at = 0; at < commits; at += 1) {
    const message = `change ${at}`;
    out.push(
      `commit refs/heads/main`,
      `committer Ada <ada@example.com> ${1_700_000_000 + at} +0000`,
    );
    out.push(`data ${message.length}`, message);
    for (let file = at === 0 ? 0 : at; file < (at === 0 ? 1000 : at + 1); file += 1) {
      const name = `rule_${file % 1000}`;
      const text = `rule ${name} {\n  events:\n    $e.network.sent_bytes > ${at}\n  condition:\n    $e\n}\n`;
      out.push(
        `M 100644 inline rules/family_${file % 20}/${name}.yaral`,
        `data ${text.length}`,
        text,
      );
    }
    if (at % 3 === 0) out.push(`M 100644 inline docs/note.md`, `data ${message.length}`, message);
  }
  return `${out.join('\n')}\ndone\n`;
}

const textOf = (name: string, at: number): string =>
  `rule ${name} {\n  events:\n    $e.network.sent_bytes > ${at}\n  condition:\n    $e\n}\n`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

describe('a history of 10,000 commits', () => {
  it('costs under 3 s the first time, and under 100 ms afterwards', async () => {
    const { folder, git, commit } = await gitFolder();
    runGit(folder, ['fast-import', '--quiet', '--done'], stream(10_000));
    git('reset', '--quiet', '--hard', 'main');
    const cache = memoryCache();
    const repository = await openRepository(folder, cache);
    const path = 'rules/family_7/rule_7.yaral';
    expect(await timed(() => repository.history())).toBeLessThan(3000);
    expect(await timed(() => repository.history())).toBeLessThan(100);
    const history = await repository.history();
    expect(history.everHeld(path, textOf('rule_7', 7))).toBe(true);
    expect(history.everHeld(path, textOf('rule_7', 5007))).toBe(true);
    expect(history.everHeld(path, textOf('rule_7', 5008))).toBe(false);

    const head = repository.facts.commit ?? '';
    await repository.commitTree(head);
    const all = await timed(async () => {
      const again = await openRepository(folder, cache);
      await Promise.all([again.history(), again.commitTree(head), again.isAncestor(head, head)]);
    });
    expect(all).toBeLessThan(300);

    commit({ [path]: textOf('rule_7', 77_777) });
    const moved = await openRepository(folder, cache);
    expect(await timed(() => moved.history())).toBeLessThan(500);
    expect((await moved.history()).everHeld(path, textOf('rule_7', 77_777))).toBe(true);
    expect((await moved.history()).everHeld(path, textOf('rule_7', 7))).toBe(true);
  });
});

describe('a commit with 1,000 rules', () => {
  it('is read in batches, every byte of it, in under a second', async () => {
    const { folder, commit } = await gitFolder();
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [
        `rules/f${i % 7}/r${i}.yaral`,
        `rule r${i} {}\n`.repeat(i % 5),
      ]),
    );
    const id = commit(files);
    const repository = await openRepository(folder, memoryCache());
    const start = performance.now();
    const tree = await repository.commitTree(id);
    expect(performance.now() - start).toBeLessThan(1000);
    for (const { path } of await tree.list('rules'))
      expect(Buffer.from(await tree.read(path)).toString()).toBe(files[path]);
    expect(await tree.list('rules')).toHaveLength(1000);
  });
});
