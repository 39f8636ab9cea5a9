import { createHash } from 'node:crypto';
import type { Cache } from '../ports/keep.ts';
import { readCommitTree } from './commit-tree.ts';
import type { FileTree } from './file-tree.ts';
import { readAuthor, readPlace, readRoot, readStatus, type GitFacts } from './git-facts.ts';
import { openGit, type GitRunner } from './git-run.ts';
import { isAncestor, readHistory, type TextHistory } from './history.ts';

/** A repository, as the three-way comparison needs it. Paths are relative to the folder it was opened in. */
export interface Repository {
  readonly facts: GitFacts;
  /** Whether this clone has a commit. What is not a full commit id is not there. */
  hasCommit(commit: string): Promise<boolean>;
  /** Whether the newer commit is the older one or contains it; false where one is missing. */
  isAncestor(older: string, newer: string): Promise<boolean>;
  /** `rules/` and `environments/` at a commit that this clone has. */
  commitTree(commit: string): Promise<FileTree>;
  /** The texts that stood below `rules/` in the history of HEAD; empty before the first commit. */
  history(): Promise<TextHistory>;
}

/**
 * Opens the repository around a folder. Throws `UserError` where there is no git, no repository,
 * one that belongs to somebody else, or only a part of its history.
 */
export async function openRepository(folder: string, cache: Cache): Promise<Repository> {
  const git = await openGit(folder);
  const place = await readPlace(git, folder);
  const [status, author] = await Promise.all([readStatus(git, place.prefix), readAuthor(git)]);
  const key = createHash('sha256').update(place.prefix).digest('hex').slice(0, 12);
  const root = await readRoot(git, cache, status.commit);
  return {
    facts: {
      top: place.top,
      ...status,
      repository: place.prefix === '' ? root : `${root}:${place.prefix.replace(/\/$/, '')}`,
      author,
    },
    hasCommit: async (commit) => hasCommit(git, commit),
    isAncestor: async (older, newer) => isAncestor(git, older, newer),
    commitTree: async (commit) =>
      readCommitTree(git, cache, { commit, key: `git-tree-${key}-${commit}` }),
    history: async () =>
      status.commit === undefined
        ? { everHeld: () => false }
        : readHistory(git, cache, {
            head: status.commit,
            key: `git-history-${key}`,
            format: place.format,
          }),
  };
}

async function hasCommit(git: GitRunner, commit: string): Promise<boolean> {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return false;
  try {
    return (await git.text('cat-file', '-t', commit)).trim() === 'commit';
  } catch {
    return false;
  }
}
