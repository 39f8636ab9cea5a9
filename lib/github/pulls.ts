import { ApiError } from '../errors.ts';
import type { RepositoryAddress } from './address.ts';
import type { Caller } from './caller.ts';
import { fieldOf, numberOf, textOf } from './json.ts';
import { listAll } from './paging.ts';

/** A pull request, as far as it matters here. */
export interface Pull {
  readonly number: number;
  /** The newest commit of its branch. */
  readonly head: string;
}

type Repository = Pick<RepositoryAddress, 'repository'>;

/** Reads a pull request. Rejects with 404 where there is none of that number. */
export async function readPull(
  caller: Caller,
  { repository }: Repository,
  number: number,
): Promise<Pull> {
  const operation = 'read the pull request';
  const item = await caller({ method: 'GET', url: `${repository}/pulls/${number}`, operation });
  const head = headOf(item);
  if (head !== undefined) return { number, head };
  throw new ApiError({
    operation,
    status: 200,
    effect: 'rejected',
    detail: 'the answer is no pull request',
  });
}

/**
 * The merged pull request that brought a commit: the one whose merge commit it is, else the one that was merged last.
 * Undefined where there is none: the commit was pushed.
 */
export async function pullOfCommit(
  caller: Caller,
  { repository }: Repository,
  commit: string,
): Promise<Pull | undefined> {
  const items = await listAll(
    caller,
    `${repository}/commits/${commit}/pulls`,
    'find the pull request of the commit',
  );
  const merged = items
    .flatMap((item) => {
      const at = textOf(fieldOf(item, 'merged_at'));
      const number = numberOf(fieldOf(item, 'number'));
      const head = headOf(item);
      if (at === undefined || number === undefined || head === undefined) return [];
      const exact = textOf(fieldOf(item, 'merge_commit_sha')) === commit;
      return [{ number, head, at, exact }];
    })
    .toSorted(
      (one, other) => Number(other.exact) - Number(one.exact) || (one.at < other.at ? 1 : -1),
    );
  const [found] = merged;
  return found === undefined ? undefined : { number: found.number, head: found.head };
}

function headOf(item: unknown): string | undefined {
  return textOf(fieldOf(fieldOf(item, 'head'), 'sha'));
}
