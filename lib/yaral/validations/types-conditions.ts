import type { Reporter } from '../../diagnostics/reporter.ts';
import type { Expression } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';
import { isNumber, typeName, type Type } from '../types.ts';
import { shortSource } from './types-source.ts';

/** TYP019: statements of events, and what stands between `and`, `or` and `not`, are conditions. */
export function checkConditions(context: CheckContext): void {
  const { symbols } = context;
  const told = new Set<Expression>();
  const check = (expression: Expression): void => {
    const here = ungrouped(expression);
    if (isCondition(here, context) || told.has(here)) return;
    told.add(here);
    report(context, here);
  };
  for (const { statements } of symbols.index.of('events')) statements.forEach(check);
  for (const section of ['events', 'outcome', 'setup'] as const) {
    for (const { operands } of symbols.index.of('logical', section)) operands.forEach(check);
    for (const { operand } of symbols.index.of('not', section)) check(operand);
  }
}

function isCondition(expression: Expression, { typeOf }: CheckContext): boolean {
  const { kind } = typeOf(expression);
  return kind === 'bool' || CONDITIONS.has(kind) || SAID.has(expression.kind);
}

/** What may be a condition, and what is reported as something else. */
const CONDITIONS: ReadonlySet<string> = new Set(['bool', 'unknown', 'event', 'message']);

/** Literals have been reported by the parser, a wrong nocase as that; whole events and messages are reported too. */
const SAID: ReadonlySet<string> = new Set(
  'string regex integer float duration null list-reference nocase invalid'.split(' '),
);

function report({ reporter, typeOf }: CheckContext, expression: Expression): void {
  const type = typeOf(expression);
  const instead = comparedExample(reporter, expression, type);
  reporter.report('TYP019', expression.span, { type: typeName(type), instead });
}

/** How a value becomes a condition. */
export function comparedExample(reporter: Reporter, expression: Expression, type: Type): string {
  const written = shortSource(reporter, expression.span, 'value');
  return isNumber(type) ? `${written} > 0` : `${written} = "text"`;
}
