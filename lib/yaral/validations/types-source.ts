import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Reporter } from '../../diagnostics/reporter.ts';

/** What stands at a span, on one line. */
export function sourceOf({ source }: Reporter, { start, end }: Span): string {
  return source.text.slice(start, end).replaceAll(/\s+/g, ' ');
}

/** The same where it is short enough to be read in a message, else `otherwise`. */
export function shortSource(reporter: Reporter, span: Span, otherwise: string): string {
  return span.end - span.start > 60 ? otherwise : sourceOf(reporter, span);
}
