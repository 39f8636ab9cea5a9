import type { FileTree } from '../../lib/repo/file-tree.ts';
import { compareText } from '../../lib/text.ts';

/** A tree of files that only a test has. It throws if a file is opened twice. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const opened = new Set<string>();
  return {
    list: async (folder) =>
      Object.entries(files)
        .filter(([path]) => path.startsWith(`${folder}/`))
        .map(([path, content]) => ({ path, kind: 'file' as const, size: bytesOf(content).length }))
        .toSorted((a, b) => compareText(a.path, b.path)),
    read: async (path) => {
      if (opened.has(path)) throw new Error(`${path} was opened twice`);
      opened.add(path);
      const content = files[path];
      if (content === undefined) throw new Error(`${path} is not there`);
      return bytesOf(content);
    },
  };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content;
}
