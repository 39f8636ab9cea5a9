import type { DiffHunk, DiffLine } from '../plan/text-diff.ts';
import { counted } from '../text.ts';

/** A line of a difference, or what stands for lines that are left out. */
export type DiffRow =
  | { readonly kind: 'line'; readonly line: DiffLine }
  /** Unchanged lines between two hunks; how many does not matter to the reader. */
  | { readonly kind: 'gap' }
  | { readonly kind: 'cut'; readonly lines: readonly DiffLine[] };

/** Of a long run of removed or added lines, so many are shown when the whole is too long: what goes may not hide what comes. */
const LINES_OF_A_RUN = 15;

/** The rows of a difference, at most `limit` lines of it; every line left out is in some `cut`. */
export function diffRows(hunks: readonly DiffHunk[], limit: number): readonly DiffRow[] {
  const rows = hunks.flatMap(({ lines }, index): readonly DiffRow[] => [
    ...(index === 0 ? [] : [{ kind: 'gap' } as const]),
    ...lines.map((line) => ({ kind: 'line', line }) as const),
  ]);
  return linesOf(rows).length <= limit ? rows : cutTail(cutRuns(rows), limit);
}

/** How many lines are added and removed. */
export function changedLines(lines: readonly DiffLine[]): {
  readonly added: number;
  readonly removed: number;
} {
  const count = (kind: DiffLine['kind']): number =>
    lines.reduce((sum, line) => sum + (line.kind === kind ? 1 : 0), 0);
  return { added: count('added'), removed: count('removed') };
}

/** `65 more lines removed`, or what else is left out. */
export function cutText(lines: readonly DiffLine[]): string {
  const { added, removed } = changedLines(lines);
  const more = counted(lines.length, 'more line');
  if (added === lines.length) return `${more} added`;
  if (removed === lines.length) return `${more} removed`;
  return `${more} of this difference (+${added} -${removed})`;
}

function cutRuns(rows: readonly DiffRow[]): readonly DiffRow[] {
  const out: DiffRow[] = [];
  let left: DiffLine[] = [];
  let run = 0;
  let before: DiffLine['kind'] = 'same';
  for (const row of rows) {
    if (row.kind !== 'line' || row.line.kind === 'same' || row.line.kind !== before) run = 0;
    if (row.kind === 'line') before = row.line.kind;
    run += 1;
    if (row.kind !== 'line' || row.line.kind === 'same' || run <= LINES_OF_A_RUN) {
      out.push(row);
      continue;
    }
    if (run === LINES_OF_A_RUN + 1) {
      left = [];
      out.push({ kind: 'cut', lines: left });
    }
    left.push(row.line);
  }
  return out;
}

function cutTail(rows: readonly DiffRow[], limit: number): readonly DiffRow[] {
  let lines = 0;
  const end = rows.findIndex((row) => {
    lines += row.kind === 'line' ? 1 : 0;
    return lines > limit;
  });
  if (end < 0) return rows;
  return [...rows.slice(0, end), { kind: 'cut', lines: linesOf(rows.slice(end)) }];
}

function linesOf(rows: readonly DiffRow[]): readonly DiffLine[] {
  return rows.flatMap((row) =>
    row.kind === 'line' ? [row.line] : row.kind === 'cut' ? row.lines : [],
  );
}
