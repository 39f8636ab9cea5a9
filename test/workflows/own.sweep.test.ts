import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { startFakeGitHub, type FakeGitHub } from '../helpers/fake-github.ts';
import { testRepository, type TestRepository } from '../helpers/repository.ts';
import { openGroups } from './runner/concurrency.ts';
import { pullRequestEvent, pushEvent } from './runner/events.ts';
import { startRun } from './runner/run.ts';
import { jobsIn, logOf } from './runner/tell.ts';
import type { Event, RunRecord, World } from './runner/world.ts';

const WORKFLOWS = resolve(import.meta.dirname, '../../.github/workflows');

/** A workflow of this repository, set off by its own trigger: rules against the emulator, the action from source. */
async function runOwn(
  name: string,
  event: Event,
  origin: TestRepository,
  github: FakeGitHub,
): Promise<RunRecord> {
  const world: World = {
    repository: github.repository,
    origin,
    chron: { repository: github.repository, sha: event.sha },
    environments: {},
    vars: {},
    apiUrl: github.url,
    githubToken: ({ permissions }) =>
      github.token({ pulls: permissions['pull-requests'] ?? 'none' }),
    openIssuer: () => ({}),
    stsUrl: 'http://127.0.0.1:1',
    tenantOf: () => ({}),
  };
  const text = readFileSync(join(WORKFLOWS, name), 'utf8');
  return startRun(`.github/workflows/${name}`, text, event, world, openGroups()).done;
}

async function begin(): Promise<{ readonly origin: TestRepository; readonly github: FakeGitHub }> {
  const origin = await testRepository({ 'rules/a/one.yaral': ruleText('one') });
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const github = await startFakeGitHub();
  onTestFinished(() => github.close());
  return { origin, github };
}

it('plans the rules of this repository against the emulator', async () => {
  const { origin, github } = await begin();
  origin.git('checkout', '-q', '-b', 'feature');
  origin.write('rules/a/two.yaral', ruleText('two', { threshold: 2 }));
  const head = origin.commit();
  const number = github.pull({ head });
  const pull = { number, branch: 'feature', head, author: 'ann', from: github.repository };
  const event = pullRequestEvent(origin, pull, github.repository);
  const run = await runOwn('plan.yml', event, origin, github);

  expect(jobsIn(run), logOf(run)).toEqual({
    check: 'success',
    'plan local': 'success',
    comment: 'success',
  });
  const built = run.jobs.flatMap(({ steps }) =>
    steps.filter(({ name }) => name.includes('from-source')),
  );
  expect(built.map(({ outcome }) => outcome)).toEqual(['success', 'success', 'success']);
  expect(github.comments(number)).toHaveLength(1);
});

it('applies them', async () => {
  const { origin, github } = await begin();
  const event = pushEvent(origin, github.repository);
  const run = await runOwn('apply.yml', event, origin, github);

  expect(jobsIn(run), logOf(run)).toEqual({ plan: 'success', apply: 'success', result: 'success' });
});
