import { columnsOf, padTo, wrap } from './layout.ts';
import type { Styled } from './styled.ts';
import { EMPTY_LINE, line, say } from './styled.ts';
import type { TextOptions } from './view.ts';
import { timeText } from './words.ts';

/** An object that moved between plan and apply. */
export interface StaleRow {
  readonly object: string;
  readonly planned: string;
  readonly now: string;
  /** When it was changed, where the service says. */
  readonly changed?: Date;
}

/** Why a saved plan is refused: what moved, from what to what, and when. Nothing was written. */
export function staleText(
  rows: readonly StaleRow[],
  again: string,
  options: Pick<TextOptions, 'width'>,
): Styled {
  const titles = ['object', 'planned against', 'now', 'changed'];
  const cells = rows.map(({ object, planned, now, changed }) => [
    object,
    planned,
    now,
    changed === undefined ? '' : timeText(changed),
  ]);
  const widths = titles.map((title, column) =>
    Math.max(...[title, ...cells.map((row) => row[column] ?? '')].map(columnsOf)),
  );
  const row = (texts: readonly string[]): string =>
    texts
      .map((text, column) => padTo(text, widths[column] ?? 0))
      .join('   ')
      .trimEnd();
  return wrap(
    [
      line(say('This plan is stale (exit 5)', 'error')),
      EMPTY_LINE,
      line(say(`  ${row(titles)}`, 'faint')),
      ...cells.map((texts) => line(`  ${row(texts)}`)),
      EMPTY_LINE,
      line('Nothing was written. Plan again:  ', say(again, 'strong')),
    ],
    options.width,
  );
}

/** Said before a saved plan is carried out. `digest` is hex; `planned` is when it was made. */
export function freshLine(digest: string, objects: number, planned: Date): Styled {
  const what = objects === 1 ? 'its object is' : `all ${objects} objects are`;
  return [
    line(
      say(`Plan ${digest.slice(0, 12)} is fresh: ${what} unchanged since ${timeText(planned)}.`),
    ),
  ];
}
