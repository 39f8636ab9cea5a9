import { expect } from 'vitest';
import { ApiError } from '../../lib/errors.ts';
import type { Wanted } from '../../lib/github/next-step.ts';
import type { Settled } from '../../lib/github/settle.ts';
import { keptBody } from '../../lib/model/comment-stamp.ts';
import type { GitHubFault } from '../helpers/fake-github-faults.ts';
import { HEAD } from '../helpers/fake-github.ts';
import type { GitHubDesk } from '../helpers/github-desk.ts';

const BOT = 'github-actions[bot]';
const COMMENT: Wanted = {
  kept: 'plan',
  stamp: { kind: 'plan', head: HEAD, run: '10.1' },
  textAfter: () => 'new',
};
export const ISSUE: Wanted = { kept: 'drift', stamp: { kind: 'drift' }, textAfter: () => 'new' };
const BODY = keptBody('plan', COMMENT.stamp, 'new');
const OLD_BODY = keptBody('plan', { kind: 'plan', head: HEAD, run: '9.1' }, 'old');

/** The same for the issue about drift. */
export async function issueUnder(
  desk: GitHubDesk,
  {
    call,
    before,
    wanted,
    fault,
  }: {
    readonly call: string;
    readonly before: 'absent' | 'open';
    readonly wanted: Wanted | undefined;
    readonly fault: GitHubFault;
  },
): Promise<void> {
  const token = desk.github.token();
  if (before === 'open') await desk.issue({ ...ISSUE, textAfter: () => 'old' }, token);
  desk.github.fail(call, fault);
  await outcome(desk.issue(wanted, token), fault);
  const open = (): readonly string[] =>
    desk.github.issues().flatMap(({ state, body }) => (state === 'open' ? [body] : []));
  expect(open().length, fault).toBeLessThanOrEqual(1);
  await desk.issue(wanted, token);
  expect(open(), fault).toEqual(
    wanted === undefined ? [] : [keptBody('drift', ISSUE.stamp, 'new')],
  );
  expect(desk.github.issues(), fault).toHaveLength(1);
}

/** One run under faults and one without: never two comments, and the right one in the end. */
export async function commentUnder(
  { github, comment, clock }: GitHubDesk,
  {
    call,
    before,
    faults,
  }: { readonly call: string; readonly before: number; readonly faults: readonly GitHubFault[] },
): Promise<void> {
  const [pull, token] = [github.pull(), github.token()];
  for (let count = 0; count < before; count += 1) github.comment(pull, OLD_BODY, BOT);
  const begun = clock.now().getTime();
  github.fail(call, ...faults);
  await outcome(comment(COMMENT, { pull, token }), faults.join(', '));
  expect(clock.now().getTime() - begun, `${faults.join(', ')}: ends in time`).toBeLessThan(130_000);
  expect(github.comments(pull).length, faults.join(', ')).toBeLessThanOrEqual(Math.max(1, before));
  // What the first run did not use must not hit the second.
  github.forgive();
  await comment(COMMENT, { pull, token });
  expect(github.comments(pull), faults.join(', ')).toEqual([BODY]);
}

/** Settles, or fails with an error that says what and why, and holds no token. */
export async function outcome(run: Promise<Settled>, fault: string): Promise<void> {
  try {
    await run;
  } catch (error) {
    expect(error, fault).toBeInstanceOf(ApiError);
    expect(error instanceof Error ? error.message : '', fault).not.toContain('secret');
  }
}
