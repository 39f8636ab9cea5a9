import { isAncestor } from './ancestry.ts';
import { blobIdsOfText, type ObjectFormat } from './blob-id.ts';
import type { GitRunner } from './git-run.ts';
import type { Recent } from './recent.ts';

/** Every text that files below `rules/` have had in the history of a commit, those of deleted files too. */
export interface TextHistory {
  /** Whether the file at this path, or a file that was renamed to it, ever had this text (straightened). */
  everHeld(path: string, text: string): boolean;
}

/** What happened to a path, oldest first: it got a blob, or it took over the first `count` events of another path. */
type Event = string | { readonly from: string; readonly count: number };
type Events = Map<string, Event[]>;

/**
 * Reads the history of all files at once: by commit from the cache, and only what is new where an ancestor is cached.
 * Renames are followed within `rules/` as git finds them at 50 %. Merge commits count where they have a text
 * that none of their parents has.
 */
export async function readHistory(
  git: GitRunner,
  heads: Recent,
  { head, format }: { readonly head: string; readonly format: ObjectFormat },
): Promise<TextHistory> {
  return historyOf(await loadEvents(git, heads, head), format);
}

async function loadEvents(git: GitRunner, heads: Recent, head: string): Promise<Events> {
  const cached = await heads.read(head);
  if (isCached(cached)) return new Map(cached);
  const { events, since } = await nearestAncestor(git, heads, head);
  addLog(events, await readLog(git, since === undefined ? [head] : [head, `^${since}`]));
  await heads.write(head, [...events]);
  return events;
}

/** The history to go on from: that of a remembered head that the new one contains, or an empty one. */
async function nearestAncestor(
  git: GitRunner,
  heads: Recent,
  head: string,
): Promise<{ readonly events: Events; readonly since?: string }> {
  for (const since of await heads.ids()) {
    const cached = await heads.read(since);
    if (isCached(cached) && (await isAncestor(git, since, head)))
      return { events: new Map(cached), since };
  }
  return { events: new Map() };
}

function readLog(git: GitRunner, commits: readonly string[]): Promise<string> {
  const shape = ['--format=', '--raw', '--no-abbrev', '-z', '--relative', '-M50%', '--root', '-c'];
  const order = ['--full-history', '--topo-order', '--reverse', '--no-show-signature'];
  return git.text('log', ...shape, ...order, ...commits, '--', 'rules');
}

/**
 * Takes the records of `git log --raw -z` in, oldest first: `:<mode> <mode> <id> <id> <status>`, then one path,
 * or two for a rename. A merge has a colon, a mode and an id more for every further parent, and one path.
 */
function addLog(events: Events, output: string): void {
  const tokens = output.split('\0');
  for (let at = 0; at < tokens.length; at += 1) {
    const record = /^\n?(:+)(.*)$/.exec(tokens[at] ?? '');
    if (record === null) continue;
    const parents = record[1]?.length ?? 1;
    const words = (record[2] ?? '').split(' ');
    const id = words[2 * parents + 1] ?? '';
    const status = words[2 * parents + 2] ?? '';
    at += 1;
    const before = tokens[at] ?? '';
    if (parents === 1 && (status.startsWith('R') || status.startsWith('C'))) {
      at += 1;
      const after = tokens[at] ?? '';
      push(events, after, { from: before, count: events.get(before)?.length ?? 0 });
      push(events, after, id);
    } else if (status !== 'D') {
      push(events, before, id);
    }
  }
}

function push(events: Events, path: string, event: Event): void {
  const list = events.get(path);
  if (list === undefined) events.set(path, [event]);
  else if (list.at(-1) !== event) list.push(event);
}

function historyOf(events: Events, format: ObjectFormat): TextHistory {
  const known = new Map<string, ReadonlySet<string>>();
  return {
    everHeld(path, text) {
      const blobs = known.get(path) ?? blobsOf(events, path);
      known.set(path, blobs);
      return blobs.size > 0 && blobIdsOfText(text, format).some((id) => blobs.has(id));
    },
  };
}

/** All blobs that a path had, and those of its earlier names up to the rename. Counts only fall, so this ends. */
function blobsOf(events: Events, path: string): ReadonlySet<string> {
  const blobs = new Set<string>();
  const seen = new Map<string, number>();
  const waiting: { readonly from: string; readonly count: number }[] = [
    { from: path, count: Infinity },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const start = seen.get(next.from) ?? 0;
    if (next.count <= start) continue;
    seen.set(next.from, next.count);
    for (const event of (events.get(next.from) ?? []).slice(start, next.count)) {
      if (typeof event === 'string') blobs.add(event);
      else waiting.push(event);
    }
  }
  return blobs;
}

function isCached(value: unknown): value is [string, Event[]][] {
  return (
    Array.isArray(value) &&
    value.every(
      (row: unknown) =>
        Array.isArray(row) &&
        typeof row[0] === 'string' &&
        Array.isArray(row[1]) &&
        row[1].every(isEvent),
    )
  );
}

function isEvent(value: unknown): value is Event {
  if (typeof value === 'string') return true;
  if (typeof value !== 'object' || value === null || !('from' in value) || !('count' in value))
    return false;
  return typeof value.from === 'string' && typeof value.count === 'number';
}
