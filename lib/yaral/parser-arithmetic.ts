import type { ArithmeticOperator, Expression, IntegerLiteral, NOf } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseList, type ParseExpression } from './parser-list.ts';
import { literalOf } from './parser-literal.ts';
import { parsePrimary } from './parser-operand.ts';
import type { Token, TokenKind } from './token.ts';

/** `additive = multiplicative { ( "+" | "-" ) multiplicative }`. Every operand of every rule passes here, most alone. */
export function parseSum(cursor: Cursor, expression: ParseExpression): Expression {
  const first = parseProduct(cursor, expression);
  if (additive(cursor.peek().kind) === undefined) return first;
  return parseArithmetic(cursor, expression, first, additive, parseProduct);
}

/** `multiplicative = unary { ( "*" | "/" | "%" ) unary }`. */
function parseProduct(cursor: Cursor, expression: ParseExpression): Expression {
  const first = parseUnary(cursor, expression);
  if (multiplicative(cursor.peek().kind) === undefined) return first;
  return parseArithmetic(cursor, expression, first, multiplicative, parseUnary);
}

function additive(kind: TokenKind): '+' | '-' | undefined {
  return kind === '+' || kind === '-' ? kind : undefined;
}

function multiplicative(kind: TokenKind): '*' | '/' | '%' | undefined {
  return kind === '*' || kind === '/' || kind === '%' ? kind : undefined;
}

/** Left-associative, as it is computed. Each operator is a level of depth, since the tree leans to the left. */
function parseArithmetic(
  cursor: Cursor,
  expression: ParseExpression,
  first: Expression,
  operatorOf: (kind: TokenKind) => ArithmeticOperator | undefined,
  operand: (cursor: Cursor, expression: ParseExpression) => Expression,
): Expression {
  let left = first;
  let levels = 0;
  for (;;) {
    const operator = operatorOf(cursor.peek().kind);
    if (operator === undefined || !cursor.enter()) break;
    levels += 1;
    cursor.take();
    const right = operand(cursor, expression);
    left = { kind: 'arithmetic', operator, left, right, span: cursor.since(left.span.start) };
  }
  cursor.leave(levels);
  return left;
}

/** `unary = "-" unary | "!" unary | ( "any" | "all" ) unary | n_of | primary`. */
function parseUnary(cursor: Cursor, expression: ParseExpression): Expression {
  const token = cursor.peek();
  const { kind, word } = token;
  const quantifier = word === 'any' || word === 'all' ? word : undefined;
  if ((quantifier !== undefined || kind === 'integer') && cursor.peek(1).word === 'of') {
    return parseNOf(cursor, quantifier, expression);
  }
  const quantified = quantifier !== undefined && cursor.peek(1).kind !== '.';
  if (kind !== '-' && kind !== '!' && !quantified) return parsePrimary(cursor, expression);
  if (!cursor.enter()) return cursor.invalid();
  cursor.take();
  const operand = parseUnary(cursor, expression);
  cursor.leave();
  const span = cursor.since(token.start);
  if (quantifier !== undefined) return { kind: 'quantified', quantifier, operand, span };
  if (kind === '!') return { kind: 'absence', operand, span };
  if (operand.kind === 'integer' || operand.kind === 'float') {
    cursor.reporter.report('LEX006', span, { found: `-${operand.text}` });
  }
  return { kind: 'negation', operand, span };
}

/** `n_of = ( INT | "any" | "all" ) "of" list`. */
function parseNOf(
  cursor: Cursor,
  quantifier: 'any' | 'all' | undefined,
  expression: ParseExpression,
): NOf {
  const token = cursor.take();
  cursor.take();
  const count: IntegerLiteral | 'any' | 'all' = quantifier ?? integerOf(token);
  const list = parseList(cursor, expression);
  return { kind: 'n-of', count, list, span: cursor.since(token.start) };
}

function integerOf(token: Token): IntegerLiteral {
  const literal = literalOf(token);
  if (literal?.kind === 'integer') return literal;
  const { text, start, end } = token;
  return { kind: 'integer', text, value: Number(text), span: { start, end } };
}
