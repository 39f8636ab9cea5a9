import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics, Reporter } from '../diagnostics/reporter.ts';
import type { RuleFile } from '../model/rule.ts';
import { readHeader, type RuleHeader } from '../yaral/header.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import { LIMITS } from './layout.ts';
import { diagnosticAt, placesIn, topOf } from './problem.ts';
import { bytesOf, notAFile, readText } from './read-text.ts';

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

/** What a rule may be called, here and as a file (reliability B5). */
const RULE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

interface Read {
  readonly source: Source;
  readonly header: RuleHeader;
}

/** Reads every `*.yaral` below `rules/`, each once. Exactly one rule a file; the name comes from its tokens. */
export async function readRules(tree: FileTree): Promise<RulesReading> {
  const entries = await tree.list('rules');
  const { accepted, refused } = withinLimits(entries);
  const diagnostics: Diagnostic[] = [...refused];
  const texts = new Map<string, string>();
  const read: Read[] = [];
  for (const entry of accepted) {
    const { text, diagnostic } = await readText(tree, entry, LIMITS.ruleBytes);
    if (text === undefined) {
      diagnostics.push(diagnostic);
      continue;
    }
    const source = { path: entry.path, text };
    texts.set(entry.path, text);
    const { header, diagnostics: found } = readHeader(source);
    diagnostics.push(...found);
    if (header !== undefined) read.push({ source, header });
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
    texts,
  };
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

/** Refuses names that are too long, that two files declare, or that only their case tells apart. */
function sortNames(read: readonly Read[]): {
  readonly first: readonly Read[];
  readonly clashes: readonly Diagnostic[];
} {
  const byName = new Map<string, Read>();
  const byFolded = new Map<string, Read>();
  const clashes: Diagnostic[] = [];
  for (const one of read) {
    const { source, header } = one;
    const at = placesIn(source);
    const { name, nameSpan } = header;
    const same = byName.get(name);
    const folded = byFolded.get(name.toLowerCase());
    if (same !== undefined) {
      const reporter = new Reporter(source);
      reporter.report('PAR030', nameSpan, { name, place: placeOf(same) });
      clashes.push(...reporter.diagnostics);
      continue;
    }
    if (!RULE_NAME.test(name)) {
      clashes.push(
        diagnosticAt(at(nameSpan), {
          id: 'rule-name',
          message: `the rule's name has ${name.length.toLocaleString('en-US')} characters, and the limit is 128`,
        }),
      );
    } else if (folded !== undefined) {
      clashes.push(
        diagnosticAt(at(nameSpan), {
          id: 'rule-name-case',
          message: `rule ${name} differs only in case from ${folded.header.name} at ${placeOf(folded)}`,
          hint: 'give one of them another name: not every file system tells them apart',
        }),
      );
    }
    byName.set(name, one);
    byFolded.set(name.toLowerCase(), folded ?? one);
  }
  return { first: [...byName.values()], clashes };
}

function placeOf({ source, header }: Read): string {
  const { line, column } = placesIn(source)(header.nameSpan);
  return `${source.path}:${line}:${column}`;
}
