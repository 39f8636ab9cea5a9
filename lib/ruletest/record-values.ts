import type { UdmEvent, UdmValue } from '../model/detection.ts';
import { isList, type Shape } from './record-shape.ts';
import { snakeCase } from '../text.ts';

/** A text in the events of a case that may tell of people, hosts or anything else. */
export interface FoundValue {
  readonly value: string;
  /** Where it stands first: `principal.user.userid`. */
  readonly path: string;
  /** The last field of it. */
  readonly field: string;
  /** base64 of bytes. */
  readonly bytes: boolean;
}

/** Words that name a product or a kind of event: rules test them, and they tell of nobody. */
const VOCABULARY: ReadonlySet<string> = new Set([
  'metadata.log_type',
  'metadata.product_name',
  'metadata.vendor_name',
  'metadata.product_version',
  'metadata.product_event_type',
]);
const HARMLESS = /^(?:|true|false|null|127\.[\d.]+|::1|0\.0\.0\.0)$/i;

/** All texts of events but those that are enumerators, times, keys or vocabulary; each once, in the order of the events. */
export function valuesIn(events: readonly UdmEvent[], shape: Shape): readonly FoundValue[] {
  const found = new Map<string, FoundValue>();
  for (const event of events) {
    replaceTexts(event, shape, (value, path, kind) => {
      if (kind !== 'time' && !found.has(value)) {
        const field = path.slice(path.lastIndexOf('.') + 1);
        found.set(value, { value, path, field, bytes: kind === 'bytes' });
      }
      return value;
    });
  }
  return [...found.values()];
}

/** What a text of an event is: a time is RFC 3339, bytes are base64. */
export type TextKind = 'text' | 'bytes' | 'time';

/** An event with each of its texts replaced, those that tell something and its times. */
export function replaceTexts(
  event: UdmEvent,
  shape: Shape,
  replace: (value: string, path: string, kind: TextKind) => string,
): UdmEvent {
  const into = (value: UdmValue, here: Shape | undefined, path: string): UdmValue => {
    if (isList(value)) return value.map((one) => into(one, here, path));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => {
          if (here?.map !== false) return [key, into(one, undefined, `${path}["${key}"]`)];
          const name = snakeCase(key);
          const inner = path === '' ? name : `${path}.${name}`;
          return [key, into(one, here.fields.get(name), inner)];
        }),
      );
    }
    if (typeof value !== 'string' || HARMLESS.test(value) || VOCABULARY.has(path)) return value;
    switch (here?.kind) {
      case 'time':
        return replace(value, path, 'time');
      case 'enum':
      case 'int':
      case 'uint':
      case 'float':
      case 'bool':
        return value;
      case 'bytes':
        return replace(value, path, 'bytes');
      case 'string':
        return path.endsWith('.key') ? value : replace(value, path, 'text');
      case 'json':
      case undefined:
        return replace(value, path, 'text');
    }
  };
  const made = into(event, shape, '');
  return typeof made === 'object' && made !== null && !isList(made) ? made : {};
}

/** Parts of an event that a case may do without: entries of lists of messages, and of maps. Each by its steps. */
export function partsIn(event: UdmEvent, shape: Shape): readonly string[] {
  const found: string[] = [];
  const look = (value: UdmValue, here: Shape | undefined, path: readonly string[]): void => {
    if (isList(value)) {
      for (const [at, one] of value.entries()) {
        if (typeof one !== 'object' || one === null) continue;
        const inner = [...path, String(at)];
        found.push(partKey(inner));
        look(one, here, inner);
      }
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, one] of Object.entries(value)) {
      const inner = [...path, key];
      if (here?.map !== false) found.push(partKey(inner));
      else look(one, here.fields.get(snakeCase(key)), inner);
    }
  };
  look(event, shape, []);
  return found;
}

/** An event without some of its parts. */
export function without(event: UdmEvent, parts: ReadonlySet<string>): UdmEvent {
  const rest = (value: UdmValue, path: readonly string[]): UdmValue => {
    if (isList(value)) {
      return value.flatMap((one, at) => {
        const inner = [...path, String(at)];
        return parts.has(partKey(inner)) ? [] : [rest(one, inner)];
      });
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => {
        const inner = [...path, key];
        return parts.has(partKey(inner)) ? [] : [[key, rest(one, inner)]];
      }),
    );
  };
  const made = rest(event, []);
  return typeof made === 'object' && made !== null && !isList(made) ? made : {};
}

/** The steps down to a part as one word. */
export function partKey(path: readonly (string | number)[]): string {
  return path.map(String).join('\0');
}

/** The words of a text, and what stands between them, in turn: the second, the fourth are words. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/([\p{L}\p{N}]+)/u);
}
