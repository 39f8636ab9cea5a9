import { expect, it } from 'vitest';
import { IN_BOTH } from './in-both.ts';
import { IN_CONSOLE } from './in-console.ts';
import { IN_GIT } from './in-git.ts';
import type { Story } from './story.ts';
import { deskOf, expectationOf, expectOnly, happen, inSetOrder } from './tell.ts';

const ALONE = [...IN_GIT, ...IN_CONSOLE, ...IN_BOTH].filter(({ alone }) => alone === true);
const desk = deskOf(ALONE);

// The plan, and the apply, which plans once more and finds nothing left.
it.each(ALONE.map((story): [string, Story] => [story.title, story]))('%s', async (_, story) => {
  const at = await desk();
  await happen([story], at);
  const { planned, settled } = expectationOf([story]);
  const before = await at.console().see();

  expect(inSetOrder(await at.plan('--detailed-exitcode'))).toEqual({
    ...planned,
    exit: planned.held.length > 0 ? 4 : planned.changes.length > 0 ? 2 : 0,
  });
  expect(at.mutations()).toEqual([]);
  expect(inSetOrder(await at.apply())).toEqual({ ...planned, exit: settled.exit });
  const after = await at.console().see();
  expectOnly(planned.changes, before, after);
  story.check?.(before, after);
});
