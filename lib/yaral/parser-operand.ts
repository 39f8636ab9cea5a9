import type {
  Call,
  Count,
  Expression,
  Group,
  ListReference,
  Path,
  Segment,
  TableCall,
  Variable,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseArguments, type ParseExpression } from './parser-list.ts';
import { isLiteral, literalOf } from './parser-literal.ts';
import type { TokenKind } from './token.ts';

/** Words that never begin an operand of their own. */
const RESERVED: ReadonlySet<string> = new Set(
  'and or not nocase in is of over by before after'.split(' '),
);

/**
 * ```ebnf
 * primary = "(" expr ")" | literal | LISTREF | VAR [ field_tail ] | COUNT
 *         | func_name "(" [ arg { "," arg } ] ")" | LISTREF "(" [ arg { "," arg } ] ")" | field_path
 * ```
 */
export function parsePrimary(cursor: Cursor, expression: ParseExpression): Expression {
  const token = cursor.peek();
  const read = PRIMARIES.get(token.kind);
  if (read !== undefined) return read(cursor, expression);
  const literal = literalOf(token);
  if (literal !== undefined) cursor.take();
  else cursor.fail('a value', ADVICE[token.kind]);
  return literal ?? cursor.invalid();
}

type Read = (cursor: Cursor, expression: ParseExpression) => Expression;

const PRIMARIES: ReadonlyMap<TokenKind, Read> = new Map<TokenKind, Read>([
  ['(', parseGroup],
  ['variable', parsePath],
  ['list', parseListReference],
  ['count', parseCount],
  ['identifier', parseWord],
]);

const ADVICE: Partial<Record<TokenKind, string>> = {
  ')': 'something is missing before it, or there is no ( that it closes',
  ',': 'something is missing before the comma',
};

/** Whether an operand, and so an expression, can begin with the token at hand. */
export function beginsOperand(cursor: Cursor): boolean {
  const token = cursor.peek();
  if (token.kind === 'identifier') return token.word === 'not' || !RESERVED.has(token.word);
  return PRIMARIES.has(token.kind) || BEFORE_OPERAND.has(token.kind) || isLiteral(token);
}

/** Signs of an operand. */
const BEFORE_OPERAND: ReadonlySet<TokenKind> = new Set<TokenKind>(['-', '!']);

/** `COUNT`. */
function parseCount(cursor: Cursor): Count {
  const { text, start } = cursor.take();
  return { kind: 'count', name: text.slice(1), span: cursor.since(start) };
}

/**
 * `"(" expr ")"`. Statements that only stand side by side are no expression: the missing operator is reported, and
 * read as `and`.
 */
function parseGroup(cursor: Cursor, expression: ParseExpression): Group {
  const opened = cursor.open();
  const operands = [expression(cursor)];
  const first = operands[0]?.span.start ?? opened.token.end;
  while (!cursor.broken && !cursor.closes(opened) && beginsOperand(cursor)) {
    const next = cursor.peek();
    if (operands.length === 1 && !cursor.excuses(next)) {
      cursor.reporter.report('PAR021', next, { found: next.text });
    }
    operands.push(expression(cursor));
  }
  if (operands.length > 1) cursor.doubtful = true;
  const inner: Expression =
    operands.length === 1 && operands[0] !== undefined
      ? operands[0]
      : { kind: 'logical', operator: 'and', operands, span: cursor.since(first) };
  cursor.close(opened, ')');
  return { kind: 'group', expression: inner, span: cursor.since(opened.token.start) };
}

function parseWord(cursor: Cursor, expression: ParseExpression): Expression {
  const token = cursor.peek();
  const next = cursor.peek(1).kind;
  const literal = next === '.' || next === '(' ? undefined : literalOf(token);
  if (literal !== undefined) {
    cursor.take();
    return literal;
  }
  if (next !== '.' && RESERVED.has(token.word)) {
    cursor.fail('a value');
    return cursor.invalid();
  }
  const path = parsePath(cursor, expression);
  if (path.kind === 'path' && cursor.peek().kind === '(' && path.segments.every(isField)) {
    return parseCall(cursor, path, expression);
  }
  cursor.doubtful = true;
  return path;
}

/**
 * ```ebnf
 * field_tail = { "." IDENT | "[" ( INT | STRING ) "]" }-
 * field_path = IDENT { "." IDENT | "[" ( INT | STRING ) "]" }
 * ```
 * A `[` that begins a line is no index. What stands in brackets may be any expression: the checker says which.
 */
export function parsePath(cursor: Cursor, expression: ParseExpression): Path | Variable {
  const first = cursor.take();
  const segments: Segment[] = [];
  const root: Variable | undefined =
    first.kind === 'variable'
      ? { kind: 'variable', name: first.text.slice(1), span: cursor.since(first.start) }
      : undefined;
  if (root === undefined) {
    segments.push({ kind: 'field', name: first.text, span: cursor.since(first.start) });
  }
  for (;;) {
    const token = cursor.peek();
    if (token.kind === '.') {
      cursor.take();
      const name = cursor.expect('identifier', 'a field name');
      if (name === undefined) break;
      segments.push({
        kind: 'field',
        name: name.text,
        span: { start: name.start, end: name.end },
      });
    } else if (token.kind === '[' && !token.newline) {
      segments.push(parseIndex(cursor, expression));
    } else break;
  }
  if (root !== undefined && segments.length === 0) return root;
  return { kind: 'path', root, segments, span: cursor.since(first.start) };
}

function parseIndex(cursor: Cursor, expression: ParseExpression): Segment {
  const opened = cursor.open();
  const value = expression(cursor);
  cursor.close(opened, ']');
  const span = cursor.since(opened.token.start);
  return value.kind === 'string'
    ? { kind: 'key', key: value, span }
    : { kind: 'index', index: value, span };
}

/** `func_name "(" [ arg { "," arg } ] ")"`, with `func_name = IDENT { "." IDENT }`. */
function parseCall(cursor: Cursor, path: Path, expression: ParseExpression): Call {
  const { segments } = path;
  const [only] = segments;
  const name =
    segments.length === 1 && only !== undefined ? nameOf(only) : segments.map(nameOf).join('.');
  const passed = parseArguments(cursor, expression);
  const span = cursor.since(path.span.start);
  return { kind: 'call', name, nameSpan: path.span, arguments: passed, span };
}

function isField({ kind }: Segment): boolean {
  return kind === 'field';
}

function nameOf(segment: Segment): string {
  return segment.kind === 'field' ? segment.name : '';
}

/** `LISTREF [ "(" [ arg { "," arg } ] ")" ]`. */
function parseListReference(
  cursor: Cursor,
  expression: ParseExpression,
): ListReference | TableCall {
  const table = takeListReference(cursor);
  const next = cursor.peek();
  if (next.kind !== '(' || next.newline) return table;
  const passed = parseArguments(cursor, expression);
  return { kind: 'table-call', table, arguments: passed, span: cursor.since(table.span.start) };
}

/** Takes a LISTREF that is known to come next. */
export function takeListReference(cursor: Cursor): ListReference {
  const token = cursor.take();
  const dot = token.text.indexOf('.');
  const name = token.text.slice(1, dot < 0 ? undefined : dot);
  const column = dot < 0 ? undefined : token.text.slice(dot + 1);
  return { kind: 'list-reference', name, column, span: cursor.since(token.start) };
}
