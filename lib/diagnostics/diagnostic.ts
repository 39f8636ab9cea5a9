/** A stretch of a source text: 0-based offsets in UTF-16 code units, `end` not in. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text and where it came from. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A problem at a place in a file, for the author of that file. */
export interface Diagnostic {
  /** Of spec §3.3 (`LEX002`, `PAR012`, …), `CHRnnn` for advice, or a word for files that are not rules. */
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  readonly path: string;
  readonly span: Span;
  /** Counted from 1, in characters as an editor shows them. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The token that stood in the way, as written; empty at the end of the file. With `expected` for whoever answers in the service's words. */
  readonly found?: string;
  /** What should have stood there: a word or a sign of the language. */
  readonly expected?: string;
}
