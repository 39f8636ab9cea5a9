const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const OFFSET = /^([+-])((?:\d+(?:ms|[smhd]))+)$/;
const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

/**
 * The time of an event as RFC 3339 (milliseconds where it is an offset): `+5m` or `-1h30m` from the start, or a time of
 * its own, which is given as it stands. Undefined where it is neither.
 */
export function timeOf(written: string, start: string): string | undefined {
  if (TIME.test(written)) return Number.isNaN(Date.parse(written)) ? undefined : written;
  const [, sign, parts] = OFFSET.exec(written) ?? [];
  if (parts === undefined || !TIME.test(start)) return undefined;
  let ms = 0;
  for (const [, amount, unit = ''] of parts.matchAll(/(\d+)(ms|[smhd])/g)) {
    ms += Number(amount) * (UNITS[unit] ?? 0);
  }
  const time = new Date(Date.parse(start) + (sign === '-' ? -ms : ms));
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
