import type { Argument, Expression, Invalid, List, Star } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** `expr`, handed in because operands hold expressions and expressions operands. */
export type ParseExpression = (cursor: Cursor) => Expression;

/** `"(" [ arg { "," arg } ] ")"`. */
export function parseArguments(cursor: Cursor, expression: ParseExpression): readonly Argument[] {
  const opened = cursor.open();
  const passed: Argument[] = [];
  if (!cursor.closes(opened)) {
    do passed.push(parseArgument(cursor, expression));
    while (cursor.accept(',') !== undefined);
  }
  cursor.close(opened, ', or )');
  return passed;
}

/** `arg = field_path ":" ( expr | "*" ) | expr`. */
function parseArgument(cursor: Cursor, expression: ParseExpression): Argument {
  const value = expression(cursor);
  const bare = value.kind === 'path' && value.root === undefined;
  if (!bare || cursor.accept(':') === undefined) return value;
  const star = cursor.accept('*');
  const passed: Expression | Star =
    star === undefined ? expression(cursor) : { kind: 'star', span: cursor.since(star.start) };
  return {
    kind: 'named-argument',
    name: value,
    value: passed,
    span: cursor.since(value.span.start),
  };
}

/** `list = "[" [ expr { "," expr } ] "]"`. */
export function parseList(cursor: Cursor, expression: ParseExpression): List | Invalid {
  if (cursor.peek().kind !== '[') {
    cursor.fail('[', 'a list is written [first, second]');
    return cursor.invalid();
  }
  const opened = cursor.open();
  const items: Expression[] = [];
  if (!cursor.closes(opened)) {
    do items.push(expression(cursor));
    while (cursor.accept(',') !== undefined);
  }
  cursor.close(opened, ', or ]');
  return { kind: 'list', items, span: cursor.since(opened.token.start) };
}
