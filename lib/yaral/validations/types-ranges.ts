import type { Expression } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { parameterOf } from '../functions.ts';
import { ungrouped } from '../symbols-names.ts';
import { plainArguments } from '../types-call.ts';
import { rangeFault } from '../types-range.ts';

/** TYP013: ranges of addresses that are written out are ranges. */
export function checkRanges({ symbols, reporter }: CheckContext): void {
  const check = (expression: Expression | undefined): void => {
    const literal = expression === undefined ? undefined : ungrouped(expression);
    if (literal?.kind !== 'string') return;
    const why = rangeFault(literal.value);
    if (why !== undefined) reporter.report('TYP013', literal.span, { found: literal.value, why });
  };
  for (const call of symbols.index.of('call')) {
    const at = parameterOf(call.name, 'cidr');
    if (at !== undefined) check(plainArguments(call)[at]);
  }
  for (const { mode, list } of symbols.index.of('membership')) {
    if (mode === 'cidr' && list.kind === 'list') for (const item of list.items) check(item);
  }
}
