import type { UdmEvent, UdmValue } from '../model/detection.ts';
import type { EventSource } from '../model/compiled-query.ts';
import { messageNamed, type UdmField } from '../udm/schema.ts';
import { camelCase, snakeCase } from '../text.ts';
import { isObject, plain } from '../udm/plain.ts';

const ROOTS: Readonly<Record<EventSource, string>> = {
  udm: 'UDM',
  graph: 'Entity',
  detection: 'Collection',
};

/** An event as protobuf writes it in JSON: fields of the schema in lowerCamelCase, keys of maps as they are. */
export function camelEvent(event: unknown, source: EventSource): UdmEvent {
  const read = isObject(event) ? camelMessage(event, ROOTS[source]) : {};
  return read;
}

function camelMessage(value: Readonly<Record<string, unknown>>, message: string): UdmEvent {
  const fields = messageNamed(message)?.fields;
  const entries = Object.entries(value).map(([key, one]): readonly [string, UdmValue] => {
    const field = fields?.get(key) ?? fields?.get(snakeCase(key));
    return field === undefined
      ? [key, plain(one)]
      : [camelCase(field.name), camelField(one, field)];
  });
  return Object.fromEntries(entries);
}

function camelField(value: unknown, { type, map, repeated }: UdmField): UdmValue {
  if (Array.isArray(value) && repeated) {
    return value.map((one: unknown) => camelField(one, { ...ONE, type }));
  }
  if (
    type.kind !== 'message' ||
    map ||
    !isObject(value) ||
    type.name.startsWith('google.protobuf.')
  ) {
    return plain(value);
  }
  return camelMessage(value, type.name);
}

const ONE = { name: '', repeated: false, map: false, deprecated: false } as const;
