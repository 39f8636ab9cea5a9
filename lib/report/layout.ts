import type { Line, Span, Styled } from './styled.ts';
import { textOf } from './styled.ts';

/** Letters that take two columns in a terminal (East Asian wide forms and pictographs), and marks that take none. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;
const MARK = /\p{M}/u;
const ASCII = /^[\u0020-\u007E]*$/;

/** How many columns a terminal needs for it. */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const letter of text) columns += MARK.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return columns;
}

/** Fills up with spaces to so many columns; longer texts stay as they are. */
export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** At most so many columns, the middle left out: both ends of a name tell more than its first half. */
export function cutMiddle(text: string, columns: number, ellipsis: string): string {
  if (columnsOf(text) <= columns) return text;
  const room = Math.max(0, columns - columnsOf(ellipsis));
  const letters = Array.from(text);
  const head = take(letters, Math.ceil(room / 2));
  const tail = take(letters.toReversed(), Math.floor(room / 2));
  return head.join('') + ellipsis + tail.toReversed().join('');
}

/** At most so many letters, the end left out. Never half a surrogate pair. */
export function cutEnd(text: string, letters: number, ellipsis: string): string {
  if (text.length <= letters) return text;
  const all = Array.from(text);
  return all.length <= letters
    ? text
    : all.slice(0, Math.max(0, letters - ellipsis.length)).join('') + ellipsis;
}

function take(letters: readonly string[], columns: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const letter of letters) {
    used += columnsOf(letter);
    if (used > columns) break;
    taken.push(letter);
  }
  return taken;
}

/**
 * Breaks lines that are wider than the terminal, at spaces where there are any, so that nothing of them is lost.
 * Continued lines are indented by two columns more than their first line.
 */
export function wrap(lines: Styled, width: number | undefined): Styled {
  if (width === undefined) return lines;
  return lines.flatMap((one) => wrapLine(one, width, indentOf(one) + 2));
}

/** One line in as many as it needs; `hang` is the indent of all but the first. */
export function wrapLine(one: Line, width: number | undefined, hang: number): Styled {
  if (width === undefined || columnsOf(textOf(one)) <= width) return [one];
  const indent = Math.min(hang, Math.max(0, width - 20));
  const rows: Span[][] = [[]];
  let used = 0;
  for (const { text, tone } of piecesOf(one)) {
    for (const piece of chop(text, Math.max(1, width - indent))) {
      const needed = columnsOf(piece.trimEnd());
      if (used + needed > width && used > indent) {
        rows.push([{ text: ' '.repeat(indent) }]);
        used = indent;
        if (piece.trim() === '') continue;
      }
      const kept = used + columnsOf(piece) > width ? piece.trimEnd() : piece;
      rows.at(-1)?.push(tone === undefined ? { text: kept } : { text: kept, tone });
      used += columnsOf(kept);
    }
  }
  return rows.map(withoutTrailingSpace);
}

/** Words with the spaces after them; the indent is a piece of its own. */
function piecesOf(one: Line): Span[] {
  return one.flatMap((span) =>
    (span.text.match(/^ +|\S+ *| +/g) ?? []).map((text) => ({ ...span, text })),
  );
}

/** A word wider than a line is cut into pieces that fit. */
function chop(text: string, columns: number): string[] {
  if (columnsOf(text.trimEnd()) <= columns) return [text];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const letter of text) {
    const needed = columnsOf(letter);
    if (used + needed > columns && piece !== '') {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += letter;
    used += needed;
  }
  return [...pieces, piece];
}

function withoutTrailingSpace(row: readonly Span[]): Line {
  const last = row.at(-1);
  if (last === undefined) return row;
  const text = last.text.trimEnd();
  return text === last.text
    ? row
    : text === ''
      ? withoutTrailingSpace(row.slice(0, -1))
      : [...row.slice(0, -1), { ...last, text }];
}

function indentOf(one: Line): number {
  const text = textOf(one);
  return text.length - text.trimStart().length;
}
