import { compareText } from '../text.ts';

/** Anything that JSON can say. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** What a terminal would act on, and lone halves of surrogate pairs: written as escapes, so the value stays the same. */
const ESCAPED =
  /[\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;

/**
 * Writes a value as JSON: keys in the order of their letters, two spaces a level, a line end at the end; keys whose
 * value is undefined are left out. Equal values give equal bytes. The output is safe to print anywhere: nothing in
 * it is a control character or a workflow command (reliability B5), and it reads back as the same value.
 */
export function writeJson(value: Json): string {
  return `${JSON.stringify(sorted(value), undefined, 2)
    .replace(ESCAPED, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('##[', '#\\u0023[')}\n`;
}

function sorted(value: Json | undefined): Json | undefined {
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return value.map((one) => sorted(one) ?? null);
  const keys = Object.keys(value).toSorted(compareText);
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}

function isArray(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
