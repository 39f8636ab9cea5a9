import { describe, expect, it } from 'vitest';
import { ApiError } from '../../lib/errors.ts';
import type { Wanted } from '../../lib/github/next-step.ts';
import { keptBody, type Stamp } from '../../lib/model/comment-stamp.ts';
import { HEAD } from '../helpers/fake-github.ts';
import { openGitHubDesk } from '../helpers/github-desk.ts';

const BOT = 'github-actions[bot]';
const OLD = '1111111111111111111111111111111111111111';

function wanted(text: string, stamp: Partial<Stamp> = {}): Wanted {
  return {
    kept: 'plan',
    stamp: { kind: 'plan', head: HEAD, run: '10.1', ...stamp },
    textAfter: () => text,
  };
}

function posted(text: string, stamp: Partial<Stamp> = {}): string {
  return keptBody('plan', { kind: 'plan', head: HEAD, run: '10.1', ...stamp }, text);
}

function linked(run: number): string {
  return `all is well\n\n[run ${run}](https://github.com/r/${run})`;
}

function drift(text: string): Wanted {
  return { kept: 'drift', stamp: { kind: 'drift', run: '10.1' }, textAfter: () => text };
}

describe('the comment of a pull request', () => {
  it('is written once, and changed in place from then on', async () => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    await expect(comment(wanted('one'), { pull, token })).resolves.toMatchObject({ as: 'created' });
    await expect(comment(wanted('two'), { pull, token })).resolves.toMatchObject({ as: 'updated' });
    expect(github.comments(pull)).toEqual([posted('two')]);
  });

  it('is not written for what only takes the place of another', async () => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    const note: Wanted = { ...wanted('planning', { kind: 'planning' }), onlyOver: true };
    await expect(comment(note, { pull, token })).resolves.toMatchObject({ as: 'absent' });
    github.comment(pull, posted('old', { head: OLD, run: '1.1' }), BOT);
    await expect(comment(note, { pull, token })).resolves.toMatchObject({ as: 'updated' });
    expect(github.comments(pull)).toEqual([posted('planning', { kind: 'planning' })]);
  });

  it('is left alone where it would say the same, whatever the run', async () => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    await comment(wanted(linked(10)), { pull, token });
    const again = await comment(wanted(linked(11), { run: '11.1' }), { pull, token });
    expect(again).toMatchObject({ as: 'unchanged' });
    expect(github.exchanges.filter(({ method }) => method !== 'GET')).toHaveLength(1);
  });

  it('is found behind hundreds of others, and not in a copy by somebody else', async () => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    github.comment(pull, posted('a trap'), 'mallory');
    github.comment(pull, `quoting:\n${posted('another')}`, BOT);
    for (let count = 0; count < 250; count += 1) github.comment(pull, `remark ${count}`);
    github.comment(pull, posted('mine').replaceAll('\n', '\r\n'), BOT);
    const end = await comment(wanted('new'), { pull, token });
    expect(end).toMatchObject({ as: 'updated' });
    expect(github.comments(pull)[0]).toBe(posted('a trap'));
    expect(github.comments(pull).at(-1)).toBe(posted('new'));
    expect(github.comments(pull)).toHaveLength(253);
  });

  it.each<[string, Partial<Stamp>, Partial<Stamp>, string]>([
    ['of an older commit', { head: HEAD }, { head: OLD, run: '12.1' }, 'there'],
    ['of the newest commit, run early', { head: OLD, run: '12.1' }, { head: HEAD }, 'mine'],
    ['of an earlier run', { run: '12.1' }, { run: '11.1' }, 'there'],
    ['of an earlier attempt', { run: '10.3' }, { run: '10.2' }, 'there'],
    ['of a later attempt', { run: '10.1' }, { run: '10.2' }, 'mine'],
    ['of two old commits the later run', { head: OLD, run: '9.1' }, { head: '22222222' }, 'mine'],
    [
      'of two old commits the earlier run',
      { head: OLD, run: '11.1' },
      { head: '22222222' },
      'there',
    ],
    ['a plan after the merge', { kind: 'applied', run: '5.1' }, { run: '20.1' }, 'there'],
    ['the merge after a plan', { run: '20.1' }, { kind: 'applied', head: OLD }, 'mine'],
    [
      'that a newer commit is planned',
      { head: OLD, run: '9.1' },
      { kind: 'planning', run: '10.1' },
      'mine',
    ],
    ['its plan after that', { kind: 'planning' }, {}, 'mine'],
    ['that it is planned once more', {}, { kind: 'planning', run: '11.1' }, 'there'],
    ['that it failed to be', { kind: 'no-plan' }, { kind: 'planning', run: '11.1' }, 'there'],
    ['the plan of the run that was closed on', { kind: 'closed', run: '11.1' }, {}, 'there'],
    ['that it is planned after it was reopened', { kind: 'closed' }, { run: '11.1' }, 'mine'],
    ['that it was closed, after a merge', { kind: 'applied' }, { kind: 'closed' }, 'there'],
    ['an edit of the stamp, which says nothing', { head: OLD, run: '1.1' }, {}, 'mine'],
  ])('of two the right one stays: %s', async (_name, there, mine, stays) => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    github.comment(pull, posted('there', there), BOT);
    await comment(wanted('mine', mine), { pull, token });
    expect(github.comments(pull)).toHaveLength(1);
    expect(github.comments(pull)[0]).toContain(`\n\n${stays}`);
  });

  it('brings twins of ours together into the oldest, with the newest text', async () => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    const first = github.comment(pull, posted('old', { head: OLD }), BOT);
    github.comment(pull, posted('newest', { run: '30.1' }), BOT);
    github.comment(pull, posted('twin', { run: '8.1' }), BOT);
    const end = await comment(wanted('mine'), { pull, token });
    expect(end).toMatchObject({ as: 'newer' });
    expect(github.state.comments).toMatchObject([
      { id: first, body: posted('newest', { run: '30.1' }) },
    ]);
  });

  it('becomes one where two runs write at the same time', async () => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    await Promise.all(
      ['31.1', '32.1', '33.1'].map((run) => comment(wanted(`of ${run}`, { run }), { pull, token })),
    );
    await comment(wanted('of 33.1', { run: '33.1' }), { pull, token });
    expect(github.comments(pull)).toEqual([posted('of 33.1', { run: '33.1' })]);
  });

  it('learns who it is from its first answer, where a token of an app cannot ask', async () => {
    const { github, comment } = await openGitHubDesk();
    const pull = github.pull();
    const token = github.token({ login: 'acme-chron[bot]' });
    await comment(wanted('one'), { pull, token });
    await comment(wanted('two'), { pull, token });
    expect(github.comments(pull)).toEqual([posted('two')]);
  });

  it('knows a person by their login, whatever its letters', async () => {
    const { github, comment } = await openGitHubDesk();
    const pull = github.pull();
    const token = github.token({ login: 'octocat', app: false });
    github.comment(pull, posted('there'), 'OctoCat');
    await expect(comment(wanted('new'), { pull, token })).resolves.toMatchObject({ as: 'updated' });
    expect(github.comments(pull)).toEqual([posted('new')]);
  });

  it.each([
    ['locked', { locked: true }, {}, 403, 'the conversation is locked'],
    ['read only', {}, { pulls: 'read' as const }, 403, 'the job needs "pull-requests: write"'],
    ['out of sight', {}, { pulls: 'none' as const }, 404, 'the token may not see it'],
  ])('says why it cannot be written: %s', async (_name, given, may, status, hint) => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(given), github.token(may)];
    await expect(comment(wanted('x'), { pull, token })).rejects.toSatisfy(
      (error) =>
        error instanceof ApiError && error.status === status && (error.hint ?? '').includes(hint),
    );
    expect(github.comments(pull)).toEqual([]);
  });

  it('writes one at a time, a second apart', async () => {
    const { github, clock, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    for (const run of [1, 2, 3]) github.comment(pull, posted(`twin ${run}`, { head: OLD }), BOT);
    await comment(wanted('mine'), { pull, token });
    expect(github.exchanges.filter(({ method }) => method !== 'GET')).toHaveLength(3);
    expect(clock.sleeps.filter((ms) => ms === 1000)).toHaveLength(2);
  });

  it.each([65_535, 65_536])('takes %i characters', async (length) => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    await comment(wanted('x'.repeat(length - posted('').length)), { pull, token });
    expect(github.comments(pull)[0]).toHaveLength(length);
  });

  it('is refused one character more', async () => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    const text = 'x'.repeat(65_537 - posted('').length);
    await expect(comment(wanted(text), { pull, token })).rejects.toMatchObject({ status: 422 });
  });
});

describe('the issue about drift', () => {
  it('is opened, changed, and closed when all is clean; a new one is opened later', async () => {
    const { github, issue } = await openGitHubDesk();
    const token = github.token();
    github.pull();
    await expect(issue(undefined, token)).resolves.toEqual({ as: 'absent' });
    await expect(issue(drift('one'), token)).resolves.toMatchObject({ as: 'created' });
    await expect(issue(drift('one'), token)).resolves.toMatchObject({ as: 'unchanged' });
    await expect(issue(drift('two'), token)).resolves.toMatchObject({ as: 'updated' });
    await expect(issue(undefined, token)).resolves.toMatchObject({ as: 'removed' });
    await expect(issue(drift('three'), token)).resolves.toMatchObject({ as: 'created' });
    expect(github.issues()).toMatchObject([
      { state: 'closed', reason: 'completed', edits: 2 },
      { state: 'open', reason: null, edits: 0 },
    ]);
  });

  it('says so where issues are turned off', async () => {
    const { github, issue } = await openGitHubDesk();
    github.state.issuesEnabled = false;
    await expect(issue(drift('x'), github.token())).rejects.toMatchObject({
      status: 410,
      hint: 'issues are turned off in this repository',
    });
  });
});
