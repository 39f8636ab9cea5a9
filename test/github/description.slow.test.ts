import { expect, it } from 'vitest';
import { pullOfCommit } from '../../lib/github/pulls.ts';
import { openGitHubDesk } from '../helpers/github-desk.ts';
import { commentUnder, ISSUE } from './faults.ts';

it("asks and answers as GitHub's published description says", async () => {
  const desk = await openGitHubDesk();
  const { github, address } = desk;
  for (const before of [0, 1, 3]) await commentUnder(desk, { call: '/', before, faults: [] });
  const token = github.token({ app: false, login: 'octocat' });
  for (const wanted of [ISSUE, { ...ISSUE, textAfter: () => 'other' }, undefined]) {
    await desk.issue(wanted, token);
  }
  const merged = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
  const number = github.pull({ merged });
  await expect(pullOfCommit(desk.caller(token), address, merged)).resolves.toMatchObject({
    number,
  });
  await expect(pullOfCommit(desk.caller(token), address, 'bb')).resolves.toBeUndefined();
  const operations = new Set(github.exchanges.map(({ operation }) => operation));
  expect(operations.size).toBe(10);
  expect(github.wrong()).toEqual([]);
});
