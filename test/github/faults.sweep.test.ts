import { describe, expect, it } from 'vitest';
import type { Wanted } from '../../lib/github/next-step.ts';
import { GITHUB_FAULTS } from '../helpers/fake-github-faults.ts';
import { openGitHubDesk } from '../helpers/github-desk.ts';
import { commentUnder, ISSUE, issueUnder } from './faults.ts';

/** A call that may fail, and how many comments of ours there are before. */
const COMMENT_CALLS: readonly (readonly [call: string, before: number])[] = [
  ['GET /user', 0],
  ['/comments', 0],
  ['/pulls/', 1],
  ['POST /repos', 0],
  ['PATCH /repos', 1],
  ['DELETE /repos', 3],
];

const ISSUE_CALLS: readonly (readonly [
  call: string,
  before: 'absent' | 'open',
  wanted: Wanted | undefined,
])[] = [
  ['GET /repos/acme/rules/issues', 'absent', ISSUE],
  ['POST /repos/acme/rules/issues', 'absent', ISSUE],
  ['PATCH /repos/acme/rules/issues', 'open', ISSUE],
  ['PATCH /repos/acme/rules/issues', 'open', undefined],
];

it('tries more than 250 faults', () => {
  const count = (COMMENT_CALLS.length + ISSUE_CALLS.length) * GITHUB_FAULTS.length;
  expect(count).toBeGreaterThan(250);
});

describe('keeps one comment under any fault', () => {
  it.each(COMMENT_CALLS)('of %s', async (call, before) => {
    const desk = await openGitHubDesk();
    for (const fault of GITHUB_FAULTS)
      await expect(commentUnder(desk, { call, before, faults: [fault] })).resolves.toBeUndefined();
  });

  it('of two in a row', async () => {
    const desk = await openGitHubDesk();
    for (const fault of GITHUB_FAULTS) {
      for (const second of ['reset-before', '500-after', '429', '403'] as const) {
        await expect(
          commentUnder(desk, { call: 'POST /repos', before: 0, faults: [fault, second] }),
        ).resolves.toBeUndefined();
      }
    }
  });
});

describe('keeps one issue under any fault', () => {
  it.each(ISSUE_CALLS)('of %s with one %s', async (call, before, wanted) => {
    for (const fault of GITHUB_FAULTS) {
      await expect(
        issueUnder(await openGitHubDesk(), { call, before, wanted, fault }),
      ).resolves.toBeUndefined();
    }
  });
});
