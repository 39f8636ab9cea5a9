import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plansJson, type JsonEntry } from '../../lib/report/json-plan.ts';
import { keptBody } from '../../lib/model/comment-stamp.ts';
import { chron, type Ran } from '../helpers/chron.ts';
import { HEAD } from '../helpers/fake-github.ts';
import { openGitHubDesk, type GitHubDesk } from '../helpers/github-desk.ts';
import { tempFolder } from '../helpers/temp.ts';
import { aPlan, aView, everyKind, heldText } from '../report/plans.ts';

const MERGE = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const BOT = 'github-actions[bot]';

/** A step of a workflow that runs `chron comment`, with a GitHub that is not there. */
interface Step extends GitHubDesk {
  readonly folder: string;
  readonly pull: number;
  /** Writes a file of machine output. */
  readonly put: (name: string, ...entries: readonly JsonEntry[]) => void;
  readonly run: (words: string, more?: Readonly<Record<string, string>>) => Promise<Ran>;
  readonly summary: () => string;
}

async function openStep(given: Parameters<GitHubDesk['github']['pull']>[0] = {}): Promise<Step> {
  const desk = await openGitHubDesk();
  const folder = await tempFolder();
  const pull = desk.github.pull(given);
  const event = { pull_request: { number: pull, head: { sha: given.head ?? HEAD } } };
  writeFileSync(
    join(folder, 'event.json'),
    JSON.stringify(given.merged === undefined ? event : {}),
  );
  const summary = join(folder, 'summary.md');
  const env = {
    GITHUB_API_URL: desk.github.url,
    GITHUB_TOKEN: desk.github.token(),
    GITHUB_REPOSITORY: desk.github.repository,
    GITHUB_EVENT_PATH: 'event.json',
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_RUN_ID: '1842',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_ACTIONS: 'true',
    ...(given.merged === undefined ? {} : { GITHUB_SHA: given.merged }),
  };
  return {
    ...desk,
    folder,
    pull,
    put: (name, ...entries) =>
      writeFileSync(join(folder, name), plansJson(entries, { texts: true })),
    run: (words, more = {}) =>
      chron(`comment ${words}`, {
        cwd: folder,
        env: { ...env, ...more },
        clock: desk.clock,
        fetch: desk.fetch,
      }),
    summary: () => readFileSync(summary, 'utf8'),
  };
}

function planned(environment: string, plan = everyKind(), exit = 0): JsonEntry {
  const view = aView({ ...plan, environment });
  return {
    status: 'planned',
    exit,
    view: { ...view, environment: { ...view.environment, name: environment } },
  };
}

function refused(environment: string, exit: number): JsonEntry {
  return { status: 'refused', environment, exit, message: 'no token', hint: 'chron doctor' };
}

function applied(environment: string, exit: number, failed = 0): JsonEntry {
  const view = aView(everyKind());
  return {
    status: 'applied',
    exit,
    view: { ...view, environment: { ...view.environment, name: environment } },
    outcomes: everyKind().changes.map((change, index) =>
      index < failed
        ? { change, durationMs: 1, status: 'failed', because: 'the service said @no | 503' }
        : { change, durationMs: 1, status: 'done' },
    ),
    measured: [],
    interrupted: false,
  };
}

describe('chron comment', () => {
  it('tells of all environments in one comment, and in the summary', async () => {
    const step = await openStep();
    step.put('staging.json', planned('staging', aPlan()));
    step.put('prod.json', planned('prod'));
    const { code, out, err } = await step.run('--plan *.json');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('comment: written https://github.com/acme/rules/pull/1#issuecomment-');
    const [body = ''] = step.github.comments(step.pull);
    expect(body.split('\n').slice(0, 2)).toEqual([
      '<!-- chron:plan v1 -->',
      `<!-- chron:of plan ${HEAD} 1842.1 -->`,
    ]);
    expect(body).toMatch(/### chron: 1 to create, .* in `prod`; no changes in `staging`/);
    expect(body).toContain('#### `okta_mfa_fatigue` in `prod`');
    expect(body).toContain('[run 1842](https://github.com/acme/rules/actions/runs/1842)');
    expect(step.summary()).toContain('no changes in `staging`');
    expect(body).not.toContain('europe-backstory');
    expect(body).not.toContain('@acme-sec');
  });

  it('says that a newer commit is planned, with the plan before below it, until its plan is there', async () => {
    const step = await openStep();
    step.put('prod.json', planned('prod'));
    await step.run('--plan prod.json');
    const head = 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';
    const event = { pull_request: { number: step.pull, head: { sha: head } } };
    writeFileSync(join(step.folder, 'event.json'), JSON.stringify(event));
    const known = step.github.state.pulls.get(step.pull);
    if (known !== undefined) known.head = head;
    const later = { GITHUB_RUN_ID: '1843' };
    const done = await step.run(`--planning ["prod"] --plan prod.json`, later);
    expect(done.err).toContain('all of it is planned already');
    await step.run(`--planning ["prod","staging"] --plan prod.json`, later);
    const [note = ''] = step.github.comments(step.pull);
    expect(note).toContain('### chron: planning `bbbbbbb` …');
    expect(note).toContain(`Previous plan of ${HEAD.slice(0, 7)} (stale)`);
    await step.run('--plan prod.json', later);
    const [plan = '', ...others] = step.github.comments(step.pull);
    expect(others).toEqual([]);
    expect(plan).toContain('### chron: 1 to create');
    expect(plan).not.toContain('planning');
    expect(plan).not.toContain('stale');
  });

  it('has the last word on what was closed without a merge, and none where nothing was said', async () => {
    const step = await openStep();
    const none = await step.run('--closed');
    expect([none.code, none.err]).toEqual([0, 'comment: there is none, and none is needed\n']);
    step.put('prod.json', planned('prod'));
    await step.run('--plan prod.json');
    await step.run('--closed', { GITHUB_RUN_ID: '1843' });
    const [body = '', ...others] = step.github.comments(step.pull);
    expect(others).toEqual([]);
    expect(body).toContain('### chron: closed without a merge');
    expect(body).toContain(`The last plan of ${HEAD.slice(0, 7)}`);
    expect((await step.run('--closed --planning ["prod"]')).code).toBe(1);
    expect((await step.run('--planning prod')).code).toBe(1);
  });

  it('tells of an environment that left nothing behind, too', async () => {
    const step = await openStep();
    step.put('staging.json', planned('staging', aPlan()));
    await step.run(`--plan *.json --environments ["prod","staging"]`);
    const [body] = step.github.comments(step.pull);
    expect(body).toContain('❌ **`prod` could not be planned**');
    expect(body).toContain('its job left nothing behind');
    expect((await step.run('--plan *.json --environments prod')).code).toBe(1);
  });

  it('changes nothing where a later run says the same', async () => {
    const step = await openStep();
    step.put('prod.json', planned('prod'));
    await step.run('--plan prod.json');
    const { err } = await step.run('--plan prod.json', { GITHUB_RUN_ID: '1900' });
    expect(err).toContain('comment: says the same already');
    expect(step.github.state.comments[0]?.edits).toBe(0);
  });

  it('prints it with --dry-run, and calls nobody', async () => {
    const step = await openStep();
    step.put('prod.json', planned('prod'));
    const { code, out } = await step.run('--plan prod.json --dry-run', { GITHUB_TOKEN: '' });
    expect(code).toBe(0);
    expect(out).toContain('### chron: 1 to create');
    expect(step.github.exchanges).toEqual([]);
  });

  it('tells of an environment without a plan, and keeps the plan before, stale', async () => {
    const step = await openStep();
    step.put('prod.json', planned('prod'));
    await step.run('--plan prod.json');
    step.put('prod.json', refused('prod', 7));
    for (const run of ['1843', '1844']) await step.run('--plan prod.json', { GITHUB_RUN_ID: run });
    const [body = '', ...others] = step.github.comments(step.pull);
    expect(others).toEqual([]);
    expect(body).toContain('### chron: ❌ **`prod` could not be planned**');
    expect(body).toContain('No plan of `prod` (exit 7): `no token` · `chron doctor`');
    expect(body.match(/Previous plan of 3f9c2e1 \(stale\)/g)).toHaveLength(1);
    expect(body).toContain('**Changes in `prod`**');
    step.put('prod.json', planned('prod', aPlan()));
    await step.run('--plan prod.json', { GITHUB_RUN_ID: '1845' });
    expect(step.github.comments(step.pull)[0]).not.toContain('stale');
  });

  it('takes the exit code of an environment that left no file', async () => {
    const step = await openStep();
    step.put('staging.json', planned('staging', aPlan()));
    await step.run('--plan *.json --exit prod=7 --exit staging=1');
    const [body = ''] = step.github.comments(step.pull);
    expect(body).toContain('No plan of `prod` (exit 7): not authenticated or not permitted');
    expect(body).not.toContain('No plan of `staging`');
  });

  it('becomes the result of the merge, environment by environment, over the plan', async () => {
    const step = await openStep({ merged: MERGE });
    const plan = keptBody('plan', { kind: 'plan', head: HEAD, run: '1842.1' }, 'the plan');
    step.github.comment(step.pull, plan, BOT);
    step.put('staging.json', applied('staging', 0));
    step.put('prod.json', applied('prod', 6, 2));
    await step.run('--plan staging.json', { GITHUB_RUN_ID: '1850' });
    await step.run('--plan prod.json', { GITHUB_RUN_ID: '1851' });
    const [body = '', ...others] = step.github.comments(step.pull);
    expect(others).toEqual([]);
    expect(body).toContain('### chron: only partly applied to `prod`; applied to `staging`');
    expect(body).toContain('2 failed');
    expect(body).toContain('`the service said @no \\| 503`');
    expect(body).toContain('<details><summary>The plan that was reviewed</summary>');
    expect(body).toContain('the plan');
    await step.run('--plan prod.json', { GITHUB_RUN_ID: '1852' });
    expect(step.github.state.comments[0]?.edits).toBe(2);
  });

  it('says of a stale plan that nothing was written and that it asks again', async () => {
    const step = await openStep({ merged: MERGE });
    await step.run('--exit prod=5');
    expect(step.github.comments(step.pull)[0]).toContain(
      'not applied to `prod`: the plan is stale',
    );
  });

  it('tells of a merge that had nothing to apply, and of one whose plan went stale', async () => {
    const step = await openStep({ merged: MERGE });
    step.put('prod.json', planned('prod', aPlan()));
    step.put('staging.json', planned('staging'));
    step.put('stale.json', refused('test', 5));
    step.put('test.json', planned('test'));
    await step.run('--plan *.json');
    const [body = ''] = step.github.comments(step.pull);
    expect(body).toContain('nothing to apply to `prod`');
    expect(body).toContain('not applied to `staging`');
    expect(body).toContain('not applied to `test`: the plan is stale');
    expect(body).toContain('15 changes in the plan');
  });

  it('opens an issue about drift, changes it, closes it when clean, and not before', async () => {
    const step = await openStep();
    const drift = aPlan({ held: [heldText('okta_mfa_fatigue')] });
    step.put('prod.json', planned('prod', drift));
    await step.run('--drift *.json');
    step.put('prod.json', refused('prod', 7));
    const { err } = await step.run('--drift prod.json');
    expect(err).toContain('not every tenant could be read');
    expect(step.github.issues()).toMatchObject([{ state: 'open' }]);
    expect(step.github.issues()[0]?.body).toContain('1 rule in `prod`');
    step.put('prod.json', planned('prod', aPlan()));
    await step.run('--drift prod.json');
    expect(step.github.issues()).toMatchObject([{ state: 'closed', reason: 'completed' }]);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['no token', { GITHUB_TOKEN: '' }, 'there is no token: GITHUB_TOKEN'],
    ['a token that is not valid', { GITHUB_TOKEN: 'x' }, '401: Bad credentials'],
    ['no repository', { GITHUB_REPOSITORY: '' }, 'there is no repository'],
    ['no pull request', { GITHUB_EVENT_PATH: '' }, 'there is no pull request'],
  ])('with %s it goes to the summary, and ends well', async (_name, env, why) => {
    const step = await openStep();
    step.put('prod.json', planned('prod'));
    const { code, err } = await step.run('--plan prod.json', env);
    expect(code).toBe(0);
    expect(err).toContain(`comment: could not be posted:`);
    expect(err).toContain(why);
    expect(step.summary()).toContain('> This could not be posted');
    expect(step.summary()).toContain('### chron: 1 to create');
    expect(step.github.comments(step.pull)).toEqual([]);
  });

  it.each([
    '403',
    'locked',
    '404',
    '410',
    '422',
    '500-before',
    'reset-before',
    'primary-far',
  ] as const)('ends well whatever GitHub does: %s', async (fault) => {
    const step = await openStep();
    step.put('prod.json', planned('prod', aPlan()));
    step.github.fail('POST', ...Array.from({ length: 8 }, () => fault));
    const { code, err } = await step.run('--plan prod.json');
    expect(code).toBe(0);
    expect(err).toContain('comment: could not be posted:');
    expect(step.summary()).toContain('no changes in `prod`');
    expect(step.github.comments(step.pull)).toEqual([]);
  });

  it.each([
    ['', 'there is nothing to tell: which plans?'],
    ['--plan nothing.json', 'nothing.json cannot be read'],
    ['--plan event.json', 'event.json is something else'],
    ['--plan summary.md', 'cannot be read'],
    ['--exit prod', '--exit takes an environment and a code'],
    ['--plan prod.json --pull-request 0', '--pull-request takes the number'],
    ['--plan prod.json --checks prod.json', 'is not what chron check'],
  ])('refuses %j', async (words, why) => {
    const step = await openStep();
    step.put('prod.json', planned('prod'));
    const { code, err } = await step.run(words);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(why) as unknown });
  });

  it.each(['', '{"version":1,"fi'])(
    'tells the plans though the check was broken off: %j',
    async (text) => {
      const step = await openStep();
      step.put('prod.json', planned('prod', aPlan()));
      writeFileSync(join(step.folder, 'checks.json'), text);
      const { code, err } = await step.run('--plan prod.json --checks checks.json');
      expect({ code, err }).toEqual({
        code: 0,
        err: expect.stringContaining('comment: left out: checks.json is not whole') as unknown,
      });
      expect(step.github.comments(step.pull)).toHaveLength(1);
    },
  );

  it.each([
    ['http://api.github.com', 'is not an API that a token may be sent to'],
    ['https://user@api.github.com', 'is not an API that a token may be sent to'],
    ['ftp://127.0.0.1', 'is not an API that a token may be sent to'],
  ])('sends no token to %s', async (url, why) => {
    const step = await openStep();
    step.put('prod.json', planned('prod'));
    const { code, err } = await step.run('--plan prod.json', { GITHUB_API_URL: url });
    expect(code).toBe(1);
    expect(err).toContain(why);
    expect(err).not.toContain('ghs_');
  });

  it('leaves out what is no plan, and says so', async () => {
    const step = await openStep();
    step.put('prod.json', planned('prod', aPlan()));
    writeFileSync(join(step.folder, 'saved.json'), '{"format":"chron-plan/1"}');
    const { err } = await step.run('--plan *.json');
    expect(err).toContain('comment: left out: saved.json is a saved plan');
    expect(err).toContain('comment: left out: event.json is something else');
    expect(step.github.comments(step.pull)).toHaveLength(1);
  });
});
