import { expect, it } from 'vitest';
import { IN_BOTH } from './in-both.ts';
import { IN_CONSOLE } from './in-console.ts';
import { IN_GIT } from './in-git.ts';
import { ROWS } from './story.ts';

const STORIES = [...IN_GIT, ...IN_CONSOLE, ...IN_BOTH];

it.each(ROWS)('meets the row "%s" of the three-way table in two stories or more', (row) => {
  const met = STORIES.filter(({ rows }) => rows.includes(row)).map(({ title }) => title);
  expect(new Set(met).size).toBeGreaterThanOrEqual(2);
});

it('tells no story twice', () => {
  const titles = STORIES.map(({ title }) => title);
  expect(titles).toEqual([...new Set(titles)]);
});
