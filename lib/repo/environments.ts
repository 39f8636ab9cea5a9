import { UserError } from '../errors.ts';
import { compareText, nearest, visibleLine } from '../text.ts';
import type { FileTree } from './file-tree.ts';
import { matcherOf } from './globs.ts';
import { readChain } from './environment-chain.ts';

const NAME = /^[a-z0-9][a-z0-9_-]*$/;
const FILE = /^environments\/([a-z0-9][a-z0-9_-]*)\.yaml$/;

/** Where the file of an environment stands; undefined for what cannot be a name. */
export function environmentPath(name: string): string | undefined {
  return NAME.test(name) ? `environments/${name}.yaml` : undefined;
}

/**
 * Names of all environments, sorted. A file that says no `api`, itself or by what it extends, is a part for others
 * to extend; a file that cannot be read counts, so that what is wrong with it comes to light. Examples count too.
 */
export async function listEnvironments(tree: FileTree): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { path } of await tree.list('environments')) {
    const name = FILE.exec(path)?.[1];
    if (name === undefined) continue;
    const { layers, diagnostics } = await readChain(tree, path);
    const complete = layers.some(({ value }) => value.api !== undefined);
    if (complete || diagnostics.length > 0) names.push(name);
  }
  return names.toSorted(compareText);
}

/** The environments that names and globs (`prod-*`) mean, sorted, each once. Throws where one means none. */
export function expandEnvironments(
  wanted: readonly string[],
  known: readonly string[],
): readonly string[] {
  const found = new Set<string>();
  for (const word of wanted) {
    const meant = /[*?[{]/.test(word)
      ? known.filter(matcherOf([word]))
      : known.filter((name) => name === word);
    if (meant.length === 0) throw unknownEnvironment(word, known);
    for (const name of meant) found.add(name);
  }
  return [...found].toSorted(compareText);
}

/** No file has the name. */
export function unknownEnvironment(name: string, known: readonly string[]): UserError {
  const meant = nearest(name, known);
  const list =
    known.length === 0 ? 'there are none in environments/' : `known are ${known.join(', ')}`;
  return new UserError(`environment "${visibleLine(name)}" does not exist`, {
    hint: meant === undefined ? list : `did you mean ${meant}? ${list}`,
  });
}
