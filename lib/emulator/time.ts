import type { Clock } from '../ports/clock.ts';

/** Microseconds since 1970: the resolution of version times (backstory-v2 §2). Fits a double until 2255. */
export type Micros = number;

/** Now, or the microsecond after `last` where the clock stands or went back: times of one object strictly increase. */
export function nextMicros(clock: Clock, last: Micros | undefined): Micros {
  const now = clock.now().getTime() * 1000;
  return last === undefined ? now : Math.max(now, last + 1);
}

/** RFC 3339 in UTC with a fraction of 0, 3 or 6 digits, as the service prints it (backstory-v2 §1.4). */
export function timestamp(time: Micros): string {
  const seconds = new Date(Math.floor(time / 1e6) * 1000).toISOString().slice(0, 19);
  const rest = time - Math.floor(time / 1e6) * 1e6;
  if (rest === 0) return `${seconds}Z`;
  const fraction = String(rest).padStart(6, '0');
  return `${seconds}.${fraction.endsWith('000') ? fraction.slice(0, 3) : fraction}Z`;
}

/** `{ruleId}@v_{seconds}_{nanos}`, nanos padded to nine digits; says the same time as versionCreateTime (backstory-v2 §2). */
export function versionIdAt(ruleId: string, time: Micros): string {
  const nanos = String((time % 1e6) * 1000).padStart(9, '0');
  return `${ruleId}@v_${Math.floor(time / 1e6)}_${nanos}`;
}

/** A time of the model, which has milliseconds. */
export function micros(date: Date): Micros {
  return date.getTime() * 1000;
}
