import { UserError } from '../errors.ts';
import { compareText } from '../text.ts';
import { readPlace, readStatus } from './git-facts.ts';
import { openGit, type GitRunner } from './git-run.ts';

/** What a branch changes below `rules/`, committed or not. Paths are relative to the folder, sorted. */
export interface ChangedFiles {
  /** The branch that was compared with: `origin/main`. */
  readonly base: string;
  /** Changed, added, or not committed. */
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
}

/** Names of the default branch, in the order in which they are tried. A checkout in CI has no `origin/HEAD`. */
const DEFAULT_BRANCHES = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

/**
 * Compares the work tree with the commit at which its branch left the default branch. Throws `UserError` without git,
 * without a default branch, and where the clone has only a part of the history.
 */
export async function readChanged(folder: string): Promise<ChangedFiles> {
  const git = await openGit(folder);
  const { dirty, commit } = await readStatus(git, readPlace(git, folder));
  if (commit === undefined) return { base: 'nothing', changed: dirty, deleted: [] };
  const { base, at } = await mergeBase(git);
  const diff = async (filter: string): Promise<readonly string[]> =>
    (
      await git.text(
        'diff',
        '--relative',
        '--no-renames',
        '--name-only',
        `--diff-filter=${filter}`,
        '-z',
        at,
        '--',
        'rules',
      )
    )
      .split('\0')
      .filter((path) => path !== '');
  const [differing, deleted] = await Promise.all([diff('d'), diff('D')]);
  const changed = new Set([...differing, ...dirty]);
  for (const path of deleted) changed.delete(path);
  return {
    base,
    changed: [...changed].filter((path) => path.startsWith('rules/')).toSorted(compareText),
    deleted: deleted.toSorted(compareText),
  };
}

/** Where HEAD left the default branch. */
async function mergeBase(git: GitRunner): Promise<{ readonly base: string; readonly at: string }> {
  for (const name of DEFAULT_BRANCHES) {
    const there = await said(git, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`);
    if (there === undefined) continue;
    const at = await said(git, 'merge-base', there, 'HEAD');
    if (at === undefined) {
      throw new UserError(`this branch and ${name} have no commit in common`, {
        hint: 'name the files to check instead',
      });
    }
    // What `origin/HEAD` stands for says more to a reader.
    const full = await said(git, 'rev-parse', '--abbrev-ref', name);
    return { base: full ?? name, at };
  }
  throw new UserError('the default branch is not known, so nothing tells what has changed', {
    hint: 'git remote set-head origin --auto, or name the files to check',
  });
}

/** One line of git's; undefined where it fails or says nothing. */
async function said(git: GitRunner, ...words: readonly string[]): Promise<string | undefined> {
  try {
    const output = (await git.text(...words)).trim();
    return output === '' ? undefined : output;
  } catch {
    return undefined;
  }
}
