import { isKept } from '../model/comment-stamp.ts';
import type { RepositoryAddress } from './address.ts';
import type { Caller } from './caller.ts';
import { noteOf } from './comments.ts';
import { sameLogin } from './identity.ts';
import { fieldOf } from './json.ts';
import { listAll } from './paging.ts';
import type { Shelf } from './settle.ts';

/**
 * The open issues of a repository; removing one closes it. GitHub lists pull requests among them, which are none.
 * All are listed, whatever their labels, since people take labels away.
 */
export function issueShelf(
  caller: Caller,
  { repository }: RepositoryAddress,
  issue: { readonly title: string; readonly login: string },
): Shelf {
  let { login } = issue;
  const all = `${repository}/issues`;
  const change = async (number: number, body: Readonly<Record<string, unknown>>): Promise<void> => {
    await caller({
      method: 'PATCH',
      url: `${all}/${number}`,
      body,
      operation: 'change the issue',
    });
  };
  return {
    list: async () =>
      (await listAll(caller, `${all}?state=open&sort=created&direction=asc`, 'list the issues'))
        .filter((item) => fieldOf(item, 'pull_request') === undefined)
        .flatMap((item) => noteOf(item, 'number') ?? [])
        .filter(({ author, body }) => sameLogin(author, login) && isKept('drift', body)),
    head: () => Promise.resolve(undefined),
    create: async (body) => {
      const made = noteOf(
        await caller({
          method: 'POST',
          url: all,
          body: { title: issue.title, body },
          operation: 'open the issue',
        }),
        'number',
      );
      if (made !== undefined) login = made.author;
    },
    update: (number, body) => change(number, { body }),
    remove: (number, because) =>
      change(number, {
        state: 'closed',
        state_reason: because === 'settled' ? 'completed' : 'not_planned',
      }),
  };
}
