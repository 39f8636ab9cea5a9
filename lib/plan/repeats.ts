import { sha256 } from './hash.ts';

/** Shorter strings are written where they stand. */
const SHORTEST_REPEAT = 200;

/** The one key of the object that stands for a long string: its key in `texts`. */
const KEY = '$text';

/**
 * Takes long strings out of plain JSON and puts them, once each, under `texts`: a saved plan would have each rule's
 * text up to four times.
 */
export function withoutRepeats(plain: unknown): Readonly<Record<string, unknown>> {
  const texts = new Map<string, string>();
  const body = mapJson(plain, (value) => {
    if (typeof value !== 'string' || value.length < SHORTEST_REPEAT) return value;
    // As JSON, in which halves of surrogate pairs, that have no UTF-8, differ too.
    const hash = sha256(JSON.stringify(value));
    texts.set(hash, value);
    return { [KEY]: hash };
  });
  return { ...(typeof body === 'object' ? body : {}), texts: Object.fromEntries(texts) };
}

/** Puts the strings back. What stands for a string that is not there stays, for the schema to refuse. */
export function withRepeats({ texts, ...body }: Readonly<Record<string, unknown>>): unknown {
  const known = new Map<string, unknown>(
    typeof texts === 'object' && texts !== null ? Object.entries(texts) : [],
  );
  return mapJson(body, (value) => {
    if (typeof value !== 'object' || value === null || !(KEY in value)) return value;
    const hash: unknown = value[KEY];
    const text = typeof hash === 'string' ? known.get(hash) : undefined;
    return typeof text === 'string' ? text : value;
  });
}

/** Rebuilds plain JSON, each value after its parts. Keys become own properties, whatever they are called. */
function mapJson(value: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return change(value.map((one) => mapJson(one, change)));
  if (typeof value !== 'object' || value === null) return change(value);
  return change(
    Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapJson(one, change)])),
  );
}
