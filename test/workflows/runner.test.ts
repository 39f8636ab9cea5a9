import { describe, expect, it } from 'vitest';
import { repositoryIn } from '../helpers/repository.ts';
import { openGroups, type Groups } from './runner/concurrency.ts';
import { evaluate, fill, holds, type Scope } from './runner/expressions.ts';
import { startRun, type Started } from './runner/run.ts';
import type { Event, World } from './runner/world.ts';

const SCOPE: Scope = {
  contexts: { github: { ref: 'refs/heads/main' }, needs: { plan: { outputs: { n: '2' } } } },
  success: true,
  failure: false,
  cancelled: false,
  hashFiles: (patterns) => (patterns.includes('here') ? 'abc' : ''),
};

describe('expressions', () => {
  it.each([
    ["github.ref == 'refs/heads/main'", true],
    ["needs.plan.outputs.n == '2'", true],
    ["needs.none.outputs.n != ''", false],
    ["hashFiles('here') != ''", true],
    ["hashFiles('there') != ''", false],
    ["fromJSON('[1, 2]')[1]", 2],
    ["format('{0}!', github.ref)", 'refs/heads/main!'],
  ])('%s is %j', (expression, value) => {
    expect(evaluate(expression, SCOPE)).toEqual(value);
  });

  it('keeps the type of what is only an expression, and makes the rest text', () => {
    const value = { a: '${{ fromJSON(\'["x"]\') }}', b: 'n: ${{ needs.plan.outputs.n }}' };
    expect(fill(value, SCOPE)).toEqual({ a: ['x'], b: 'n: 2' });
  });

  it.each([
    [undefined, true, true],
    [undefined, false, false],
    ["github.ref != ''", true, true],
    ["github.ref != ''", false, false],
    ['!cancelled()', false, true],
    ["${{ always() && github.ref == 'x' }}", false, false],
  ])('if: %s, after success: %s, runs: %s', (condition, success, runs) => {
    expect(holds(condition, { ...SCOPE, success, failure: !success })).toBe(runs);
  });
});

const EVENT: Event = {
  name: 'push',
  ref: 'refs/heads/main',
  sha: 'a'.repeat(40),
  payload: {},
  untrusted: false,
  actor: 'ann',
};

/** A world of nothing: these jobs check nothing out. */
function worldWith(more: Partial<World> = {}): World {
  return {
    repository: 'acme/rules',
    origin: repositoryIn('/nowhere'),
    chron: { repository: 'chron-tools/chron', sha: 'b'.repeat(40) },
    environments: {},
    vars: {},
    githubToken: () => 'token',
    apiUrl: 'http://127.0.0.1:1',
    openIssuer: () => ({ ISSUER: 'open' }),
    stsUrl: 'http://127.0.0.1:1',
    tenantOf: () => ({}),
    ...more,
  };
}

function begin(text: string, world: World, event = EVENT, groups: Groups = openGroups()): Started {
  return startRun('.github/workflows/a.yml', text, event, world, groups);
}

/** A workflow of jobs with one script each. */
function workflow(jobs: Readonly<Record<string, readonly string[]>>, top = ''): string {
  return ['on: push', top, 'jobs:', ...Object.entries(jobs).flatMap(jobLines), ''].join('\n');
}

function jobLines([name, lines]: readonly [string, readonly string[]]): readonly string[] {
  return [`  ${name}:`, ...lines.map((line) => `    ${line}`)];
}

const script = (text: string): string => `steps: [{ id: s, run: ${JSON.stringify(text)} }]`;

describe('a run', () => {
  it.each([
    [
      'jobs in order, with outputs',
      {
        a: [script('echo n=1 >> $GITHUB_OUTPUT'), 'outputs: { n: "${{ steps.s.outputs.n }}" }'],
        b: ['needs: a', "if: needs.a.outputs.n == '1'", script('true')],
      },
      ['a success', 'b success'],
    ],
    [
      'nothing after a failure',
      { a: [script('false')], b: ['needs: a', script('true')] },
      ['a failure'],
    ],
    [
      'what is to run all the same',
      { a: [script('false')], b: ['needs: a', 'if: ${{ !cancelled() }}', script('true')] },
      ['a failure', 'b success'],
    ],
    [
      'nothing after what was skipped',
      { a: ["if: github.ref == 'x'", script('true')], b: ['needs: a', script('true')] },
      [],
    ],
    [
      'a matrix',
      {
        a: [
          'name: on ${{ matrix.os }}',
          'strategy: { matrix: { os: "${{ fromJSON(\'[1, 2]\') }}" } }',
          script('true'),
        ],
      },
      ['on 1 success', 'on 2 success'],
    ],
    ['a script that fails in a pipe', { a: [script('false | cat')] }, ['a failure']],
    [
      'variables for later steps',
      { a: ['steps: [{ run: echo A=b >> $GITHUB_ENV }, { run: test "$A" = b }]'] },
      ['a success'],
    ],
    [
      'what is only for a job that may',
      { a: ['permissions: { id-token: write }', script('test "$ISSUER" = open')] },
      ['a success'],
    ],
    [
      'an issuer closed to others',
      { a: ['permissions: { contents: read }', script('test "$ISSUER" = open')] },
      ['a failure'],
    ],
  ])('has %s', async (_, jobs, names) => {
    const { jobs: done, refusal } = await begin(workflow(jobs), worldWith()).done;
    expect(refusal).toBeUndefined();
    expect(done.map(({ name, result }) => `${name} ${result}`).toSorted()).toEqual(names);
  });

  it('gives a stranger nothing to write with, and nobody to become', async () => {
    const text = workflow({
      a: ['permissions: { contents: read, pull-requests: write, id-token: write }', script('true')],
    });
    const { jobs } = await begin(text, worldWith(), { ...EVENT, untrusted: true }).done;
    expect(jobs[0]?.permissions).toEqual({ contents: 'read', 'pull-requests': 'read' });
  });

  it('does not start a called workflow that asks for more than it is given', async () => {
    const world = worldWith();
    const { repository, sha } = world.chron;
    const text = workflow({
      a: [
        'permissions: { contents: read }',
        `uses: ${repository}/.github/workflows/plan.yml@${sha}`,
        'with: { environments: "[]" }',
      ],
    });
    const { conclusion, refusal } = await begin(text, world).done;
    expect(conclusion).toBe('failure');
    expect(refusal).toContain("requesting 'id-token: write', but is only allowed 'id-token: none'");
  });

  it.each([
    ['approved', 'refs/heads/main', 'success'],
    ['rejected', 'refs/heads/main', 'failure'],
    ['approved', 'refs/heads/feature', 'failure'],
  ] as const)('asks the reviewers of an environment: %s, from %s', async (said, ref, result) => {
    const world = worldWith({
      environments: { prod: { refs: ['refs/heads/main'], review: () => Promise.resolve(said) } },
    });
    const text = workflow({ a: ['environment: prod', script('true')] });
    const { jobs } = await begin(text, world, { ...EVENT, ref }).done;
    expect(jobs.map((job) => job.result)).toEqual([result]);
  });

  it('waits for the run that holds its group', async () => {
    const world = worldWith();
    const groups = openGroups();
    const order: string[] = [];
    const text = workflow({ a: [script('true')] }, 'concurrency: { group: one, queue: max }');
    const runs = [1, 2, 3].map((number) =>
      begin(
        text,
        { ...world, onStep: () => Promise.resolve(void order.push(`${number}`)) },
        EVENT,
        groups,
      ),
    );
    await Promise.all(runs.map(({ done }) => done));
    expect(order).toEqual(['1', '2', '3']);
  });

  it('cancels the run before it, where the group says so', async () => {
    const world = worldWith();
    const groups = openGroups();
    const text = workflow(
      { a: [script('true')] },
      'concurrency: { group: one, cancel-in-progress: true }',
    );
    let second: Started | undefined;
    const first = begin(
      text,
      {
        ...world,
        onStep: () => {
          second ??= begin(text, world, EVENT, groups);
          return Promise.resolve();
        },
      },
      EVENT,
      groups,
    );
    expect((await first.done).conclusion).toBe('cancelled');
    expect((await second?.done)?.conclusion).toBe('success');
  });
});
