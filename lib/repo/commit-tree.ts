import { UserError } from '../errors.ts';
import { compareText, visibleLine } from '../text.ts';
import { isReadByChron } from './layout.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import type { GitRunner } from './git-run.ts';
import type { Recent } from './recent.ts';

interface CommitEntry extends TreeEntry {
  readonly blob: string;
}

/** So many blobs a call: the arguments stay below the 32,767 characters that Windows allows, with SHA-256 ids too. */
const BATCH = 400;
/** A commit with more than this is read anew each time: a cache file is parsed as a whole. */
const CACHED_BYTES = 32 * 1024 * 1024;

/**
 * The folders `rules/` and `environments/` as a commit has them: one call for the names, one for each 400 files that
 * are not among `blobs`, none once they are cached. Submodules are passed over.
 */
export async function readCommitTree(
  git: GitRunner,
  trees: Recent,
  { commit, blobs }: { readonly commit: string; readonly blobs: ReadonlyMap<string, Uint8Array> },
): Promise<FileTree> {
  const cached = fromCache(await trees.read(commit));
  const entries = cached?.entries ?? (await listEntries(git, commit));
  const fetched = cached?.contents ?? new Map<string, Uint8Array>();
  const missing = entries.filter(
    (entry) => isReadByChron(entry) && !blobs.has(entry.blob) && !fetched.has(entry.blob),
  );
  const contents = new Map([...fetched, ...(await readContents(git, missing))]);
  if (cached === undefined || missing.length > 0) await keep(trees, commit, { entries, contents });
  return treeOf(entries, (id) => contents.get(id) ?? blobs.get(id));
}

async function listEntries(git: GitRunner, commit: string): Promise<readonly CommitEntry[]> {
  const where = ['--', 'rules', 'environments'];
  return parseTree(await git.text('ls-tree', '-r', '-l', '-z', commit, ...where));
}

/** Keeps names, and contents that had to be asked for. */
async function keep(trees: Recent, commit: string, { entries, contents }: Cached): Promise<void> {
  let bytes = 0;
  for (const content of contents.values()) bytes += content.length;
  if (bytes <= CACHED_BYTES) await trees.write(commit, toCache(entries, contents));
}

/** Reads `<mode> <type> <id> <size>\t<path>` records. Throws where git lacks a file: it must not pass for a removed one. */
function parseTree(output: string): readonly CommitEntry[] {
  return output
    .split('\0')
    .flatMap((record): CommitEntry[] => {
      const [, mode, type, blob, size, path] =
        /^(\d+) (\w+) ([0-9a-f]+) +(\w+|-)\t([^]+)$/.exec(record) ?? [];
      if (type !== 'blob' || blob === undefined || path === undefined) return [];
      if (!/^\d+$/.test(size ?? '')) {
        throw new UserError(
          `git has lost ${visibleLine(path)} of the commit that the tenant was given`,
          {
            hint: 'run `git fsck`; a fresh clone has it again',
          },
        );
      }
      return [{ path, blob, kind: mode === '120000' ? 'link' : 'file', size: Number(size) }];
    })
    .toSorted((a, b) => compareText(a.path, b.path));
}

/** Contents by blob id. */
async function readContents(
  git: GitRunner,
  entries: readonly CommitEntry[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const sizes = new Map(entries.map(({ blob, size }) => [blob, size]));
  const ids = [...sizes.keys()];
  const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
    ids.slice(index * BATCH, (index + 1) * BATCH),
  );
  const contents = new Map<string, Uint8Array>();
  await Promise.all(
    batches.map(async (batch) => {
      const output = await git.blobs(batch);
      let start = 0;
      for (const id of batch) {
        const end = start + (sizes.get(id) ?? 0);
        contents.set(id, output.subarray(start, end));
        start = end;
      }
      if (start !== output.length)
        throw new Error(`git gave ${output.length} bytes where its tree says ${start}`);
    }),
  );
  return contents;
}

function treeOf(
  entries: readonly CommitEntry[],
  contentOf: (blob: string) => Uint8Array | undefined,
): FileTree {
  const blobs = new Map(entries.map(({ path, blob }) => [path, blob]));
  return {
    list: async (folder) => entries.filter(({ path }) => path.startsWith(`${folder}/`)),
    read: async (path) => {
      const content = contentOf(blobs.get(path) ?? '');
      if (content === undefined) throw new Error(`${path} was not read from the commit`);
      return content;
    },
  };
}

interface Cached {
  readonly entries: readonly CommitEntry[];
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** latin1 keeps every byte as one character, valid UTF-8 or not. */
function toCache(entries: readonly CommitEntry[], contents: ReadonlyMap<string, Uint8Array>) {
  return {
    entries,
    contents: [...contents].map(([id, bytes]) => [id, Buffer.from(bytes).toString('latin1')]),
  };
}

/** What `toCache` wrote; undefined for anything else, which is a miss. */
function fromCache(value: unknown): Cached | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('entries' in value) || !('contents' in value)) return undefined;
  if (!Array.isArray(value.entries) || !Array.isArray(value.contents)) return undefined;
  if (!value.entries.every(isEntry) || !value.contents.every(isContent)) return undefined;
  return {
    entries: value.entries,
    contents: new Map(value.contents.map(([id, text]) => [id, Buffer.from(text, 'latin1')])),
  };
}

function isEntry(value: unknown): value is CommitEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { path, kind, size, blob } = value as Partial<Record<keyof CommitEntry, unknown>>;
  return (
    typeof path === 'string' &&
    (kind === 'file' || kind === 'link') &&
    typeof size === 'number' &&
    typeof blob === 'string'
  );
}

function isContent(value: unknown): value is [string, string] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string';
}
