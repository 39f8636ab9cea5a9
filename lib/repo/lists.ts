import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../diagnostics/reporter.ts';
import { LIST_KINDS, type ListFile, type ListKind } from '../model/reference-list.ts';
import { nearest, visibleLine } from '../text.ts';
import type { FileTree } from './file-tree.ts';
import { LIMITS } from './layout.ts';
import { findListProblems } from './list-limits.ts';
import { parseListText } from './list-text.ts';
import { diagnosticAt, placesIn, topOf, type Problem } from './problem.ts';
import { readText } from './read-text.ts';

/** The lists of a tree, with all that is wrong with all of its files. */
export interface ListsReading {
  /** Sorted by path, each name once. A list that breaks a limit is among them, as its name is known. */
  readonly lists: readonly ListFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Letters, digits and `_`, a letter first, fewer than 256 characters (backstory-v2 §7). */
const LIST_NAME = /^[A-Za-z][A-Za-z0-9_]{0,254}$/;
/** Where a tenant keeps what chron gave it (design §5). */
export const MEMORY_LIST = 'chron_applied';

/** Reads every `rules/lists/<name>.<string|regex|cidr>.txt`, each once. */
export async function readLists(tree: FileTree): Promise<ListsReading> {
  const diagnostics: Diagnostic[] = [];
  const texts = new Map<string, string>();
  const lists = new Map<string, ListFile>();
  for (const entry of await tree.list('rules/lists')) {
    const { path } = entry;
    // Links are refused where rules are read: that looks at everything below rules/.
    if (!path.endsWith('.txt') || entry.kind !== 'file') continue;
    const named = readName(path);
    if ('id' in named) {
      diagnostics.push(diagnosticAt(topOf(path), named));
      continue;
    }
    const first = lists.get(named.name);
    if (first !== undefined) {
      diagnostics.push(diagnosticAt(topOf(path), doubled(named.name, first.path)));
      continue;
    }
    const { text, diagnostic } = await readText(tree, entry, LIMITS.listFileBytes);
    if (text === undefined) {
      diagnostics.push(diagnostic);
      continue;
    }
    texts.set(path, text);
    const parsed = parseListText(text);
    const at = placesIn({ path, text });
    diagnostics.push(
      ...findListProblems(parsed, named.kind).map(({ span, problem }) =>
        diagnosticAt(at(span), problem),
      ),
    );
    lists.set(named.name, {
      ...named,
      path,
      description: parsed.description ?? '',
      lines: parsed.lines.map((line) => line.text),
    });
  }
  return {
    lists: [...lists.values()],
    diagnostics: diagnostics.toSorted(compareDiagnostics),
    texts,
  };
}

/** The lists of a tree by name, with their kind, as their file names say; nothing is read. */
export async function findLists(tree: FileTree): Promise<ReadonlyMap<string, ListKind>> {
  const entries = await tree.list('rules/lists');
  return new Map(
    entries.flatMap(({ path, kind }): (readonly [string, ListKind])[] => {
      if (!path.endsWith('.txt') || kind !== 'file') return [];
      const named = readName(path);
      return 'id' in named ? [] : [[named.name, named.kind]];
    }),
  );
}

/** Name and kind out of the file name. */
function readName(path: string): { readonly name: string; readonly kind: ListKind } | Problem {
  const file = path.slice('rules/lists/'.length);
  if (file.includes('/')) {
    return {
      id: 'list-file-name',
      message: 'lists stand directly in rules/lists/',
      hint: `move it to rules/lists/${visibleLine(file.slice(file.lastIndexOf('/') + 1))}`,
    };
  }
  const [, name = '', word = ''] = /^([^]*?)(?:\.([^.]*))?\.txt$/.exec(file) ?? [];
  const kind = LIST_KINDS.find((one) => one === word);
  if (kind === undefined) {
    const meant = nearest(word, LIST_KINDS) ?? 'string';
    return {
      id: 'list-file-name',
      message: `the file name does not say what kind of list this is`,
      hint: `name it ${visibleLine(name)}.${meant}.txt; kinds are ${LIST_KINDS.join(', ')}`,
    };
  }
  if (name === MEMORY_LIST) {
    return {
      id: 'list-name',
      message: `${MEMORY_LIST} is chron's own list, in which a tenant remembers its commit`,
      hint: 'give the list another name',
    };
  }
  if (!LIST_NAME.test(name)) {
    return {
      id: 'list-name',
      message: `"${visibleLine(name)}" cannot be the name of a list`,
      hint: 'a name has letters, digits and underscores, begins with a letter, and has fewer than 256 characters',
    };
  }
  return { name, kind };
}

function doubled(name: string, first: string): Problem {
  return {
    id: 'duplicate-list',
    message: `list ${name} stands in two files; the first is ${first}`,
    hint: 'keep one of them: a list has one kind',
  };
}
