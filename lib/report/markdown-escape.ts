import { visible, visibleLine } from '../text.ts';
import { cutEnd } from './layout.ts';
import type { Sentence } from './words.ts';

/** Letters of a name, and of any other text of strangers in a line or cell (reliability B5). */
export const LONGEST_NAME = 128;
export const LONGEST_CELL = 200;

/**
 * A text of strangers within a line. A code span is the one place where GitHub links nothing, mentions nobody and
 * renders no HTML; entities would not do, since mentions, references and addresses are sought after decoding.
 * The span's fence is longer than any run of backticks inside.
 */
export function code(text: string, longest = LONGEST_CELL): string {
  const shown = cutEnd(visibleLine(text), longest, '…');
  if (shown.trim() === '') return '(empty)';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return fence + pad + shown + pad + fence;
}

/** The same in a cell of a table, where a pipe would end the cell even within a code span. */
export function cellCode(text: string, longest = LONGEST_CELL): string {
  // GitHub takes the backslash of `\|` away before it reads the span; a backslash before that one would undo it.
  return code(text, longest).replace(/(\\*)\|/g, (_, slashes: string) =>
    slashes === '' ? '\\|' : `${slashes}<U+007C>`,
  );
}

/** A sentence of ours with the names of others in code spans. */
export function sentenceMarkdown(sentence: Sentence, name = code): string {
  return sentence.map((word) => (typeof word === 'string' ? word : name(word.name))).join('');
}

/** Lines of strangers as a block that nothing inside can end. */
export function fenced(language: string, lines: readonly string[]): string {
  const body = lines.map(visible).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${language}\n${body}\n${fence}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
