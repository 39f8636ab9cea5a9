import type { Span } from '../diagnostics/diagnostic.ts';

/** Signs of the language, the two-character ones included. */
export type Punctuation =
  | '{'
  | '}'
  | '('
  | ')'
  | '['
  | ']'
  | ','
  | ':'
  | '.'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '!';

/**
 * What a token is (yara-l §1.3). A sign is its own kind. Keywords are identifiers: which words are key depends on
 * where they stand. `&&` and `||` are reported and kept, so that the parser can go on as if `and`, `or` stood there;
 * `skipped` is what has been reported and means nothing.
 */
export type TokenKind =
  | Punctuation
  | '&&'
  | '||'
  | 'identifier'
  | 'variable'
  | 'count'
  | 'list'
  | 'integer'
  | 'float'
  | 'duration'
  | 'string'
  | 'raw-string'
  | 'bytes'
  | 'regex'
  | 'line-comment'
  | 'block-comment'
  | 'skipped'
  | 'end';

/** A piece of the source. Tokens and the white space between them are the whole text. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** As written, sigils and quotes included. */
  readonly text: string;
  /** An identifier as keywords are compared (yara-l §1.7: they have no case); empty for other tokens. */
  readonly word: string;
  /** A line begins between the token before and this one; comments do not count as tokens before, but for a comment. */
  readonly newline: boolean;
}

/** Comments and skipped characters: the grammar does not see them. */
export function isTrivia(kind: TokenKind): boolean {
  return kind === 'line-comment' || kind === 'block-comment' || kind === 'skipped';
}

/** The tokens that the grammar sees, `end` among them. */
export function significant(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter((token) => !isTrivia(token.kind));
}

/** The word of a token that may not be there. */
export function wordOf(token: Token | undefined): string {
  return token === undefined ? '' : token.word;
}

/** Words after which an operand begins, so that `/` starts a regular expression and `%` names a list. */
const OPERAND_FOLLOWS: ReadonlySet<string> = new Set(
  'and or not in regex cidr any all of is nocase over by every before after first'.split(' '),
);

const OPERAND_ENDS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'variable',
  'count',
  'list',
  'integer',
  'float',
  'duration',
  'string',
  'raw-string',
  'bytes',
  'regex',
  ')',
  ']',
]);

/** Whether an operand ends with this token (yara-l §1.5); `field` says that it is an identifier after a dot. */
export function endsOperand({ kind, word }: Token, field: boolean): boolean {
  if (kind === 'identifier') return field || !OPERAND_FOLLOWS.has(word);
  return OPERAND_ENDS.has(kind);
}
