import type { Diagnostic, Source, Span } from '../diagnostics/diagnostic.ts';
import { Reporter } from '../diagnostics/reporter.ts';
import { lex } from './lexer.ts';
import { outlineRules, type RuleOutline, type SectionRange } from './outline.ts';
import { checkSections, type SectionMark } from './sections.ts';
import { stringValue } from './string-value.ts';
import { significant, type Token } from './token.ts';

/** What the head of a rule says, read from its tokens alone, whatever its sections hold. */
export interface RuleHeader {
  readonly name: string;
  readonly nameSpan: Span;
  /** From `rule` to the closing brace. */
  readonly span: Span;
  /** Values of `meta:`, in the order of the text; of a key that stands twice the last value. */
  readonly meta: ReadonlyMap<string, string>;
  /** Has a `match` section, so it counts against the multi-event quota. */
  readonly multiEvent: boolean;
  /** Reference lists named with `%name`, sorted, each once. Data tables are none. */
  readonly lists: readonly string[];
  /** Section words in the order of the text, also unknown ones. */
  readonly sections: readonly SectionMark[];
}

export interface HeaderReading {
  /** Rules with a name, in the order of the text. */
  readonly headers: readonly RuleHeader[];
  /** Lexical errors, illegal names, unclosed rules, text outside rules, no rule at all. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the heads of all rules of a text. Fast: nothing inside the sections but `meta` is looked at. */
export function readHeaders(source: Source): HeaderReading {
  const reporter = new Reporter(source);
  return { headers: headersOf(source, reporter), diagnostics: reporter.diagnostics };
}

/** The same for a file that must hold exactly one rule: another one is reported where its name stands. */
export function readHeader(source: Source): {
  readonly header: RuleHeader | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const reporter = new Reporter(source);
  const [header, ...others] = headersOf(source, reporter);
  for (const { name, nameSpan } of others) {
    reporter.report('PAR034', nameSpan, { name, first: header?.name ?? '' });
  }
  return { header, diagnostics: reporter.diagnostics };
}

/**
 * The first error of a text by its place, of all that can be told from tokens: what `readHeaders` reports, and
 * missing, doubled and misplaced sections. `found` and `expected` are as the service names them
 * (backstory-v2 §6: `parsing: error with token: "events"`, `expected meta`).
 */
export function firstFault(source: Source): Diagnostic | undefined {
  const reporter = new Reporter(source);
  const tokens = significant(lex(source, reporter));
  for (const outline of outlineRules(tokens, reporter)) checkSections(tokens, outline, reporter);
  return reporter.diagnostics.find(({ severity }) => severity === 'error');
}

function headersOf(source: Source, reporter: Reporter): readonly RuleHeader[] {
  const tokens = significant(lex(source, reporter));
  return outlineRules(tokens, reporter)
    .filter(({ named }) => named)
    .map((outline) => headerOf(tokens, outline));
}

function headerOf(tokens: readonly Token[], outline: RuleOutline): RuleHeader {
  const { sections } = outline.body;
  return {
    name: outline.nameText,
    nameSpan: outline.nameSpan,
    span: outline.span,
    meta: metaOf(tokens, sections),
    multiEvent: sections.some(({ word }) => word === 'match'),
    lists: listsOf(tokens, sections),
    sections,
  };
}

function metaOf(
  tokens: readonly Token[],
  sections: readonly SectionRange[],
): ReadonlyMap<string, string> {
  const meta = new Map<string, string>();
  for (const { word, from, to } of sections) {
    if (word !== 'meta') continue;
    for (let at = from; at + 2 < to; at += 1) {
      const [key, sign, value] = [tokens[at], tokens[at + 1], tokens[at + 2]];
      if (key?.kind !== 'identifier' || sign?.kind !== '=' || value === undefined) continue;
      meta.set(key.text, metaValue(value));
      at += 2;
    }
  }
  return meta;
}

/** The value of a meta key; anything but a quoted string stands for itself. */
function metaValue(token: Token): string {
  const quoted = token.kind === 'string' || token.kind === 'raw-string' || token.kind === 'bytes';
  return quoted ? stringValue(token) : token.text;
}

/** In these sections `%name` is a data table. */
const HOLD_TABLES: ReadonlySet<string> = new Set(['setup', 'export']);

function listsOf(tokens: readonly Token[], sections: readonly SectionRange[]): readonly string[] {
  const lists = new Set<string>();
  for (const { word, from, to } of sections) {
    if (HOLD_TABLES.has(word)) continue;
    for (let at = from; at < to; at += 1) {
      const token = tokens[at];
      if (token?.kind === 'list' && !token.text.includes('.')) lists.add(token.text.slice(1));
    }
  }
  return [...lists].toSorted();
}
