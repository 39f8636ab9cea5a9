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

/** What stands at a span is replaced by `text`; a span without length only inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** Edits of the diagnostic's own file that together put it right. They do not overlap. */
export interface Fix {
  /** What they do, for whoever is asked: `take out ".*"`. */
  readonly title: string;
  readonly edits: readonly Edit[];
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
  /** Only where it is safe to make without looking. */
  readonly fix?: Fix;
}
