import type { TreeEntry } from './file-tree.ts';

/** Where things stand, and how much of them chron takes in (reliability B5; backstory-v2 §7). */
export const LIMITS = {
  ruleBytes: 256 * 1024,
  ruleFiles: 5_000,
  totalBytes: 64 * 1024 * 1024,
  yamlBytes: 1024 * 1024,
  /** 6 MB of lines, and room for the description that stands before them. */
  listFileBytes: 6_000_000 + 64 * 1024,
  /** The service takes 10 GB (chronicle-v1 §13); what git keeps is small. */
  tableBytes: 16 * 1024 * 1024,
} as const;

const PLACES: readonly { readonly pattern: RegExp; readonly bytes: number }[] = [
  { pattern: /^rules\/lists\/[^/]+\.txt$/, bytes: LIMITS.listFileBytes },
  { pattern: /^rules\/[^]+\.yaral$/, bytes: LIMITS.ruleBytes },
  { pattern: /^rules\/check\.yaml$/, bytes: LIMITS.yamlBytes },
  { pattern: /^environments\/[^]+\.yaml$/, bytes: LIMITS.yamlBytes },
];

/** Whether chron would open this file: a rule, a list or a setting, and not too large to be one. */
export function isReadByChron({ path, kind, size }: TreeEntry): boolean {
  return (
    kind === 'file' && PLACES.some(({ pattern, bytes }) => pattern.test(path) && size <= bytes)
  );
}

/** Whether a file at this path decides what a tenant gets, whatever its size. */
export function decidesTenant(path: string): boolean {
  return PLACES.some(({ pattern }) => pattern.test(path));
}
