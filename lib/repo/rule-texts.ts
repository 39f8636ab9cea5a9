import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import { LIMITS } from './layout.ts';
import { diagnosticAt, topOf } from './problem.ts';
import { bytesOf, notAFile, readText } from './read-text.ts';

/** The texts of rule files, with what keeps others from being read. */
export interface RuleTexts {
  /** In the order of the entries; straightened. */
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every `*.yaral` among the entries, each once, within chron's limits. */
export async function readRuleTexts(
  tree: FileTree,
  entries: readonly TreeEntry[],
): Promise<RuleTexts> {
  const { accepted, refused } = withinLimits(entries);
  const diagnostics: Diagnostic[] = [...refused];
  const sources: Source[] = [];
  for (const entry of accepted) {
    const { text, diagnostic } = await readText(tree, entry, LIMITS.ruleBytes);
    if (text === undefined) diagnostics.push(diagnostic);
    else sources.push({ path: entry.path, text });
  }
  return { sources, diagnostics };
}

/** Links and devices are refused wherever they stand below `rules/`: a link to a folder may hide rules. */
function withinLimits(entries: readonly TreeEntry[]): {
  readonly accepted: readonly TreeEntry[];
  readonly refused: readonly Diagnostic[];
} {
  const refused = entries.flatMap(({ path, kind }) =>
    kind === 'file' ? [] : [notAFile(path, kind)],
  );
  const files = entries.filter(({ path, kind }) => kind === 'file' && path.endsWith('.yaral'));
  const accepted: TreeEntry[] = [];
  let total = 0;
  for (const entry of files) {
    // What is refused for its own size is never held in memory, and not counted.
    if (entry.size <= LIMITS.ruleBytes) total += entry.size;
    const over =
      accepted.length >= LIMITS.ruleFiles
        ? `there are ${files.length.toLocaleString('en-US')} rule files, and the limit is ${LIMITS.ruleFiles.toLocaleString('en-US')}`
        : total > LIMITS.totalBytes
          ? `with this file the rules have more than ${bytesOf(LIMITS.totalBytes)}, which is the limit`
          : undefined;
    if (over !== undefined) {
      refused.push(diagnosticAt(topOf(entry.path), { id: 'too-many-rules', message: over }));
      break;
    }
    accepted.push(entry);
  }
  return { accepted, refused };
}
