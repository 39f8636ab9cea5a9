import type { Span } from '../diagnostics/diagnostic.ts';
import type {
  DurationLiteral,
  DurationUnit,
  Expression,
  MatchSection,
  Pivot,
  Window,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './parser-expression.ts';
import { durationOf, isUnit } from './parser-literal.ts';
import { parsePath } from './parser-operand.ts';

/**
 * ```ebnf
 * match     = "match" ":" match_key { "," match_key } [ window ]
 * match_key = VAR | field_path | VAR field_tail
 * ```
 * Only searches may do without a window. Which keys a rule may have is for the checker to say.
 */
export function parseMatch(cursor: Cursor, head: Span): MatchSection {
  const keys: Expression[] = [];
  do keys.push(parseKey(cursor));
  while (!cursor.broken && cursor.accept(',') !== undefined);
  const window = cursor.broken ? undefined : parseWindow(cursor);
  if (!cursor.ended && !cursor.broken) {
    const tumbling = cursor.word() === 'tumbling' && window?.form === 'by';
    cursor.fail('the next section', tumbling ? 'take it out: by alone means tumbling' : undefined);
  }
  return { kind: 'match', keys, window, head, span: cursor.since(head.start) };
}

function parseKey(cursor: Cursor): Expression {
  const { kind } = cursor.peek();
  if (kind === 'variable' || (kind === 'identifier' && !WINDOW_WORDS.has(cursor.word()))) {
    return parsePath(cursor, parseExpression);
  }
  cursor.fail('a match variable', 'write for example $user over 5m');
  return cursor.invalid();
}

const WINDOW_WORDS: ReadonlySet<string> = new Set(['over', 'by']);

/**
 * ```ebnf
 * window = "over" DURATION [ ( "before" | "after" ) VAR ]
 *        | "by" [ "first" ] granularity
 *        | "over" "every" [ "first" ] granularity
 * ```
 */
function parseWindow(cursor: Cursor): Window | undefined {
  const { start, kind } = cursor.peek();
  if (cursor.ended && cursor.reading.form === 'search') return undefined;
  const over = cursor.acceptWord('over') !== undefined;
  const tumbling = !over && cursor.acceptWord('by') !== undefined;
  if (!over && !tumbling) {
    const hint =
      kind === 'duration' ? `write over ${cursor.peek().text}` : 'write for example over 5m';
    cursor.fail('over or by', hint);
    return undefined;
  }
  const every = over && cursor.acceptWord('every') !== undefined;
  const form = every ? 'every' : over ? 'over' : 'by';
  const first = form !== 'over' && cursor.acceptWord('first') !== undefined;
  const length = parseGranularity(cursor);
  if (length === undefined) return undefined;
  const pivot = form === 'over' ? parsePivot(cursor) : undefined;
  return { kind: 'window', form, first, length, pivot, span: cursor.since(start) };
}

/** `[ ( "before" | "after" ) VAR ]`. */
function parsePivot(cursor: Cursor): Pivot | undefined {
  const side = cursor.word();
  if (side !== 'before' && side !== 'after') return undefined;
  const { start } = cursor.take();
  const token = cursor.expect('variable', 'an event variable');
  if (token === undefined) return undefined;
  const variable = {
    kind: 'variable',
    name: token.text.slice(1),
    span: cursor.since(token.start),
  } as const;
  return { kind: 'pivot', side, variable, span: cursor.since(start) };
}

const GRANULARITIES: ReadonlyMap<string, DurationUnit> = new Map([
  ['minute', 'm'],
  ['hour', 'h'],
  ['day', 'd'],
  ['week', 'w'],
  ['month', 'mo'],
]);

/** `granularity = DURATION | [ INT ] ( "minute" | "hour" | "day" | "week" | "month" )`. */
function parseGranularity(cursor: Cursor): DurationLiteral | undefined {
  const { start, text: first, end } = cursor.peek();
  const duration = cursor.accept('duration');
  if (duration !== undefined) {
    const length = durationOf(first, { start, end });
    // Reported by the lexer where it is none.
    cursor.broken ||= length === undefined;
    return length;
  }
  const number = cursor.accept('integer');
  const word = cursor.word();
  const unit = GRANULARITIES.get(word);
  if (unit !== undefined) {
    cursor.take();
    const span = cursor.since(start);
    const text = number === undefined ? word : `${number.text} ${word}`;
    return { kind: 'duration', text, amount: Number(number?.text ?? 1), unit, span };
  }
  if (number !== undefined && isUnit(word)) {
    cursor.take();
    const span = cursor.since(start);
    const found = cursor.reporter.source.text.slice(span.start, span.end);
    cursor.reporter.report('LEX005', span, { found });
    return durationOf(`${number.text}${word}`, span);
  }
  if (number !== undefined) cursor.rewind(cursor.index - 1);
  cursor.fail(
    'a duration',
    number === undefined ? 'write for example 5m' : `write ${first}m or ${first}h`,
  );
  return undefined;
}
