import type { Argument, Arithmetic, Expression, Path, Segment, Star, Variable } from './ast.ts';
import {
  broken,
  concat,
  concatAll,
  group,
  indent,
  LINE,
  SOFT,
  SPACE,
  type Doc,
} from './printer-doc.ts';
import type { TokenFeed } from './printer-feed.ts';

/** An expression where it stands alone: further lines of a chain are set in. */
export function printExpression(feed: TokenFeed, node: Expression): Doc {
  return isChain(node) ? group(indent(printChain(feed, node))) : printOperand(feed, node);
}

/** An expression whose further lines are not set in, because brackets or a heading are around it. */
export function printInner(feed: TokenFeed, node: Expression): Doc {
  return isChain(node) ? group(printChain(feed, node)) : printOperand(feed, node);
}

/** What follows `=`: a chain that does not fit begins on a line of its own. */
export function printValue(feed: TokenFeed, node: Expression): Doc {
  if (!isChain(node)) return concat(SPACE, printOperand(feed, node));
  return group(indent(LINE, printChain(feed, node)));
}

type Chain = Extract<Expression, { readonly kind: 'logical' | 'arithmetic' }>;

function isChain(node: Expression): node is Chain {
  return node.kind === 'logical' || node.kind === 'arithmetic';
}

/** Operands with their operators at the ends of lines. A line end of the author's between two of them breaks all. */
function printChain(feed: TokenFeed, node: Chain): Doc {
  const [first, ...others] = node.kind === 'logical' ? node.operands : spineOf(node);
  const parts: Doc[] = first === undefined ? [] : [printExpression(feed, first)];
  let wanted = false;
  for (const operand of others) {
    wanted ||= feed.peek().newline;
    const operator = feed.take(true);
    wanted ||= feed.peek().newline;
    parts.push(SPACE, operator, LINE, feed.takeComments(), printExpression(feed, operand));
  }
  return wanted ? broken(concatAll(parts)) : concatAll(parts);
}

/** `a + b - c`, which leans to the left, as its operands. */
function spineOf(node: Arithmetic): readonly Expression[] {
  const operands: Expression[] = [];
  let here: Expression = node;
  const additive = isAdditive(node);
  while (here.kind === 'arithmetic' && isAdditive(here) === additive) {
    operands.push(here.right);
    here = here.left;
  }
  operands.push(here);
  return operands.toReversed();
}

function isAdditive({ operator }: Arithmetic): boolean {
  return operator === '+' || operator === '-';
}

function printOperand(feed: TokenFeed, node: Expression): Doc {
  switch (node.kind) {
    case 'logical':
    case 'arithmetic':
      return printExpression(feed, node);
    case 'not':
    case 'quantified':
      return concat(feed.take(true), SPACE, printExpression(feed, node.operand));
    case 'negation':
    case 'absence':
      return concat(feed.take(), printExpression(feed, node.operand));
    case 'comparison': {
      const left = printExpression(feed, node.left);
      return concat(left, SPACE, feed.take(), printValue(feed, node.right));
    }
    case 'membership': {
      const subject = printExpression(feed, node.subject);
      const words = [
        subject,
        ...(node.negated ? [SPACE, feed.take(true)] : []),
        SPACE,
        feed.take(true),
      ];
      if (node.mode !== 'plain') words.push(SPACE, feed.take(true));
      return concat(...words, SPACE, printExpression(feed, node.list));
    }
    case 'null-test': {
      const subject = printExpression(feed, node.subject);
      const words = [subject, SPACE, feed.take(true), SPACE, feed.take(true)];
      if (node.negated) words.push(SPACE, feed.take(true));
      return concat(...words);
    }
    case 'nocase':
      return concat(printExpression(feed, node.operand), SPACE, feed.take(true));
    case 'n-of':
      return concat(
        feed.take(true),
        SPACE,
        feed.take(true),
        SPACE,
        printExpression(feed, node.list),
      );
    case 'group':
      return printGroup(feed, node.expression);
    case 'list':
      return printBracketed(feed, node.items, printItem);
    case 'call':
      return concat(
        concatAll(node.name.split(/(\.)/).map(() => feed.take())),
        printBracketed(feed, node.arguments, printArgument),
      );
    case 'table-call':
      return concat(feed.take(), printBracketed(feed, node.arguments, printArgument));
    case 'path':
      return printPath(feed, node);
    case 'boolean':
    case 'null':
      return feed.take(true);
    case 'variable':
    case 'count':
    case 'list-reference':
    case 'string':
    case 'regex':
    case 'integer':
    case 'float':
    case 'duration':
    case 'invalid':
      return feed.take();
  }
}

/** `( … )`. Parentheses directly inside parentheses share their lines. */
function printGroup(feed: TokenFeed, inner: Expression): Doc {
  const open = feed.take();
  const hugs = inner.kind === 'group' && !feed.peek().newline;
  const before = feed.takeComments();
  const doc = concat(before, printInner(feed, inner));
  if (hugs) return concat(open, doc, feed.takeComments(), feed.take());
  const end = feed.takeComments();
  return group(concat(open, indent(SOFT, doc, end), SOFT, feed.take()));
}

/** `( a, b )` or `[ a, b ]`: on one line, or each on its own, as where the author began a line behind the bracket. */
function printBracketed<T extends Argument>(
  feed: TokenFeed,
  items: readonly T[],
  print: (feed: TokenFeed, item: T, alone: boolean) => Doc,
): Doc {
  const open = feed.take();
  const wanted = feed.peek().newline && items.length > 0;
  const [only] = items;
  const hugs = items.length === 1 && !wanted && (only?.kind === 'call' || only?.kind === 'group');
  const parts: Doc[] = [];
  for (const [index, item] of items.entries()) {
    if (index > 0) parts.push(feed.take(), LINE);
    parts.push(feed.takeComments(), print(feed, item, items.length === 1));
  }
  const inner = concat(concatAll(parts), feed.takeComments());
  if (hugs || items.length === 0) return concat(open, inner, feed.take());
  return group(concat(open, indent(SOFT, inner), SOFT, feed.take()), wanted);
}

/** Alone between brackets, further lines of a chain need not be set in. */
function printItem(feed: TokenFeed, node: Expression, alone: boolean): Doc {
  return alone ? printInner(feed, node) : printExpression(feed, node);
}

function printArgument(feed: TokenFeed, node: Argument, alone: boolean): Doc {
  if (node.kind !== 'named-argument') return printItem(feed, node, alone);
  const name = printPath(feed, node.name);
  return concat(name, feed.take(), SPACE, printNamed(feed, node.value));
}

function printNamed(feed: TokenFeed, value: Expression | Star): Doc {
  return value.kind === 'star' ? feed.take() : printExpression(feed, value);
}

/** Paths are never broken. */
export function printPath(feed: TokenFeed, node: Path | Variable): Doc {
  if (node.kind === 'variable') return feed.take();
  const [first, ...others] = node.segments;
  const root = node.root === undefined ? [] : [feed.take()];
  if (first !== undefined) root.push(printSegment(feed, first, node.root === undefined));
  return concatAll([...root, ...others.map((segment) => printSegment(feed, segment, false))]);
}

function printSegment(feed: TokenFeed, segment: Segment, first: boolean): Doc {
  if (segment.kind === 'field') return first ? feed.take() : concat(feed.take(), feed.take());
  const open = feed.take();
  const inner = segment.kind === 'key' ? feed.take() : printExpression(feed, segment.index);
  return concat(open, inner, feed.take());
}
