import type { Span } from '../diagnostics/diagnostic.ts';
import type {
  Assignment,
  ConditionSection,
  EventsSection,
  Expression,
  Join,
  OutcomeSection,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './parser-expression.ts';
import { beginsOperand } from './parser-operand.ts';
import { checkPredicates } from './parser-predicates.ts';

/** `events = "events" ":" statement { statement }`, `statement = expr`: side by side they are ANDed. */
export function parseEvents(cursor: Cursor, head: Span): EventsSection {
  const statements: Expression[] = [];
  const joins: Join[] = [];
  if (cursor.ended && cursor.reading.form === 'rule') cursor.fail('a statement');
  while (!cursor.ended) {
    const from = cursor.index;
    if (cursor.reading.form === 'search' && joinBegins(cursor)) joins.push(parseJoin(cursor));
    else statements.push(parseStatement(cursor));
    if (!cursor.broken && !cursor.ended && !beginsOperand(cursor)) {
      cursor.fail('a statement', STATEMENT_ADVICE[cursor.peek().kind]);
    }
    cursor.recover(from, statementBegins);
  }
  return { kind: 'events', statements, joins, head, span: cursor.since(head.start) };
}

const STATEMENT_ADVICE: Readonly<Record<string, string>> = {
  ')': 'there is no ( that it closes',
  ',': 'statements need no separator',
  '=': 'nocase follows the whole comparison',
};

function parseStatement(cursor: Cursor): Expression {
  const statement = parseExpression(cursor);
  if (!cursor.broken) checkPredicates(cursor, statement, true);
  return statement;
}

/** Where to go on after an error (yara-l §2.11): what a line of `events` begins with. */
function statementBegins(cursor: Cursor): boolean {
  const { kind } = cursor.peek();
  if (kind === 'variable' || kind === '(' || kind === 'list') return true;
  if (kind !== 'identifier') return false;
  if (STATEMENT_WORDS.has(cursor.word())) return true;
  if (cursor.reading.form === 'search') return true;
  let ahead = 1;
  while (cursor.peek(ahead).kind === '.' && cursor.peek(ahead + 1).kind === 'identifier')
    ahead += 2;
  return cursor.peek(ahead).kind === '(';
}

const STATEMENT_WORDS: ReadonlySet<string> = new Set(['not', 'any', 'all', 'if']);

/** `join = ( "left" | "right" ) [ "outer" ] "join" expr`. */
function parseJoin(cursor: Cursor): Join {
  const { start } = cursor.peek();
  const side = cursor.word() === 'right' ? 'right' : 'left';
  cursor.take();
  const outer = cursor.acceptWord('outer') !== undefined;
  cursor.take();
  const condition = parseExpression(cursor);
  if (!cursor.broken) checkPredicates(cursor, condition, true);
  return { kind: 'join', side, outer, condition, span: cursor.since(start) };
}

function joinBegins(cursor: Cursor): boolean {
  const word = cursor.word();
  if (word !== 'left' && word !== 'right') return false;
  return cursor.word(1) === 'join' || (cursor.word(1) === 'outer' && cursor.word(2) === 'join');
}

/** `outcome = "outcome" ":" { VAR "=" expr }`: a variable after a whole expression begins the next one. */
export function parseOutcome(cursor: Cursor, head: Span): OutcomeSection {
  const assignments: Assignment[] = [];
  while (!cursor.ended) {
    const from = cursor.index;
    const assignment = parseAssignment(cursor);
    if (assignment !== undefined) assignments.push(assignment);
    cursor.recover(from, assignmentBegins);
  }
  return { kind: 'outcome', assignments, head, span: cursor.since(head.start) };
}

function assignmentBegins(cursor: Cursor): boolean {
  return cursor.peek().kind === 'variable' && cursor.peek(1).kind === '=';
}

function parseAssignment(cursor: Cursor): Assignment | undefined {
  const token = cursor.expect('variable', 'a variable', 'an outcome is written $name = value');
  if (token === undefined) return undefined;
  const variable = {
    kind: 'variable',
    name: token.text.slice(1),
    span: cursor.since(token.start),
  } as const;
  if (cursor.expect('=', '=', 'an outcome is written $name = value') === undefined)
    return undefined;
  const value = parseExpression(cursor);
  if (!cursor.broken) checkPredicates(cursor, value, false);
  const span = cursor.since(token.start);
  if (!cursor.broken && !cursor.ended && cursor.peek().kind !== 'variable') {
    cursor.fail('the next outcome');
  }
  return { kind: 'assignment', variable, value, span };
}

/** `condition = "condition" ":" expr`: exactly one expression. */
export function parseCondition(cursor: Cursor, head: Span): ConditionSection {
  if (cursor.ended) cursor.fail('a condition', 'write for example $e');
  const expression = parseExpression(cursor);
  if (!cursor.broken) checkPredicates(cursor, expression, true);
  const token = cursor.peek();
  if (!cursor.ended && !cursor.broken) {
    if (cursor.excuses(token)) cursor.broken = true;
    else if (token.kind === ',' || beginsOperand(cursor)) {
      cursor.reporter.report('PAR023', token, { found: token.text });
    } else cursor.fail('the end of the condition');
  }
  return { kind: 'condition', expression, head, span: cursor.since(head.start) };
}
