/** Where the lines of a text begin, made once a text so that a look-up is two binary searches. */
export interface LineIndex {
  /** Offsets of the first character of each line. */
  readonly starts: readonly number[];
  /** Offsets of the second halves of surrogate pairs: they are no column of their own. */
  readonly halves: readonly number[];
  readonly length: number;
}

/** A place as an editor shows it: both count from 1, the column in characters. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { starts, halves: halvesIn(text), length: text.length };
}

const PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/;

/** Hardly any rule has one. */
function halvesIn(text: string): readonly number[] {
  if (!PAIR.test(text)) return [];
  return Array.from(text.matchAll(new RegExp(PAIR, 'g')), ({ index }) => index + 1);
}

/** The line and column of an offset; an offset outside the text counts as its nearest end. */
export function placeAt(index: LineIndex, offset: number): LineColumn {
  const at = Math.min(Math.max(offset, 0), index.length);
  const line = countUpTo(index.starts, at);
  const start = index.starts[line - 1] ?? 0;
  const halves = countUpTo(index.halves, at) - countUpTo(index.halves, start);
  return { line, column: at - start - halves + 1 };
}

/** How many of the ascending offsets are at most `limit`. */
function countUpTo(offsets: readonly number[], limit: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
