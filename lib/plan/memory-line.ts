/** The service takes no longer line into a reference list (backstory-v2 §7). */
export const LONGEST_LINE = 5000;

/** One line of the memory: its format's number, and its values in the order in which they are written. */
export type Fields = ReadonlyMap<string, string>;

/** Values of `chronN KEY=VALUE …`; undefined where the line is not of that form. */
export function parseLine(
  line: string,
): { readonly format: string; readonly fields: Fields } | undefined {
  const [, format, rest] = /^chron(\d+)((?: [a-z-]+=\S*)*)\s*$/.exec(line) ?? [];
  if (format === undefined || rest === undefined) return undefined;
  const fields = new Map<string, string>();
  for (const pair of rest.split(' ').slice(1)) {
    const at = pair.indexOf('=');
    const value = decodeValue(pair.slice(at + 1));
    const key = pair.slice(0, at);
    if (value === undefined || fields.has(key)) return undefined;
    fields.set(key, value);
  }
  return { format, fields };
}

/**
 * Writes a line. What is too long for the service is left out from the back, `optional` keys only; undefined where
 * the line is too long even without them.
 */
export function formatLine(
  fields: readonly (readonly [key: string, value: string | undefined])[],
  optional: readonly string[],
): string | undefined {
  let kept = fields.flatMap(([key, value]) =>
    value === undefined ? [] : [[key, `${key}=${encodeValue(value)}`] as const],
  );
  for (;;) {
    const line = ['chron1', ...kept.map(([, pair]) => pair)].join(' ');
    if (line.length <= LONGEST_LINE) return line;
    const last = kept.findLastIndex(([key]) => optional.includes(key));
    if (last < 0) return undefined;
    kept = kept.filter((_, index) => index !== last);
  }
}

/**
 * Percent-encodes a value, so that no `//` (a comment to the service), no space, backslash or `=` is left in it.
 * A surrogate without its other half, which has no UTF-8, becomes `%uXXXX`.
 */
export function encodeValue(value: string): string {
  return value.replace(/[^A-Za-z0-9._-]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) return `%u${hex(code, 4)}`;
    const encoded = encodeURIComponent(character);
    return encoded === character ? `%${hex(code, 2)}` : encoded;
  });
}

/** Reads a value; undefined where it is not one that `encodeValue` writes. */
export function decodeValue(encoded: string): string | undefined {
  if (!/^(?:[A-Za-z0-9._-]|%u[0-9A-F]{4}|%[0-9A-F]{2})*$/.test(encoded)) return undefined;
  try {
    const value = encoded.replace(/%u([0-9A-F]{4})|(?:%[0-9A-F]{2})+/g, (run, unit?: string) =>
      unit === undefined ? decodeURIComponent(run) : String.fromCharCode(Number.parseInt(unit, 16)),
    );
    return encodeValue(value) === encoded ? value : undefined;
  } catch {
    // URIError: the bytes are no UTF-8.
    return undefined;
  }
}

function hex(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, '0');
}
