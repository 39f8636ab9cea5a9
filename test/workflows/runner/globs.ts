import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';

/** The files of a workspace that patterns match, as `hashFiles` and the artifact actions see them. */
export function filesMatching(root: string, patterns: readonly string[]): readonly string[] {
  const matches = picomatch([...patterns], { dot: true });
  return filesIn(root).filter((path) => !path.startsWith('.git/') && matches(path));
}

/** A hash over what the files hold; empty if there is none. */
export function hashOf(root: string, patterns: readonly string[]): string {
  const files = filesMatching(root, patterns);
  if (files.length === 0) return '';
  const hash = createHash('sha256');
  for (const path of files) hash.update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/** Every file below a folder, with forward slashes, sorted. */
export function filesIn(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  return walk(root, '', new Set())
    .filter((path) => statSync(join(root, path)).isFile())
    .toSorted();
}

/** Follows links to folders, but in no circle: so does the artifact actions' own search. */
function walk(root: string, below: string, above: ReadonlySet<string>): readonly string[] {
  const here = realpathSync(join(root, below));
  if (above.has(here) && above.size > 1) return [];
  return readdirSync(here).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    if (path === '.git' || !existsSync(join(root, path))) return [];
    return statSync(join(root, path)).isDirectory()
      ? walk(root, path, new Set([...above, here]))
      : [path];
  });
}
