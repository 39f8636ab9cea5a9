import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../diagnostics/reporter.ts';
import type { TableFile } from '../model/data-table.ts';
import { visibleLine } from '../text.ts';
import type { FileTree } from './file-tree.ts';
import { LIMITS } from './layout.ts';
import { diagnosticAt, placesIn, topOf, type Problem } from './problem.ts';
import { readText } from './read-text.ts';
import { parseTableText, TABLE_NAME } from './table-text.ts';

/** The data tables of a tree, with all that is wrong with their files. */
export interface TablesReading {
  /** Sorted by path. A table with a mistake is among them, without its broken rows. */
  readonly tables: readonly TableFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads every `rules/tables/<name>.csv`, each once. */
export async function readTables(tree: FileTree): Promise<TablesReading> {
  const tables: TableFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const texts = new Map<string, string>();
  for (const entry of await tree.list('rules/tables')) {
    const { path } = entry;
    if (!path.endsWith('.csv') || entry.kind !== 'file') continue;
    const name = path.slice('rules/tables/'.length, -'.csv'.length);
    const problem = nameProblem(name);
    if (problem !== undefined) {
      diagnostics.push(diagnosticAt(topOf(path), problem));
      continue;
    }
    const { text, diagnostic } = await readText(tree, entry, LIMITS.tableBytes);
    if (text === undefined) {
      diagnostics.push(diagnostic);
      continue;
    }
    texts.set(path, text);
    const { columns, rows, problems } = parseTableText(text);
    const at = placesIn({ path, text });
    diagnostics.push(...problems.map((one) => diagnosticAt(at(one.span), one.problem)));
    tables.push({ name, path, columns, rows });
  }
  return { tables, diagnostics: diagnostics.toSorted(compareDiagnostics), texts };
}

function nameProblem(name: string): Problem | undefined {
  if (TABLE_NAME.test(name)) return undefined;
  return {
    id: 'table-name',
    message: `"${visibleLine(name)}" cannot be the name of a data table`,
    hint: 'tables stand directly in rules/tables/; a name has letters, digits and underscores, begins with a letter, and has fewer than 256 characters',
  };
}
