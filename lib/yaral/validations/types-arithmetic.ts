import type { Arithmetic, Expression } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';
import { typeName, type Type } from '../types.ts';
import { mayBeNumber } from './types-arguments.ts';
import { shortSource } from './types-source.ts';

/** TYP018, CMP002: arithmetic takes numbers that go together. */
export function checkArithmetic(context: CheckContext): void {
  const { symbols, reporter, typeOf } = context;
  for (const node of symbols.index.of('arithmetic')) {
    const { operator, left, right } = node;
    const fitting = fits(operator, typeOf(left));
    if (fitting && fits(operator, typeOf(right))) {
      checkSigns(context, node);
      continue;
    }
    const wrong = fitting ? right : left;
    reporter.report('TYP018', wrong.span, { operator, type: typeName(typeOf(wrong)) });
  }
  for (const { operand } of symbols.index.of('negation')) {
    const type = typeOf(operand);
    if (fits('-', type)) continue;
    reporter.report('TYP018', operand.span, { operator: '-', type: typeName(type) });
  }
}

/** Whole events are reported as such. */
function fits(operator: string, type: Type): boolean {
  if (operator === '%' && type.kind === 'float') return false;
  return mayBeNumber(type) || type.kind === 'event';
}

/** An unsigned field and an integer literal cannot be computed with when the rule runs (yara-l §3.2). */
function checkSigns({ reporter, typeOf }: CheckContext, { left, right }: Arithmetic): void {
  const before = ungrouped(left);
  const after = ungrouped(right);
  if (before.kind !== 'integer' && after.kind !== 'integer') return;
  const unsigned = before.kind === 'integer' ? after : before;
  if (typeOf(unsigned).kind !== 'uint') return;
  const field = shortSource(reporter, unsigned.span, 'the field');
  reporter.report('CMP002', unsigned.span, { field });
}

/** CMP001: the service fails on a statement that begins with arithmetic in parentheses (yara-l §2.4). */
export function checkBeginnings({ symbols, reporter }: CheckContext): void {
  const { index } = symbols;
  if (index.of('group').length === 0 || index.of('arithmetic').length === 0) return;
  for (const { statements } of index.of('events')) {
    for (const statement of statements) {
      const first = beginning(statement);
      if (first !== undefined) reporter.report('CMP001', first.span, {});
    }
  }
}

/** The arithmetic in parentheses that an expression begins with. */
function beginning(expression: Expression): Expression | undefined {
  let here = expression;
  for (;;) {
    if (here.kind === 'comparison' || here.kind === 'arithmetic') here = here.left;
    else if (here.kind === 'membership' || here.kind === 'null-test') here = here.subject;
    else if (here.kind === 'nocase') here = here.operand;
    else if (here.kind === 'logical' && here.operands[0] !== undefined) here = here.operands[0];
    else if (here.kind === 'group') return ungrouped(here).kind === 'arithmetic' ? here : undefined;
    else return undefined;
  }
}
