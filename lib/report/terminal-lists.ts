import type { Plan } from '../model/plan.ts';
import { counted } from '../text.ts';
import type { Frame } from './frame.ts';
import { columnsOf, padTo } from './layout.ts';
import type { Styled } from './styled.ts';
import { EMPTY_LINE, line, say } from './styled.ts';

/** The live rules that this repository does not manage, in columns; asked for, since there may be hundreds. */
export function unmanagedBlock(
  { counts: { unmanaged } }: Pick<Plan, 'counts'>,
  frame: Frame,
): Styled {
  if (unmanaged.length === 0)
    return [EMPTY_LINE, line('Every live rule is managed by this repository.')];
  const cell = Math.max(...unmanaged.map(columnsOf)) + 3;
  const perRow = Math.max(1, Math.floor(((frame.width ?? 100) - 2) / cell));
  const rows = Array.from({ length: Math.ceil(unmanaged.length / perRow) }, (_, row) =>
    unmanaged.slice(row * perRow, (row + 1) * perRow),
  );
  return [
    EMPTY_LINE,
    line(
      say(
        `Not managed by this repository, and left alone: ${counted(unmanaged.length, 'rule')}`,
        'strong',
      ),
    ),
    ...rows.map((row) =>
      line(
        say(
          `  ${row
            .map((name) => padTo(name, cell))
            .join('')
            .trimEnd()}`,
        ),
      ),
    ),
  ];
}
