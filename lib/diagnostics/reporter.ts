import type { Diagnostic, Source, Span } from './diagnostic.ts';
import { indexLines, placeAt, type LineColumn, type LineIndex } from './lines.ts';
import type { Message } from './message.ts';
import { MESSAGES, type MessageId, type MessageParams } from './messages.ts';
import { compareText } from '../text.ts';

/** So many of one severity are kept of one source: nobody reads more, and rubbish must not fill the memory. */
const MOST = 1000;

/** Collects what is wrong with one source. Nothing is thrown: a file shows all its errors at once. */
export class Reporter {
  readonly source: Source;
  #index: LineIndex | undefined;
  readonly #found: Diagnostic[] = [];
  readonly #counts = new Map<Diagnostic['severity'], number>();

  constructor(source: Source) {
    this.source = source;
  }

  /** Adds a diagnostic in the wording of `MESSAGES`. A given hint or severity stands in for the wording's own. */
  report<I extends MessageId>(
    id: I,
    span: Span,
    params: MessageParams[I],
    { hint, ...given }: { readonly hint?: string; readonly severity?: Diagnostic['severity'] } = {},
  ): void {
    // The table's entry for `id` takes exactly MessageParams[I]; the checker cannot follow that through the index.
    const message = MESSAGES[id] as Message<MessageParams[I]>;
    const severity = given.severity ?? message.severity;
    const count = (this.#counts.get(severity) ?? 0) + 1;
    this.#counts.set(severity, count);
    if (count > MOST) return;
    const advice = hint ?? message.hint?.(params);
    const start = this.placeAt(span.start);
    const end = this.placeAt(span.end);
    this.#found.push({
      id,
      severity,
      message: message.text(params),
      ...(advice === undefined ? {} : { hint: advice }),
      path: this.source.path,
      span: { start: span.start, end: span.end },
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      ...factsOf(params),
    });
  }

  /** Whether one more error would be kept: looking for what was meant is not worth the time otherwise. */
  get keepsErrors(): boolean {
    return (this.#counts.get('error') ?? 0) < MOST;
  }

  /** The line and column of an offset in this source, for wording that names another place. */
  placeAt(offset: number): LineColumn {
    this.#index ??= indexLines(this.source.text);
    return placeAt(this.#index, offset);
  }

  /** All of them in the order of the text, then by id. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#found.toSorted(compareDiagnostics);
  }
}

/** Orders diagnostics of several files: by path, place, then id. */
export function compareDiagnostics(before: Diagnostic, after: Diagnostic): number {
  return (
    compareText(before.path, after.path) ||
    before.span.start - after.span.start ||
    before.span.end - after.span.end ||
    compareText(before.id, after.id)
  );
}

function factsOf(params: object): Pick<Diagnostic, 'found' | 'expected'> {
  return {
    ...('found' in params && typeof params.found === 'string' ? { found: params.found } : {}),
    ...('expected' in params && typeof params.expected === 'string'
      ? { expected: params.expected }
      : {}),
  };
}
