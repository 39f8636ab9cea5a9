import { GATE_SEVERITIES } from '../model/gate.ts';
import type { Environment } from '../model/environment.ts';
import { counted } from '../text.ts';
import type { Json } from './json-writer.ts';
import { thousands } from './words.ts';

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];

/** How loud rules may be, in one line; what stands behind `gate: `. Empty for `off`. */
export function policyText(gate: Environment['gate']): string {
  if (gate === 'off') return '';
  const { maxPerDay, maxWorstDay, windowMs, onUnproven, accept } = gate;
  const own = GATE_SEVERITIES.flatMap((severity) => {
    const limit = maxPerDay[severity];
    return limit === undefined ? [] : [`${severity} ${thousands(limit)}`];
  });
  return [
    `${thousands(maxPerDay.default)} a day${own.length === 0 ? '' : ` (${own.join(', ')})`}`,
    `${thousands(maxWorstDay)} on the worst day`,
    `over ${spanText(windowMs)}`,
    ...(onUnproven === 'warn' ? ['unproven rules may be enabled, not alert'] : []),
    ...(accept.length === 0 ? [] : [`${counted(accept.length, 'text')} accepted`]),
  ].join(', ');
}

/** A length of time in its largest unit that divides it: `14 d`, `36 h`, `90 min`. */
export function spanText(ms: number): string {
  if (ms % DAY_MS === 0) return `${ms / DAY_MS} d`;
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS} h` : `${Math.round(ms / 60_000)} min`;
}

/** The policy for machines: durations in milliseconds, lines that accept noise by their rule and text. */
export function gateJson(gate: Environment['gate']): Json {
  if (gate === 'off') return 'off';
  const { maxPerDay, accept, ...rest } = gate;
  return {
    ...rest,
    maxPerDay: { ...maxPerDay },
    accept: accept.map((line) => ({ ...line, until: line.until.toISOString() })),
  };
}
