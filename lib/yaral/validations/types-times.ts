import type { CheckContext } from '../check.ts';
import { functionNamed } from '../functions.ts';
import { ungrouped } from '../symbols-names.ts';
import { plainArguments } from '../types-call.ts';
import { PRECISIONS, isTimeFormat, isTimeZone, placeOf } from '../types-time.ts';

/** TYP023: time zones and formats of times that are written out are such. */
export function checkTimes({ symbols, reporter }: CheckContext): void {
  for (const call of symbols.index.of('call')) {
    const parameters = functionNamed(call.name)?.parameters ?? [];
    for (const [at, argument] of plainArguments(call).entries()) {
      const literal = ungrouped(argument);
      const role = parameters[at]?.role;
      if (literal.kind !== 'string') continue;
      const found = literal.value;
      if (role === 'time-zone' && !isTimeZone(found)) {
        const place = placeOf(found) ?? 'Europe/Berlin';
        const instead = `write the name of a place as "${place}", or an offset as "+01:00"`;
        reporter.report('TYP023', literal.span, { found, what: 'time zone', instead });
      } else if (role === 'time-format' && !isTimeFormat(found)) {
        const instead = `write ${PRECISIONS.join(', ')}, or elements as in "%F %T"`;
        reporter.report('TYP023', literal.span, { found, what: 'time format', instead });
      }
    }
  }
}
