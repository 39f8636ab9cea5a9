import { expect, it } from 'vitest';
import type { Story } from './story.ts';
import { deskOf, expectationOf, expectOnly, happen, inSetOrder } from './tell.ts';

/** Tells each story of a table that is to be told alone: the plan, and the apply, which plans once more and finds nothing left. */
export function tellEach(stories: readonly Story[]): void {
  const told = stories.filter(({ alone }) => alone === true);
  const desk = deskOf(told);

  it.each(told.map((story): [string, Story] => [story.title, story]))('%s', async (_, story) => {
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
}
