import type { ComparisonOperator, Expression, Invalid, List, ListReference } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseSum } from './parser-arithmetic.ts';
import { parseList } from './parser-list.ts';
import { takeListReference } from './parser-operand.ts';
import { isBareLiteral } from './parser-predicates.ts';
import type { Token } from './token.ts';

/** `expr = or_expr`, `or_expr = and_expr { "or" and_expr }`. */
export function parseExpression(cursor: Cursor): Expression {
  if (!cursor.enter()) return cursor.invalid();
  const first = parseAnd(cursor);
  const expression = isOr(cursor.peek()) ? parseChain(cursor, 'or', first, isOr, parseAnd) : first;
  cursor.leave();
  return expression;
}

/** `and_expr = not_expr { "and" not_expr }`. */
function parseAnd(cursor: Cursor): Expression {
  const first = parseNot(cursor);
  return isAnd(cursor.peek()) ? parseChain(cursor, 'and', first, isAnd, parseNot) : first;
}

/** A chain of one connective: a single node however long, so that a flat chain costs no depth. */
function parseChain(
  cursor: Cursor,
  operator: 'and' | 'or',
  first: Expression,
  connects: (token: Token) => boolean,
  operand: (cursor: Cursor) => Expression,
): Expression {
  const operands = [first];
  while (connects(cursor.peek())) {
    cursor.take();
    operands.push(operand(cursor));
  }
  if (operands.some(isBareLiteral)) cursor.doubtful = true;
  return { kind: 'logical', operator, operands, span: cursor.since(first.span.start) };
}

/** `or`, also as other languages write it: that has been reported. */
function isOr({ word, kind }: Token): boolean {
  return word === 'or' || kind === '||';
}

function isAnd({ word, kind }: Token): boolean {
  return word === 'and' || kind === '&&';
}

/** `not_expr = "not" not_expr | predicate`. */
function parseNot(cursor: Cursor): Expression {
  const not = cursor.peek();
  if (not.word !== 'not') return parsePredicate(cursor);
  cursor.take();
  if (!cursor.enter()) return cursor.invalid();
  const operand = parseNot(cursor);
  cursor.leave();
  if (isBareLiteral(operand)) cursor.doubtful = true;
  return { kind: 'not', operand, span: cursor.since(not.start) };
}

/** `predicate = additive [ cmp_tail ] { "nocase" }`; a second `nocase` is an error. */
function parsePredicate(cursor: Cursor): Expression {
  const operand = parseComparison(cursor);
  if (cursor.peek().word !== 'nocase') return operand;
  cursor.take();
  return { kind: 'nocase', operand, span: cursor.since(operand.span.start) };
}

/**
 * ```ebnf
 * cmp_tail = cmp_op additive
 *          | [ "not" ] "in" [ "regex" | "cidr" ] ( LISTREF | list )
 *          | "is" [ "not" ] "null"
 * ```
 */
function parseComparison(cursor: Cursor): Expression {
  const left = parseSum(cursor, parseExpression);
  const next = cursor.peek();
  if (operatorOf(next) !== undefined) return parseCompared(cursor, left);
  const { word } = next;
  if (word === '') return left;
  if (word === 'in' || (word === 'not' && cursor.word(1) === 'in'))
    return parseMembership(cursor, left);
  if (word === 'is') return parseNullTest(cursor, left);
  if (FOREIGN_OPERATORS.has(word) && !next.newline) return parseForeign(cursor, left);
  return left;
}

/** `cmp_op = "=" | "!=" | "<" | "<=" | ">" | ">="`. */
function operatorOf({ kind }: Token): ComparisonOperator | undefined {
  const equality = kind === '=' || kind === '!=';
  return equality || kind === '<' || kind === '<=' || kind === '>' || kind === '>='
    ? kind
    : undefined;
}

function parseCompared(cursor: Cursor, left: Expression): Expression {
  const sign = cursor.take();
  const operator = operatorOf(sign) ?? '=';
  const from = cursor.index;
  const first = cursor.peek();
  const right = parseSum(cursor, parseExpression);
  const again = cursor.peek();
  if (!cursor.broken && operatorOf(again) !== undefined) {
    if (first.newline && isPlainField(right)) {
      // The value was forgotten, and what looked like it begins the next statement.
      cursor.rewind(from);
      cursor.failAt(sign, `a value after ${sign.text}`);
    } else {
      cursor.take();
      const third = parseSum(cursor, parseExpression);
      cursor.reporter.report('PAR022', again, {
        first: sign.text,
        found: again.text,
        left: sourceOf(cursor, left),
        middle: sourceOf(cursor, right),
        right: sourceOf(cursor, third),
      });
      while (operatorOf(cursor.peek()) !== undefined) {
        cursor.take();
        parseSum(cursor, parseExpression);
      }
    }
  }
  return { kind: 'comparison', operator, left, right, span: cursor.since(left.span.start) };
}

/** Cheap to read again: so that going back stays linear. */
function isPlainField(expression: Expression): boolean {
  if (expression.kind === 'variable') return true;
  return expression.kind === 'path' && expression.segments.every(({ kind }) => kind === 'field');
}

function sourceOf(cursor: Cursor, { span }: Expression): string {
  return cursor.reporter.source.text.slice(span.start, span.end);
}

function parseMembership(cursor: Cursor, subject: Expression): Expression {
  const negated = cursor.acceptWord('not') !== undefined;
  cursor.take();
  const regex = cursor.acceptWord('regex') !== undefined;
  const cidr = !regex && cursor.acceptWord('cidr') !== undefined;
  const mode = regex ? 'regex' : cidr ? 'cidr' : 'plain';
  const list = parseListOperand(cursor);
  return {
    kind: 'membership',
    subject,
    negated,
    mode,
    list,
    span: cursor.since(subject.span.start),
  };
}

function parseListOperand(cursor: Cursor): ListReference | List | Invalid {
  const token = cursor.peek();
  if (token.kind === 'list') return takeListReference(cursor);
  if (token.kind === '[') return parseList(cursor, parseExpression);
  cursor.fail('a list', 'a reference list is written %name');
  return cursor.invalid();
}

function parseNullTest(cursor: Cursor, subject: Expression): Expression {
  cursor.take();
  const negated = cursor.acceptWord('not') !== undefined;
  if (cursor.acceptWord('null') === undefined)
    cursor.fail('null', 'only is null and is not null exist');
  return { kind: 'null-test', subject, negated, span: cursor.since(subject.span.start) };
}

/** Operators of classic YARA and of other languages, with what to write instead. */
const FOREIGN_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['contains', 'write strings.contains(field, "text"), or = /text/'],
  ['icontains', 'write = /text/ nocase'],
  ['startswith', 'write strings.starts_with(field, "text"), or = /^text/'],
  ['istartswith', 'write = /^text/ nocase'],
  ['endswith', 'write strings.ends_with(field, "text"), or = /text$/'],
  ['iendswith', 'write = /text$/ nocase'],
  ['iequals', 'write = "text" nocase'],
  ['matches', 'write = /regex/'],
  ['like', 'write = /regex/'],
]);

function parseForeign(cursor: Cursor, left: Expression): Expression {
  cursor.fail('an operator', FOREIGN_OPERATORS.get(cursor.word()));
  cursor.take();
  parseSum(cursor, parseExpression);
  return { kind: 'invalid', span: cursor.since(left.span.start) };
}
