import type { UdmEvent } from '../model/detection.ts';
import { isMap, type Shape } from './record-shape.ts';
import { replaceTexts } from './record-values.ts';

const DAY_MS = 86_400_000;
const RFC3339 = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Milliseconds since 1970 of an event's own time; undefined where it has none. */
export function eventMs({ metadata }: UdmEvent): number | undefined {
  const time = isMap(metadata) ? metadata['eventTimestamp'] : undefined;
  const ms = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/**
 * By how many milliseconds the times of a case may be moved, best first: to the start of the test file; so that the time
 * of day stays; so that the weekday stays; not at all.
 */
export function shiftsTo(startMs: number, firstMs: number): readonly number[] {
  const toStart = startMs - firstMs;
  const days = Math.round(toStart / DAY_MS) * DAY_MS;
  const weeks = Math.round(toStart / (7 * DAY_MS)) * 7 * DAY_MS;
  return [...new Set([toStart, days, weeks, 0])];
}

/** An event with all its times moved; digits below a millisecond stay. */
export function moved(event: UdmEvent, shape: Shape, byMs: number): UdmEvent {
  return replaceTexts(event, shape, (value, _path, kind) =>
    kind === 'time' ? movedTime(value, byMs) : value,
  );
}

function movedTime(value: string, byMs: number): string {
  const [, seconds = '', fraction = '', zone = ''] = RFC3339.exec(value) ?? [];
  const ms = Date.parse(`${seconds}${fraction.slice(0, 4)}${zone}`);
  const time = new Date(ms + byMs);
  if (Number.isNaN(time.getTime())) return value;
  const text = time
    .toISOString()
    .slice(0, -1)
    .replace(/\.000$/, '');
  const rest = fraction.slice(4);
  if (rest === '') return `${text}Z`;
  return text.includes('.') ? `${text}${rest}Z` : `${text}.000${rest}Z`;
}

/** How a test writes the time of an event: as an offset from its start, or, where that would lose digits, as it is. */
export function atOf(time: string, startMs: number): string {
  const ms = Date.parse(time);
  const [, , fraction = ''] = RFC3339.exec(time) ?? [];
  if (/[1-9]/.test(fraction.slice(4)) || Math.abs(ms - startMs) > 30 * DAY_MS) return time;
  let left = Math.abs(ms - startMs);
  let text = '';
  for (const [unit, length] of UNITS) {
    const amount = Math.floor(left / length);
    left -= amount * length;
    if (amount > 0) text += `${amount}${unit}`;
  }
  return `${ms < startMs ? '-' : '+'}${text === '' ? '0m' : text}`;
}

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];
