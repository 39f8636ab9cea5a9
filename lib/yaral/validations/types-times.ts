import type { Call, StringLiteral } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { parameterOf } from '../functions.ts';
import type { LiteralRole } from '../functions-signature.ts';
import { ungrouped } from '../symbols-names.ts';
import { plainArguments } from '../types-call.ts';
import { PRECISIONS, isTimeFormat, isTimeZone, placeOf } from '../types-time.ts';

/** TYP023: time zones and formats of times that are written out are such. */
export function checkTimes({ symbols, reporter }: CheckContext): void {
  const calls = symbols.index.of('call');
  for (const { value, span } of literalsOf('time-zone', calls)) {
    if (isTimeZone(value)) continue;
    const place = placeOf(value) ?? 'Europe/Berlin';
    const instead = `write the name of a place as "${place}", or an offset as "+01:00"`;
    reporter.report('TYP023', span, { found: value, what: 'time zone', instead });
  }
  for (const { value, span } of literalsOf('time-format', calls)) {
    if (isTimeFormat(value)) continue;
    const instead = `write ${PRECISIONS.join(', ')}, or elements as in "%F %T"`;
    reporter.report('TYP023', span, { found: value, what: 'time format', instead });
  }
}

function literalsOf(role: LiteralRole, calls: readonly Call[]): readonly StringLiteral[] {
  const found: StringLiteral[] = [];
  for (const call of calls) {
    const at = parameterOf(call.name, role);
    const argument = at === undefined ? undefined : plainArguments(call)[at];
    const literal = argument === undefined ? undefined : ungrouped(argument);
    if (literal?.kind === 'string') found.push(literal);
  }
  return found;
}
