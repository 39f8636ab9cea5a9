import { expect, it } from 'vitest';
import type { Console } from '../../helpers/console.ts';
import { steady } from '../../helpers/steady.ts';
import { digestOf, PLAN_FILE, SAVED } from './given-plan.ts';
import { textOf } from './story.ts';
import { deskGiven } from './tell.ts';

const desk = deskGiven(SAVED);

type Move = (console: Console) => Promise<unknown>;

const MOVES: readonly (readonly [title: string, row: RegExp, move: Move])[] = [
  [
    'a text was edited',
    /^ {2}alpha +ru_ID@v_TIME +ru_ID@v_TIME +TIME$/m,
    (console) => console.edit('alpha', textOf('alpha', { threshold: 7 })),
  ],
  [
    'a rule was turned off',
    /^ {2}alpha +enabled +disabled$/m,
    (console) => console.act('alpha', 'disableLiveRule'),
  ],
  [
    'a rule was made to alert',
    /^ {2}alpha +not alerting +alerting$/m,
    (console) => console.act('alpha', 'enableAlerting'),
  ],
  [
    'a rule was archived',
    /^ {2}alpha +active +archived$/m,
    async (console) => {
      await console.act('alpha', 'disableLiveRule');
      await console.act('alpha', 'archive');
    },
  ],
  ['a rule was deleted', /^ {2}alpha +ru_ID@v_TIME +gone$/m, (console) => console.remove('alpha')],
  [
    'a rule of the name of one that it changes was created',
    /^ {2}alpha +not there +ru_ID@v_TIME +TIME$/m,
    (console) => console.create(textOf('alpha', { threshold: 7 })),
  ],
  [
    'a rule of the name of one that it creates was created',
    /^ {2}added +not there +ru_ID@v_TIME +TIME$/m,
    (console) => console.create(textOf('added')),
  ],
  [
    'a list was edited',
    /^ {2}%watched +1 line, [0-9a-f]{8} +2 lines, [0-9a-f]{8}$/m,
    (console) => console.editList('watched', ['alice', 'mallory']),
  ],
  [
    'the memory was emptied',
    /^ {2}%chron_applied +as it was +another apply has been here$/m,
    (console) => console.editList('chron_applied', []),
  ],
];

it.each(MOVES)('refuses a plan as %s since, and writes nothing', async (_, row, move) => {
  const at = await desk();
  await move(at.console());
  const seen = await at.console().see();
  const ran = await at.run(['apply', PLAN_FILE, '--digest', digestOf(at)]);
  expect(ran).toMatchObject({ code: 5, out: '' });
  const table = steady(ran.err);
  expect(table).toMatch(row);
  expect(table.split('\n').filter((line) => line.startsWith('  '))).toHaveLength(2);
  expect(table).toContain('This plan is stale (exit 5)\n');
  expect(table).toContain(
    `Nothing was written. Plan again:  chron plan --env local --out ${PLAN_FILE}\n`,
  );
  expect(at.mutations()).toEqual([]);
  expect(await at.console().see()).toEqual(seen);
});

it('shows all that moved in one table', async () => {
  const at = await desk();
  for (const [, , move] of MOVES.slice(0, 2)) await move(at.console());
  for (const [, , move] of MOVES.slice(6)) await move(at.console());
  const ran = await at.run(['apply', PLAN_FILE, '--digest', digestOf(at)]);
  await expect(steady(ran.err)).toMatchFileSnapshot('golden/stale.txt');
});

it('refuses a plan once another apply has been at the tenant', async () => {
  const at = await desk();
  at.repository.write('rules/family/more.yaral', textOf('more'));
  at.repository.commit();
  await at.apply('--rule', 'more');
  const sent = at.mutations().length;
  const ran = await at.run(['apply', PLAN_FILE, '--digest', digestOf(at)]);
  expect(ran).toMatchObject({ code: 5, out: '' });
  expect(ran.err).toContain('another apply has been here');
  expect(at.mutations()).toHaveLength(sent);
});
