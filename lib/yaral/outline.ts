import type { Span } from '../diagnostics/diagnostic.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { sectionAt, type SectionMark } from './sections.ts';
import { wordOf, type Token } from './token.ts';

/** A section and the tokens that it holds: `from` is the index of the first, `to` of the first that is not. */
export interface SectionRange extends SectionMark {
  readonly from: number;
  readonly to: number;
}

/** What stands between two braces: sections, and before the first of them what belongs to none. */
export interface BodyOutline {
  readonly from: number;
  readonly sections: readonly SectionRange[];
  /** Index of the closing brace, or of the first token behind a body that has none. */
  readonly to: number;
}

/** Where a rule is and where its parts are: all that can be told without reading its sections. */
export interface RuleOutline {
  /** The name as written, between `rule` and `{`. */
  readonly nameText: string;
  readonly nameSpan: Span;
  /** It is an identifier. */
  readonly named: boolean;
  readonly span: Span;
  readonly body: BodyOutline;
  /** The closing brace, or the token that stands where it is missing. */
  readonly end: Token;
}

/**
 * `file = { rule } EOF`, `rule = "rule" IDENT "{" { section } "}"`: finds the rules of a text, whatever their sections
 * hold. Reports illegal names, missing braces, text outside rules and the lack of any rule.
 */
export function outlineRules(tokens: readonly Token[], reporter: Reporter): readonly RuleOutline[] {
  const outlines: RuleOutline[] = [];
  let begun = false;
  let at = 0;
  while (at < tokens.length - 1) {
    if (wordOf(tokens[at]) === 'rule') {
      begun = true;
      const { outline, next } = outlineRule(tokens, at, reporter);
      if (outline !== undefined) outlines.push(outline);
      at = next;
    } else {
      at = skipStrangers(tokens, at, reporter);
    }
  }
  const [first] = tokens;
  if (!begun && first !== undefined) {
    reporter.report('PAR033', first, { found: first.text, expected: 'rule' });
  }
  return outlines;
}

/** Passes text outside rules, up to the next rule. One error for all of it, if there is a rule at all. */
function skipStrangers(tokens: readonly Token[], from: number, reporter: Reporter): number {
  let at = from;
  while (at < tokens.length - 1 && !ruleBegins(tokens, at)) at += 1;
  const token = tokens[from];
  const alone = from === 0 && at === tokens.length - 1;
  if (token === undefined || alone) return at;
  if (wordOf(token) === 'stage') reporter.report('PAR014', token, { found: token.text });
  else reporter.report('PAR001', token, { expected: 'rule', found: token.text });
  return at;
}

/** `rule NAME {`: nothing else in the language looks like it. */
function ruleBegins(tokens: readonly Token[], at: number): boolean {
  return (
    tokens[at]?.word === 'rule' &&
    tokens[at + 1]?.kind === 'identifier' &&
    tokens[at + 2]?.kind === '{'
  );
}

function outlineRule(
  tokens: readonly Token[],
  from: number,
  reporter: Reporter,
): { readonly outline: RuleOutline | undefined; readonly next: number } {
  const name = readName(tokens, from, reporter);
  if (tokens[name.next]?.kind !== '{') return { outline: undefined, next: name.next };
  const body = outlineBody(tokens, name.next + 1);
  const end = tokens[body.to] ?? NOWHERE;
  const closed = end.kind === '}';
  if (!closed) {
    const hint = 'close the rule with }';
    reporter.report('PAR001', end, { expected: '}', found: end.text }, { hint });
  }
  const span = { start: tokens[from]?.start ?? 0, end: closed ? end.end : end.start };
  return {
    outline: {
      nameText: reporter.source.text.slice(name.span.start, name.span.end),
      nameSpan: name.span,
      named: name.legal,
      span,
      body,
      end,
    },
    next: closed ? body.to + 1 : body.to,
  };
}

const NOWHERE: Token = { kind: 'end', text: '', word: '', start: 0, end: 0, newline: true };

/** Reads from `rule` to `{`. */
function readName(
  tokens: readonly Token[],
  from: number,
  reporter: Reporter,
): { readonly span: Span; readonly legal: boolean; readonly next: number } {
  const first = from + 1;
  let next = first;
  while (!endsName(tokens[next], next > first)) next += 1;
  const stop = tokens[next] ?? NOWHERE;
  const span =
    next === first
      ? { start: stop.start, end: stop.start }
      : { start: tokens[first]?.start ?? 0, end: tokens[next - 1]?.end ?? 0 };
  const legal = next === first + 1 && tokens[first]?.kind === 'identifier';
  if (!legal) {
    const found = reporter.source.text.slice(span.start, span.end);
    reporter.report('PAR002', found === '' ? stop : span, { found, expected: 'identifier' });
  } else if (stop.kind !== '{') {
    reporter.report('PAR001', stop, { expected: '{', found: stop.text });
  }
  return { span, legal, next };
}

function endsName(token: Token | undefined, begun: boolean): boolean {
  if (token === undefined || token.kind === 'end') return true;
  return token.kind === '{' || token.kind === '}' || token.kind === ':' || (begun && token.newline);
}

/** Finds the sections up to the brace that closes the body, to the next rule or to the end of the text. */
export function outlineBody(tokens: readonly Token[], from: number): BodyOutline {
  const marks: { readonly mark: SectionMark; readonly at: number }[] = [];
  let braces = 1;
  let depth = 0;
  let at = from;
  for (; at < tokens.length - 1 && !ruleBegins(tokens, at); at += 1) {
    const { kind } = tokens[at] ?? NOWHERE;
    if (kind === 'identifier') {
      const mark = braces === 1 ? sectionAt(tokens, at, depth) : undefined;
      if (mark === undefined) continue;
      marks.push({ mark, at });
      depth = 0;
    } else if (kind === '(' || kind === '[') depth += 1;
    else if (kind === ')' || kind === ']') depth = Math.max(0, depth - 1);
    else if (kind === '{') braces += 1;
    else if (kind === '}') {
      braces -= 1;
      if (braces === 0) break;
    }
  }
  const sections = marks.map(({ mark, at: head }, index) =>
    Object.assign(mark, { from: head + (mark.colon ? 2 : 1), to: marks[index + 1]?.at ?? at }),
  );
  return { from, sections, to: at };
}
