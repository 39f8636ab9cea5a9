import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { explainGitFailure } from '../../lib/repo/git-run.ts';
import { openRepository } from '../../lib/repo/git.ts';
import { tempFolder } from '../helpers/temp.ts';
import { gitFolder, gitFolderAt, memoryCache, runGit } from './git-folder.ts';

async function refusal(folder: string): Promise<UserError> {
  try {
    await openRepository(folder, memoryCache());
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('the repository was opened');
}

describe('openRepository', () => {
  it('knows commit, branch, author and the first commit', async () => {
    const { folder, git, commit } = await gitFolder();
    const first = commit({ 'rules/a.yaral': 'one\n' });
    const second = commit({ 'rules/a.yaral': 'two\n' });
    const repository = await openRepository(folder, memoryCache());
    expect({ ...repository.facts, author: await repository.author() }).toEqual({
      top: git('rev-parse', '--show-toplevel'),
      commit: second,
      branch: 'main',
      repository: first,
      author: 'Ada Example <ada@example.com>',
      dirty: [],
    });
  });

  it('takes the root of the first-parent line where unrelated histories were merged', async () => {
    const { folder, git, commit } = await gitFolder();
    const first = commit({ 'rules/a.yaral': 'one\n' });
    git('checkout', '--quiet', '--orphan', 'other');
    commit({ 'rules/b.yaral': 'other\n' });
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--allow-unrelated-histories', '--no-edit', 'other');
    expect((await openRepository(folder, memoryCache())).facts.repository).toBe(first);
  });

  it('allows a repository without a commit', async () => {
    const { folder, write } = await gitFolder();
    write({ 'rules/a.yaral': 'one\n' });
    const repository = await openRepository(folder, memoryCache());
    expect(repository.facts).toMatchObject({
      commit: undefined,
      branch: 'main',
      repository: 'unborn',
      dirty: ['rules/a.yaral'],
    });
    expect((await repository.history()).everHeld('rules/a.yaral', 'one\n')).toBe(false);
  });

  it('has no branch on a detached HEAD', async () => {
    const { folder, git, commit } = await gitFolder();
    commit();
    git('checkout', '--quiet', '--detach');
    expect((await openRepository(folder, memoryCache())).facts.branch).toBeUndefined();
  });

  it('names whatever differs below rules/ and environments/, and nothing else', async () => {
    const { folder, git, commit, write } = await gitFolder();
    commit({
      'rules/family/changed.yaral': 'a\n',
      'rules/family/deleted.yaral': 'a\n',
      'rules/family/renamed.yaral': 'some text\n',
      'rules/clean.yaral': 'a\n',
      'README.md': 'a\n',
      '.gitignore': 'ignored*\n',
    });
    git('mv', 'rules/family/renamed.yaral', 'rules/family/new name "q" ä.yaral');
    git('rm', '--quiet', 'rules/family/deleted.yaral');
    write({
      'rules/family/changed.yaral': 'b\n',
      'rules/untracked/deep.yaral': 'a\n',
      'rules/ignored.yaral': 'a\n',
      'rules/ignored.swp': 'a\n',
      'environments/dev.yaml': 'api: embedded\n',
      'README.md': 'b\n',
      'docs/new.md': 'a\n',
    });
    expect((await openRepository(folder, memoryCache())).facts.dirty).toEqual([
      'environments/dev.yaml',
      'rules/family/changed.yaral',
      'rules/family/deleted.yaral',
      'rules/family/new name "q" ä.yaral',
      'rules/family/renamed.yaral',
      'rules/ignored.yaral',
      'rules/untracked/deep.yaral',
    ]);
  });

  it('works in a folder below the top, and tells it from the top', async () => {
    const { folder, git, commit, write } = await gitFolder();
    const id = commit({
      'secops/[x] ä/rules/a.yaral': 'one\n',
      'secops/[x] ä/environments/dev.yaml': 'api: embedded\n',
      'rules/other.yaral': 'not ours\n',
    });
    write({ 'secops/[x] ä/rules/a.yaral': 'two\n', 'rules/other.yaral': 'changed\n' });
    const below = join(folder, 'secops/[x] ä');
    const repository = await openRepository(below, memoryCache());
    expect(repository.facts).toMatchObject({
      top: git('rev-parse', '--show-toplevel'),
      repository: `${id}:secops/[x] ä`,
      dirty: ['rules/a.yaral'],
    });
    const tree = await repository.commitTree(id);
    expect((await tree.list('rules')).map(({ path }) => path)).toEqual(['rules/a.yaral']);
    expect(Buffer.from(await tree.read('rules/a.yaral')).toString()).toBe('one\n');
    const history = await repository.history();
    expect(history.everHeld('rules/a.yaral', 'one\n')).toBe(true);
    expect(history.everHeld('rules/other.yaral', 'not ours\n')).toBe(false);
  });

  it('works in a linked work tree, whose .git is a file', async () => {
    const { folder, git, commit } = await gitFolder();
    const id = commit({ 'rules/a.yaral': 'one\n' });
    const linked = join(await tempFolder(), 'linked');
    git('worktree', 'add', '--quiet', '-b', 'side', linked);
    const { facts } = await openRepository(linked, memoryCache());
    expect(facts).toMatchObject({ commit: id, branch: 'side', repository: id });
    expect(facts.top).not.toBe(folder);
  });

  it('refuses a folder without a repository', async () => {
    const folder = await tempFolder();
    const error = await refusal(folder);
    expect(error.message).toBe(`"${folder}" is not in a git work tree`);
    expect(error.hint).toContain('git init');
  });

  it('refuses a folder that is not there', async () => {
    const folder = join(await tempFolder(), 'nowhere');
    expect((await refusal(folder)).message).toBe(`the folder "${folder}" does not exist`);
  });

  it('says so where git is not installed', async () => {
    const path = process.env['PATH'];
    onTestFinished(() => {
      process.env['PATH'] = path;
    });
    process.env['PATH'] = await tempFolder();
    const error = await refusal(process.env['PATH']);
    expect(error.message).toBe('git is not found');
    expect(error.hint).toContain('install git');
  });

  it('passes on how to trust a folder of another user', () => {
    const { message, hint } = explainGitFailure(
      new Error(
        "fatal: detected dubious ownership in repository at '/srv/rules'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory /srv/rules\n",
      ),
      '/srv/rules/secops',
    );
    expect(message).toBe('git refuses "/srv/rules/secops": the folder belongs to another user');
    expect(hint).toBe('git config --global --add safe.directory /srv/rules');
  });

  it('refuses a bare repository', async () => {
    const { folder } = await gitFolder('--bare');
    expect((await refusal(folder)).message).toBe(`"${folder}" is not in a git work tree`);
  });

  it('does not let the environment of a hook point it elsewhere', async () => {
    const { folder, commit } = await gitFolder();
    const id = commit({ 'rules/a.yaral': 'one\n' });
    onTestFinished(() => {
      delete process.env['GIT_DIR'];
    });
    process.env['GIT_DIR'] = join(await tempFolder(), 'nowhere');
    expect((await openRepository(folder, memoryCache())).facts.commit).toBe(id);
  });

  it('refuses a shallow clone and says how to complete it', async () => {
    const { folder, commit } = await gitFolder();
    commit({ 'rules/a.yaral': 'one\n' });
    commit({ 'rules/a.yaral': 'two\n' });
    const clone = await tempFolder();
    runGit(clone, ['clone', '--quiet', '--depth=1', pathToFileURL(folder).href, 'clone']);
    const error = await refusal(join(clone, 'clone'));
    expect(error.message).toBe('this clone has only a part of its history');
    expect(error.hint).toContain('git fetch --unshallow');
    expect(error.hint).toContain('fetch-depth: 0');
  });
});

describe('hasCommit and isAncestor', () => {
  it('answer for commits, and never pass on what is not a commit id', async () => {
    const { folder, git, commit } = await gitFolder();
    const first = commit({ 'rules/a.yaral': 'one\n' });
    const second = commit({ 'rules/a.yaral': 'two\n' });
    git('checkout', '--quiet', '-b', 'side', first);
    const side = commit({ 'rules/b.yaral': 'three\n' });
    const missing = '0'.repeat(39) + '1';
    const repository = await openRepository(folder, memoryCache());
    const blob = git('rev-parse', 'HEAD:rules/a.yaral');
    expect(
      await Promise.all(
        [first, second, missing, blob, 'HEAD', '--all', ''].map((id) => repository.hasCommit(id)),
      ),
    ).toEqual([true, true, false, false, false, false, false]);
    expect(
      await Promise.all(
        [
          [first, second],
          [first, first],
          [second, first],
          [second, side],
          [missing, first],
          ['--all', first],
        ].map(([older = '', newer = '']) => repository.isAncestor(older, newer)),
      ),
    ).toEqual([true, true, false, false, false, false]);
  });

  it('takes neither a tree nor a blob for a commit that another one contains', async () => {
    const { folder, git, commit } = await gitFolder();
    commit({ 'rules/a.yaral': 'one\n' });
    const head = commit({ 'rules/a.yaral': 'two\n' });
    const repository = await openRepository(folder, memoryCache());
    const ids = ['HEAD', 'HEAD^{tree}', 'HEAD~1^{tree}', 'HEAD:rules/a.yaral'].map((name) =>
      git('rev-parse', name),
    );
    expect(await Promise.all(ids.map((id) => repository.isAncestor(id, head)))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('commitTree', () => {
  it('has the bytes of a commit, whatever the work tree has', async () => {
    const { folder, git, commit, write } = await gitFolder();
    const bytes = Uint8Array.from([0xff, 0xfe, 0x00, 0x0d, 0x0a, 0xc3]);
    const id = commit({
      'rules/one.yaral': 'rule one {}\n',
      'rules/same.yaral': 'rule one {}\n',
      'rules/family/spaced "name" ä.yaral': bytes,
      'rules/empty.yaral': '',
      'rules/lists/names.string.txt': '// names\nalpha\r\n',
      'rules/README.md': 'not read\n',
      'environments/dev.yaml': 'api: embedded\n',
    });
    git('rm', '--quiet', '-r', 'rules');
    write({ 'environments/dev.yaml': 'changed\n' });
    const cache = memoryCache();
    const tree = await (await openRepository(folder, cache)).commitTree(id);
    expect(await tree.list('rules')).toMatchObject([
      { path: 'rules/README.md', kind: 'file', size: 9 },
      { path: 'rules/empty.yaral', size: 0 },
      { path: 'rules/family/spaced "name" ä.yaral', size: 6 },
      { path: 'rules/lists/names.string.txt' },
      { path: 'rules/one.yaral' },
      { path: 'rules/same.yaral' },
    ]);
    expect([...(await tree.read('rules/family/spaced "name" ä.yaral'))]).toEqual([...bytes]);
    expect(Buffer.from(await tree.read('rules/same.yaral')).toString()).toBe('rule one {}\n');
    expect(await tree.read('rules/empty.yaral')).toHaveLength(0);
    expect(Buffer.from(await tree.read('environments/dev.yaml')).toString()).toBe(
      'api: embedded\n',
    );

    const again = await (await openRepository(folder, cache)).commitTree(id);
    expect(await again.list('rules')).toEqual(await tree.list('rules'));
    expect([...(await again.read('rules/family/spaced "name" ä.yaral'))]).toEqual([...bytes]);
  });

  it('reads a cached commit without asking git', async () => {
    const { folder, git, commit } = await gitFolder();
    const id = commit({ 'rules/one.yaral': 'rule one {}\n' });
    const cache = memoryCache();
    const repository = await openRepository(folder, cache);
    await repository.commitTree(id);
    git('update-ref', '-d', 'HEAD');
    git('reflog', 'expire', '--expire=now', '--all');
    git('rm', '--quiet', '--cached', '-r', 'rules');
    git('gc', '--quiet', '--prune=now');
    expect(await repository.hasCommit(id)).toBe(false);
    const tree = await repository.commitTree(id);
    expect(Buffer.from(await tree.read('rules/one.yaral')).toString()).toBe('rule one {}\n');
  });

  it('asks git only for what is not at hand, and for that too once it no longer is', async () => {
    const { folder, git, commit } = await gitFolder();
    const files = { 'rules/one.yaral': 'rule one {}\n', 'rules/two.yaral': 'rule two {}\n' };
    const id = commit(files);
    const cache = memoryCache();
    const asked = async (atHand: readonly string[]): Promise<unknown> => {
      const bytes = atHand.map((text) => Buffer.from(text));
      const tree = await (await openRepository(folder, cache, () => bytes)).commitTree(id);
      for (const [path, text] of Object.entries(files)) {
        expect(Buffer.from(await tree.read(path)).toString()).toBe(text);
      }
      const key = cache.keys().find((one) => one.startsWith('git-tree-') && one.endsWith(id));
      return await cache.read(key ?? '');
    };
    const [one, two] = ['one', 'two'].map((name) => git('rev-parse', `HEAD:rules/${name}.yaral`));
    expect(await asked(['rule one {}\n', 'rule other {}\n'])).toMatchObject({
      contents: [[two, 'rule two {}\n']],
    });
    expect(await asked([])).toMatchObject({
      contents: [
        [two, 'rule two {}\n'],
        [one, 'rule one {}\n'],
      ],
    });
  });

  it('refuses a commit of which git has lost a file', async () => {
    const { folder, git, commit } = await gitFolder();
    const id = commit({ 'rules/one.yaral': 'rule one {}\n', 'rules/two.yaral': 'rule two {}\n' });
    const blob = git('rev-parse', 'HEAD:rules/one.yaral');
    rmSync(join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    const repository = await openRepository(folder, memoryCache());
    await expect(repository.commitTree(id)).rejects.toThrow('rules/one.yaral');
  });

  it('takes a broken cache entry for a miss', async () => {
    const { folder, commit } = await gitFolder();
    const id = commit({ 'rules/one.yaral': 'rule one {}\n' });
    const cache = memoryCache();
    const repository = await openRepository(folder, cache);
    await repository.commitTree(id);
    const trees = cache.keys().filter((key) => key.startsWith('git-tree-'));
    expect(trees.length).toBeGreaterThan(0);
    for (const key of trees) await cache.write(key, { entries: [{}], contents: 'x' });
    const tree = await repository.commitTree(id);
    expect(await tree.list('rules')).toHaveLength(1);
  });

  it('shows links and passes submodules over', async () => {
    const { folder, git, commit } = await gitFolder();
    const inner = gitFolderAt(join(folder, 'rules/vendored'));
    mkdirSync(inner.folder, { recursive: true });
    inner.git('init', '--quiet');
    inner.commit({ 'theirs.yaral': 'rule theirs {}\n' });
    const id = commit({ 'rules/ours.yaral': 'rule ours {}\n' });
    git(
      'update-index',
      '--add',
      '--cacheinfo',
      `120000,${git('rev-parse', 'HEAD:rules/ours.yaral')},rules/link.yaral`,
    );
    git('commit', '--quiet', '--message', 'link');
    const repository = await openRepository(folder, memoryCache());
    expect((await (await repository.commitTree(id)).list('rules')).map(({ path }) => path)).toEqual(
      ['rules/ours.yaral'],
    );
    const linked = await repository.commitTree(git('rev-parse', 'HEAD'));
    expect(await linked.list('rules')).toMatchObject([
      { path: 'rules/link.yaral', kind: 'link' },
      { path: 'rules/ours.yaral', kind: 'file' },
    ]);
  });
});
