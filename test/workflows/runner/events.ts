import type { TestRepository } from '../../helpers/repository.ts';
import type { Event } from './world.ts';

/** A pull request, as its author left it. */
export interface PullRequest {
  readonly number: number;
  readonly branch: string;
  /** The commit at the tip of the branch. */
  readonly head: string;
  readonly author: string;
  /** `owner/name` of where the branch is: another repository for a fork. */
  readonly from: string;
}

/** What happened to a pull request; GitHub calls a merge `closed` too. */
export type PullAction = 'opened' | 'synchronize' | 'reopened' | 'closed' | 'merged';

/** `pull_request`: what runs, and is checked out, is the merge of the branch into main. */
export function pullRequestEvent(
  origin: TestRepository,
  { number, head, author, from }: PullRequest,
  repository: string,
  action: PullAction = 'opened',
): Event {
  const main = origin.git('rev-parse', 'main').trim();
  const tree = origin.git('merge-tree', '--write-tree', main, head).trim();
  const message = `Merge ${head} into ${main}`;
  const sha = origin.git('commit-tree', tree, '-p', main, '-p', head, '-m', message).trim();
  const ref = `refs/pull/${number}/merge`;
  origin.git('update-ref', ref, sha);
  return {
    name: 'pull_request',
    ref,
    sha,
    actor: author,
    untrusted: from !== repository || author === 'dependabot[bot]',
    payload: {
      action: action === 'merged' ? 'closed' : action,
      number,
      pull_request: {
        number,
        merged: action === 'merged',
        user: { login: author },
        head: { sha: head, repo: { full_name: from } },
        base: { sha: main, ref: 'main', repo: { full_name: repository } },
      },
      repository: { full_name: repository },
    },
  };
}

/** `push` to main, as it stands. */
export function pushEvent(origin: TestRepository, repository: string): Event {
  const sha = origin.git('rev-parse', 'main').trim();
  return {
    name: 'push',
    ref: 'refs/heads/main',
    sha,
    actor: 'ann',
    untrusted: false,
    payload: { ref: 'refs/heads/main', after: sha, repository: { full_name: repository } },
  };
}

/** `schedule` and `workflow_dispatch`: on main as it stands. */
export function onMain(
  origin: TestRepository,
  name: 'schedule' | 'workflow_dispatch',
  inputs: Readonly<Record<string, unknown>> = {},
): Event {
  return {
    name,
    ref: 'refs/heads/main',
    sha: origin.git('rev-parse', 'main').trim(),
    actor: 'ann',
    untrusted: false,
    payload: {},
    inputs,
  };
}
