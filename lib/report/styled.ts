import { visibleLine } from '../text.ts';

/** What a stretch of text is about. Only cmd/ knows which colour that is; nothing here relies on colour alone. */
export type Tone =
  | 'added'
  | 'removed'
  | 'changed'
  | 'renamed'
  | 'promoted'
  | 'demoted'
  | 'archived'
  | 'held'
  | 'warning'
  | 'error'
  | 'strong'
  | 'faint'
  | 'added-word'
  | 'removed-word';

/** A stretch of one line. Made by `say`, so that no control character is left in it. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}

export type Line = readonly Span[];

/** A rendered text: lines without line ends. */
export type Styled = readonly Line[];

export const EMPTY_LINE: Line = [];

/**
 * The one way to make a span. Whoever wrote the text, what a terminal would act on becomes visible
 * (reliability B5): control codes, escape sequences, bidirectional and zero-width characters, line ends.
 */
export function say(text: string, tone?: Tone): Span {
  const shown = visibleLine(text);
  return tone === undefined ? { text: shown } : { text: shown, tone };
}

/** A line from words and spans. */
export function line(...parts: readonly (string | Span)[]): Line {
  return parts.map((part) => (typeof part === 'string' ? say(part) : part));
}

/** The text of it without tones, each line ended; what is written where there are no colours. */
export function plain(lines: Styled): string {
  return lines.map((one) => `${textOf(one)}\n`).join('');
}

/** One line as text. */
export function textOf(one: Line): string {
  return one.map((span) => span.text).join('');
}
