import { createHash } from 'node:crypto';
import type { Cache } from '../ports/keep.ts';
import { hasCommit, isAncestor } from './ancestry.ts';
import { blobId } from './blob-id.ts';
import { readCommitTree } from './commit-tree.ts';
import type { FileTree } from './file-tree.ts';
import { readAuthor, readPlace, readRoot, readStatus, type GitFacts } from './git-facts.ts';
import { openGit } from './git-run.ts';
import { readHistory, type TextHistory } from './history.ts';
import { recentIn } from './recent.ts';

/** A repository, as the three-way comparison needs it. Paths are relative to the folder it was opened in. */
export interface Repository {
  readonly facts: GitFacts;
  /** Who works here: `name <e-mail>` as git is configured; undefined where it is not. Asked for by who writes it down. */
  author(): Promise<string | undefined>;
  /** Whether this clone has a commit. What is not a full commit id is not there. */
  hasCommit(commit: string): Promise<boolean>;
  /** Whether the newer commit is the older one or contains it; false where one is missing. */
  isAncestor(older: string, newer: string): Promise<boolean>;
  /** `rules/` and `environments/` at a commit that this clone has. */
  commitTree(commit: string): Promise<FileTree>;
  /** The texts that stood below `rules/` in the history of HEAD; empty before the first commit. */
  history(): Promise<TextHistory>;
}

/** How many facts of a kind are kept: the branches, and the tenants, that one clone goes back and forth between. */
const KEPT = { roots: 16, ancestors: 32, trees: 6, heads: 4 } as const;

/**
 * Opens the repository around a folder. Throws `UserError` where there is no git, no repository,
 * one that belongs to somebody else, or only a part of its history. What a commit has and `atHand` gives is not asked
 * of git.
 */
export async function openRepository(
  folder: string,
  cache: Cache,
  atHand: () => Iterable<Uint8Array> = () => [],
): Promise<Repository> {
  const git = await openGit(folder);
  const place = readPlace(git, folder);
  const [{ top, prefix, format }, status] = await Promise.all([place, readStatus(git, place)]);
  const root = await readRoot(git, recentIn(cache, 'git-root', KEPT.roots), status.commit);
  const ancestors = recentIn(cache, 'git-ancestor', KEPT.ancestors);
  // Files and history are those of this folder, wherever it is below the top.
  const key = createHash('sha256').update(prefix).digest('hex').slice(0, 12);
  const trees = recentIn(cache, `git-tree-${key}`, KEPT.trees);
  const heads = recentIn(cache, `git-history-${key}`, KEPT.heads);
  let blobs: ReadonlyMap<string, Uint8Array> | undefined;
  return {
    facts: {
      top,
      ...status,
      repository: prefix === '' ? root : `${root}:${prefix.replace(/\/$/, '')}`,
    },
    author: async () => readAuthor(git),
    hasCommit: async (commit) => hasCommit(git, commit),
    isAncestor: async (older, newer) => isAncestor(git, older, newer, ancestors),
    commitTree: async (commit) => {
      blobs ??= new Map([...atHand()].map((bytes) => [blobId(bytes, format), bytes]));
      return readCommitTree(git, trees, { commit, blobs });
    },
    history: async () =>
      status.commit === undefined
        ? { everHeld: () => false }
        : readHistory(git, heads, { head: status.commit, format }),
  };
}
