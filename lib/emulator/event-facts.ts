import type { UdmEvent, UdmValue } from '../model/detection.ts';
import { parseTimestamp } from '../wire/timestamp.ts';
import { snakeCase } from '../text.ts';

/** The time of an event, as it stands in it; undefined where it has none. */
export function eventTime(event: UdmEvent): Date | undefined {
  const text = fieldOf(fieldOf(event, 'metadata'), 'event_timestamp');
  const moment = typeof text === 'string' ? parseTimestamp(text) : undefined;
  return moment && new Date(moment.seconds * 1000 + Math.floor(moment.nanos / 1e6));
}

/** The id of an event; undefined where it has none. */
export function eventId(event: UdmEvent): string | undefined {
  const id = fieldOf(fieldOf(event, 'metadata'), 'id');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** A field in either spelling. */
export function fieldOf(value: UdmValue | undefined, name: string): UdmValue | undefined {
  if (!isEvent(value)) return undefined;
  const key = Object.keys(value).find((one) => snakeCase(one) === name);
  return key === undefined ? undefined : value[key];
}

/** Whatever came in as JSON is of the type, once it is an object. */
export function isEvent(value: unknown): value is UdmEvent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
