import type { UdmEvent, UdmValue } from '../lib/model/detection.ts';
import { messageNamed } from '../lib/udm/schema.ts';
import { snakeCase } from '../lib/text.ts';

/** An event with all its times moved, those that the schema calls timestamps, by whole seconds given in milliseconds. */
export function shiftTimes(event: UdmEvent, byMs: number): UdmEvent {
  return shifted(event, 'UDM', byMs);
}

const TIMESTAMP = 'google.protobuf.Timestamp';

function shifted(value: UdmEvent, message: string, byMs: number): UdmEvent {
  const fields = messageNamed(message)?.fields;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]): readonly [string, UdmValue] => {
      const field = fields?.get(key) ?? fields?.get(snakeCase(key));
      if (field === undefined || field.type.kind !== 'message') return [key, one];
      return [key, shiftedValue(one, field.type.name, byMs)];
    }),
  );
}

function shiftedValue(value: UdmValue, message: string, byMs: number): UdmValue {
  if (message === TIMESTAMP) return shiftedTime(value, byMs);
  if (isList(value)) return value.map((one) => shiftedValue(one, message, byMs));
  return typeof value === 'object' && value !== null ? shifted(value, message, byMs) : value;
}

/** RFC 3339 keeps its fraction to the last digit; what is no time stays as it is. */
function shiftedTime(value: UdmValue, byMs: number): UdmValue {
  if (typeof value !== 'string') return value;
  const [, fraction = ''] = /\d\d:\d\d:\d\d(\.\d+)?/.exec(value) ?? [];
  const time = Date.parse(value.replace(fraction, ''));
  if (Number.isNaN(time)) return value;
  return `${new Date(time + byMs).toISOString().slice(0, 19)}${fraction}Z`;
}

function isList(value: UdmValue): value is readonly UdmValue[] {
  return Array.isArray(value);
}
