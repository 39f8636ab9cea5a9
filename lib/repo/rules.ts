import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../diagnostics/reporter.ts';
import type { RuleFile } from '../model/rule.ts';
import { readHeader } from '../yaral/header.ts';
import type { FileTree } from './file-tree.ts';
import type { KnownHeads, RuleHead } from './known-heads.ts';
import { sortNames, type NamedRule } from './rule-names.ts';
import { readRuleTexts } from './rule-texts.ts';

/** The rules of a tree, with all that is wrong with all of its files. */
export interface RulesReading {
  /**
   * Every file whose rule has a name, sorted by path; each name once (the first file that has it). A file with
   * errors is among them if its name can be read, so that a broken rule is not taken for a removed one.
   */
  readonly rules: readonly RuleFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Straightened texts by path, of broken files too, to show diagnostics with. */
  readonly texts: ReadonlyMap<string, string>;
}

interface Read extends NamedRule {
  readonly header: RuleHead;
}

/** So many files, and what waits for its turn gets it: git, which is asked meanwhile, or an interrupt. */
const FILES_A_TURN = 50;

/**
 * Reads every `*.yaral` below `rules/`, each once. Exactly one rule a file; the name comes from its tokens.
 * Texts whose heads are known are not looked at again, and those of the others become known.
 */
export async function readRules(tree: FileTree, known?: KnownHeads): Promise<RulesReading> {
  const { sources, diagnostics: refused } = await readRuleTexts(tree, await tree.list('rules'));
  const diagnostics: Diagnostic[] = [...refused];
  const read: Read[] = [];
  for (const [index, source] of sources.entries()) {
    if (index % FILES_A_TURN === 0) await turn();
    const { header, diagnostics: found } = headOf(source, known);
    diagnostics.push(...found);
    if (header === undefined) continue;
    read.push({ source, header, name: header.name, nameSpan: header.nameSpan });
  }
  const { first, clashes } = sortNames(read);
  return {
    rules: first.map(({ source, header: { name, meta, multiEvent, lists } }) => ({
      name,
      path: source.path,
      text: source.text,
      meta,
      multiEvent,
      lists,
    })),
    diagnostics: [...diagnostics, ...clashes].toSorted(compareDiagnostics),
    texts: new Map(sources.map(({ path, text }) => [path, text])),
  };
}

function headOf(
  source: Source,
  known: KnownHeads | undefined,
): { readonly header: RuleHead | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const head = known?.get(source.text);
  if (head !== undefined) return { header: head, diagnostics: [] };
  const read = readHeader(source);
  if (read.header !== undefined && read.diagnostics.length === 0) {
    known?.add(source.text, read.header);
  }
  return read;
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
