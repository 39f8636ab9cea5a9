import { appendFileSync, statSync } from 'node:fs';
import { repositoryAddress } from '../lib/github/address.ts';
import { openCaller, type Caller } from '../lib/github/caller.ts';
import { commentShelf } from '../lib/github/comments.ts';
import { ACTIONS_LOGIN, loginOf } from '../lib/github/identity.ts';
import { issueShelf } from '../lib/github/issues.ts';
import type { Wanted } from '../lib/github/next-step.ts';
import { pullOfCommit } from '../lib/github/pulls.ts';
import { settle, type Settled } from '../lib/github/settle.ts';
import { ApiError } from '../lib/errors.ts';
import { GITHUB_LIMITS } from '../lib/model/github-limits.ts';
import { DRIFT_TITLE } from '../lib/report/comment-drift.ts';
import { openReach } from '../lib/secops/proxy.ts';
import type { CommentRun } from './comment-run.ts';
import type { Context } from './command.ts';
import { sayLines } from './say.ts';
import { proxySettings } from './settings.ts';

/** What posting takes. */
export interface Posting {
  readonly context: Context;
  readonly run: CommentRun;
  /** The login of an app's token, which may not ask who it is. */
  readonly login: string | undefined;
  readonly timeoutMs: number;
  readonly verbose: boolean;
  readonly signal: AbortSignal;
}

/** How it ended: where it stands, or why it stands nowhere. */
export type Posted =
  | { readonly kind: 'posted'; readonly settled: Settled }
  | { readonly kind: 'not-posted'; readonly because: string };

/** Keeps the comment of the pull request: of the one at hand, or of the one that was merged as the commit. */
export async function postComment(wanted: Wanted, posting: Posting): Promise<Posted> {
  return post(posting, async (caller, address, login) => {
    const { pull, commit } = posting.run;
    const number =
      pull?.number ??
      (commit === undefined ? undefined : (await pullOfCommit(caller, address, commit))?.number);
    if (number === undefined) return undefined;
    const shelf = commentShelf(caller, address, { number, kept: 'plan', login });
    return settle(shelf, wanted, posting.context);
  });
}

/** Keeps the issue about drift; undefined closes it. */
export async function postIssue(wanted: Wanted | undefined, posting: Posting): Promise<Posted> {
  return post(posting, async (caller, address, login) =>
    settle(issueShelf(caller, address, { title: DRIFT_TITLE, login }), wanted, posting.context),
  );
}

async function post(
  { context, run, login, timeoutMs, verbose, signal }: Posting,
  work: (
    caller: Caller,
    address: ReturnType<typeof repositoryAddress>,
    login: string,
  ) => Promise<Settled | undefined>,
): Promise<Posted> {
  if (run.token === undefined) return notPosted('there is no token: GITHUB_TOKEN');
  if (run.repository === undefined) return notPosted('there is no repository: GITHUB_REPOSITORY');
  const address = repositoryAddress(run.repository, run.api);
  const caller = openCaller({
    fetch: openReach(context.fetch, proxySettings(context.env)).fetch,
    token: run.token,
    clock: context.clock,
    random: context.random,
    timeoutMs,
    signal,
    ...(verbose ? { onCall: (line: string) => sayLines(context, line) } : {}),
  });
  try {
    const as = login ?? (await loginOf(caller, address, ACTIONS_LOGIN));
    const settled = await work(caller, address, as);
    return settled === undefined
      ? notPosted('there is no pull request: neither at hand nor merged as this commit')
      : { kind: 'posted', settled };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { message, hint } = error;
    return notPosted(hint === undefined ? message : `${message} (${hint})`);
  }
}

function notPosted(because: string): Posted {
  return { kind: 'not-posted', because };
}

/** Bytes that a text may have to fit into a step's summary beside what stands there. */
export function summaryRoom(path: string): number {
  // Ours to spare: the runner drops a summary whole that is one byte too large (github A4).
  return Math.max(0, Math.min(1_000_000, GITHUB_LIMITS.summaryBytes - 1024 - sizeOf(path)));
}

/** Adds a text to the step's summary; says so where that cannot be, and goes on. */
export function writeSummary(
  path: string,
  text: string,
  context: Pick<Context, 'env' | 'err'>,
): void {
  try {
    appendFileSync(path, `${text}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    sayLines(context, `comment: the summary cannot be written: ${why}`);
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
