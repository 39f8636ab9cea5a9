import type { Diagnostic } from './diagnostic.ts';
import { visible, visibleLine } from '../text.ts';

/** How much of a long line is shown before and from the marked place. */
const BEFORE = 60;
const AFTER = 60;

/**
 * A diagnostic for a terminal: place, wording, the line with the place marked, the hint. `text` is the source's.
 * Everything that came from the file is escaped; colour is the caller's business.
 */
export function renderDiagnostic(diagnostic: Diagnostic, text: string): string {
  const { id, severity, message, hint, path, line, column } = diagnostic;
  const gutter = String(line);
  const blank = ' '.repeat(gutter.length);
  const { shown, indent, mark } = frame(diagnostic, text);
  return [
    `${visibleLine(path)}:${line}:${column}: ${severity}[${id}]: ${visibleLine(message)}`,
    `${gutter} | ${shown}`,
    `${blank} | ${indent}${mark}`,
    ...(hint === undefined ? [] : [`${blank} = hint: ${visibleLine(hint)}`]),
  ]
    .map((row) => row.trimEnd())
    .join('\n');
}

/** One line of a source with a place in it marked: `indent` and `mark` go below `shown`. Only tabs are left unescaped. */
export interface Frame {
  readonly shown: string;
  readonly indent: string;
  readonly mark: string;
}

/** The first line of the span, cut to a window, with the white space and carets that go below it. */
export function frame({ span }: Pick<Diagnostic, 'span'>, text: string): Frame {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const newline = text.indexOf('\n', span.start);
  const lineEnd = newline < 0 ? text.length : text[newline - 1] === '\r' ? newline - 1 : newline;
  const from = span.start - lineStart > BEFORE ? span.start - BEFORE : lineStart;
  const to = lineEnd - span.start > AFTER * 2 ? span.start + AFTER : lineEnd;
  const start = Math.min(span.start, to);
  const end = Math.max(start, Math.min(span.end, to));

  const before = (from > lineStart ? '…' : '') + visible(text.slice(from, start));
  const marked = visible(text.slice(start, end));
  const after = visible(text.slice(end, to)) + (to < lineEnd ? '…' : '');
  return {
    shown: before + marked + after,
    indent: before.replaceAll(/[^\t]/gu, ' '),
    mark: '^'.repeat(Math.max(1, Array.from(marked).length)),
  };
}
