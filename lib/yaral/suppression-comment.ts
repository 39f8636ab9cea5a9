import { MESSAGES } from '../diagnostics/messages.ts';
import { Reporter } from '../diagnostics/reporter.ts';
import type { Diagnostic, Fix, Source, Span } from '../diagnostics/diagnostic.ts';
import { nearest } from '../text.ts';
import { lex } from './lexer.ts';
import { ADVICE_BY_ID } from './lints/lints.ts';
import { noReason, unknownId, unused } from './lints/suppress-advice.ts';
import type { Suppression, Suppressions } from './suppression.ts';
import { wordOf, type Token } from './token.ts';

const NONE: Suppressions = { suppressions: [], findings: [] };

/** The head of the comment; then its ids; then the colon and the reason. */
const COMMENT = /^(?:\/\/|\/\*)?[\s*]*chron-ignore\b(?<ids>[^:\n]*)(?<reason>:[^\n]*)?/gm;

/**
 * Finds the comments that turn advice off. One at the end of a line is about that line, one on a line of its own about
 * the next line that is no comment, one before the word `rule` about the whole rule.
 */
export function readSuppressions(source: Source): Suppressions {
  const { text } = source;
  if (!text.includes('chron-ignore')) return NONE;
  const tokens = lex(source, new Reporter(source));
  const found = {
    suppressions: [] as Suppression[],
    findings: [] as Suppressions['findings'][number][],
  };
  const ruleAt = tokens.findIndex((token) => wordOf(token) === 'rule');
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'line-comment' && token.kind !== 'block-comment') continue;
    const matches = [...token.text.matchAll(COMMENT)];
    if (matches.length === 0) continue;
    const line = at < ruleAt ? undefined : lineFor(tokens, at, text);
    const alone = matches.length === 1 && token.kind === 'line-comment';
    for (const match of matches) {
      readComment(match, token, { line, alone, text, ...found });
    }
  }
  return found;
}

/** The line that a comment is about: its own if it follows something there, else that of the next token. */
function lineFor(tokens: readonly Token[], at: number, text: string): Span {
  const comment = tokens[at];
  let place = comment?.start ?? 0;
  if (comment?.newline === true) {
    const next = tokens.find(
      ({ kind }, index) => index > at && kind !== 'line-comment' && kind !== 'block-comment',
    );
    place = next?.start ?? place;
  }
  const end = text.indexOf('\n', place);
  return {
    start: place === 0 ? 0 : text.lastIndexOf('\n', place - 1) + 1,
    end: end < 0 ? text.length : end,
  };
}

function readComment(
  match: RegExpExecArray,
  token: Token,
  {
    line,
    alone,
    text,
    suppressions,
    findings,
  }: {
    readonly line: Span | undefined;
    readonly alone: boolean;
    readonly text: string;
    readonly suppressions: Suppression[];
    readonly findings: Suppressions['findings'][number][];
  },
): void {
  const { ids = '', reason = '' } = match.groups ?? {};
  const wordAt = token.start + match.index + match[0].indexOf('chron-ignore');
  const whole = { start: wordAt, end: wordAt + 'chron-ignore'.length };
  const idsAt = whole.end;
  const named = [...ids.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({
    id,
    span: { start: idsAt + index, end: idsAt + index + id.length },
  }));
  if (named.length === 0) {
    findings.push({
      advice: unknownId,
      span: whole,
      message: 'this comment does not say what to ignore',
      hint: 'write // chron-ignore CHR110: reason',
    });
    return;
  }
  const known = named.filter(({ id }) => mayBeIgnored(id));
  if (
    reason
      .replace(/\*\/\s*$/, '')
      .slice(1)
      .trim() === ''
  ) {
    // Words without a colon are a reason that was written wrongly, not so many unknown ids.
    const end = (named.findLast(({ id }) => mayBeIgnored(id)) ?? named[0])?.span.end ?? whole.end;
    findings.push({
      advice: noReason,
      span: { start: whole.start, end },
      message: 'this comment turns nothing off: it gives no reason',
      hint: `write // chron-ignore ${known[0]?.id ?? 'CHR110'}: and the reason`,
    });
    return;
  }
  const fix = alone && named.length === 1 ? removalOf(token, text) : undefined;
  for (const { id, span } of named) {
    if (mayBeIgnored(id)) suppressions.push({ id, span, line, fix });
    else findings.push({ advice: unknownId, span, ...refusal(id) });
  }
}

const OWN: ReadonlySet<string> = new Set([noReason.id, unknownId.id, unused.id]);

/** All advice, and what the checker says as warning or info: errors are for the service to forgive, and it does not. */
function mayBeIgnored(id: string): boolean {
  if (ADVICE_BY_ID.has(id)) return !OWN.has(id);
  return checkerSeverity(id) === 'warning' || checkerSeverity(id) === 'info';
}

function checkerSeverity(id: string): Diagnostic['severity'] | undefined {
  const messages: Readonly<Record<string, { readonly severity: Diagnostic['severity'] }>> =
    MESSAGES;
  return Object.hasOwn(messages, id) ? messages[id]?.severity : undefined;
}

function refusal(id: string): { readonly message: string; readonly hint?: string } {
  if (checkerSeverity(id) === 'error') {
    return { message: `${id} is an error and cannot be ignored`, hint: 'correct what it is about' };
  }
  if (OWN.has(id))
    return { message: `${id} cannot be ignored`, hint: 'set it in rules/check.yaml' };
  const like = nearest(id, ADVICE_BY_ID.keys());
  return {
    message: `there is no advice ${id}`,
    hint: like === undefined ? 'ids look like CHR110' : `did you mean ${like}?`,
  };
}

/** Takes a comment out, with its line if nothing else is there. */
function removalOf(token: Token, text: string): Fix {
  const before = text.slice(0, token.start);
  const start = before.trimEnd().length;
  const lineStart = before.lastIndexOf('\n') + 1;
  const alone = start <= lineStart;
  const lineEnd = text.indexOf('\n', token.end);
  const span = alone
    ? { start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1 }
    : { start, end: token.end };
  return { title: 'take out the comment', edits: [{ span, text: '' }] };
}
