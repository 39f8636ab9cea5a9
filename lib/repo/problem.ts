import type { Diagnostic, Source, Span } from '../diagnostics/diagnostic.ts';
import { indexLines, placeAt, type LineIndex } from '../diagnostics/lines.ts';
import type { Place } from '../model/environment.ts';

/** What is wrong, without where. Lower case, no full stop; the hint says what to write. */
export interface Problem {
  readonly id: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** `error` unless it says otherwise. */
  readonly severity?: Diagnostic['severity'];
}

/** Tells places of one text; the lines are found once. */
export function placesIn({ path, text }: Source): (span: Span) => Place {
  let index: LineIndex | undefined;
  return ({ start, end }) => {
    index ??= indexLines(text);
    const first = placeAt(index, start);
    const last = placeAt(index, end);
    return {
      path,
      span: { start, end },
      ...first,
      endLine: last.line,
      endColumn: last.column,
    };
  };
}

/** The top of a file: for what is wrong with all of it, or where its text cannot be read. */
export function topOf(path: string): Place {
  return { path, span: { start: 0, end: 0 }, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

/** Puts a problem in its place. */
export function diagnosticAt(
  { path, span, line, column, endLine, endColumn }: Place,
  { id, message, hint, severity = 'error' }: Problem,
): Diagnostic {
  return {
    id,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    path,
    span,
    line,
    column,
    endLine,
    endColumn,
  };
}
