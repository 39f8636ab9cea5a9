import { expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { jobsIn, logOf, rulesOf } from './runner/tell.ts';
import { openTown, type Town } from './runner/town.ts';
import type { PullRequest } from './runner/events.ts';

const TWO = { 'rules/a/two.yaral': ruleText('two', { threshold: 2 }) };

async function withPull(): Promise<{ readonly town: Town; readonly pull: PullRequest }> {
  const town = await openTown({ files: { 'rules/a/one.yaral': ruleText('one') } });
  return { town, pull: town.open({ branch: 'feature', head: town.push('feature', TWO) }) };
}

it('a comment that may not be written is a summary, and changes no result', async () => {
  const { town, pull } = await withPull();
  const known = town.github.state.pulls.get(pull.number);
  if (known !== undefined) known.locked = true;
  const run = await town.plan(pull);

  expect(run.conclusion, logOf(run)).toBe('success');
  expect(town.github.comments(pull.number)).toEqual([]);
  const comment = run.jobs.find(({ name }) => name === 'chron / comment');
  expect(comment?.summary).toContain('two');
});

it('an answer of GitHub that is lost does not make a second comment', async () => {
  const { town, pull } = await withPull();
  town.github.fail('POST', 'reset-after');
  const run = await town.plan(pull);

  expect(run.conclusion, logOf(run)).toBe('success');
  expect(town.github.comments(pull.number)).toHaveLength(1);
});

it('what a stranger wrote into the place of the comment stays, and ours is beside it', async () => {
  const { town, pull } = await withPull();
  await town.plan(pull);
  const [ours = ''] = town.github.comments(pull.number);
  town.github.state.comments.splice(0);
  town.github.comment(pull.number, ours, 'mallory');
  await town.plan(pull);

  const logins = town.github.state.comments.map(({ login }) => login);
  expect(logins).toEqual(['mallory', 'github-actions[bot]']);
});

it('a tenant that lets nobody in fails the plan, and the comment says so', async () => {
  const { town, pull } = await withPull();
  town.locked.add('prod');
  const run = await town.plan(pull);

  expect(jobsIn(run), logOf(run)).toMatchObject({
    'chron / plan prod': 'failure',
    'chron / comment': 'success',
  });
  expect(town.github.comments(pull.number)[0]).toContain('prod');
  expect(logOf(run)).not.toContain('this is a bug');
});

it('one of two tenants that lets nobody in does not keep the other from being planned', async () => {
  const files = { 'rules/a/one.yaral': ruleText('one') };
  const town = await openTown({ tenants: ['staging', 'prod'], files });
  const pull = town.open({ branch: 'feature', head: town.push('feature', TWO) });
  town.locked.add('staging');
  const run = await town.plan(pull);

  expect(jobsIn(run), logOf(run)).toMatchObject({
    'chron / plan staging': 'failure',
    'chron / plan prod': 'success',
    'chron / comment': 'success',
  });
  expect(town.github.comments(pull.number)).toHaveLength(1);
  expect(town.github.comments(pull.number)[0]).toContain('staging');
});

it('markup in the text of a rule stays text', async () => {
  const { town, pull } = await withPull();
  const hostile = '// <img src=x onerror=alert(1)> @acme/everybody\n';
  const head = town.push('feature', {
    'rules/a/two.yaral': hostile + ruleText('two', { threshold: 2 }),
  });
  const run = await town.plan({ ...pull, head });

  expect(run.conclusion, logOf(run)).toBe('success');
  const [body = ''] = town.github.comments(pull.number);
  expect(body.replaceAll(/^(`{3,}|~{3,})[\s\S]*?^\1/gm, '')).not.toMatch(/<img|@acme/);
});

it('what was applied in part is finished by the next run', async () => {
  const { town, pull } = await withPull();
  town.refuses = (method, path, body) =>
    method === 'POST' && path.endsWith('/rules') && body.includes('rule two');
  const run = await town.merge(pull);
  expect(jobsIn(run), logOf(run)).toMatchObject({
    'apply-prod / apply': 'failure',
    'apply-prod / result': 'success',
  });
  expect(await rulesOf(town, 'prod')).toEqual(['one']);
  town.refuses = () => false;
  const again = await town.onMain('workflow_dispatch', 'chron-apply');

  expect(again.conclusion, logOf(again)).toBe('success');
  expect(await rulesOf(town, 'prod')).toEqual(['one', 'two']);
});
