import { compareText } from '../text.ts';

/** Deeper values than this are nobody's plan. */
const DEEPEST = 64;

/**
 * JSON of a value in one way only: keys sorted, no white space, `undefined` left out; a Date as RFC 3339, a Map as
 * pairs in its order, a Set as a sorted array. So equal values give equal bytes, on every machine.
 * Throws a RangeError where a value is nested deeper than any of ours.
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > DEEPEST) throw new RangeError(`nested deeper than ${DEEPEST}`);
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (value instanceof Set) {
    return array([...value].map((one) => canonicalJson(one, depth + 1)).toSorted(compareText));
  }
  if (value instanceof Map) return array([...value].map((pair) => canonicalJson(pair, depth + 1)));
  if (Array.isArray(value)) return array(value.map((one) => canonicalJson(one, depth + 1)));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([before], [after]) => compareText(before, after))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member, depth + 1)}`);
  return `{${members.join(',')}}`;
}

function array(items: readonly string[]): string {
  return `[${items.join(',')}]`;
}
