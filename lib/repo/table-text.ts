import type { Span } from '../diagnostics/diagnostic.ts';
import { COLUMN_TYPES, type ColumnType, type DataTable } from '../model/data-table.ts';
import { counted, nearest, visibleLine } from '../text.ts';
import type { Problem } from './problem.ts';

/** A table file taken apart, with what is wrong with it at its places. */
export interface TableText extends Pick<DataTable, 'columns' | 'rows'> {
  readonly problems: readonly { readonly span: Span; readonly problem: Problem }[];
}

/** A letter first, then letters, digits and `_`, fewer than 256 characters (chronicle-v1 §13). */
export const TABLE_NAME = /^[A-Za-z][A-Za-z0-9_]{0,254}$/;
const COLUMNS = 1000;

interface Cell {
  readonly text: string;
  readonly span: Span;
}

/**
 * Takes a straightened CSV apart. The first line names the columns, each with its type after a colon where that is not
 * string: `user,network:cidr`. Cells may stand in quotes (`""` is one quote in them), and hold no comma and no line end,
 * as the service allows none. Blank lines are no rows; a row with a mistake is left out.
 */
export function parseTableText(text: string): TableText {
  const problems: { span: Span; problem: Problem }[] = [];
  const report = (span: Span, problem: Problem): void => {
    problems.push({ span, problem });
  };
  const lines = rowsOf(text, report);
  const [head = [], ...body] = lines;
  const columns = head.map((cell) => columnOf(cell, (problem) => report(cell.span, problem)));
  if (lines.length === 0) {
    report({ start: 0, end: 0 }, column('the table has no columns', 'name them in the first line'));
  }
  const seen = new Set<string>();
  for (const [at, { name }] of columns.entries()) {
    const span = head[at]?.span ?? { start: 0, end: 0 };
    if (seen.has(name))
      report(span, column(`column ${visibleLine(name)} stands twice`, 'keep one of them'));
    if (at === COLUMNS) report(span, column('a table has at most 1,000 columns', 'take some out'));
    seen.add(name);
  }
  const rows = body.filter((cells) => {
    if (cells.length === columns.length) return true;
    const [first, last] = [cells[0], cells.at(-1)];
    report(
      { start: first?.span.start ?? 0, end: last?.span.end ?? 0 },
      {
        id: 'table-row',
        message: `this row has ${counted(cells.length, 'cell')}, and the table has ${counted(columns.length, 'column')}`,
        hint: 'write a comma between two cells, also where one is empty',
      },
    );
    return false;
  });
  return { columns, rows: rows.map((cells) => cells.map((cell) => cell.text)), problems };
}

function columnOf(
  { text }: Cell,
  report: (problem: Problem) => void,
): DataTable['columns'][number] {
  const colon = text.indexOf(':');
  const name = (colon < 0 ? text : text.slice(0, colon)).trim();
  const word = colon < 0 ? 'string' : text.slice(colon + 1).trim();
  const type: ColumnType | undefined = COLUMN_TYPES.find((one) => one === word);
  if (!TABLE_NAME.test(name)) {
    report(
      column(
        `"${visibleLine(name)}" cannot be the name of a column`,
        'a name has letters, digits and underscores, begins with a letter, and has fewer than 256 characters',
      ),
    );
  }
  if (type === undefined) {
    const meant = nearest(word, COLUMN_TYPES);
    report(
      column(
        `"${visibleLine(word)}" is no type of a column`,
        meant === undefined ? `types are ${COLUMN_TYPES.join(', ')}` : `did you mean ${meant}?`,
      ),
    );
  }
  return { name, type: type ?? 'string' };
}

function column(message: string, hint: string): Problem {
  return { id: 'table-column', message, hint };
}

function rowsOf(
  text: string,
  report: (span: Span, problem: Problem) => void,
): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const start = offset;
    offset += line.length + 1;
    if (line.trim() === '') continue;
    const cells = cellsOf(line, start);
    if (typeof cells === 'object') rows.push(cells);
    else report({ start, end: start + line.length }, { id: 'table-row', ...BROKEN[cells] });
  }
  return rows;
}

/** What keeps a line from being a row. */
const BROKEN = {
  quote: {
    message: 'a quote in this row is not closed, or something stands after it',
    hint: 'write "" for a quote within quotes; a cell holds no line end',
  },
  comma: {
    message: 'a cell of this row holds a comma',
    hint: 'the service allows none: split the value, or write it without',
  },
} as const;

const CELL = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

function cellsOf(line: string, offset: number): Cell[] | keyof typeof BROKEN {
  const cells: Cell[] = [];
  CELL.lastIndex = 0;
  for (;;) {
    const at = CELL.lastIndex;
    const found = CELL.exec(line);
    if (found === null) return 'quote';
    const [whole, quoted, plain = '', comma] = found;
    const end = offset + at + whole.length - (comma ?? '').length;
    const text = quoted === undefined ? plain : quoted.replaceAll('""', '"');
    if (text.includes(',')) return 'comma';
    cells.push({ text, span: { start: offset + at, end } });
    if (comma !== ',') return cells;
  }
}
