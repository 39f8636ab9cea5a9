import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { straightenText } from '../text.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import { diagnosticAt, topOf } from './problem.ts';

/** A file's text, straightened; or what keeps chron from reading it. */
export type TextReading =
  | { readonly text: string; readonly bytes: Uint8Array; readonly diagnostic?: undefined }
  | { readonly text?: undefined; readonly bytes?: undefined; readonly diagnostic: Diagnostic };

/** Opens a file, once. Refused are links and devices, what is larger than `limit` bytes, and what is not UTF-8. */
export async function readText(
  tree: FileTree,
  { path, kind, size }: TreeEntry,
  limit: number,
): Promise<TextReading> {
  if (kind !== 'file') return { diagnostic: notAFile(path, kind) };
  if (size > limit) {
    return {
      diagnostic: diagnosticAt(topOf(path), {
        id: 'too-large',
        message: `the file has ${bytesOf(size)}, and the limit is ${bytesOf(limit)}`,
        hint: path.endsWith('.yaral') ? 'move long enumerations into a reference list' : 'split it',
      }),
    };
  }
  const bytes = await tree.read(path);
  const text = decode(bytes);
  return text === undefined
    ? { diagnostic: notUtf8(path, bytes) }
    : { text: straightenText(text), bytes };
}

/** A link could lead out of the repository, and a device never ends: neither is followed. */
export function notAFile(path: string, kind: 'link' | 'other'): Diagnostic {
  return diagnosticAt(topOf(path), {
    id: 'not-a-file',
    message: kind === 'link' ? 'this is a symbolic link' : 'this is not a regular file',
    hint: 'put the file itself here',
  });
}

/** `2,097,152 bytes`. */
export function bytesOf(size: number): string {
  return `${size.toLocaleString('en-US')} bytes`;
}

/** Each call begins anew: it keeps nothing of what it decoded before. */
const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}

function notUtf8(path: string, bytes: Uint8Array): Diagnostic {
  const offset = validPrefix(bytes);
  const before = new TextDecoder().decode(bytes.subarray(0, offset));
  const line = before.split('\n').length;
  const column = Array.from(before.slice(before.lastIndexOf('\n') + 1)).length + 1;
  const byte = bytes[offset];
  const found =
    byte === undefined
      ? `it ends in the middle of a character at byte ${offset}`
      : `byte ${offset} is 0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return diagnosticAt(
    { ...topOf(path), line, column, endLine: line, endColumn: column + 1 },
    { id: 'not-utf8', message: `the file is not UTF-8: ${found}`, hint: 'save it as UTF-8' },
  );
}

/** Where the longest prefix of whole characters ends. */
function validPrefix(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (begins(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  // What may begin a character is not a whole one yet: step back over it.
  let end = low;
  while (end > 0 && low - end < 4 && decode(bytes.subarray(0, end)) === undefined) end -= 1;
  return end;
}

function begins(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
