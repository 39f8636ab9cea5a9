import { isKept, type KeptText } from '../model/comment-stamp.ts';
import type { RepositoryAddress } from './address.ts';
import type { Caller } from './caller.ts';
import { sameLogin } from './identity.ts';
import { fieldOf, numberOf, textOf } from './json.ts';
import type { Note } from './next-step.ts';
import { listAll } from './paging.ts';
import { readPull } from './pulls.ts';
import type { Shelf } from './settle.ts';

/** The comments of a pull request. `login` is who the token is taken for; the first answer to a write corrects it. */
export function commentShelf(
  caller: Caller,
  { repository }: RepositoryAddress,
  pull: { readonly number: number; readonly kept: KeptText; readonly login: string },
): Shelf {
  let { login } = pull;
  const all = `${repository}/issues/${pull.number}/comments`;
  const one = (id: number): string => `${repository}/issues/comments/${id}`;
  return {
    list: async () =>
      (await listAll(caller, all, 'list the comments'))
        .flatMap((item) => noteOf(item, 'id') ?? [])
        .filter(({ author, body }) => sameLogin(author, login) && isKept(pull.kept, body)),
    head: async () => (await readPull(caller, { repository }, pull.number)).head,
    create: async (body) => {
      const made = noteOf(
        await caller({ method: 'POST', url: all, body: { body }, operation: 'write the comment' }),
        'id',
      );
      if (made !== undefined) login = made.author;
    },
    update: async (id, body) => {
      await caller({
        method: 'PATCH',
        url: one(id),
        body: { body },
        operation: 'change the comment',
      });
    },
    remove: async (id) => {
      await caller({ method: 'DELETE', url: one(id), operation: 'delete a second comment' });
    },
  };
}

/** A comment or an issue of an answer; undefined where it is not whole. */
export function noteOf(item: unknown, key: 'id' | 'number'): Note | undefined {
  const id = numberOf(fieldOf(item, key));
  const author = textOf(fieldOf(fieldOf(item, 'user'), 'login'));
  if (id === undefined || author === undefined) return undefined;
  const page = textOf(fieldOf(item, 'html_url'));
  return {
    id,
    author,
    body: textOf(fieldOf(item, 'body')) ?? '',
    ...(page === undefined ? {} : { page }),
  };
}
