import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
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
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(root, path)).isFile())
    .toSorted();
}
