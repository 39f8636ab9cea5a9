import { hash } from 'node:crypto';
import type { ReferenceList } from '../model/reference-list.ts';
import { straightenText } from '../text.ts';

/** SHA-256 in lower-case hexadecimal, of a text as UTF-8. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/** By which two rule texts are told apart: SHA-256 (hex) of the text as the service keeps it (lib/text.ts `straightenText`). */
export function textHash(text: string): string {
  return sha256(straightenText(text));
}

/**
 * By which two states of a reference list are told apart: SHA-256 (hex) of kind, description and lines.
 * Encoded as JSON, so that no line can pass for two lines or for a description.
 */
export function contentHash({
  kind,
  description,
  lines,
}: Pick<ReferenceList, 'kind' | 'description' | 'lines'>): string {
  return sha256(JSON.stringify([kind, description, lines]));
}
