import { createHash } from 'node:crypto';

/** An id that follows from what it names, as those of detections and errors seem to (backstory-v2 §2): `de_` and a UUID's digits. */
export function hashId(prefix: 'de' | 'ed', parts: readonly unknown[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${prefix}_${groups.join('-')}-${hex.slice(20, 32)}`;
}
