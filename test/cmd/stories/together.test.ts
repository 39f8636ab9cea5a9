import { expect, it } from 'vitest';
import { steady } from '../../helpers/steady.ts';
import { IN_BOTH } from './in-both.ts';
import { IN_CONSOLE } from './in-console.ts';
import { IN_GIT } from './in-git.ts';
import { ROWS } from './story.ts';
import { deskOf, expectationOf, expectOnly, happen, inSetOrder } from './tell.ts';

const STORIES = [...IN_GIT, ...IN_CONSOLE, ...IN_BOTH];
/** So much at once is more than the safety limits let pass. */
const ALLOWED = ['--allow-changed', '13', '--allow-archived', '3'];

/** When each kind of change comes (design.md §5). */
const PHASES: readonly RegExp[] = [
  /^set-\w+ \S+ off$/,
  /^(?:create|update)-list /,
  /^unarchive-rule /,
  /^(?:create-rule|add-version|rename-rule) /,
  /^set-enabled \S+ on$/,
  /^set-alerting \S+ on$/,
  /^(?:set-\w+ \S+ off removal|archive-rule )/,
];

it.each(ROWS)('meets the row "%s" of the three-way table in two stories or more', (row) => {
  const met = STORIES.filter(({ rows }) => rows.includes(row)).map(({ title }) => title);
  expect(new Set(met).size).toBeGreaterThanOrEqual(2);
});

it('tells no story twice', () => {
  const titles = STORIES.map(({ title }) => title);
  expect(titles).toEqual([...new Set(titles)]);
});

it('tells all stories at once', { timeout: 60_000 }, async () => {
  const at = await deskOf(STORIES)();
  await happen(STORIES, at);
  const { planned, settled } = expectationOf(STORIES);
  const before = await at.console().see();

  const refused = await at.run(['plan', '--env', 'local', '--unmanaged', '--detailed-exitcode']);
  expect(refused.code).toBe(4);
  await expect(steady(refused.out)).toMatchFileSnapshot('golden/together.txt');
  const allowed = await at.plan('--detailed-exitcode', ...ALLOWED);
  expect(inSetOrder(allowed)).toEqual({ ...planned, exit: 4 });
  expect(phasesOf(allowed.changes)).toEqual(
    phasesOf(allowed.changes).toSorted((one, other) => one - other),
  );

  const sent = at.mutations().length;
  expect(await at.apply()).toMatchObject({
    exit: 4,
    error: 'the plan for local breaks a limit; nothing was written',
  });
  expect(at.mutations()).toHaveLength(sent);
  expect(await at.console().see()).toEqual(before);

  expect(inSetOrder(await at.apply(...ALLOWED))).toEqual({ ...planned, exit: 4 });
  const after = await at.console().see();
  expectOnly(planned.changes, before, after);
  for (const { check } of STORIES) check?.(before, after);

  const written = at.mutations().length;
  expect(inSetOrder(await at.apply())).toEqual(settled);
  expect(at.mutations()).toHaveLength(written);
  expect(await at.console().see()).toEqual(after);
});

function phasesOf(changes: readonly string[]): readonly number[] {
  return changes.map((change) => PHASES.findIndex((phase) => phase.test(change)));
}
