import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { compareText, visibleLine } from '../text.ts';

/** Something that stands in a tree of files. A link is never followed; `other` is a device, a socket or a pipe. */
export interface TreeEntry {
  /** posix, relative to the folder that holds `rules/`. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'other';
  /** In bytes, known before anything is read. */
  readonly size: number;
}

/** The files of the repository as they stand somewhere: in the work tree, or at a commit. */
export interface FileTree {
  /** All entries below a folder (`rules`, `environments`), sorted by path; none where there is no such folder. */
  list(folder: string): Promise<readonly TreeEntry[]>;
  /** The bytes of a file that `list` named. */
  read(path: string): Promise<Uint8Array>;
}

/** The files on disk below `root`. Nested repositories and submodules are passed over: git does not keep their files here. */
export function workTree(root: string): FileTree {
  return {
    list: async (folder) => walk(root, folder).toSorted((a, b) => compareText(a.path, b.path)),
    read: async (path) => opened(path, () => readFileSync(join(root, path))),
  };
}

/** A tree that keeps what was read of it: most files of one commit stand in the next one too. */
export interface KeepingTree extends FileTree {
  /** Each file that was read so far. */
  contents(): Iterable<Uint8Array>;
}

/** Keeps the bytes of every file that is read. */
export function keepContents(tree: FileTree): KeepingTree {
  const kept = new Map<string, Uint8Array>();
  return {
    list: async (folder) => tree.list(folder),
    read: async (path) => {
      const bytes = await tree.read(path);
      kept.set(path, bytes);
      return bytes;
    },
    contents: () => kept.values(),
  };
}

/** A tree in which one of its files has another text: to see what would come of it. */
export function withFile(tree: FileTree, path: string, text: string): FileTree {
  const bytes = new TextEncoder().encode(text);
  return {
    list: async (folder) =>
      (await tree.list(folder)).map((entry) =>
        entry.path === path ? { ...entry, size: bytes.length } : entry,
      ),
    read: async (wanted) => (wanted === path ? bytes : tree.read(wanted)),
  };
}

function walk(root: string, folder: string): TreeEntry[] {
  const found: TreeEntry[] = [];
  const waiting = [folder];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (stat === undefined) continue;
    if (!stat.isDirectory()) {
      found.push({
        path,
        kind: stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'link' : 'other',
        size: stat.size,
      });
      continue;
    }
    const names = opened(path, () => readdirSync(join(root, path)));
    if (names.includes('.git') && path !== folder) continue;
    waiting.push(...names.map((name) => `${path}/${name}`));
  }
  return found;
}

/** What the disk refuses, the person at the keyboard can mostly put right. */
function opened<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new UserError(`"${visibleLine(path)}" cannot be read (${why})`, {
      hint: 'look at its permissions, and whether something else is changing the folder',
      cause,
    });
  }
}
