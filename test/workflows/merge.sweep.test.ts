import { expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { onMain } from './runner/events.ts';
import { becameIn, jobsIn, leaksOf, logOf, rulesOf } from './runner/tell.ts';
import { openTown, type Files, type Town } from './runner/town.ts';
import type { RunRecord } from './runner/world.ts';

const ONE = { 'rules/a/one.yaral': ruleText('one') };
const TWO = { 'rules/a/two.yaral': ruleText('two', { threshold: 2 }) };

/** Merges a pull request of a branch with these files; gives its number and the run of apply. */
async function merged(
  town: Town,
  branch: string,
  files: Files,
): Promise<{ readonly number: number; readonly run: RunRecord }> {
  const pull = town.open({ branch, head: town.push(branch, files) });
  return { number: pull.number, run: await town.merge(pull) };
}

it('a merge is planned, approved, applied, and told of in the pull request', async () => {
  const town = await openTown({ files: ONE });
  const { number, run } = await merged(town, 'feature', TWO);

  expect(jobsIn(run), logOf(run)).toEqual({
    'apply-prod / plan': 'success',
    'apply-prod / apply': 'success',
    'apply-prod / result': 'success',
  });
  expect(becameIn(town)).toEqual(['plan prod', 'apply prod']);
  expect(town.asked).toEqual(['apply-prod / apply']);
  expect(await rulesOf(town, 'prod')).toEqual(['one', 'two']);
  expect(town.github.comments(number)).toHaveLength(1);
  expect([...run.artifacts.keys()]).toContain('chron-journal-prod-1');
  expect(leaksOf(town, run)).toEqual([]);
});

it('each of its jobs may only what it needs', async () => {
  const town = await openTown({ files: ONE });
  const { run } = await merged(town, 'feature', TWO);

  expect(Object.fromEntries(run.jobs.map(({ name, permissions }) => [name, permissions]))).toEqual({
    'apply-prod / plan': { contents: 'read', 'id-token': 'write' },
    'apply-prod / apply': { contents: 'read', 'id-token': 'write' },
    'apply-prod / result': { contents: 'read', 'pull-requests': 'write' },
  });
});

it('nothing is asked and nothing applied where nothing changes', async () => {
  const town = await openTown({ files: ONE });
  await merged(town, 'feature', TWO);
  const again = await town.onMain('workflow_dispatch', 'chron-apply');

  expect(jobsIn(again), logOf(again)).toEqual({
    'apply-prod / plan': 'success',
    'apply-prod / result': 'success',
  });
  expect(town.asked).toHaveLength(1);
});

it('a plan that the reviewers reject is not applied', async () => {
  const town = await openTown({ files: ONE });
  town.review = () => Promise.resolve('rejected');
  const { run } = await merged(town, 'feature', TWO);

  expect(run.conclusion).toBe('failure');
  expect(becameIn(town)).toEqual(['plan prod']);
  expect(await rulesOf(town, 'prod')).toEqual([]);
});

it('a plan that goes stale while it waits is made again, and asks again', async () => {
  const town = await openTown({ files: { ...ONE, ...TWO } });
  await merged(town, 'begin', { 'rules/a/three.yaral': ruleText('three', { threshold: 3 }) });
  const before = town.asked.length;
  town.review = async (job) => {
    // Somebody at the console, while the plan waits for approval.
    if (job === 'apply-prod / apply') await town.console('prod').act('one', 'disableLiveRule');
    return 'approved';
  };
  const { run } = await merged(town, 'feature', {
    'rules/a/one.yaral': ruleText('one', { threshold: 7 }),
    'rules/a/two.yaral': ruleText('two', { threshold: 8 }),
  });

  expect(jobsIn(run), logOf(run)).toMatchObject({
    'apply-prod / apply': 'success',
    'apply-prod / plan again': 'success',
  });
  expect(town.asked.slice(before)).toEqual(['apply-prod / apply', 'apply-prod / apply again']);
  const { rules } = await town.console('prod').see();
  const texts = Object.fromEntries(Object.values(rules).map(({ name, text }) => [name, text]));
  expect(texts['two']).toContain('sent_bytes > 8');
});

it('a stale plan after which nothing is left to do is told as that', async () => {
  const town = await openTown({ files: ONE });
  await merged(town, 'begin', TWO);
  const wanted = ruleText('one', { threshold: 7 });
  town.review = async () => {
    // Somebody at the console does the same by hand, while the plan waits for approval.
    await town.console('prod').edit('one', wanted);
    return 'approved';
  };
  const { run, number } = await merged(town, 'feature', { 'rules/a/one.yaral': wanted });

  expect(jobsIn(run), logOf(run)).toMatchObject({
    'apply-prod / apply': 'success',
    'apply-prod / plan again': 'success',
  });
  expect(jobsIn(run)).not.toHaveProperty('apply-prod / apply again', 'success');
  const [comment = ''] = town.github.comments(number);
  expect(comment).toContain('nothing to apply');
  expect(comment).not.toContain('stale');
});

it.each([true, false])(
  'two merges in a row are applied one after the other, if waiting for reviewers holds the group: %s',
  async (reviewHoldsGroup) => {
    const town = await openTown({ files: ONE, reviewHoldsGroup });
    const first = town.open({ branch: 'a', head: town.push('a', TWO) });
    const third = { 'rules/a/three.yaral': ruleText('three', { threshold: 3 }) };
    const second = town.open({ branch: 'b', head: town.push('b', third) });
    const runs = await Promise.all([town.merge(first), town.merge(second)]);

    for (const run of runs) expect(run.conclusion, logOf(run)).toBe('success');
    expect(await rulesOf(town, 'prod')).toEqual(['one', 'three', 'two']);
  },
);

it('the older of two merges, approved last, is planned again and changes nothing back', async () => {
  const town = await openTown({ files: ONE });
  let asked = 0;
  const newer = { 'rules/a/two.yaral': ruleText('two', { threshold: 9 }) };
  town.review = async () => {
    asked += 1;
    if (asked > 1) return 'approved';
    // While the reviewers think about the first, another is merged and goes through.
    const early = await town.merge(town.open({ branch: 'b', head: town.push('b', newer) }));
    expect(early.conclusion, logOf(early)).toBe('success');
    return 'approved';
  };
  await merged(town, 'a', TWO);

  const { rules } = await town.console('prod').see();
  const texts = Object.values(rules)
    .filter(({ name }) => name === 'two')
    .map(({ text }) => text);
  expect(texts).toHaveLength(1);
  expect(texts[0]).toContain('sent_bytes > 9');
});

it('what is held does not keep the rest from being applied, and the run says so', async () => {
  const town = await openTown({ files: { ...ONE, ...TWO } });
  await merged(town, 'begin', { 'rules/a/three.yaral': ruleText('three', { threshold: 3 }) });
  await town.console('prod').edit('one', ruleText('one', { threshold: 99 }));
  const { run } = await merged(town, 'feature', {
    'rules/a/two.yaral': ruleText('two', { threshold: 8 }),
  });

  expect(jobsIn(run), logOf(run)).toMatchObject({
    'apply-prod / plan': 'success',
    'apply-prod / apply': 'failure',
  });
  expect(logOf(run)).not.toContain('this is a bug');
  const { rules } = await town.console('prod').see();
  const texts = Object.fromEntries(Object.values(rules).map(({ name, text }) => [name, text]));
  expect(texts['one']).toContain('sent_bytes > 99');
  expect(texts['two']).toContain('sent_bytes > 8');
});

it('a merge reaches one tenant after the other', async () => {
  const town = await openTown({ tenants: ['staging', 'prod'], files: ONE });
  const { number, run } = await merged(town, 'feature', TWO);

  expect(run.conclusion, logOf(run)).toBe('success');
  expect(town.github.comments(number)).toHaveLength(1);
  expect(town.asked).toEqual(['apply-staging / apply', 'apply-prod / apply']);
  expect(becameIn(town)).toEqual(['plan staging', 'apply staging', 'plan prod', 'apply prod']);
  expect(await rulesOf(town, 'staging')).toEqual(['one', 'two']);
  expect(await rulesOf(town, 'prod')).toEqual(['one', 'two']);
});

it('and stops where one is refused', async () => {
  const town = await openTown({ tenants: ['staging', 'prod'], files: ONE });
  town.review = (job) => Promise.resolve(job.startsWith('apply-staging') ? 'rejected' : 'approved');
  const { run } = await merged(town, 'feature', TWO);

  expect(run.conclusion).toBe('failure');
  expect(becameIn(town)).toEqual(['plan staging']);
  expect(await rulesOf(town, 'prod')).toEqual([]);
});

it('a run that is cancelled while it applies ends in order, and the next one finishes', async () => {
  const town = await openTown({ files: ONE });
  const pull = town.open({ branch: 'feature', head: town.push('feature', TWO) });
  town.origin.git('checkout', '-q', 'main');
  town.origin.git('merge', '-q', '--no-ff', '-m', 'Merge', pull.head);
  const event = { ...onMain(town.origin, 'workflow_dispatch'), name: 'push' as const };
  const run = town.start(event);
  town.onStep = (_, step) => {
    if (step.startsWith('Carry out')) run.cancel();
    return Promise.resolve();
  };
  const cancelled = await run.done;
  expect(cancelled.conclusion).toBe('cancelled');
  town.onStep = () => Promise.resolve();
  const again = await town.onMain('workflow_dispatch', 'chron-apply');

  expect(again.conclusion, logOf(again)).toBe('success');
  expect(await rulesOf(town, 'prod')).toEqual(['one', 'two']);
});

it('a branch cannot deploy: its workflow may call apply, and reaches neither reviewers nor tenant', async () => {
  const town = await openTown({ files: ONE });
  const path = '.github/workflows/chron-apply.yml';
  const text = town.origin.read(path).replace('branches: [main]', 'branches: [feature]');
  const sha = town.push('feature', { [path]: text });
  const event = { ...onMain(town.origin, 'workflow_dispatch'), name: 'push' as const };
  const run = await town.start({ ...event, ref: 'refs/heads/feature', sha }).done;

  expect(run.conclusion).toBe('failure');
  expect(town.asked).toEqual([]);
  expect(becameIn(town)).toEqual(['plan prod refused']);
  expect(await rulesOf(town, 'prod')).toEqual([]);
});

it('drift is one issue: opened, left alone, and closed when it is gone', async () => {
  const town = await openTown({ files: ONE });
  await merged(town, 'feature', TWO);
  await town.console('prod').act('one', 'disableLiveRule');
  const found = await town.onMain('schedule', 'chron-drift');
  expect(jobsIn(found), logOf(found)).toEqual({
    'chron / look at prod': 'success',
    'chron / issue': 'success',
  });
  await town.onMain('schedule', 'chron-drift');
  expect(town.github.issues().map(({ state }) => state)).toEqual(['open']);
  expect(town.github.issues()[0]?.body).toContain('one');

  await town.console('prod').act('one', 'enableLiveRule');
  await town.onMain('schedule', 'chron-drift');
  expect(town.github.issues().map(({ state }) => state)).toEqual(['closed']);
});

it('a tenant that cannot be read is no tenant without drift', async () => {
  const town = await openTown({ files: ONE });
  await merged(town, 'feature', TWO);
  await town.console('prod').act('one', 'disableLiveRule');
  await town.onMain('schedule', 'chron-drift');
  town.locked.add('prod');
  const run = await town.onMain('schedule', 'chron-drift');

  expect(run.conclusion).toBe('failure');
  expect(town.github.issues().map(({ state }) => state)).toEqual(['open']);
});
