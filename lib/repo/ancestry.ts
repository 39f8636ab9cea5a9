import type { GitRunner } from './git-run.ts';
import type { Recent } from './recent.ts';

/** A full commit id. What a tenant remembers comes from strangers: nothing else is handed to git. */
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether the clone has a commit of this id. */
export async function hasCommit(git: GitRunner, commit: string): Promise<boolean> {
  if (!COMMIT.test(commit)) return false;
  try {
    return (await git.text('cat-file', '-t', commit)).trim() === 'commit';
  } catch {
    return false;
  }
}

/**
 * Whether a commit is another one or is contained in it. False where the clone has not got one of them. A yes is
 * kept if there is a place for it: the walk may be as long as the history.
 */
export async function isAncestor(
  git: GitRunner,
  older: string,
  newer: string,
  known?: Recent,
): Promise<boolean> {
  if (!COMMIT.test(older) || !COMMIT.test(newer)) return false;
  const pair = `${older}-${newer}`;
  if ((await known?.read(pair)) === true) return true;
  try {
    // Peeled: a tree or a blob of that id is no commit, and rev-list would have nothing to say against it.
    const range = [`${older}^{commit}`, `^${newer}^{commit}`];
    const contained = (await git.text('rev-list', '-n', '1', ...range)).trim() === '';
    if (contained) await known?.write(pair, true);
    return contained;
  } catch {
    return false;
  }
}
