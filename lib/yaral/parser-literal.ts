import type { Span } from '../diagnostics/diagnostic.ts';
import type { DurationLiteral, DurationUnit, Invalid, Literal } from './ast.ts';
import { stringValue } from './string-value.ts';
import type { Token, TokenKind } from './token.ts';

/**
 * `literal = STRING | RAWSTRING | REGEX | INT | FLOAT | DURATION | "true" | "false" | "null"`; undefined for other
 * tokens, invalid for what the lexer has reported.
 */
export function literalOf(token: Token): Literal | Invalid | undefined {
  return isLiteral(token)
    ? LITERALS.get(token.kind)?.(token, { start: token.start, end: token.end })
    : undefined;
}

/** Whether a token is a literal, or one that the lexer has reported. */
export function isLiteral({ kind, word }: Token): boolean {
  return kind === 'identifier' ? LITERAL_WORDS.has(word) : LITERALS.has(kind);
}

const LITERAL_WORDS: ReadonlySet<string> = new Set(['true', 'false', 'null']);

type Read = (token: Token, span: Span) => Literal | Invalid;

const stringOf =
  (form: 'quoted' | 'raw' | 'bytes'): Read =>
  (token, span) => ({ kind: 'string', form, text: token.text, value: stringValue(token), span });

const LITERALS: ReadonlyMap<TokenKind, Read> = new Map<TokenKind, Read>([
  ['string', stringOf('quoted')],
  ['raw-string', stringOf('raw')],
  ['bytes', stringOf('bytes')],
  [
    'regex',
    (token, span) => ({ kind: 'regex', text: token.text, pattern: stringValue(token), span }),
  ],
  ['integer', ({ text }, span) => ({ kind: 'integer', text, value: Number(text), span })],
  ['float', ({ text }, span) => ({ kind: 'float', text, value: Number(text), span })],
  ['duration', ({ text }, span) => durationOf(text, span) ?? { kind: 'invalid', span }],
  [
    'identifier',
    ({ word }, span) =>
      word === 'null' ? { kind: 'null', span } : { kind: 'boolean', value: word === 'true', span },
  ],
]);

/** A duration as written, `5m` or `2mo`; undefined where it is none. */
export function durationOf(text: string, span: Span): DurationLiteral | undefined {
  const [, amount, unit] = /^(\d+)(s|m|h|d|w|mo)$/.exec(text) ?? [];
  if (amount === undefined || !isUnit(unit)) return undefined;
  return { kind: 'duration', text, amount: Number(amount), unit, span };
}

const UNITS: readonly DurationUnit[] = ['s', 'm', 'h', 'd', 'w', 'mo'];

export function isUnit(word: string | undefined): word is DurationUnit {
  return UNITS.some((unit) => unit === word);
}
