import { expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { REAL_CLOCK } from '../helpers/chron.ts';
import { becameIn, jobsIn, leaksOf, logOf, rulesOf } from './runner/tell.ts';
import { openTown, type Files, type Town } from './runner/town.ts';
import type { PullRequest } from './runner/events.ts';

const ONE = { 'rules/a/one.yaral': ruleText('one') };
const TWO = { 'rules/a/two.yaral': ruleText('two', { threshold: 2 }) };

/** A town with rule one on main, and a pull request that brings rule two. */
async function withPull(
  more: Partial<PullRequest> = {},
  files: Readonly<Record<string, string>> = TWO,
): Promise<{ readonly town: Town; readonly pull: PullRequest }> {
  const town = await openTown({ files: ONE });
  const pull = town.open({ branch: 'feature', head: town.push('feature', files), ...more });
  return { town, pull };
}

it('a pull request is checked and planned, and told of in one comment', async () => {
  const { town, pull } = await withPull();
  const run = await town.plan(pull);

  expect(jobsIn(run), logOf(run)).toEqual({
    'chron / check': 'success',
    'chron / plan prod': 'success',
    'chron / comment': 'success',
  });
  expect(becameIn(town)).toEqual(['plan prod']);
  expect(town.github.comments(pull.number)).toHaveLength(1);
  expect(town.github.comments(pull.number)[0]).toContain('two');
  expect([...run.artifacts.keys()]).toContain('chron-plan-prod');
  expect(await rulesOf(town, 'prod')).toEqual([]);
  expect(leaksOf(town, run)).toEqual([]);
});

it('each of its jobs may only what it needs', async () => {
  const { town, pull } = await withPull();
  const { jobs } = await town.plan(pull);

  expect(Object.fromEntries(jobs.map(({ name, permissions }) => [name, permissions]))).toEqual({
    'chron / check': { contents: 'read' },
    'chron / plan prod': { contents: 'read', 'id-token': 'write' },
    'chron / comment': { contents: 'read', 'pull-requests': 'write' },
  });
});

it('an update of it changes the one comment', async () => {
  const { town, pull } = await withPull();
  await town.plan(pull);
  const head = town.push('feature', { 'rules/a/three.yaral': ruleText('three', { threshold: 3 }) });
  const known = town.github.state.pulls.get(pull.number);
  if (known !== undefined) known.head = head;
  await town.plan({ ...pull, head });

  expect(town.github.comments(pull.number)).toHaveLength(1);
  expect(town.github.comments(pull.number)[0]).toContain('three');
});

it('an update is told of while it is planned, with the plan before below it, and then its plan', async () => {
  const { town, pull } = await withPull();
  await town.plan(pull);
  const head = pushOnto(town, pull, { 'rules/a/three.yaral': ruleText('three', { threshold: 3 }) });
  const seen: string[] = [];
  const told = (): boolean =>
    town.github.comments(pull.number)[0]?.includes('chron: planning') === true;
  town.onStep = async (job, step) => {
    // The tenant is slow, until the word is out.
    if (job === 'chron / plan prod' && step.startsWith('Plan')) await until(told);
    if (job === 'chron / plan prod' && step.startsWith('Keep')) {
      seen.push(...town.github.comments(pull.number));
    }
  };
  const done = await town.plan({ ...pull, head });

  expect(jobsIn(done), logOf(done)).toEqual({
    'chron / check': 'success',
    'chron / planning': 'success',
    'chron / plan prod': 'success',
    'chron / comment': 'success',
  });
  expect(seen).toHaveLength(1);
  expect(seen[0]).toContain(`chron: planning \`${head.slice(0, 7)}\``);
  expect(seen[0]).toContain(`Previous plan of ${pull.head.slice(0, 7)} (stale)`);
  const [comment = '', ...others] = town.github.comments(pull.number);
  expect(others).toEqual([]);
  expect(comment).toContain('three');
  expect(comment).not.toContain('planning');
  const { permissions } = done.jobs.find(({ name }) => name === 'chron / planning') ?? {};
  expect(permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
});

it('a word in passing that cannot be said changes nothing', async () => {
  const { town, pull } = await withPull();
  await town.plan(pull);
  const head = pushOnto(town, pull, { 'rules/a/three.yaral': ruleText('three', { threshold: 3 }) });
  town.onStep = (job, step) =>
    job === 'chron / planning' && step.startsWith('Gather')
      ? Promise.resolve('fails')
      : Promise.resolve();
  const run = await town.plan({ ...pull, head });

  expect(run.conclusion, logOf(run)).toBe('success');
  expect(town.github.comments(pull.number)[0]).toContain('three');
});

it('one that is closed is planned no more, and the comment has the last word', async () => {
  const { town, pull } = await withPull();
  await town.plan(pull);
  const head = pushOnto(town, pull, { 'rules/a/three.yaral': ruleText('three', { threshold: 3 }) });
  let closed: ReturnType<Town['close']> | undefined;
  town.onStep = (job, step) => {
    if (job === 'chron / plan prod' && step.startsWith('Plan')) {
      closed ??= town.close({ ...pull, head });
    }
    return Promise.resolve();
  };
  const run = await town.plan({ ...pull, head });
  const last = await closed;

  expect(run.conclusion).toBe('cancelled');
  expect(last === undefined ? {} : jobsIn(last)).toEqual({ 'chron / closed': 'success' });
  expect(becameIn(town)).toEqual(['plan prod', 'plan prod']);
  const [comment = '', ...others] = town.github.comments(pull.number);
  expect(others).toEqual([]);
  expect(comment).toContain('### chron: closed without a merge');
});

it('an update while the first is still planned cancels that', async () => {
  const { town, pull } = await withPull();
  let second: ReturnType<Town['plan']> | undefined;
  town.onStep = (job, step) => {
    if (job === 'chron / plan prod' && step.startsWith('Plan') && second === undefined) {
      const head = town.push('feature', {
        'rules/a/three.yaral': ruleText('three', { threshold: 3 }),
      });
      const known = town.github.state.pulls.get(pull.number);
      if (known !== undefined) known.head = head;
      second = town.plan({ ...pull, head });
    }
    return Promise.resolve();
  };
  const first = await town.plan(pull);

  expect(first.conclusion).toBe('cancelled');
  expect((await second)?.conclusion).toBe('success');
  expect(town.github.comments(pull.number)).toHaveLength(1);
  expect(town.github.comments(pull.number)[0]).toContain('three');
});

it.each([
  ['a fork', { from: 'mallory/rules', author: 'mallory' }],
  ['Dependabot', { author: 'dependabot[bot]' }],
])('the pull request of %s is checked, and becomes nobody', async (_, more) => {
  const { town, pull } = await withPull(more);
  const run = await town.plan(pull);

  expect(jobsIn(run), logOf(run)).toEqual({ 'chron / check': 'success' });
  expect(run.jobs.map(({ summary }) => summary).join('')).toContain('chron: checked, not planned');
  expect(becameIn(town)).toEqual([]);
  expect(town.github.comments(pull.number)).toEqual([]);
  expect(leaksOf(town, run)).toEqual([]);
});

it('a rule that is wrong fails the check, at its line, and is told of', async () => {
  const broken = ruleText('two').replace('condition:', 'condition');
  const { town, pull } = await withPull({}, { 'rules/a/two.yaral': broken });
  const run = await town.plan(pull);

  expect(run.conclusion).toBe('failure');
  expect(jobsIn(run)).toMatchObject({ 'chron / check': 'failure', 'chron / comment': 'success' });
  expect(logOf(run)).toContain('::error file=rules/a/two.yaral,line=');
  expect(town.github.comments(pull.number)).toHaveLength(1);
  expect(await rulesOf(town, 'prod')).toEqual([]);
});

it('a case that fails makes the check fail', async () => {
  const test = [
    'rule: two',
    'start: 2026-01-01T00:00:00Z',
    'cases:',
    '  - name: quiet',
    '    events: [{ at: +0m, metadata: { event_type: USER_LOGIN } }]',
    '    expect: 1',
    '',
  ];
  const { town, pull } = await withPull({}, { ...TWO, 'rules/a/two.test.yaml': test.join('\n') });
  const run = await town.plan(pull);

  expect(jobsIn(run)).toMatchObject({ 'chron / check': 'failure', 'chron / plan prod': 'success' });
  expect(logOf(run)).toContain('quiet');
});

it.each([
  [
    'a job of its own asks for the identity that applies',
    (text: string) =>
      `${text}
  mine:
    runs-on: ubuntu-24.04
    permissions: { id-token: write }
    environment: prod
    steps:
      - uses: google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0
        with:
          workload_identity_provider: projects/123456789/locations/global/workloadIdentityPools/chron/providers/apply-prod
          service_account: chron-apply-prod@acme-sec.iam.gserviceaccount.com
`,
    [],
  ],
  [
    'a job of its own asks for the identity that plans',
    (text: string) =>
      `${text}
  mine:
    runs-on: ubuntu-24.04
    permissions: { id-token: write }
    steps:
      - uses: google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0
        with:
          workload_identity_provider: projects/123456789/locations/global/workloadIdentityPools/chron/providers/plan-prod
          service_account: chron-plan-prod@acme-sec.iam.gserviceaccount.com
`,
    ['plan prod refused'],
  ],
  [
    'it plans as the identity that applies',
    (text: string) => text.replaceAll('plan-prod', 'apply-prod'),
    ['apply prod refused'],
  ],
  [
    'it calls apply for plan',
    (text: string) =>
      text
        .replace('plan.yml@', 'apply.yml@')
        .replace(/ {6}environments:[\s\S]*$/, '')
        .concat(
          '      environment: prod\n',
          '      plan-provider: projects/123456789/locations/global/workloadIdentityPools/chron/providers/plan-prod\n',
          '      plan-account: chron-plan-prod@acme-sec.iam.gserviceaccount.com\n',
        ),
    ['plan prod refused'],
  ],
])('a pull request that edits the workflow gets no token: %s', async (_, edit, tried) => {
  const { town, pull } = await withPull();
  const path = '.github/workflows/chron-plan.yml';
  const head = town.push('feature', { [path]: edit(town.origin.read(path)) });
  const run = await town.plan({ ...pull, head });

  expect(run.conclusion, logOf(run)).toBe('failure');
  expect(
    becameIn(town).filter((one) => one.endsWith('refused') || !one.startsWith('plan')),
  ).toEqual(tried);
  expect(await rulesOf(town, 'prod')).toEqual([]);
  expect(leaksOf(town, run)).toEqual([]);
});

it.each([
  ['names a host', { region: 'evil.example.com/' }],
  ['names an address', { endpoint: 'https://evil.example.com' }],
  ['hides a host in the region', { region: 'us.evil.example.com#' }],
])('a pull request whose environment file %s is not planned', async (_, more) => {
  const { town, pull } = await withPull();
  const path = 'environments/prod.yaml';
  const [[key, value] = ['', '']] = Object.entries(more);
  const text = town.origin
    .read(path)
    .split('\n')
    .filter((line) => !line.startsWith(`${key}:`));
  const head = town.push('feature', { [path]: [...text, `${key}: '${value}'`, ''].join('\n') });
  const calls = town.tenant('prod').emulator.calls.length;
  const run = await town.plan({ ...pull, head });

  expect(jobsIn(run)).toMatchObject({ 'chron / plan prod': 'failure' });
  expect(town.tenant('prod').emulator.calls.length).toBe(calls);
  expect(logOf(run)).not.toContain('this is a bug');
});

/** Pushes onto the branch of a pull request; gives its new tip, which GitHub knows of too. */
function pushOnto(town: Town, pull: PullRequest, files: Files): string {
  const head = town.push(pull.branch, files);
  const known = town.github.state.pulls.get(pull.number);
  if (known !== undefined) known.head = head;
  return head;
}

async function until(holds: () => boolean): Promise<void> {
  for (let looks = 0; looks < 600 && !holds(); looks += 1) await REAL_CLOCK.sleep(50);
  expect(holds()).toBe(true);
}
