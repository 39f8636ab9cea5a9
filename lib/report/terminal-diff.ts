import { type DiffLine, diffText } from '../plan/text-diff.ts';
import { counted } from '../text.ts';
import { cutText, diffRows, type DiffRow } from './diff-cut.ts';
import type { Frame } from './frame.ts';
import { wrapLine } from './layout.ts';
import type { Line, Span, Styled, Tone } from './styled.ts';
import { say } from './styled.ts';
import { indented } from './terminal-words.ts';

const INDENT = 8;
/** Lines around a change. */
const CONTEXT = 2;

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;
const TONES = { same: 'faint', removed: 'removed', added: 'added' } as const;
const WORD_TONES = { same: 'faint', removed: 'removed-word', added: 'added-word' } as const;

/** What of a frame a difference needs. */
export type DiffFrame = Pick<Frame, 'symbols' | 'width' | 'diffLines' | 'lineLetters'>;

/** The difference of two texts with line numbers; says how much of it is left out, if some is. */
export function diffBlock(before: string, after: string, frame: DiffFrame): Styled {
  const hunks = diffText(before, after, CONTEXT);
  const last = hunks.at(-1)?.lines.at(-1);
  const highest = Math.max(10, last?.before ?? 0, last?.after ?? 0);
  const digits = String(highest).length;
  return diffRows(hunks, frame.diffLines).flatMap((row) =>
    wrapLine(rowLine(row, digits, frame), frame.width, INDENT + digits + 6),
  );
}

function rowLine(row: DiffRow, digits: number, frame: DiffFrame): Line {
  switch (row.kind) {
    case 'line':
      return diffLine(row.line, digits, frame);
    case 'gap':
      return indented(INDENT, say(frame.symbols.broken.padStart(digits), 'faint'));
    case 'cut':
      return indented(
        INDENT,
        say(`${' '.repeat(digits)}  ${frame.symbols.more} ${cutText(row.lines)}`, 'warning'),
      );
  }
}

function diffLine(one: DiffLine, digits: number, frame: DiffFrame): Line {
  return indented(
    INDENT,
    say(String(lineNumber(one)).padStart(digits), 'faint'),
    say(`  ${SIGNS[one.kind]} `, TONES[one.kind]),
    ...wordSpans(one, frame),
  );
}

function wordSpans(
  { kind, words }: DiffLine,
  { symbols, lineLetters }: DiffFrame,
): readonly Span[] {
  const spans: Span[] = [];
  let room = lineLetters;
  let left = 0;
  for (const { text, changed } of words) {
    const shown = text.length <= room ? text : Array.from(text).slice(0, room).join('');
    room = Math.max(0, room - shown.length);
    left += text.length - shown.length;
    const tone: Tone = changed ? WORD_TONES[kind] : TONES[kind];
    if (shown !== '') {
      spans.push(say(withTabs(shown, kind === 'same' ? '    ' : symbols.tab), tone));
    }
  }
  return left === 0
    ? spans
    : [...spans, say(` ${symbols.more} ${counted(left, 'more letter')}`, 'warning')];
}

/** Tabs take their room; where a line changed they are drawn, since a tab for spaces may be all the change. */
function withTabs(text: string, tab: string): string {
  return text.replaceAll('\t', tab);
}

/** The line of the text that a reader would open: after the change, or before it for what is gone. */
function lineNumber({ after, before }: DiffLine): number {
  return after ?? before ?? 0;
}
