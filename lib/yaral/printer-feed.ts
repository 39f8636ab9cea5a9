import {
  AGAIN,
  concat,
  concatAll,
  EMPTY,
  FRESH,
  SPACE,
  type Comment,
  type Doc,
} from './printer-doc.ts';
import { isTrivia, wordOf, type Token } from './token.ts';

/** A comment and how it stood to what is around it. */
interface Remark extends Comment {
  /** An empty line stands before it. */
  readonly apart: boolean;
  /** What comes next is on another line. */
  readonly alone: boolean;
}

/** A token of the grammar with the comments that go with it. */
interface Dressed {
  readonly token: Token;
  /** An empty line stands before it, which is to stay. */
  readonly apart: boolean;
  /** Comments on lines of their own before it, and those behind it on its line. */
  leading: Remark[];
  trailing: Remark[];
  /** Some of its leading comments have been taken. */
  commented: boolean;
}

/**
 * The tokens of a text, handed out one by one, each with its comments. The printer takes every token once and in
 * order, so no token and no comment can be lost: the tree only says how they are laid out.
 */
export class TokenFeed {
  readonly #items: readonly Dressed[];
  #at = 0;

  constructor(tokens: readonly Token[], text: string) {
    this.#items = afterOperators(dress(tokens, text));
  }

  peek(): Token {
    return this.#here().token;
  }

  /** The next token; `keyword` puts it in lower case. */
  take(keyword = false): Doc {
    const before = this.takeComments();
    const { token, trailing } = this.#here();
    const empty = this.#apart() && !CLOSERS.has(token.kind);
    this.#at += 1;
    return concat(
      before,
      ...(empty ? [EMPTY] : []),
      keyword ? token.text.toLowerCase() : token.text,
      concatAll(trailing.flatMap((remark) => [SPACE, remark, remark.endsLine ? '' : SPACE])),
    );
  }

  /**
   * The comments on lines of their own before the next token. Taken before what begins with the token is laid out,
   * they do not break it; taken before a closing bracket, they stay inside.
   */
  takeComments(): Doc {
    return concatAll(this.#ownLines(this.#here().leading.length));
  }

  /**
   * Before the word of a section: the comments that end the section before. Those directly above the word, and not
   * further in than it, are the word's own.
   */
  takeCommentsOfSectionBefore(column: number): Doc {
    const { leading, apart } = this.#here();
    let from = leading.length;
    let together = !apart;
    while (from > 0 && together) {
      const remark = leading[from - 1];
      if (remark === undefined || remark.column > column) break;
      together = !remark.apart;
      from -= 1;
    }
    return concatAll(this.#ownLines(from));
  }

  #ownLines(count: number): readonly Doc[] {
    const here = this.#here();
    return here.leading.splice(0, count).flatMap((remark) => {
      const empty = remark.apart && !this.#begins();
      here.commented = true;
      return [FRESH, ...(empty ? [EMPTY] : []), remark, remark.alone ? AGAIN : SPACE];
    });
  }

  /** Nothing stands yet between an opening bracket, or a heading, and this place. */
  #begins(): boolean {
    return !this.#here().commented && OPENERS.has(this.#items[this.#at - 1]?.token.kind ?? '{');
  }

  /** An empty line is to stand before the next token. */
  #apart(): boolean {
    return this.#here().apart && !this.#begins();
  }

  #here(): Dressed {
    const item = this.#items[this.#at];
    if (item === undefined) throw new Error('the printer asks for more tokens than there are');
    return item;
  }
}

const OPENERS: ReadonlySet<string> = new Set(['(', '[', '{', ':']);
const CLOSERS: ReadonlySet<string> = new Set([')', ']', '}']);

function dress(tokens: readonly Token[], text: string): Dressed[] {
  const items: Dressed[] = [];
  let leading: Remark[] = [];
  let end = 0;
  for (const [index, token] of tokens.entries()) {
    const apart = /\n[^\S\n]*\n/.test(text.slice(end, token.start));
    end = token.end;
    const before = items.at(-1);
    if (!isTrivia(token.kind)) {
      items.push({ token, apart, leading, trailing: [], commented: false });
      leading = [];
    } else if (before !== undefined && leading.length === 0 && !token.newline) {
      before.trailing.push(remarkOf(token, apart, true, text));
    } else {
      const next = tokens[index + 1];
      const gap = text.slice(token.end, next?.start);
      leading.push(remarkOf(token, apart, gap.includes('\n'), text));
    }
  }
  return items;
}

function remarkOf(token: Token, apart: boolean, alone: boolean, text: string): Remark {
  const lineBegin = text.lastIndexOf('\n', token.start - 1) + 1;
  const lines = token.text.split('\n').map((line) => line.trimEnd());
  const endsLine = token.kind === 'line-comment';
  return {
    kind: 'comment',
    text: lines.join('\n'),
    column: token.start - lineBegin,
    endsLine,
    breaks: lines.length > 1,
    apart,
    alone,
  };
}

/**
 * Operators and commas end their lines here, so comments before one that began a line move behind it:
 * `$e.a = 1 // why` and `or $e.a = 2` become `$e.a = 1 or // why` and `$e.a = 2`.
 */
function afterOperators(items: Dressed[]): Dressed[] {
  for (const [index, operator] of items.entries()) {
    const before = items[index - 1];
    const next = items[index + 1];
    if (before === undefined || next === undefined || !isOperator(operator.token, before.token))
      continue;
    if (operator.leading.length > 0) {
      next.leading = [...operator.leading, ...operator.trailing, ...next.leading];
      operator.leading = [];
      operator.trailing = [];
    }
    if (operator.trailing.length === 0) operator.trailing = before.trailing.splice(0);
  }
  return items;
}

function isOperator(token: Token, before: Token): boolean {
  if (before.kind === '.') return false;
  const word = wordOf(token);
  return word === 'and' || word === 'or' || OPERATORS.has(token.kind);
}

const OPERATORS: ReadonlySet<string> = new Set([',', '+', '-', '*', '/', '%']);
