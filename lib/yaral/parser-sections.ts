import type { Span } from '../diagnostics/diagnostic.ts';
import type {
  Entry,
  ExportSection,
  GraphAppend,
  GraphFilter,
  MetaSection,
  OptionsSection,
  SetupSection,
  TableCall,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './parser-expression.ts';
import { literalOf } from './parser-literal.ts';
import { parseArguments } from './parser-list.ts';
import { takeListReference } from './parser-operand.ts';
import { checkPredicates } from './parser-predicates.ts';

/** `meta = "meta" ":" { IDENT "=" meta_value }`. */
export function parseMeta(cursor: Cursor, head: Span): MetaSection {
  const entries = parseEntries(cursor, META_VALUES);
  const first = new Map<string, Span>();
  for (const { key, value } of entries) {
    const earlier = first.get(key.text);
    if (earlier !== undefined) {
      const { line } = cursor.reporter.placeAt(earlier.start);
      cursor.reporter.report('PAR031', key.span, { key: key.text, line });
    } else first.set(key.text, key.span);
    if (value.kind === 'invalid' || (value.kind === 'string' && value.form === 'quoted')) continue;
    const found = cursor.reporter.source.text.slice(value.span.start, value.span.end);
    cursor.reporter.report('PAR032', value.span, { key: key.text, found });
  }
  return { kind: 'meta', entries, head, span: cursor.since(head.start) };
}

/** `meta_value = STRING`; other literals are taken with a warning. */
const META_VALUES: ReadonlySet<string> = new Set(['string', 'integer', 'float', 'boolean']);

/** `options = "options" ":" { IDENT "=" option_value }`. */
export function parseOptions(cursor: Cursor, head: Span): OptionsSection {
  const entries = parseEntries(cursor, OPTION_VALUES);
  return { kind: 'options', entries, head, span: cursor.since(head.start) };
}

/** `option_value = "true" | "false" | DURATION | INT | STRING`. */
const OPTION_VALUES: ReadonlySet<string> = new Set(['boolean', 'duration', 'integer', 'string']);

function parseEntries(cursor: Cursor, values: ReadonlySet<string>): readonly Entry[] {
  const entries: Entry[] = [];
  while (!cursor.ended) {
    const from = cursor.index;
    const entry = parseEntry(cursor, values);
    if (entry !== undefined) entries.push(entry);
    cursor.recover(from, entryBegins);
  }
  return entries;
}

function entryBegins(cursor: Cursor): boolean {
  const next = cursor.peek(1).kind;
  return cursor.peek().kind === 'identifier' && (next === '=' || next === ':');
}

/** `IDENT "=" value`. */
function parseEntry(cursor: Cursor, values: ReadonlySet<string>): Entry | undefined {
  const name = cursor.expect('identifier', 'a key', 'write key = "value"');
  if (name === undefined) return undefined;
  const key = { kind: 'name', text: name.text, span: cursor.since(name.start) } as const;
  if (cursor.peek().kind === ':') cursor.fail('=', `write ${name.text} = "value"`);
  else if (cursor.expect('=', '=', `write ${name.text} = "value"`) === undefined) return undefined;
  if (cursor.broken) return undefined;
  const token = cursor.peek();
  const literal = literalOf(token);
  const legal = literal !== undefined && (literal.kind === 'invalid' || values.has(literal.kind));
  if (legal) cursor.take();
  else
    cursor.fail(
      values.has('duration') ? 'true, false, a number or a duration' : 'a string in double quotes',
    );
  const value = legal ? literal : cursor.invalid();
  return { kind: 'entry', key, value, span: cursor.since(name.start) };
}

/**
 * ```ebnf
 * setup = "setup" ":" { ( "graph_override" | "graph_exclude" ) "(" expr ")"
 *                     | "graph_append" "[" VAR "," LISTREF "]" }
 * ```
 */
export function parseSetup(cursor: Cursor, head: Span): SetupSection {
  const operations: (GraphFilter | GraphAppend)[] = [];
  while (!cursor.ended) {
    const from = cursor.index;
    const operation = parseOperation(cursor);
    if (operation !== undefined) operations.push(operation);
    cursor.recover(from, operationBegins);
  }
  return { kind: 'setup', operations, head, span: cursor.since(head.start) };
}

function operationBegins(cursor: Cursor): boolean {
  return cursor.word().startsWith('graph_');
}

function parseOperation(cursor: Cursor): GraphFilter | GraphAppend | undefined {
  const { start } = cursor.peek();
  const word = cursor.word();
  if (word === 'graph_append') return parseAppend(cursor);
  if (word !== 'graph_override' && word !== 'graph_exclude') {
    cursor.fail('graph_override, graph_append or graph_exclude');
    return undefined;
  }
  cursor.take();
  if (cursor.peek().kind !== '(') {
    cursor.fail('(');
    return undefined;
  }
  const opened = cursor.open();
  const condition = parseExpression(cursor);
  if (!cursor.broken) checkPredicates(cursor, condition, true);
  cursor.close(opened, ')');
  return { kind: 'graph-filter', operation: word, condition, span: cursor.since(start) };
}

function parseAppend(cursor: Cursor): GraphAppend | undefined {
  const hint = 'write graph_append [$graph, %table]';
  const { start } = cursor.take();
  if (cursor.peek().kind !== '[') {
    cursor.fail('[', hint);
    return undefined;
  }
  const opened = cursor.open();
  const token = cursor.expect('variable', 'a variable', hint);
  const variable = { start: token?.start ?? start, end: token?.end ?? start };
  cursor.expect(',', ',', hint);
  const table = cursor.peek().kind === 'list' ? takeListReference(cursor) : undefined;
  if (table === undefined) cursor.fail('a data table', hint);
  cursor.close(opened, ']', hint);
  if (token === undefined || table === undefined) return undefined;
  return {
    kind: 'graph-append',
    variable: { kind: 'variable', name: token.text.slice(1), span: variable },
    table,
    span: cursor.since(start),
  };
}

/** `export = "export" ":" { LISTREF "(" named_arg { "," named_arg } ")" }`. */
export function parseExport(cursor: Cursor, head: Span): ExportSection {
  const calls: TableCall[] = [];
  while (!cursor.ended) {
    const from = cursor.index;
    const call = parseWrite(cursor);
    if (call !== undefined) calls.push(call);
    cursor.recover(from, (here) => here.peek().kind === 'list');
  }
  return { kind: 'export', calls, head, span: cursor.since(head.start) };
}

function parseWrite(cursor: Cursor): TableCall | undefined {
  const hint = 'write %table.write_row(column: $outcome)';
  const { kind, start } = cursor.peek();
  if (kind !== 'list') {
    cursor.fail('a data table', hint);
    return undefined;
  }
  const table = takeListReference(cursor);
  if (cursor.peek().kind !== '(') {
    cursor.fail('(', hint);
    return undefined;
  }
  const passed = parseArguments(cursor, parseExpression);
  return { kind: 'table-call', table, arguments: passed, span: cursor.since(start) };
}
