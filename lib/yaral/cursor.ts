import type { Span } from '../diagnostics/diagnostic.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { matchBrackets } from './brackets.ts';
import type { Invalid } from './ast.ts';
import type { Token, TokenKind } from './token.ts';

/** How deep expressions may nest, and how long a chain of arithmetic may be; far beyond what anybody writes. */
const DEEPEST = 256;

/** What all parts of a parser share about one text. */
export interface Reading {
  /** The significant ones; the last is `end`. */
  readonly tokens: readonly Token[];
  /** Where tokens stand that follow skipped characters: what is wrong there has been said. */
  readonly excused: ReadonlySet<number>;
  readonly reporter: Reporter;
  readonly form: 'rule' | 'search';
}

/** A bracket that has been opened, for `close`. */
export interface Opened {
  readonly token: Token;
  /** Index of its partner; undefined where there is none. */
  readonly closer: number | undefined;
  readonly broken: boolean;
}

const NOWHERE = { text: '', start: 0, end: 0, newline: true };

/**
 * The place in the tokens of one section. After an error it is `broken`: nothing more is reported until the parser
 * has found its feet again, behind a closing bracket or at the next statement.
 */
export class Cursor {
  readonly reading: Reading;
  broken = false;
  /** Something has been read that may be no condition where it stands (PAR020): worth a look at the whole expression. */
  doubtful = false;
  #at: number;
  readonly #from: number;
  readonly #to: number;
  readonly #tokens: readonly Token[];
  readonly #limit: Token;
  /** The token at hand: asked for several times before it is taken. */
  #here: Token;
  #partners: ReadonlyMap<number, number> | undefined;
  #depth = 0;

  constructor(reading: Reading, from: number, to: number) {
    this.reading = reading;
    this.#at = from;
    this.#from = from;
    this.#to = to;
    this.#tokens = reading.tokens;
    const { text, start, end, newline } = reading.tokens[to] ?? NOWHERE;
    this.#limit = { kind: 'end', text, word: '', start, end, newline };
    this.#here = this.#tokenAt(from);
  }

  get reporter(): Reporter {
    return this.reading.reporter;
  }

  get index(): number {
    return this.#at;
  }

  get ended(): boolean {
    return this.#at >= this.#to;
  }

  /** The token at hand, or one further on; at the end of the section an `end` with the text of what follows. */
  peek(ahead = 0): Token {
    return ahead === 0 ? this.#here : this.#tokenAt(this.#at + ahead);
  }

  #tokenAt(at: number): Token {
    return (at < this.#to ? this.#tokens[at] : undefined) ?? this.#limit;
  }

  /** The token at hand as a keyword; empty if it is none. */
  word(ahead = 0): string {
    return this.peek(ahead).word;
  }

  take(): Token {
    const token = this.#here;
    if (this.#at < this.#to) this.#goTo(this.#at + 1);
    return token;
  }

  #goTo(index: number): void {
    this.#at = index;
    this.#here = this.#tokenAt(index);
  }

  accept(kind: TokenKind): Token | undefined {
    return this.#here.kind === kind ? this.take() : undefined;
  }

  acceptWord(word: string): Token | undefined {
    return this.#here.word === word ? this.take() : undefined;
  }

  /** The token if it is of the kind; reported, and undefined, if not. */
  expect(kind: TokenKind, expected: string, hint?: string): Token | undefined {
    const token = this.accept(kind);
    if (token === undefined) this.fail(expected, hint);
    return token;
  }

  /** Goes back to a place where the parser has been, once. */
  rewind(index: number): void {
    this.#goTo(index);
  }

  /** From an offset to the end of the token taken last. */
  since(start: number): Span {
    const end = this.#tokens[this.#at - 1]?.end ?? start;
    return { start, end: end > start ? end : start };
  }

  /** Reports that something else was expected here, unless an error is being recovered from. */
  fail(expected: string, hint?: string): void {
    const token = this.peek();
    const before = this.#tokens[this.#at - 1];
    // At the end of a section the line to mend is the one before, not the heading that follows.
    if (token.kind === 'end' && before !== undefined) {
      this.failAt(before, `${expected} after ${before.text}`, hint);
    } else this.failAt(token, expected, hint);
  }

  /** The same, marked at another place than the token at hand. */
  failAt(span: Span, expected: string, hint?: string): void {
    const token = this.peek();
    if (!this.broken && !this.excuses(token)) {
      const advice = hint === undefined ? {} : { hint };
      this.reporter.report('PAR001', span, { expected, found: token.text }, advice);
    }
    this.broken = true;
  }

  /** Whether an error at this place has been reported by the lexer already. */
  excuses({ start }: Span): boolean {
    return this.reading.excused.has(start);
  }

  /** Stands for an expression that could not be read. */
  invalid(): Invalid {
    const { start } = this.peek();
    return { kind: 'invalid', span: { start, end: start } };
  }

  /** Takes an opening bracket. */
  open(): Opened {
    const closer = this.#partnerOf(this.#at);
    const token = this.take();
    const opened = { token, closer, broken: this.broken };
    if (closer === undefined) {
      if (!this.broken) this.reporter.report('PAR015', token, { found: token.text });
      this.broken = true;
    }
    return opened;
  }

  /** Where the bracket closes that opens there. Many sections have none: then they are never matched. */
  #partnerOf(index: number): number | undefined {
    this.#partners ??= matchBrackets(this.#tokens, this.#from, this.#to);
    return this.#partners.get(index);
  }

  /** Whether a closing bracket comes next, so that its list is over. */
  closes({ closer }: Opened): boolean {
    return closer === undefined ? this.ended : this.#at >= closer;
  }

  /** Takes the partner of an opening bracket, wherever it stands: errors stay between the two. */
  close({ closer, broken }: Opened, expected: string, hint?: string): void {
    if (closer === undefined) return;
    if (this.#at < closer) this.fail(expected, hint);
    this.#goTo(closer + 1);
    this.broken = broken;
  }

  /** One level deeper; false, and reported, where it gets too deep. Each true wants a `leave`. */
  enter(levels = 1): boolean {
    if (this.#depth + levels > DEEPEST) {
      if (!this.broken) this.reporter.report('PAR024', this.peek(), { limit: DEEPEST });
      this.broken = true;
      return false;
    }
    this.#depth += levels;
    return true;
  }

  leave(levels = 1): void {
    this.#depth -= levels;
  }

  /** After an error: goes on to the next token that begins a line and, as `starts` says, something new. */
  recover(from: number, starts: (cursor: Cursor) => boolean): void {
    if (!this.broken) return;
    this.broken = false;
    if (this.#at === from) this.take();
    while (!this.ended && !(this.peek().newline && starts(this))) {
      this.#goTo((this.#partnerOf(this.#at) ?? this.#at) + 1);
    }
  }
}
