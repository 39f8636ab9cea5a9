import type { Source } from '../diagnostics/diagnostic.ts';
import { Reporter } from '../diagnostics/reporter.ts';
import { isDigit, isLetter, isSpace, lineEnd, wordEnd } from './characters.ts';
import {
  numberKind,
  scanBlockComment,
  scanList,
  scanNumber,
  scanRawString,
  scanRegex,
  scanSigil,
  type Scan,
} from './scan.ts';
import { foreignStringEnd, reportIllegal, scanForeignString, scanIllegal } from './scan-illegal.ts';
import { scanString } from './scan-string.ts';
import { endsOperand, isTrivia, type Token, type TokenKind } from './token.ts';

/**
 * Cuts a rule text into tokens (yara-l §1), comments among them, an `end` token last. Never throws, takes time in
 * proportion to the text, and goes on after every error.
 */
export function lex({ text }: Source, reporter: Reporter): readonly Token[] {
  const tokens: Token[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  // Of the last token that the grammar sees: whether an operand ends with it, and whether it is a dot.
  let operand = false;
  let dot = false;
  // Whether a line began since the last token, and since the last one that the grammar sees.
  let newline = true;
  let newlineForGrammar = true;
  // The line on which a string ends that should have ended before: what is wrong on it is the same mistake.
  let brokenLine = 0;
  let deaf: Reporter | undefined;

  for (;;) {
    for (let code = text.charCodeAt(at); isSpace(code); code = text.charCodeAt(at)) {
      if (code === LINE_FEED) newline = newlineForGrammar = true;
      at += 1;
    }
    if (at >= text.length) break;
    const start = at;
    let kind = kindAt(text, start, operand, newlineForGrammar);
    const ear = start < brokenLine ? (deaf ??= new Reporter({ path: '', text: '' })) : reporter;
    at = SCANS.get(kind)?.(text, start, ear) ?? start + 1;
    const piece = text.slice(start, at);
    if (kind === 'integer') kind = numberKind(piece);
    const trivia = isTrivia(kind);
    const token: Token = {
      kind,
      text: piece,
      word: kind === 'identifier' ? piece.toLowerCase() : '',
      start,
      end: at,
      newline: trivia ? newline : newlineForGrammar,
    };
    tokens.push(token);
    newline = false;
    if (kind === 'block-comment' && piece.includes('\n')) newlineForGrammar = true;
    if (kind === 'string' && piece.includes('\n')) brokenLine = lineEnd(text, at);
    if (trivia) continue;
    newlineForGrammar = false;
    operand = endsOperand(token, dot);
    dot = kind === '.';
    at = afterToken(token, text, ear, tokens);
  }
  tokens.push({ kind: 'end', text: '', word: '', start: at, end: at, newline: newlineForGrammar });
  return tokens;
}

const LINE_FEED = 0x0a;

const TWO_SIGNS = new Map<string, TokenKind>([
  ['!=', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['<>', '!='],
  ['&&', '&&'],
  ['||', '||'],
  ['//', 'line-comment'],
  ['/*', 'block-comment'],
]);

/** By character code: whether a sign of two characters may begin with it. */
const PAIRS = new Uint8Array(128);
for (const signs of TWO_SIGNS.keys()) PAIRS[signs.charCodeAt(0)] = 1;

const SIGNS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ',',
  ':',
  '.',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '!',
] as const;

/** By character code: what one character alone tells. */
const ONE_SIGN: (TokenKind | undefined)[] = Array.from({ length: 128 }, () => undefined);
for (const sign of SIGNS) ONE_SIGN[sign.charCodeAt(0)] = sign;
ONE_SIGN['"'.charCodeAt(0)] = 'string';
ONE_SIGN['`'.charCodeAt(0)] = 'raw-string';

const SIGILS = new Map<string, TokenKind>([
  ['$', 'variable'],
  ['#', 'count'],
]);

/** What kind of token begins here. `operand`: one ends just before; `newline`: a line began since then. */
function kindAt(text: string, at: number, operand: boolean, newline: boolean): TokenKind {
  const code = text.charCodeAt(at);
  if (isLetter(code)) return code === 0x62 && text[at + 1] === '"' ? 'bytes' : 'identifier';
  if (isDigit(code)) return 'integer';
  if (PAIRS[code] === 1) {
    const two = TWO_SIGNS.get(text.slice(at, at + 2));
    if (two !== undefined) return two;
  }
  const one = ONE_SIGN[code];
  if (one !== undefined) return one;
  const sign = text[at] ?? '';
  const named = isLetter(text.charCodeAt(at + 1));
  const sigil = SIGILS.get(sign);
  if (sigil !== undefined && named) return sigil;
  if (sign === '/') return operand ? '/' : 'regex';
  // A remainder is never written `%name` at the start of a line, but a statement about a data table is.
  if (sign === '%') return named && (!operand || newline) ? 'list' : '%';
  return foreignStringEnd(text, at) < 0 ? 'skipped' : 'string';
}

/** How the kinds that are longer than one character are scanned. */
const SCANS: ReadonlyMap<TokenKind, Scan> = new Map<TokenKind, Scan>([
  ['identifier', wordEnd],
  ['variable', scanSigil],
  ['count', scanSigil],
  ['list', scanList],
  ['integer', scanNumber],
  [
    'string',
    (text, start, reporter) =>
      text[start] === '"'
        ? scanString(text, start, reporter)
        : scanForeignString(text, start, reporter),
  ],
  ['bytes', scanString],
  ['raw-string', scanRawString],
  ['regex', scanRegex],
  ['line-comment', lineEnd],
  ['block-comment', scanBlockComment],
  ['skipped', scanIllegal],
  [
    '!=',
    (text, start, reporter) =>
      text[start] === '<' ? reportIllegal(text, start, start + 2, reporter) : start + 2,
  ],
  ['&&', (text, start, reporter) => reportIllegal(text, start, start + 2, reporter)],
  ['||', (text, start, reporter) => reportIllegal(text, start, start + 2, reporter)],
  ['<=', (_, start) => start + 2],
  ['>=', (_, start) => start + 2],
]);

/**
 * What authors of other languages write right after a token, and what must not become a token of its own:
 * the second `=` of `==`, the `~` of `=~`, the flags of a regular expression. Gives where to go on.
 */
function afterToken(token: Token, text: string, reporter: Reporter, tokens: Token[]): number {
  let end = token.end;
  if (token.kind === '=' && (text[end] === '=' || text[end] === '~')) {
    // The sign is wrong as a whole, and is marked as one.
    end = reportIllegal(text, token.start, end + 1, reporter);
  } else if (token.kind === 'regex' && isLetter(text.charCodeAt(end))) {
    const flags = text.slice(end, wordEnd(text, end));
    if (AFTER_REGEX.has(flags.toLowerCase())) return end;
    end += flags.length;
    reporter.report('LEX007', { start: token.end, end }, { found: flags });
  }
  if (end > token.end) {
    const skipped = text.slice(token.end, end);
    tokens.push({
      kind: 'skipped',
      text: skipped,
      word: '',
      start: token.end,
      end,
      newline: false,
    });
  }
  return end;
}

/** Keywords that may touch the closing slash of a regular expression. */
const AFTER_REGEX: ReadonlySet<string> = new Set(['nocase', 'and', 'or', 'not', 'in', 'is']);
