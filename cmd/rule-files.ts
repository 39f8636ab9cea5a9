import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../lib/errors.ts';
import { workTree, type FileTree, type TreeEntry } from '../lib/repo/file-tree.ts';
import { compareText } from '../lib/text.ts';
import type { Context } from './command.ts';
import { findRoot } from './place.ts';

/** What a command that needs no tenant was asked to look at. Paths are posix and relative to `root`; a file outside begins with `../`. */
export interface RuleFiles {
  readonly root: string;
  readonly tree: FileTree;
  /** Rule files that were asked for, sorted by path. */
  readonly asked: readonly TreeEntry[];
  /** The other files below `rules/`. */
  readonly others: readonly TreeEntry[];
  /** Whether a path was asked for, by itself or with its folder. */
  readonly covers: (path: string) => boolean;
}

/** A path that was typed: absolute, and relative to the root. */
interface Target {
  readonly word: string;
  readonly path: string;
  readonly folder: boolean;
}

/** Finds the files that were named; all of `rules/` if none was. Throws `UserError` for what is not there or holds no rule. */
export async function findRuleFiles(
  words: readonly string[],
  context: Pick<Context, 'cwd'>,
): Promise<RuleFiles> {
  const cwd = realpathSync(context.cwd);
  const targets = words.map((word) => targetOf(word, cwd));
  const root = rootFor(cwd, targets);
  const tree = workTree(root);
  const below = await tree.list('rules');
  if (targets.length === 0) {
    if (!below.some(isRule)) throw noRule('rules/');
    return { root, tree, asked: below, others: [], covers: () => true };
  }
  const prefixes = targets.map(({ path }) => prefixOf(relativeTo(root, path)));
  const covers = (path: string): boolean =>
    prefixes.some((prefix) => prefix === '' || path === prefix || path.startsWith(`${prefix}/`));
  const found = new Map(below.filter(({ path }) => covers(path)).map((one) => [one.path, one]));
  for (const [index, target] of targets.entries()) {
    const prefix = prefixes[index] ?? '';
    for (const entry of elsewhere(target, prefix, root)) found.set(entry.path, entry);
    refuseStranger(target, prefix, [...found.values()]);
  }
  const asked = [...found.values()].toSorted((a, b) => compareText(a.path, b.path));
  return { root, tree, asked, others: below.filter(({ path }) => !covers(path)), covers };
}

function targetOf(word: string, cwd: string): Target {
  const typed = resolve(cwd, word);
  const stat = statSync(typed, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UserError(`there is no file or folder "${word}"`, {
      hint: 'paths are relative to the folder that chron is called in',
    });
  }
  // A link at the end of a path is left as it is: in a repository it is refused, elsewhere followed.
  return {
    word,
    path: join(realpathSync(dirname(typed)), basename(typed)),
    folder: stat.isDirectory(),
  };
}

/** The repository that we stand in, or else the one that the first path is in. */
function rootFor(cwd: string, [first]: readonly Target[]): string {
  const own = findRoot(cwd);
  if (first === undefined) {
    if (own !== undefined) return own;
    throw new UserError('there is no `rules/` here or in a folder above', {
      hint: 'change into the repository that holds your rules, or name the files',
    });
  }
  const roots = [own, findRoot(first.folder ? first.path : dirname(first.path))];
  const around = roots.find((root) => root !== undefined && !isOutside(root, first.path));
  return around ?? own ?? cwd;
}

/** What lies around the root, or is the root, holds all of it. */
function prefixOf(path: string): string {
  return /^(?:\.\.\/)*(?:\.\.)?$/.test(path) ? '' : path;
}

/** Rule files of a target that are not below `rules/`. */
function elsewhere({ path, folder }: Target, prefix: string, root: string): readonly TreeEntry[] {
  if (prefix === 'rules' || prefix.startsWith('rules/')) return [];
  if (folder) return walk(path, root);
  const { size } = statSync(path);
  const entry: TreeEntry = { path: relativeTo(root, path), kind: 'file', size };
  return isRule(entry) ? [entry] : [];
}

/** Folders that nobody keeps rules in: those of tools, and packages. */
function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function walk(top: string, root: string): readonly TreeEntry[] {
  const found: TreeEntry[] = [];
  const waiting = [top];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) {
        if (!isPassedOver(entry.name) && inner !== join(root, 'rules')) waiting.push(inner);
      } else if (entry.isFile() && entry.name.endsWith('.yaral')) {
        const { size } = lstatSync(inner);
        found.push({ path: relativeTo(root, inner), kind: 'file', size });
      }
    }
  }
  return found;
}

/** A path that was typed and gives nothing to look at is a mistake. */
function refuseStranger(
  { word, folder }: Target,
  prefix: string,
  found: readonly TreeEntry[],
): void {
  const own = found.filter(
    ({ path }) => prefix === '' || path === prefix || path.startsWith(`${prefix}/`),
  );
  if (own.some(isRule) || own.some(({ path }) => path.startsWith('rules/lists/'))) return;
  if (folder) throw noRule(word);
  if (prefix === 'rules/check.yaml' || own.some(({ kind }) => kind !== 'file')) return;
  throw new UserError(`"${word}" is not a rule`, {
    hint: 'rules are files whose names end in .yaral',
  });
}

function noRule(where: string): UserError {
  return new UserError(`there is no rule in ${where}`, {
    hint: 'rules are files whose names end in .yaral',
  });
}

/** Whether a file belongs to the repository's rules, rather than standing somewhere else. */
export function inRepository({ path }: { readonly path: string }): boolean {
  return path.startsWith('rules/');
}

function isRule({ path }: TreeEntry): boolean {
  return path.endsWith('.yaral');
}

/** How a path is shown to who stands in `cwd`. */
export function pathFrom(cwd: string, root: string): (path: string) => string {
  const here = realpathSync(cwd);
  return (path) => relativeTo(here, join(root, path));
}

/** A path as the top of the repository has it, which is what code hosts know; a `file:` URI outside. */
export function pathFromTop(root: string): (path: string) => string {
  const top = topAround(root) ?? root;
  return (path) => {
    const whole = join(root, path);
    return isOutside(top, whole) ? pathToFileURL(whole).href : relativeTo(top, whole);
  };
}

function topAround(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function isOutside(folder: string, path: string): boolean {
  const way = relativeTo(folder, path);
  return way === '..' || way.startsWith('../') || resolve(way) === way;
}

function relativeTo(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}
