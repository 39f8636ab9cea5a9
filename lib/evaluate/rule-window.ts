import { durationMicros } from './windows.ts';
import type { Analysis } from '../yaral/analyze.ts';
import { sectionOf } from '../yaral/ast.ts';

/**
 * How far apart in time the events of one detection of a rule may lie, in milliseconds: its match window, or how long it
 * suppresses after one where that is longer (yara-l §4.8). 0 for a rule over single events.
 */
export function windowMs({ rule }: Pick<Analysis, 'rule'>): number {
  if (rule === undefined) return 0;
  const length = sectionOf(rule, 'match')?.window?.length;
  const suppressed = sectionOf(rule, 'options')?.entries.find(
    ({ key }) => key.text === 'suppression_window',
  )?.value;
  return Math.max(
    length === undefined ? 0 : milliseconds(durationMicros(length.amount, length.unit)),
    suppressed?.kind === 'duration'
      ? milliseconds(durationMicros(suppressed.amount, suppressed.unit))
      : 0,
  );
}

function milliseconds(micros: bigint): number {
  return Number(micros / 1000n);
}
