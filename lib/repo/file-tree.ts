import { lstatSync, readdirSync, readFileSync, type Dirent, type Stats } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { compareText, visibleLine } from '../text.ts';
import { fillFrom } from './read-bytes.ts';

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
  let room: Uint8Array | undefined;
  return {
    list: async (folder) => walk(root, folder).toSorted((a, b) => compareText(a.path, b.path)),
    read: async (path) =>
      opened(path, () => {
        room ??= Buffer.allocUnsafe(USUAL_BYTES);
        const length = fillFrom(`${root}/${path}`, room);
        return length < room.length
          ? Buffer.from(room.subarray(0, length))
          : readFileSync(join(root, path));
      }),
  };
}

/** Smaller files, which is nearly all of them, are read into one place: to make room for each takes longer than to read it. */
const USUAL_BYTES = 65_536;

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
  const top = lstatSync(join(root, folder), { throwIfNoEntry: false });
  if (top === undefined) return [];
  if (!top.isDirectory()) return [new DiskEntry(root, folder, kindOf(top))];
  const found: TreeEntry[] = [];
  const waiting = [folder];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entries = opened(path, () => readdirSync(join(root, path), { withFileTypes: true }));
    if (path !== folder && entries.some(({ name }) => name === '.git')) continue;
    for (const entry of entries) {
      const inner = `${path}/${entry.name}`;
      if (entry.isDirectory()) waiting.push(inner);
      else found.push(new DiskEntry(root, inner, kindOf(entry)));
    }
  }
  return found;
}

function kindOf(one: Stats | Dirent): TreeEntry['kind'] {
  return one.isFile() ? 'file' : one.isSymbolicLink() ? 'link' : 'other';
}

/** An entry whose size is looked up when it is asked for: most commands list a thousand files and read a few. */
class DiskEntry implements TreeEntry {
  readonly path: string;
  readonly kind: TreeEntry['kind'];
  readonly #root: string;
  #size: number | undefined;

  constructor(root: string, path: string, kind: TreeEntry['kind']) {
    this.path = path;
    this.kind = kind;
    this.#root = root;
  }

  get size(): number {
    this.#size ??= opened(this.path, () => lstatSync(join(this.#root, this.path)).size);
    return this.#size;
  }
}

/** What the disk refuses, the person at the keyboard can mostly put right. */
export function opened<T>(path: string, open: () => T): T {
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
