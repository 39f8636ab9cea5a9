import { UserError } from '../lib/errors.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a typed duration: `90s`, `20m`, `24h`, `14d`. */
export function parseDuration(text: string, option: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (count === undefined || factor === undefined || Number(count) === 0) {
    throw new UserError(`${option} is "${text}", which is not a duration`, {
      hint: 'write a number and s, m, h or d: 90s, 20m',
    });
  }
  return Number(count) * factor;
}
