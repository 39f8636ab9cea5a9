import { expect, it } from 'vitest';
import { openGitHubDesk } from '../helpers/github-desk.ts';
import { commentUnder, ISSUE, issueUnder } from './faults.ts';

// All faults of all calls are in the sweep; these are the ones that tempt to write twice.
const TEMPTING = ['reset-after', 'half-after', '502-after', 'hang-after', 'secondary'] as const;

it.each(TEMPTING)('keeps one comment whatever becomes of the answer: %s', async (fault) => {
  const desk = await openGitHubDesk();
  await expect(
    commentUnder(desk, { call: 'POST /repos', before: 0, faults: [fault, 'reset-before'] }),
  ).resolves.toBeUndefined();
});

it('keeps one issue when an answer is lost', async () => {
  const call = 'POST /repos/acme/rules/issues';
  const desk = await openGitHubDesk();
  await expect(
    issueUnder(desk, { call, before: 'absent', wanted: ISSUE, fault: 'reset-after' }),
  ).resolves.toBeUndefined();
});
