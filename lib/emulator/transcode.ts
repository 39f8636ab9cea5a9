import type { RawFields } from './message.ts';
import { Refusal } from './refusal.ts';

/** Parameters of Google's front end that every method takes and that change nothing here. */
const SYSTEM_PARAMETERS = new Set([
  'alt',
  '$alt',
  'key',
  'fields',
  'prettyPrint',
  'quotaUser',
  'access_token',
  'oauth_token',
  '$.xgafv',
]);

const FORM = 'application/x-www-form-urlencoded';

/** The fields of a query string; dotted names nest (backstory-v2 §1.3). */
export function readQuery(query: string): RawFields {
  const fields = formFields(query);
  for (const name of SYSTEM_PARAMETERS) fields.delete(name);
  return { from: 'query', fields };
}

/**
 * The fields of a body: JSON whatever its content type says, since clients post it without one and curl posts it
 * as a form; a form only where it says so and does not look like JSON. Throws Refusal for anything else.
 */
export function readBody(bytes: Uint8Array, contentType: string): RawFields {
  const body = decodeText(bytes).trim();
  if (body === '') return { from: 'json', fields: new Map() };
  if (contentType.toLowerCase().startsWith(FORM) && !/^[{["]/.test(body)) {
    return { from: 'form', fields: formFields(body) };
  }
  return { from: 'json', fields: jsonFields(body) };
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badPayload('Invalid UTF-8.');
  }
}

function jsonFields(body: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw badPayload('Unexpected token.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badPayload('Unknown name "": Root element must be a message.');
  }
  return new Map(Object.entries(value));
}

/** `rule.rule_text=…&lines=a&lines=b`: every leaf is the list of the texts that were given under its name. */
function formFields(form: string): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [path, text] of new URLSearchParams(form)) {
    const names = path.startsWith('$') ? [path] : path.split('.');
    const last = names.pop() ?? '';
    const message = names.reduce(below, fields);
    const before = message.get(last);
    message.set(last, Array.isArray(before) ? [...before, text] : [text]);
  }
  return fields;
}

function below(message: Map<string, unknown>, name: string): Map<string, unknown> {
  const found = message.get(name);
  if (found instanceof Map) return found;
  const inner = new Map<string, unknown>();
  message.set(name, inner);
  return inner;
}

function badPayload(what: string): Refusal {
  return new Refusal('INVALID_ARGUMENT', `Invalid JSON payload received. ${what}`);
}
