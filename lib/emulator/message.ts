import { parseTimestamp } from '../wire/timestamp.ts';
import type { Call, JsonObject } from './operation.ts';
import { Refusal } from './refusal.ts';
import { snakeCase } from '../text.ts';

/** How a field of a request message is read. Enum names stand in the order of their numbers. */
export type Field =
  | {
      readonly kind: 'string' | 'strings' | 'int32' | 'bool' | 'timestamp' | 'duration' | 'objects';
    }
  | { readonly kind: 'enum'; readonly names: readonly string[] }
  | { readonly kind: 'message'; readonly fields: Message };

/** A request message: its fields by their snake_case name; those of an inner message are read as `rule.rule_text`. */
export type Message = Readonly<Record<string, Field>>;

/** Fields as they came: JSON values, or the texts of a form or a query, one for each time a name was given. */
export interface RawFields {
  readonly from: 'json' | 'form' | 'query';
  readonly fields: ReadonlyMap<string, unknown>;
}

/** Times are microseconds since 1970, durations milliseconds. */
type Value = string | number | boolean | readonly string[] | readonly JsonObject[];

/**
 * Reads what came as the message that the method takes: either spelling of a name, null as absent (backstory-v2 §1.3).
 * Throws Refusal for unknown names and wrong types, in the front end's words, which carry no `generic::`.
 */
export function readMessage(raw: RawFields, message: Message): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  readInto(values, '', raw, message);
  return values;
}

function readInto(
  values: Map<string, Value>,
  outer: string,
  { from, fields }: RawFields,
  message: Message,
): void {
  for (const [given, value] of fields) {
    const name = snakeCase(given);
    const field = Object.hasOwn(message, name) ? message[name] : undefined;
    if (field === undefined) throw unknownName(outer + given, from);
    if (value === null) continue;
    if (field.kind === 'message') {
      const inner = { from, fields: innerFields(outer + name, value) };
      readInto(values, `${outer}${name}.`, inner, field.fields);
      continue;
    }
    const plain = from === 'json' ? value : unwrap(field, value);
    if (plain === '' && (field.kind === 'timestamp' || field.kind === 'duration')) continue;
    values.set(outer + name, readField(field, outer + name, plain));
  }
}

function innerFields(name: string, value: unknown): ReadonlyMap<string, unknown> {
  if (value instanceof Map) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(name, 'TYPE_MESSAGE', value);
  }
  return new Map(Object.entries(value));
}

const TIMESTAMP = 'type.googleapis.com/google.protobuf.Timestamp';
const DURATION = 'type.googleapis.com/google.protobuf.Duration';

/** The call that an operation sees. */
export function makeCall(
  ids: ReadonlyMap<string, string>,
  values: ReadonlyMap<string, Value>,
): Call {
  return {
    id: (name) => ids.get(name) ?? '',
    text: (name) => {
      const value = values.get(name);
      return typeof value === 'string' ? value : '';
    },
    number: (name) => {
      const value = values.get(name);
      return typeof value === 'number' ? value : 0;
    },
    texts: (name) => {
      const value = values.get(name);
      return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
    },
    objects: (name) => {
      const value = values.get(name);
      return Array.isArray(value) ? value.filter((one) => typeof one === 'object') : [];
    },
    flag: (name) => values.get(name) === true,
    has: (name) => values.has(name),
  };
}

/** A form names a repeated field once for each element; a single field takes the last. */
function unwrap(field: Field, value: unknown): unknown {
  const repeated = field.kind === 'strings' || field.kind === 'objects';
  return !repeated && Array.isArray(value) ? value.at(-1) : value;
}

type PlainField = Exclude<Field, { readonly kind: 'message' }>;

function readField(field: PlainField, name: string, value: unknown): Value {
  switch (field.kind) {
    case 'string':
      if (typeof value !== 'string') throw wrongType(name, 'TYPE_STRING', value);
      return value;
    case 'strings':
      if (!Array.isArray(value)) throw wrongType(name, 'TYPE_STRING', value);
      return value.map((one: unknown, index) => {
        if (typeof one !== 'string') throw wrongType(`${name}[${index}]`, 'TYPE_STRING', one);
        return one;
      });
    case 'objects':
      if (!Array.isArray(value)) throw wrongType(name, 'TYPE_MESSAGE', value);
      return value.map((one: unknown, index) => {
        if (!isObject(one)) throw wrongType(`${name}[${index}]`, 'TYPE_MESSAGE', one);
        return one;
      });
    case 'int32': {
      // An empty query value is the default, as an empty pageToken is the first page.
      const number = typeof value === 'string' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number) || Math.abs(number) > 2 ** 31 - 1)
        throw wrongType(name, 'TYPE_INT32', value);
      return number;
    }
    case 'bool': {
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false' || value === '') return false;
      throw wrongType(name, 'TYPE_BOOL', value);
    }
    case 'timestamp': {
      const moment = typeof value === 'string' ? parseTimestamp(value) : undefined;
      if (moment === undefined) throw wrongType(name, TIMESTAMP, value);
      return moment.seconds * 1e6 + Math.floor(moment.nanos / 1000);
    }
    case 'duration': {
      const seconds = /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(String(value))?.[1];
      if (seconds === undefined) throw wrongType(name, DURATION, value);
      return Math.round(Number(seconds) * 1000);
    }
    case 'enum': {
      const number = typeof value === 'number' || /^\d+$/.test(String(value)) ? Number(value) : -1;
      const known = field.names[number] ?? field.names.find((one) => one === value);
      if (known === undefined) throw wrongType(name, 'TYPE_ENUM', value);
      return known;
    }
  }
}

function unknownName(name: string, from: RawFields['from']): Refusal {
  return new Refusal(
    'INVALID_ARGUMENT',
    from === 'query'
      ? `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`
      : `Invalid JSON payload received. Unknown name "${name}": Cannot find field.`,
  );
}

function wrongType(name: string, type: string, value: unknown): Refusal {
  return new Refusal(
    'INVALID_ARGUMENT',
    `Invalid value at '${name}' (${type}), ${JSON.stringify(value)}`,
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
