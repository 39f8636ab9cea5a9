import type { Fix, Source, Span } from '../../diagnostics/diagnostic.ts';
import type { Explanation } from '../../diagnostics/explanation.ts';
import type { Rule } from '../ast.ts';
import type { Symbols } from '../symbols.ts';
import type { FieldLookup } from './field.ts';
import type { PatternTest } from './pattern-test.ts';

/** One kind of advice. Its id is `CHRnnn` and is never given to anything else again; the severity is that of a repository that does not say. */
export interface Advice extends Explanation {
  /** `--fix` can do it, at least in the plain cases. */
  readonly fixable: boolean;
}

/** Advice on one rule by itself. */
export interface Lint extends Advice {
  readonly find: (context: LintContext) => readonly Finding[];
}

/** A place where advice applies. */
export interface Finding {
  readonly span: Span;
  readonly message: string;
  readonly hint?: string;
  readonly fix?: Fix;
  /** Of less weight than the advice is in general: info where the repository does not say. */
  readonly minor?: true;
}

/** What the repository has beside the rule. What is undefined is not known, and then nothing is said about it. */
export interface Known {
  /** Reference lists by name, with their kind. */
  readonly lists?: ReadonlyMap<string, 'string' | 'regex' | 'cidr'>;
  /** Data tables by name, with the names of their columns. */
  readonly tables?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What a lint looks at. */
export interface LintContext {
  readonly source: Source;
  readonly rule: Rule;
  readonly symbols: Symbols;
  readonly known: Known;
  readonly fields: FieldLookup;
  /** Every place where a text is tested against a regular expression, in the order of the text. */
  readonly patternTests: readonly PatternTest[];
}
