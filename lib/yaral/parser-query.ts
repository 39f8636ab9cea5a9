import type { Source, Span } from '../diagnostics/diagnostic.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import type {
  Expression,
  FieldsSection,
  LimitSection,
  OrderKey,
  OrderSection,
  Query,
  QuerySection,
  Stage,
} from './ast.ts';
import { Cursor, type Reading } from './cursor.ts';
import { lex } from './lexer.ts';
import { outlineBody, type SectionRange } from './outline.ts';
import { parseExpression } from './parser-expression.ts';
import { literalOf } from './parser-literal.ts';
import { parseMatch } from './parser-match.ts';
import { parsePath } from './parser-operand.ts';
import { parseExport } from './parser-sections.ts';
import { parseCondition, parseEvents, parseOutcome } from './parser-statements.ts';
import { readingOf } from './parser.ts';
import { wordOf } from './token.ts';

/**
 * Parses a search or dashboard query: the other form of the language (yara-l §2.10).
 * `query = { "stage" IDENT "{" query_body "}" } query_body`
 */
export function parseQuery(source: Source, reporter: Reporter): Query {
  const reading = readingOf(lex(source, reporter), reporter, 'search');
  const stages: Stage[] = [];
  let at = 0;
  while (wordOf(reading.tokens[at]) === 'stage') {
    const { stage, next } = parseStage(reading, at);
    if (stage !== undefined) stages.push(stage);
    at = next;
  }
  const { sections, next } = parseBody(reading, at);
  const stray = reading.tokens[next];
  if (stray !== undefined && stray.kind !== 'end') {
    const expected = 'the end of the query';
    reporter.report('PAR001', stray, { expected, found: stray.text });
  }
  return { kind: 'query', stages, sections, span: { start: 0, end: source.text.length } };
}

function parseStage(
  reading: Reading,
  from: number,
): { readonly stage: Stage | undefined; readonly next: number } {
  const [word, name, brace] = reading.tokens.slice(from, from + 3);
  if (word === undefined || name?.kind !== 'identifier' || brace?.kind !== '{') {
    const stranger = name?.kind === 'identifier' ? brace : name;
    const expected = name?.kind === 'identifier' ? '{' : 'the name of the stage';
    const found = stranger?.text ?? '';
    reading.reporter.report('PAR001', stranger ?? name ?? { start: 0, end: 0 }, {
      expected,
      found,
    });
    return { stage: undefined, next: from + 1 };
  }
  const { sections, next } = parseBody(reading, from + 3);
  const close = reading.tokens[next];
  const closed = close?.kind === '}';
  if (close !== undefined && !closed) {
    reading.reporter.report('PAR001', close, { expected: '}', found: close.text });
  }
  const text = {
    kind: 'name',
    text: name.text,
    span: { start: name.start, end: name.end },
  } as const;
  const span = { start: word.start, end: close?.end ?? brace.end };
  return { stage: { kind: 'stage', name: text, sections, span }, next: closed ? next + 1 : next };
}

/** `query_body = [ "events" ":" ] { statement | join } [ match ] [ outcome ] … [ export ]`. */
function parseBody(
  reading: Reading,
  from: number,
): { readonly sections: readonly QuerySection[]; readonly next: number } {
  const body = outlineBody(reading.tokens, from);
  const sections = body.sections.flatMap((range) => parseSection(reading, range));
  const first = body.sections[0];
  const lead = first === undefined ? body.to : headOf(reading, first);
  const start = reading.tokens[from]?.start ?? 0;
  if (lead > from) {
    sections.unshift(parseEvents(new Cursor(reading, from, lead), { start, end: start }));
  }
  return { sections, next: body.to };
}

/** The index of a section's word. */
function headOf(reading: Reading, { from, colon, token }: SectionRange): number {
  const head = from - (colon ? 2 : 1);
  return reading.tokens[head] === token ? head : from;
}

function parseSection(reading: Reading, { word, token, from, to }: SectionRange): QuerySection[] {
  const parser = SECTIONS.get(word);
  if (parser !== undefined) {
    return [parser(new Cursor(reading, from, to), { start: token.start, end: token.end })];
  }
  reading.reporter.report('PAR013', token, { found: token.text, nearest: undefined });
  return [];
}

type ParseSection = (cursor: Cursor, head: Span) => QuerySection;

const SECTIONS: ReadonlyMap<string, ParseSection> = new Map<string, ParseSection>([
  ['events', parseEvents],
  ['match', parseMatch],
  ['outcome', parseOutcome],
  ['condition', parseCondition],
  ['dedup', (cursor, head) => parseFields(cursor, 'dedup', head)],
  ['select', (cursor, head) => parseFields(cursor, 'select', head)],
  ['unselect', (cursor, head) => parseFields(cursor, 'unselect', head)],
  ['order', parseOrder],
  ['limit', parseLimit],
  ['export', parseExport],
]);

/** `path_or_var { "," path_or_var }`. */
function parseFields(cursor: Cursor, kind: FieldsSection['kind'], head: Span): FieldsSection {
  const fields: Expression[] = [];
  do fields.push(parseField(cursor));
  while (!cursor.broken && cursor.accept(',') !== undefined);
  endSection(cursor);
  return { kind, fields, head, span: cursor.since(head.start) };
}

function parseField(cursor: Cursor): Expression {
  const { kind } = cursor.peek();
  if (kind === 'variable' || kind === 'identifier') return parsePath(cursor, parseExpression);
  cursor.fail('a field or a variable');
  return cursor.invalid();
}

/** `path_or_var [ "asc" | "desc" ] { "," path_or_var [ "asc" | "desc" ] }`; ascending where nothing is said. */
function parseOrder(cursor: Cursor, head: Span): OrderSection {
  const keys: OrderKey[] = [];
  do {
    const field = parseField(cursor);
    const descending = cursor.acceptWord('desc') !== undefined;
    if (!descending) cursor.acceptWord('asc');
    const span = cursor.since(field.span.start);
    keys.push({ kind: 'order-key', field, direction: descending ? 'desc' : 'asc', span });
  } while (!cursor.broken && cursor.accept(',') !== undefined);
  endSection(cursor);
  return { kind: 'order', keys, head, span: cursor.since(head.start) };
}

/** `limit = "limit" ":" INT`. */
function parseLimit(cursor: Cursor, head: Span): LimitSection {
  const literal = literalOf(cursor.peek());
  const legal = literal?.kind === 'integer';
  if (legal) cursor.take();
  else cursor.fail('a whole number');
  endSection(cursor);
  const count = legal ? literal : cursor.invalid();
  return { kind: 'limit', count, head, span: cursor.since(head.start) };
}

function endSection(cursor: Cursor): void {
  if (!cursor.ended) cursor.fail('the next section');
}
