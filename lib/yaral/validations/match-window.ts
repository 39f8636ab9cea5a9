import { sectionOf, type DurationLiteral, type DurationUnit } from '../ast.ts';
import type { Validation } from '../check.ts';
import { nameMeant } from './names-meant.ts';

const SECONDS: Readonly<Record<DurationUnit, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 7 * 86_400,
  mo: 30 * 86_400,
};

/** The length of a duration in seconds; a month has 30 days. */
export function secondsOf({ amount, unit }: DurationLiteral): number {
  return amount * SECONDS[unit];
}

const MINUTE = 60;
const LONGEST_OVER = 48 * 3600;
const LONGEST_BY = 72 * 3600;

/** The length of the window (LIM001, LIM002) and what it slides on (SEM014, LIM004). */
export const checkWindow: Validation = (context) => {
  const { rule, symbols, reporter } = context;
  const window = sectionOf(rule, 'match')?.window;
  if (window === undefined) return;
  const { form, length, pivot } = window;
  const seconds = secondsOf(length);
  if (seconds < MINUTE || seconds > (form === 'over' ? LONGEST_OVER : LONGEST_BY)) {
    reporter.report(form === 'over' ? 'LIM001' : 'LIM002', length.span, { found: length.text });
  }
  if (pivot === undefined) return;
  const { name, span } = pivot.variable;
  if (symbols.events.has(name)) {
    if (symbols.events.size === 1) reporter.report('LIM004', pivot.span, {});
  } else if (context.whole(name)) {
    const nearest = nameMeant(name, symbols, { events: true });
    reporter.report('SEM014', span, { name, nearest, known: [...symbols.events.keys()] });
  }
};
