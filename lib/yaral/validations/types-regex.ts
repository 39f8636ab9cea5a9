import type { Call, Expression, RegexLiteral, StringLiteral } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { parameterOf } from '../functions.ts';
import { glanceAt, patternWork, readPattern, type Pattern } from '../regex.ts';
import { ungrouped } from '../symbols-names.ts';
import { plainArguments } from '../types-call.ts';

/**
 * So much work is spent on the patterns of one rule, about a tenth of a second; no rule that somebody wrote comes near.
 * Patterns beyond it are left to the service.
 */
const MOST_WORK = 200_000;

/** TYP009 to TYP012: patterns are RE2, constant, and have the groups that are used. */
export function checkPatterns(context: CheckContext): void {
  const { symbols, reporter } = context;
  let left = MOST_WORK;
  const read = (literal: StringLiteral | RegexLiteral): Pattern | undefined => {
    const pattern = literal.kind === 'regex' ? literal.pattern : literal.value;
    const plain = glanceAt(pattern);
    if (plain === undefined) left -= patternWork(pattern);
    if (left < 0) return undefined;
    const found = plain ?? readPattern(pattern);
    if (!found.valid) reporter.report('TYP010', literal.span, found);
    return found;
  };

  for (const call of symbols.index.of('call')) {
    const pattern = patternOf(call);
    if (pattern === undefined) continue;
    const literal = ungrouped(pattern);
    if (literal.kind !== 'string' && literal.kind !== 'regex') {
      reportVariable(context, call, literal);
      continue;
    }
    const found = literal.kind === 'string' ? read(literal) : readAgain(literal);
    if (found?.valid === true) checkGroups(context, call, found.groups);
  }
  for (const literal of symbols.index.of('regex')) read(literal);
  for (const { mode, list } of symbols.index.of('membership')) {
    if (mode !== 'regex' || list.kind !== 'list') continue;
    for (const item of list.items) if (item.kind === 'string') read(item);
  }
}

/** Literals between slashes are reported where all of them are. */
function readAgain({ pattern }: RegexLiteral): Pattern | undefined {
  return glanceAt(pattern) ?? (patternWork(pattern) > MOST_WORK ? undefined : readPattern(pattern));
}

function patternOf(call: Call): Expression | undefined {
  const at = parameterOf(call.name, 'regex');
  return at === undefined ? undefined : plainArguments(call)[at];
}

/** The column of a data table may hold patterns. */
function reportVariable(
  { reporter, typeOf }: CheckContext,
  { name }: Call,
  pattern: Expression,
): void {
  if (pattern.kind === 'invalid') return;
  if (pattern.kind === 'list-reference' && pattern.column !== undefined) return;
  // What is no text at all is reported as that.
  if (!['string', 'unknown'].includes(typeOf(pattern).kind)) return;
  reporter.report('TYP009', pattern.span, { name });
}

/** `re.capture` gives the whole match or one group; `re.replace` names groups. */
function checkGroups({ reporter }: CheckContext, call: Call, groups: number): void {
  const { name } = call;
  const [, pattern, third] = plainArguments(call);
  if (name.startsWith('re.capture') && groups > 1 && pattern !== undefined) {
    reporter.report('TYP011', pattern.span, { name, groups });
  }
  const replacement = third === undefined ? undefined : ungrouped(third);
  if (name !== 're.replace' || replacement?.kind !== 'string') return;
  for (const [reference, digits] of replacement.value.matchAll(/\\\\|\\(\d+)/g)) {
    if (digits === undefined || Number(digits) <= Math.min(groups, 9)) continue;
    reporter.report('TYP012', replacement.span, { reference, groups });
    return;
  }
}
