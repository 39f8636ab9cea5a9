import { describe, expect, it } from 'vitest';
import { openRepository } from '../../lib/repo/git.ts';
import type { Cache } from '../../lib/ports/keep.ts';
import { gitFolder, memoryCache } from './git-folder.ts';

const LONG = Array.from({ length: 12 }, (_, line) => `line ${line}`).join('\n');

/** What history says of texts at paths, one boolean each. */
async function held(
  folder: string,
  questions: readonly (readonly [path: string, text: string])[],
  cache: Cache = memoryCache(),
): Promise<readonly boolean[]> {
  const history = await (await openRepository(folder, cache)).history();
  return questions.map(([path, text]) => history.everHeld(path, text));
}

describe('everHeld', () => {
  it('knows every text of a file, and of no other file', async () => {
    const { folder, commit } = await gitFolder();
    commit({ 'rules/a.yaral': 'one\n', 'rules/b ä.yaral': 'other\n' });
    commit({ 'rules/a.yaral': 'two\n' });
    commit({ 'rules/a.yaral': 'three\n' });
    expect(
      await held(folder, [
        ['rules/a.yaral', 'one\n'],
        ['rules/a.yaral', 'two\n'],
        ['rules/a.yaral', 'three\n'],
        ['rules/a.yaral', 'four\n'],
        ['rules/a.yaral', 'other\n'],
        ['rules/b ä.yaral', 'other\n'],
        ['rules/nowhere.yaral', 'one\n'],
      ]),
    ).toEqual([true, true, true, false, false, true, false]);
  });

  it.each<[title: string, file: string | Uint8Array]>([
    ['CRLF', 'one\r\ntwo\r\n'],
    ['no line end at the end', 'one\ntwo'],
    ['CRLF and none at the end', 'one\r\ntwo'],
    ['a byte-order mark', '\uFEFFone\ntwo\n'],
  ])('knows a text that was committed with %s', async (_title, file) => {
    const { folder, commit } = await gitFolder();
    commit({ 'rules/a.yaral': file });
    commit({ 'rules/a.yaral': 'changed\n' });
    expect(await held(folder, [['rules/a.yaral', 'one\ntwo\n']])).toEqual([true]);
  });

  it('knows the texts of a deleted file', async () => {
    const { folder, git, commit } = await gitFolder();
    commit({ 'rules/a.yaral': 'one\n' });
    git('rm', '--quiet', 'rules/a.yaral');
    commit();
    expect(await held(folder, [['rules/a.yaral', 'one\n']])).toEqual([true]);
  });

  it('follows renames, but not what the old path had later', async () => {
    const { folder, git, commit } = await gitFolder();
    commit({ 'rules/a.yaral': `${LONG}\nfirst\n` });
    git('mv', 'rules/a.yaral', 'rules/b.yaral');
    commit({ 'rules/b.yaral': `${LONG}\nsecond\n` });
    commit({ 'rules/a.yaral': 'somebody else\n' });
    expect(
      await held(folder, [
        ['rules/b.yaral', `${LONG}\nfirst\n`],
        ['rules/b.yaral', `${LONG}\nsecond\n`],
        ['rules/b.yaral', 'somebody else\n'],
        ['rules/a.yaral', `${LONG}\nsecond\n`],
      ]),
    ).toEqual([true, true, false, false]);
  });

  it('ends where files swapped their names to and fro', async () => {
    const { folder, git, commit } = await gitFolder();
    commit({ 'rules/a.yaral': `${LONG}\n0\n` });
    for (let turn = 1; turn <= 6; turn += 1) {
      const [from, to] = turn % 2 === 1 ? ['a', 'b'] : ['b', 'a'];
      git('mv', `rules/${from}.yaral`, `rules/${to}.yaral`);
      commit({ [`rules/${to}.yaral`]: `${LONG}\n${turn}\n` });
    }
    expect(
      await held(
        folder,
        [0, 1, 2, 3, 4, 5, 6].map((turn) => ['rules/a.yaral', `${LONG}\n${turn}\n`]),
      ),
    ).toEqual(Array.from({ length: 7 }, () => true));
  });

  it('knows the side branch of a merge, also where its text did not last, and what only the merge has', async () => {
    const { folder, git, commit } = await gitFolder();
    commit({ 'rules/a.yaral': 'one\n' });
    git('checkout', '--quiet', '-b', 'side');
    commit({ 'rules/a.yaral': 'side\n' });
    git('checkout', '--quiet', 'main');
    commit({ 'rules/a.yaral': 'main\n' });
    expect(() => git('merge', '--quiet', 'side')).toThrow('Command failed');
    commit({ 'rules/a.yaral': 'both\n' });
    git('checkout', '--quiet', '-b', 'lost');
    commit({ 'rules/a.yaral': 'lost\n' });
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--strategy=ours', '--no-edit', 'lost');
    expect(
      await held(
        folder,
        ['one', 'side', 'main', 'both', 'lost'].map((text) => ['rules/a.yaral', `${text}\n`]),
      ),
    ).toEqual([true, true, true, true, true]);
  });

  it('works with SHA-256 repositories', async () => {
    const { folder, commit } = await gitFolder('--object-format=sha256');
    commit({ 'rules/a.yaral': 'one\n' });
    commit({ 'rules/a.yaral': 'two\n' });
    expect(
      await held(folder, [
        ['rules/a.yaral', 'one\n'],
        ['rules/a.yaral', 'none\n'],
      ]),
    ).toEqual([true, false]);
  });

  it('goes on from a remembered head and forgets what another branch had', async () => {
    const { folder, git, commit } = await gitFolder();
    const cache = memoryCache();
    const questions = ['one', 'two', 'side'].map((text) => ['rules/a.yaral', `${text}\n`] as const);
    commit({ 'rules/a.yaral': 'one\n' });
    expect(await held(folder, questions, cache)).toEqual([true, false, false]);
    git('checkout', '--quiet', '-b', 'side');
    commit({ 'rules/a.yaral': 'side\n' });
    expect(await held(folder, questions, cache)).toEqual([true, false, true]);
    git('checkout', '--quiet', 'main');
    commit({ 'rules/a.yaral': 'two\n' });
    expect(await held(folder, questions, cache)).toEqual([true, true, false]);
  });

  it('gives the same answers from pieces as in one go, and keeps few heads', async () => {
    const { folder, git, commit } = await gitFolder();
    const cache = memoryCache();
    const questions: [string, string][] = [];
    let path = 'rules/p0.yaral';
    for (let turn = 0; turn < 9; turn += 1) {
      if (turn % 3 === 2) {
        git('mv', path, `rules/p${turn}.yaral`);
        path = `rules/p${turn}.yaral`;
      }
      commit({ [path]: `${LONG}\n${turn}\n`, 'rules/x.yaral': `${turn}\n` });
      questions.push([path, `${LONG}\n${turn}\n`], ['rules/x.yaral', `${turn}\n`]);
      await held(folder, [], cache);
    }
    const all = questions.flatMap(([, text]): [string, string][] => [
      [path, text],
      ['rules/x.yaral', text],
    ]);
    expect(await held(folder, all, cache)).toEqual(await held(folder, all));
    expect(cache.keys().filter((key) => /^git-history-\w+-/.test(key))).toHaveLength(4);
  });
});
