import { onTestFinished } from 'vitest';
import { repositoryAddress, type RepositoryAddress } from '../../lib/github/address.ts';
import { openCaller, type Caller } from '../../lib/github/caller.ts';
import { commentShelf } from '../../lib/github/comments.ts';
import { ACTIONS_LOGIN, loginOf } from '../../lib/github/identity.ts';
import { issueShelf } from '../../lib/github/issues.ts';
import type { Wanted } from '../../lib/github/next-step.ts';
import { settle, type Settled } from '../../lib/github/settle.ts';
import { VirtualClock } from './clock.ts';
import { startFakeGitHub, type FakeGitHub } from './fake-github.ts';

/** A fake GitHub, and a client that talks to it in virtual time. */
export interface GitHubDesk {
  readonly github: FakeGitHub;
  readonly clock: VirtualClock;
  readonly address: RepositoryAddress;
  readonly fetch: typeof fetch;
  readonly caller: (token: string, timeoutMs?: number) => Caller;
  /** Keeps the comment of a pull request. */
  readonly comment: (
    wanted: Wanted | undefined,
    given: { readonly pull: number; readonly token: string },
  ) => Promise<Settled>;
  /** Keeps the issue about drift. */
  readonly issue: (wanted: Wanted | undefined, token: string) => Promise<Settled>;
}

/** Opens one; it goes with the test. */
export async function openGitHubDesk(): Promise<GitHubDesk> {
  const github = await startFakeGitHub();
  onTestFinished(() => github.close());
  const clock = new VirtualClock();
  const heldFetch = fetchIn(clock, github);
  const address = repositoryAddress(github.repository, github.url);
  const caller: GitHubDesk['caller'] = (token, timeoutMs = 120_000) =>
    openCaller({ fetch: heldFetch, token, clock, random: () => 0.5, timeoutMs });
  return {
    github,
    clock,
    address,
    fetch: heldFetch,
    caller,
    comment: async (wanted, { pull, token }) => {
      const call = caller(token);
      const login = await loginOf(call, address, ACTIONS_LOGIN);
      return settle(commentShelf(call, address, { number: pull, kept: 'plan', login }), wanted, {
        clock,
      });
    },
    issue: async (wanted, token) => {
      const call = caller(token);
      const login = await loginOf(call, address, ACTIONS_LOGIN);
      return settle(issueShelf(call, address, { title: 'drift', login }), wanted, { clock });
    },
  };
}

/** A fetch during which virtual time stands still, until the answer is whole or will never come. */
export function fetchIn(clock: VirtualClock, github: FakeGitHub): typeof fetch {
  return async (input, init) => {
    const answer = (async () => {
      const response = await globalThis.fetch(input, init);
      const text = await response.text();
      return new Response(response.status === 204 ? null : text, {
        status: response.status,
        headers: response.headers,
      });
    })();
    const settled = answer.then(
      () => undefined,
      () => undefined,
    );
    await clock.during(() => Promise.race([settled, github.hung()]));
    return answer;
  };
}
