import type { ListKind } from '../model/reference-list.ts';

/** The wire's names for the kinds of reference lists (backstory-v2 §7). Answers leave the first one out. */
export const CONTENT_TYPES = {
  string: 'CONTENT_TYPE_DEFAULT_STRING',
  regex: 'REGEX',
  cidr: 'CIDR',
} as const satisfies Record<ListKind, string>;

const KINDS: ReadonlyMap<string, ListKind> = new Map([
  ['', 'string'],
  ['CONTENT_TYPE_DEFAULT_STRING', 'string'],
  ['STRING', 'string'],
  ['REGEX', 'regex'],
  ['CIDR', 'cidr'],
]);

/** The kind that a content type names; undefined for one that chron does not know. */
export function kindOfContentType(contentType: string): ListKind | undefined {
  return KINDS.get(contentType.toUpperCase());
}
