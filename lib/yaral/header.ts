import type { Diagnostic, Source, Span } from '../diagnostics/diagnostic.ts';
import { Reporter } from '../diagnostics/reporter.ts';
import { lex } from './lexer.ts';
import { checkSections, sectionAt, type SectionList, type SectionMark } from './sections.ts';
import { stringValue } from './string-value.ts';
import { significant, wordOf, type Token } from './token.ts';

/** What the head of a rule says, read from its tokens alone, whatever its sections hold. */
export interface RuleHeader extends SectionList {
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
  const headers = walkRules(source, reporter);
  return { headers, diagnostics: reporter.diagnostics };
}

/** The same for a file that must hold exactly one rule: a second one is reported where its name stands. */
export function readHeader(source: Source): {
  readonly header: RuleHeader | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const reporter = new Reporter(source);
  const [header, ...others] = walkRules(source, reporter);
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
  for (const header of walkRules(source, reporter)) checkSections(header, reporter);
  return reporter.diagnostics.find(({ severity }) => severity === 'error');
}

function walkRules(source: Source, reporter: Reporter): readonly RuleHeader[] {
  const tokens = significant(lex(source, reporter));
  const headers: RuleHeader[] = [];
  let any = false;
  let at = 0;
  while (at < tokens.length - 1) {
    if (wordOf(tokens[at]) !== 'rule') {
      at = skipStrangers(tokens, at, reporter);
      continue;
    }
    any = true;
    const { header, next } = readRule(tokens, at, reporter);
    if (header !== undefined) headers.push(header);
    at = next;
  }
  if (!any) {
    const [first] = tokens;
    const span = { start: first?.start ?? 0, end: first?.end ?? 0 };
    reporter.report('PAR033', span, { found: first?.text ?? '', expected: 'rule' });
  }
  return headers;
}

/** Passes text outside rules, up to the next `rule name {`. One error for all of it, if a rule is there at all. */
function skipStrangers(tokens: readonly Token[], from: number, reporter: Reporter): number {
  let at = from;
  while (at < tokens.length - 1 && !rulesBegins(tokens, at)) at += 1;
  const [first, token] = [tokens[0], tokens[from]];
  const alone = from === 0 && at === tokens.length - 1;
  if (token !== undefined && first !== undefined && !alone) {
    reporter.report('PAR001', token, { expected: 'rule', found: token.text });
  }
  return at;
}

/** `rule NAME {`: nothing else in the language looks like it. */
function rulesBegins(tokens: readonly Token[], at: number): boolean {
  return (
    wordOf(tokens[at]) === 'rule' &&
    tokens[at + 1]?.kind === 'identifier' &&
    tokens[at + 2]?.kind === '{'
  );
}

function readRule(
  tokens: readonly Token[],
  from: number,
  reporter: Reporter,
): { readonly header: RuleHeader | undefined; readonly next: number } {
  const name = readName(tokens, from, reporter);
  if (tokens[name.next]?.kind !== '{') return { header: undefined, next: name.next };
  const body = readBody(tokens, name.next + 1);
  const start = tokens[from]?.start ?? 0;
  if (body.end.kind !== '}') {
    reporter.report(
      'PAR001',
      body.end,
      { expected: '}', found: body.end.text },
      {
        hint: 'close the rule with }',
      },
    );
  }
  const header =
    name.token === undefined
      ? undefined
      : {
          name: name.token.text,
          nameSpan: { start: name.token.start, end: name.token.end },
          span: { start, end: body.end.kind === '}' ? body.end.end : body.end.start },
          ...body.facts,
          end: body.end,
        };
  return { header, next: body.next };
}

/** Reads between `rule` and `{`; the name is undefined where that is not one identifier. */
function readName(
  tokens: readonly Token[],
  from: number,
  reporter: Reporter,
): { readonly token: Token | undefined; readonly next: number } {
  let next = from + 1;
  while (
    !NAME_STOPS.has(tokens[next]?.kind ?? 'end') &&
    !(next > from + 1 && tokens[next]?.newline)
  ) {
    next += 1;
  }
  const [first, last] = [tokens[from + 1], tokens[next - 1]];
  const stop = tokens[next];
  if (first === undefined || last === undefined || stop === undefined) {
    return { token: undefined, next };
  }
  const alone = next === from + 2 && first.kind === 'identifier';
  if (!alone) {
    const span = next === from + 1 ? stop : { start: first.start, end: last.end };
    const found = reporter.source.text.slice(
      first.start,
      next === from + 1 ? first.start : last.end,
    );
    reporter.report('PAR002', span, { found, expected: 'identifier' });
  } else if (stop.kind !== '{') {
    reporter.report('PAR001', stop, { expected: '{', found: stop.text });
  }
  return { token: alone ? first : undefined, next };
}

const NAME_STOPS: ReadonlySet<string> = new Set(['{', '}', ':', 'end']);

/** Walks to the rule's closing brace, to the next rule or to the end of the text. */
function readBody(
  tokens: readonly Token[],
  from: number,
): {
  readonly facts: Pick<RuleHeader, 'meta' | 'multiEvent' | 'lists' | 'sections'>;
  readonly end: Token;
  readonly next: number;
} {
  const sections: SectionMark[] = [];
  const meta = new Map<string, string>();
  const lists = new Set<string>();
  let braces = 1;
  let depth = 0;
  let section = '';
  let at = from;
  for (; at < tokens.length - 1 && !rulesBegins(tokens, at); at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === '{') braces += 1;
    else if (token.kind === '}') braces -= 1;
    else if (token.kind === '(' || token.kind === '[') depth += 1;
    else if (token.kind === ')' || token.kind === ']') depth = Math.max(0, depth - 1);
    if (braces === 0) break;
    if (token.kind === 'list' && !HOLD_TABLES.has(section) && !token.text.includes('.')) {
      lists.add(token.text.slice(1));
    }
    if (token.kind !== 'identifier' || braces > 1) continue;
    const mark = sectionAt(tokens, at, depth);
    if (mark !== undefined) {
      sections.push(mark);
      section = mark.word;
      depth = 0;
    } else if (section === 'meta' && tokens[at + 1]?.kind === '=') {
      const value = tokens[at + 2];
      if (value !== undefined && value.kind !== 'end') meta.set(token.text, metaValue(value));
      at += 2;
    }
  }
  const end = tokens[at] ?? NOWHERE;
  return {
    facts: {
      sections,
      meta,
      lists: [...lists].toSorted(),
      multiEvent: sections.some(({ word }) => word === 'match'),
    },
    end,
    next: end.kind === '}' ? at + 1 : at,
  };
}

/** In these sections `%name` is a data table. */
const HOLD_TABLES: ReadonlySet<string> = new Set(['setup', 'export']);

const NOWHERE: Token = { kind: 'end', text: '', start: 0, end: 0, newline: true };

/** The value of a meta key; anything but a quoted string stands for itself. */
function metaValue(token: Token): string {
  const quoted = token.kind === 'string' || token.kind === 'raw-string' || token.kind === 'bytes';
  return quoted ? stringValue(token) : token.text;
}
