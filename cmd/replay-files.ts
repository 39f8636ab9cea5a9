import { readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../lib/errors.ts';
import { matcherOf } from '../lib/repo/globs.ts';
import { compareText } from '../lib/text.ts';

const EVENTS = /\.(?:ndjson|jsonl|json|log|parquet)(?:\.gz)?$/i;

/** Files of events that were typed: a file as it is, a folder for the exports in it, a glob for what it matches. Sorted, each once. */
export function findEventFiles(words: readonly string[], cwd: string): readonly string[] {
  return [...new Set(words.flatMap((word) => filesOf(word, cwd)))].toSorted(compareText);
}

function filesOf(word: string, cwd: string): readonly string[] {
  const stat = statSync(resolve(cwd, word), { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) {
    const found = below(resolve(cwd, word)).filter((path) => EVENTS.test(path));
    if (found.length > 0) return found.map((path) => joined(word, path));
    throw new UserError(`there is no export of events in "${word}"`, {
      hint: 'exports end in .ndjson, .jsonl, .json or .parquet, or .gz after these',
    });
  }
  if (stat !== undefined) return [word];
  if (/[*?[{]/.test(word)) {
    const parts = word.split('/');
    const at = parts.findIndex((part) => /[*?[{]/.test(part));
    const base = parts.slice(0, at).join('/');
    const top = word.startsWith('/') && base === '' ? '/' : base;
    const matches = matcherOf([parts.slice(at).join('/')]);
    const folder = resolve(cwd, top);
    const found =
      statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? below(folder) : [];
    const hits = found.filter(matches);
    if (hits.length > 0) return hits.map((path) => (top === '' ? path : joined(top, path)));
  }
  throw new UserError(`there is no file "${word}"`, {
    hint: 'name an export of events: NDJSON, JSON or Parquet, gzipped or not; globs in quotes',
  });
}

function joined(folder: string, path: string): string {
  return folder.endsWith('/') ? `${folder}${path}` : `${folder}/${path}`;
}

function below(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const path = `${entry.parentPath}/${entry.name}`;
    return [path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '')];
  });
}
