import { columnsOf, padTo } from './layout.ts';
import type { Line, Span, Tone } from './styled.ts';
import { say, textOf } from './styled.ts';
import type { Sentence } from './words.ts';

/** A sentence on a terminal: names stand out where there are colours, and are bare where not. */
export function sentenceSpans(sentence: Sentence, tone?: Tone): Span[] {
  return sentence.map((word) =>
    typeof word === 'string' ? say(word, tone) : say(word.name, 'strong'),
  );
}

/** Columns of one line: `cells` padded to their widths, three spaces between, the last one as it is. */
export function columns(cells: readonly Span[], widths: readonly number[]): Line {
  return cells.flatMap((cell, index) => {
    const width = widths[index];
    if (width === undefined || index === cells.length - 1) return [cell];
    return [cell, say(' '.repeat(columnsOf(padTo(cell.text, width)) - columnsOf(cell.text) + 3))];
  });
}

/** Spaces at the beginning of a line. */
export function indented(by: number, ...spans: readonly Span[]): Line {
  return [say(' '.repeat(by)), ...spans];
}

/** A first line and what belongs behind it; behind it on a line of its own where both do not fit. */
export function beside(
  head: Line,
  tail: readonly Span[],
  {
    at,
    width,
    indent,
  }: { readonly at: number; readonly width: number | undefined; readonly indent: number },
): readonly Line[] {
  if (tail.length === 0) return [head];
  const gap = Math.max(3, at - columnsOf(textOf(head)));
  const joined = [...head, say(' '.repeat(gap)), ...tail];
  return width === undefined || columnsOf(textOf(joined)) <= width
    ? [joined]
    : [head, indented(indent, ...tail)];
}
