import type { Expression } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';
import { plainArguments } from '../types-call.ts';
import { isNumber, typeName, type Type } from '../types.ts';
import { mayBeNumber } from './types-arguments.ts';
import { comparedExample } from './types-conditions.ts';

/** TYP015 to TYP017: `if` has a condition, and branches of one type. */
export function checkIfs(context: CheckContext): void {
  const { symbols, reporter, typeOf } = context;
  for (const call of symbols.index.of('call')) {
    if (call.name !== 'if') continue;
    const [condition, first, second] = plainArguments(call);
    if (condition !== undefined) checkCondition(context, condition);
    if (first === undefined) continue;
    const type = typeOf(first);
    if (second === undefined) {
      if (call.arguments.length === 2 && !isZeroable(first, type)) {
        reporter.report('TYP016', call.span, { type: branchName(first, type) });
      }
      continue;
    }
    const other = typeOf(second);
    if (goTogether(type, other)) continue;
    reporter.report('TYP015', second.span, { first: typeName(type), second: typeName(other) });
  }
}

function checkCondition(context: CheckContext, condition: Expression): void {
  const { reporter, typeOf } = context;
  const type = typeOf(condition);
  if (['bool', 'unknown', 'event', 'message'].includes(type.kind)) return;
  const instead = comparedExample(reporter, condition, type);
  reporter.report('TYP017', condition.span, { type: typeName(type), instead });
}

/** Without an else the value is 0, so that only numbers that are written there have none (yara-l §3.3). */
function isZeroable(then: Expression, type: Type): boolean {
  return ungrouped(then).kind !== 'variable' && mayBeNumber(type);
}

function branchName(then: Expression, type: Type): string {
  const inner = ungrouped(then);
  return inner.kind === 'variable' ? `the variable $${inner.name}` : typeName(type);
}

function goTogether(first: Type, second: Type): boolean {
  if (first.kind === second.kind || (isNumber(first) && isNumber(second))) return true;
  const kinds = [first.kind, second.kind];
  if (kinds.some((kind) => kind === 'unknown' || kind === 'message' || kind === 'event'))
    return true;
  return kinds.includes('string') && (kinds.includes('enum') || kinds.includes('bytes'));
}
