import { closeSync, openSync, readSync } from 'node:fs';
import { opened } from './file-tree.ts';

/**
 * Gives the files below `root` one after the other, each byte a character, for whoever looks through a thousand of them
 * for something in ASCII. Undefined for a file of more than `limit` bytes: no more than that is ever held in memory.
 */
export function openRawTexts(root: string, limit: number): (path: string) => string | undefined {
  // One place for all: to ask for the size of a file, and to make room for it, takes longer than to read it.
  const bytes = Buffer.allocUnsafe(limit + 1);
  return (path) => {
    const length = opened(path, () => fill(bytes, `${root}/${path}`));
    return length > limit ? undefined : bytes.toString('latin1', 0, length);
  };
}

function fill(bytes: Uint8Array, path: string): number {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    return length;
  } finally {
    closeSync(file);
  }
}
