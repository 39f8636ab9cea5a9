import type { Frame } from './frame.ts';
import { cutEnd, wrapLine } from './layout.ts';
import type { Line, Span, Styled, Tone } from './styled.ts';
import { say } from './styled.ts';
import { type DiffHunk, type DiffLine, diffText } from './text-diff.ts';
import { indented } from './terminal-words.ts';
import { counted } from '../text.ts';

/** Letters of one line: a line of a rule is short, and one that is not would bury the others. */
const LONGEST_LINE = 400;
const INDENT = 8;

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;
const TONES = { same: 'faint', removed: 'removed', added: 'added' } as const;
const WORD_TONES = { same: 'faint', removed: 'removed-word', added: 'added-word' } as const;

/** The difference of two texts with line numbers; says how much of it is left out, if some is. */
export function diffBlock(before: string, after: string, frame: Frame): Styled {
  const hunks = diffText(before, after);
  const digits = Math.max(
    2,
    ...hunks.flatMap(({ lines }) => lines.map(lineNumber)).map((n) => String(n).length),
  );
  const all = hunks.flatMap((hunk, index) => [
    ...(index === 0 ? [] : [indented(INDENT, say(frame.symbols.broken.padStart(digits), 'faint'))]),
    ...hunk.lines.map((one) => diffLine(one, digits, frame)),
  ]);
  const wrapped = (shown: Styled): Styled =>
    shown.flatMap((one) => wrapLine(one, frame.width, INDENT + digits + 6));
  if (all.length <= frame.diffLines) return wrapped(all);
  const left = hunks.flatMap(({ lines }) => lines).slice(frame.diffLines);
  return [
    ...wrapped(all.slice(0, frame.diffLines)),
    indented(INDENT, say(leftOut(left, frame), 'warning')),
  ];
}

/** How many lines two texts differ in. */
export function changedLines(hunks: readonly DiffHunk[]): {
  readonly added: number;
  readonly removed: number;
} {
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    added: lines.filter(({ kind }) => kind === 'added').length,
    removed: lines.filter(({ kind }) => kind === 'removed').length,
  };
}

function leftOut(lines: readonly DiffLine[], { symbols }: Frame): string {
  const { added, removed } = changedLines([{ lines }]);
  return `${symbols.more} ${counted(lines.length, 'more line')} of this difference (+${added} -${removed})`;
}

function diffLine(one: DiffLine, digits: number, frame: Frame): Line {
  const tone = TONES[one.kind];
  return indented(
    INDENT,
    say(String(lineNumber(one)).padStart(digits), 'faint'),
    say(`  ${SIGNS[one.kind]} `, tone),
    ...wordSpans(one, frame),
  );
}

function wordSpans({ kind, words }: DiffLine, { symbols }: Frame): Span[] {
  let room = LONGEST_LINE;
  const spans: Span[] = [];
  for (const { text, changed } of words) {
    if (room <= 0) break;
    const shown = cutEnd(text, room, symbols.more);
    room -= text.length;
    const tone: Tone = changed ? WORD_TONES[kind] : TONES[kind];
    spans.push(say(withTabs(shown, kind === 'same' ? '    ' : symbols.tab), tone));
  }
  return spans;
}

/** Tabs take their room; where a line changed they are drawn, since a tab for spaces may be all the change. */
function withTabs(text: string, tab: string): string {
  return text.replaceAll('\t', tab);
}

/** The line of the text that a reader would open: after the change, or before it for what is gone. */
function lineNumber({ after, before }: DiffLine): number {
  return after ?? before ?? 0;
}
