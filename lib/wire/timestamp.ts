/** A moment as the service counts it: whole seconds since 1970 and nanoseconds within the second. */
export interface Moment {
  readonly seconds: number;
  readonly nanos: number;
}

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * Reads an RFC 3339 time with 0 to 9 fraction digits (backstory-v2 §1.4), keeping the nanoseconds that a Date
 * would lose. Undefined where it is none.
 */
export function parseTimestamp(text: string): Moment | undefined {
  const parts = RFC3339.exec(text);
  if (parts === null) return undefined;
  const number = (at: number): number => Number(parts[at] ?? '0');
  const sign = parts[8] === '-' ? -1 : 1;
  const offsetMinutes = sign * (number(9) * 60 + number(10));
  const atUtc = Date.UTC(number(1), number(2) - 1, number(3), number(4), number(5), number(6));
  if (!sameDay(atUtc, number(2), number(3)) || number(4) > 23 || number(5) > 59 || number(6) > 59) {
    return undefined;
  }
  return {
    seconds: atUtc / 1000 - offsetMinutes * 60,
    nanos: Number((parts[7] ?? '').padEnd(9, '0')),
  };
}

/** Writes a moment as proto3 JSON does: `Z`, and 0, 3, 6 or 9 fraction digits, as few as say it all. */
export function formatTimestamp({ seconds, nanos }: Moment): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  if (nanos === 0) return `${whole}Z`;
  const digits = String(nanos).padStart(9, '0');
  const kept = nanos % 1_000_000 === 0 ? 3 : nanos % 1000 === 0 ? 6 : 9;
  return `${whole}.${digits.slice(0, kept)}Z`;
}

/** The moment to the millisecond, as the model has it. */
export function momentDate({ seconds, nanos }: Moment): Date {
  return new Date(seconds * 1000 + Math.floor(nanos / 1_000_000));
}

/** Date.UTC rolls the 31st of a short month over: then it was no date. */
function sameDay(time: number, month: number, day: number): boolean {
  const date = new Date(time);
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
}

/** An RFC 3339 time of the wire as a Date; undefined where the text is empty or none. */
export function timeIn(text: string): Date | undefined {
  const moment = parseTimestamp(text);
  return moment === undefined ? undefined : momentDate(moment);
}
