import type { Call } from './operation.ts';
import { Refusal } from './refusal.ts';

/** How a field of a request message is read. Enum names stand in the order of their numbers. */
export type Field =
  | { readonly kind: 'string' | 'strings' | 'int32' }
  | { readonly kind: 'enum'; readonly names: readonly string[] };

/** A request message: its fields by their snake_case name. */
export type Message = Readonly<Record<string, Field>>;

/** Fields as they came: JSON values, or the texts of a form or a query, one for each time a name was given. */
export interface RawFields {
  readonly from: 'json' | 'form' | 'query';
  readonly fields: ReadonlyMap<string, unknown>;
}

type Value = string | number | readonly string[];

/**
 * Reads what came as the message that the method takes: either spelling of a name, null as absent (backstory-v2 §1.3).
 * Throws Refusal for unknown names and wrong types, in the front end's words, which carry no `generic::`.
 */
export function readMessage(raw: RawFields, message: Message): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const [given, value] of raw.fields) {
    const name = snakeCase(given);
    const field = Object.hasOwn(message, name) ? message[name] : undefined;
    if (field === undefined) throw unknownName(given, raw.from);
    if (value === null) continue;
    values.set(name, readField(field, name, raw.from === 'json' ? value : unwrap(field, value)));
  }
  return values;
}

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
      return Array.isArray(value) ? value : [];
    },
    has: (name) => values.has(name),
  };
}

/** `ruleText` and `rule_text` are one name. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

/** A form names a repeated field once for each element; a single field takes the last. */
function unwrap(field: Field, value: unknown): unknown {
  return field.kind !== 'strings' && Array.isArray(value) ? value.at(-1) : value;
}

function readField(field: Field, name: string, value: unknown): Value {
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
    case 'int32': {
      // An empty query value is the default, as an empty pageToken is the first page.
      const number = typeof value === 'string' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number) || Math.abs(number) > 2 ** 31 - 1)
        throw wrongType(name, 'TYPE_INT32', value);
      return number;
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
