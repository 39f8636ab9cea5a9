import { expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import type { PullRequest } from './runner/events.ts';
import { becameIn, jobsIn, leaksOf, logOf, rulesOf } from './runner/tell.ts';
import { openTown, type Town } from './runner/town.ts';

// What goes wrong around chron on a slow day: runs that are run again, services that are down, approvals that do not
// come. Nothing is told that is not so, nothing is applied twice, and the next attempt finishes.

const ONE = { 'rules/a/one.yaral': ruleText('one') };
const TWO = { 'rules/a/two.yaral': ruleText('two', { threshold: 2 }) };

async function withPull(
  tenants: readonly string[] = ['prod'],
): Promise<{ readonly town: Town; readonly pull: PullRequest }> {
  const town = await openTown({ tenants, files: ONE });
  return { town, pull: town.open({ branch: 'feature', head: town.push('feature', TWO) }) };
}

/** Lets the one step fail, as a service that is down does. */
function failAt(town: Town, job: string, step: string): void {
  town.onStep = (atJob, atStep) =>
    Promise.resolve(atJob === job && atStep.startsWith(step) ? 'fails' : undefined);
}

function comment(town: Town, { number }: PullRequest): string {
  const [body = '', ...others] = town.github.comments(number);
  expect(others).toEqual([]);
  return body;
}

it.each(['failed', 'all'] as const)(
  'a plan that failed is made by running its run again: %s',
  async (only) => {
    const { town, pull } = await withPull();
    town.locked.add('prod');
    const first = await town.plan(pull);
    expect(jobsIn(first), logOf(first)).toMatchObject({ 'chron / plan prod': 'failure' });
    expect(comment(town, pull)).toContain('could not be planned');
    town.locked.delete('prod');
    const again = await town.again(only, first);

    expect(again.conclusion, logOf(again)).toBe('success');
    expect(comment(town, pull)).toContain('2 to create in `prod`');
    expect(comment(town, pull)).toContain('.2 -->');
  },
);

it('running all of a plan again says the same, in the same comment', async () => {
  const { town, pull } = await withPull();
  const first = await town.plan(pull);
  const before = comment(town, pull);
  const again = await town.again('all', first);

  expect(again.conclusion, logOf(again)).toBe('success');
  expect(comment(town, pull)).toBe(before);
});

it('an apply that was done in part is finished by running what failed again', async () => {
  const { town, pull } = await withPull();
  town.refuses = (method, path, body) =>
    method === 'POST' && path.endsWith('/rules') && body.includes('rule two');
  const first = await town.merge(pull);
  expect(jobsIn(first), logOf(first)).toMatchObject({ 'apply-prod / apply': 'failure' });
  expect(await rulesOf(town, 'prod')).toEqual(['one']);
  town.refuses = () => false;
  const again = await town.again('failed', first);

  expect(again.conclusion, logOf(again)).toBe('success');
  expect(await rulesOf(town, 'prod')).toEqual(['one', 'two']);
  expect(comment(town, pull)).toContain('### chron: applied to `prod`');
  // What the first attempt did stays to be read.
  expect([...again.artifacts.keys()]).toContain('chron-journal-prod-1');
});

it('running all of an apply again that is done changes nothing', async () => {
  const { town, pull } = await withPull();
  const first = await town.merge(pull);
  const calls = (): number =>
    town.tenant('prod').emulator.calls.filter(({ method }) => method !== 'GET').length;
  const before = calls();
  const again = await town.again('all', first);

  expect(again.conclusion, logOf(again)).toBe('success');
  expect(town.asked).toEqual(['apply-prod / apply']);
  expect(calls()).toBe(before);
});

it('what the reviewers reject is told as not applied, and may be approved later', async () => {
  const { town, pull } = await withPull();
  await town.plan(pull);
  town.review = () => Promise.resolve('rejected');
  const first = await town.merge(pull);
  expect(first.conclusion).toBe('failure');
  expect(comment(town, pull)).toContain('### chron: not applied to `prod`');
  town.review = () => Promise.resolve('approved');
  const again = await town.again('failed', first);

  expect(again.conclusion, logOf(again)).toBe('success');
  expect(comment(town, pull)).toContain('### chron: applied to `prod`');
  expect(await rulesOf(town, 'prod')).toEqual(['one', 'two']);
});

it('a plan whose artifact has expired is not applied', async () => {
  const { town, pull } = await withPull();
  town.review = () => Promise.resolve('rejected');
  const first = await town.merge(pull);
  town.review = () => Promise.resolve('approved');
  const kept = [...first.artifacts].filter(([name]) => name !== 'chron-plan-prod');
  const late = await town.again('failed', { ...first, artifacts: new Map(kept) });

  expect(jobsIn(late), logOf(late)).toMatchObject({ 'apply-prod / apply': 'failure' });
  expect(becameIn(town)).toEqual(['plan prod']);
  expect(await rulesOf(town, 'prod')).toEqual([]);
  expect(comment(town, pull)).toContain('### chron: not applied to `prod`');

  const fresh = await town.again('all', late);
  expect(fresh.conclusion, logOf(fresh)).toBe('success');
  expect(await rulesOf(town, 'prod')).toEqual(['one', 'two']);
});

it.each([
  ['actions/checkout', 'could not be planned'],
  ['Become', 'could not be planned'],
  ['Ask the tenant', '2 to create'],
  ['Plan,', 'could not be planned'],
  ['Keep the plan', 'could not be planned'],
])('a pull request whose plan breaks off at "%s" is told what is so', async (step, says) => {
  const { town, pull } = await withPull(['staging', 'prod']);
  failAt(town, 'chron / plan prod', step);
  const run = await town.plan(pull);

  expect(jobsIn(run), logOf(run)).toMatchObject({
    'chron / plan prod': 'failure',
    'chron / plan staging': 'success',
    'chron / comment': 'success',
  });
  expect(comment(town, pull)).toContain(says);
  expect(comment(town, pull)).toContain('`prod`');
  expect(leaksOf(town, run)).toEqual([]);
});

it.each([
  ['apply', 'Take the plan'],
  ['apply', 'Carry out'],
  ['plan', 'Plan,'],
  ['plan', 'Hand the plan on'],
])('a merge whose %s breaks off at "%s" is told as not applied', async (job, step) => {
  const { town, pull } = await withPull();
  failAt(town, `apply-prod / ${job}`, step);
  const first = await town.merge(pull);

  expect(jobsIn(first), logOf(first)).toMatchObject({ [`apply-prod / ${job}`]: 'failure' });
  expect(await rulesOf(town, 'prod')).toEqual([]);
  expect(comment(town, pull)).toContain('not applied to `prod`');
  town.onStep = () => Promise.resolve();
  const again = await town.again('failed', first);
  expect(again.conclusion, logOf(again)).toBe('success');
  expect(await rulesOf(town, 'prod')).toEqual(['one', 'two']);
  expect(comment(town, pull)).toContain('### chron: applied to `prod`');
});

it('what was applied is told though its result could not be kept', async () => {
  const { town, pull } = await withPull();
  failAt(town, 'apply-prod / apply', 'Keep what became of it');
  const run = await town.merge(pull);

  expect(jobsIn(run), logOf(run)).toMatchObject({ 'apply-prod / apply': 'failure' });
  expect(await rulesOf(town, 'prod')).toEqual(['one', 'two']);
  // Nobody knows here; it is not said that nothing was written.
  expect(comment(town, pull)).toContain('no apply of it came to an end');
  expect(comment(town, pull)).not.toContain('Nothing was written');
});

it.each([
  ['GET', '503-before'],
  ['POST', '502-after'],
  ['POST', '500-before'],
] as const)('GitHub that answers every %s with %s changes no result', async (method, fault) => {
  const { town, pull } = await withPull();
  town.github.fail(method, ...Array.from({ length: 60 }, () => fault));
  const run = await town.plan(pull);

  expect(run.conclusion, logOf(run)).toBe('success');
  expect(town.github.comments(pull.number).length).toBeLessThan(2);
  const told = run.jobs.find(({ name }) => name === 'chron / comment');
  expect(told?.summary).toContain('two');
  town.github.forgive();
  await town.again('all', run);
  expect(comment(town, pull)).toContain('two');
});

it('drift of a tenant that nobody could look at closes nothing, whatever broke', async () => {
  const { town, pull } = await withPull();
  await town.merge(pull);
  await town.console('prod').act('one', 'disableLiveRule');
  await town.onMain('schedule', 'chron-drift');
  await town.console('prod').act('one', 'enableLiveRule');
  for (const step of ['Become', 'Keep what was found']) {
    failAt(town, 'chron / look at prod', step);
    const run = await town.onMain('schedule', 'chron-drift');
    expect(run.conclusion, step).toBe('failure');
    expect(town.github.issues().map(({ state }) => state)).toEqual(['open']);
  }
  town.onStep = () => Promise.resolve();
  await town.onMain('schedule', 'chron-drift');
  expect(town.github.issues().map(({ state }) => state)).toEqual(['closed']);
});
