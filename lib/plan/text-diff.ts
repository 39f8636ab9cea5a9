import { diffWordsWithSpace, structuredPatch } from 'diff';

/** One line of a difference. Its `words` joined are the line, without its line end. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  /** The line's number, from 1, in the text before; absent for an added line. */
  readonly before?: number;
  /** The same in the text after; absent for a removed line. */
  readonly after?: number;
  /** `changed` marks what differs from the line that this one replaces. Where there is none, nothing is marked. */
  readonly words: readonly DiffWord[];
}

export interface DiffWord {
  readonly text: string;
  readonly changed: boolean;
}

/** Changed lines that stand close together, with some lines around them. */
export interface DiffHunk {
  readonly lines: readonly DiffLine[];
}

/** More edits than this are not searched for the shortest way: time grows with their square. */
const MOST_EDITS = 400;

/** Nor are longer texts, in lines: each costs some time, equal or not. */
const MOST_LINES = 20_000;

/** Longer lines, and more pairs of lines than this, are compared as whole lines only. */
const LONGEST_WORDED_LINE = 400;
const MOST_WORDED_PAIRS = 500;

/** Two lines that share less than this are not one line that was edited. */
const SAME_LINE = 0.4;

/**
 * Compares two texts line by line, for the eye. The difference is the shortest one, unless the texts are so far
 * apart that finding it would take long: then all between what they begin and end with alike counts as replaced.
 */
export function diffText(before: string, after: string, context = 3): readonly DiffHunk[] {
  if (before === after) return [];
  const [old, next] = [linesOf(before), linesOf(after)];
  const patch =
    Math.max(old.length, next.length) > MOST_LINES
      ? undefined
      : structuredPatch('', '', before, after, '', '', { context, maxEditLength: MOST_EDITS });
  const hunks: readonly Raw[] =
    patch === undefined
      ? [replacedMiddle(old, next, context)]
      : patch.hunks.map(({ oldStart, newStart, lines }) => ({
          before: oldStart,
          after: newStart,
          // `\ No newline at end of file` is no line of either text.
          lines: lines.filter((line) => !line.startsWith('\\')),
        }));
  const budget = { pairs: MOST_WORDED_PAIRS };
  return hunks.map((hunk) => ({ lines: worded(numbered(hunk), budget) }));
}

/** A hunk whose lines begin with ` `, `-` or `+`. */
interface Raw {
  readonly before: number;
  readonly after: number;
  readonly lines: readonly string[];
}

function replacedMiddle(before: readonly string[], after: readonly string[], context: number): Raw {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const start = Math.max(0, head - context);
  return {
    before: start + 1,
    after: start + 1,
    lines: [
      ...before.slice(start, head).map((line) => ` ${line}`),
      ...before.slice(head, before.length - tail).map((line) => `-${line}`),
      ...after.slice(head, after.length - tail).map((line) => `+${line}`),
      ...before
        .slice(before.length - tail)
        .slice(0, context)
        .map((line) => ` ${line}`),
    ],
  };
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function numbered({ before, after, lines }: Raw): readonly DiffLine[] {
  const next = { before, after };
  return lines.map((line): DiffLine => {
    const words = [{ text: line.slice(1), changed: false }];
    if (line.startsWith('-')) return { kind: 'removed', before: next.before++, words };
    if (line.startsWith('+')) return { kind: 'added', after: next.after++, words };
    return { kind: 'same', before: next.before++, after: next.after++, words };
  });
}

/** Marks words in lines that replace each other: the first removed one with the first added one after it, and so on. */
function worded(lines: readonly DiffLine[], budget: { pairs: number }): readonly DiffLine[] {
  const marked = [...lines];
  for (let at = 0; at < lines.length;) {
    const removed = runLength(lines, at, 'removed');
    const added = runLength(lines, at + removed, 'added');
    for (let pair = 0; pair < Math.min(removed, added) && budget.pairs > 0; pair += 1) {
      const [one, other] = [lines[at + pair], lines[at + removed + pair]];
      if (one === undefined || other === undefined) continue;
      budget.pairs -= 1;
      const words = changedWords(one, other);
      if (words === undefined) continue;
      marked[at + pair] = { ...one, words: words.before };
      marked[at + removed + pair] = { ...other, words: words.after };
    }
    at += Math.max(1, removed + added);
  }
  return marked;
}

function runLength(lines: readonly DiffLine[], start: number, kind: DiffLine['kind']): number {
  let end = start;
  while (lines[end]?.kind === kind) end += 1;
  return end - start;
}

function changedWords(
  before: DiffLine,
  after: DiffLine,
): { readonly before: readonly DiffWord[]; readonly after: readonly DiffWord[] } | undefined {
  const [one, other] = [before, after].map(({ words }) => words.map(({ text }) => text).join(''));
  if (one === undefined || other === undefined) return undefined;
  if (Math.max(one.length, other.length) > LONGEST_WORDED_LINE) return undefined;
  const parts = diffWordsWithSpace(one, other);
  const shared = parts
    .filter(({ added, removed }) => !added && !removed)
    .reduce((sum, { value }) => sum + inkOf(value), 0);
  if (shared < SAME_LINE * Math.max(inkOf(one), inkOf(other))) return undefined;
  return {
    before: parts
      .filter(({ added }) => !added)
      .map(({ value, removed }) => ({ text: value, changed: removed })),
    after: parts
      .filter(({ removed }) => !removed)
      .map(({ value, added }) => ({ text: value, changed: added })),
  };
}

/** How much of a text is to be seen: two lines do not count as alike for their indentation. */
function inkOf(text: string): number {
  return text.trim().length;
}
