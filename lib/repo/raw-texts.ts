import { opened } from './file-tree.ts';
import { fillFrom } from './read-bytes.ts';

/**
 * Gives the files below `root` one after the other, each byte a character, for whoever looks through a thousand of them
 * for something in ASCII. Undefined for a file of more than `limit` bytes: no more than that is ever held in memory.
 */
export function openRawTexts(root: string, limit: number): (path: string) => string | undefined {
  // One place for all: to ask for the size of a file, and to make room for it, takes longer than to read it.
  const bytes = Buffer.allocUnsafe(limit + 1);
  return (path) => {
    const length = opened(path, () => fillFrom(`${root}/${path}`, bytes));
    return length > limit ? undefined : bytes.toString('latin1', 0, length);
  };
}
