import { expect, it } from 'vitest';
import type { Clock } from '../../../lib/ports/clock.ts';
import { REAL_CLOCK } from '../../helpers/chron.ts';
import { steady } from '../../helpers/steady.ts';
import { digestOf, PLAN_FILE, SAVED, SAVED_CHANGES } from './given-plan.ts';
import { deployEntry, rulePath, textOf } from './story.ts';
import { deskGiven, expectOnly } from './tell.ts';

const desk = deskGiven(SAVED);
const QUIET = { exit: 0, changes: [], held: [], notices: [] };

const apply = (...words: readonly string[]): readonly string[] => ['apply', PLAN_FILE, ...words];

it('carries out exactly the plan that was saved, whatever git has come to since', async () => {
  const at = await desk();
  const digest = digestOf(at);
  const before = await at.console().see();
  at.repository.write(rulePath('alpha'), textOf('alpha', { threshold: 3 }));
  at.repository.remove(rulePath('bystander'));
  at.repository.commit('later');

  const ran = await at.run(apply('--digest', digest));
  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('Applied 5 of 5 changes.') });
  expect(ran.out).toContain(
    `Plan ${digest.slice(0, 12)} is fresh: all 3 objects are unchanged since`,
  );
  const after = await at.console().see();
  expectOnly(SAVED_CHANGES, before, after);
  expect(after.rules[await at.console().idOf('alpha')]?.text).toBe(
    textOf('alpha', { threshold: 2 }),
  );
  // The tenant remembers the commit that the plan was made of.
  expect(await at.plan()).toEqual({
    ...QUIET,
    changes: ['add-version alpha', 'set-enabled bystander off removal', 'archive-rule bystander'],
  });
});

it('carries it out once, and not a second time', async () => {
  const { run, mutations, repository } = await desk();
  const digest = digestOf({ repository });
  expect(await run(apply('--digest', digest))).toMatchObject({ code: 0 });
  const sent = mutations().length;
  const again = await run(apply('--digest', digest));
  expect(again).toMatchObject({ code: 5, out: '' });
  expect(again.err).toContain('This plan is stale (exit 5)');
  expect(mutations()).toHaveLength(sent);
});

it('lets objects move that the plan does not touch', async () => {
  const at = await desk();
  const digest = digestOf(at);
  await at.console().act('beta', 'disableAlerting');
  await at.console().create(textOf('of_somebody'));
  const held = 'beta changed-outside: alerting on/on/off';
  expect(await at.run(apply('--digest', digest, '--format', 'json'))).toMatchObject({ code: 4 });
  expect(await at.plan()).toEqual({
    ...QUIET,
    exit: 4,
    held: [held],
    unmanaged: ['of_somebody'],
  });
});

it('remembers what a plan of a dirty work tree gave', async () => {
  const { repository, run, plan } = await desk();
  repository.write(rulePath('beta'), textOf('beta', { threshold: 2 }));
  deployEntry(repository, '{ match: { name: bystander }, alerting: true }');
  await run(['plan', '--env', 'local', '--out', PLAN_FILE]);
  const ran = await run(apply(), { answer: 'yes' });
  expect(ran.code).toBe(0);
  expect(await plan()).toEqual(QUIET);
  repository.commit('the same, committed');
  expect(await plan()).toEqual(QUIET);
});

it('takes yes for yes at a terminal, and nothing else; elsewhere only the digest', async () => {
  const at = await desk();
  const before = await at.console().see();
  const declined = await at.run(apply(), { answer: 'y' });
  expect(declined).toMatchObject({
    code: 1,
    err: expect.stringContaining('declined; nothing was written'),
  });
  const nobody = await at.run(apply());
  expect(nobody.code).toBe(1);
  expect(nobody.err).toContain('a saved plan needs its --digest where nobody can be asked');
  expect(at.mutations()).toEqual([]);
  expect(await at.console().see()).toEqual(before);
  const agreed = await at.run(apply(), { answer: 'yes' });
  expect(agreed.code).toBe(0);
  const closing = agreed.out.slice(agreed.out.indexOf('\nApplied'));
  await expect(steady(closing)).toMatchFileSnapshot('golden/applied.txt');
});

it('refuses a plan that is older than its environment allows', async () => {
  const at = await desk();
  const digest = digestOf(at);
  const old = await at.run(apply('--digest', digest), { clock: hoursFromNow(24.5) });
  expect(old.code).toBe(5);
  expect(old.err).toMatch(/this plan was made 24\.\d h ago, and local takes none older than 24 h/);
  expect(at.mutations()).toEqual([]);
  const young = await at.run(apply('--digest', digest), { clock: hoursFromNow(23.5) });
  expect(young.code).toBe(0);
});

function hoursFromNow(hours: number): Clock {
  return { ...REAL_CLOCK, now: () => new Date(Date.now() + hours * 3_600_000) };
}
