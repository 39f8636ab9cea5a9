import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic, Source } from '../lib/diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../lib/diagnostics/reporter.ts';
import type { ListKind } from '../lib/model/reference-list.ts';
import { LIMITS } from '../lib/repo/layout.ts';
import { findMissingLists } from '../lib/repo/list-names.ts';
import { findLists, readLists } from '../lib/repo/lists.ts';
import { sortNames, type NamedRule } from '../lib/repo/rule-names.ts';
import { readRuleTexts } from '../lib/repo/rule-texts.ts';
import { analyze, type Analysis } from '../lib/yaral/analyze.ts';
import { readHeader } from '../lib/yaral/header.ts';
import { lint, lintSet, type AmongOthers, type Severities } from '../lib/yaral/lint.ts';
import type { RuleFiles } from './rule-files.ts';

/** What was found in the files that were asked for. */
export interface Checking {
  /** All files that were looked at, sorted. */
  readonly paths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
  /** The rules whose texts could be read. */
  readonly sources: readonly Source[];
  /** What is to be said of one rule by itself, under the repository's settings. */
  readonly diagnose: (source: Source) => readonly Diagnostic[];
}

/** How strict the repository is. */
interface Strictness {
  readonly severities: Severities;
  readonly lenient: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

interface Examined {
  readonly source: Source;
  readonly analysis: Analysis;
}

/** Reads, parses, checks and lints the files that were asked for, each by itself and beside the others. */
export async function checkFiles(files: RuleFiles, strict: boolean): Promise<Checking> {
  const { tree, asked, covers } = files;
  const [strictness, known, lists, texts] = await Promise.all([
    readStrictness(files),
    findLists(tree),
    covers('rules/lists') || asked.some(isList) ? readLists(tree) : undefined,
    readRuleTexts(tree, asked),
  ]);
  const { severities, lenient } = strictness;
  const examine = (source: Source): Examined => ({
    source,
    analysis: analyze(source, { strict, lenient }),
  });
  const advise = ({ source, analysis }: Examined): readonly Diagnostic[] =>
    lint({ source, analysis, severities, known: inRepository(source) ? { lists: known } : {} });

  const said: Diagnostic[] = [];
  const examined = texts.sources.map((source): AmongOthers => {
    const one = examine(source);
    said.push(...advise(one));
    // The rest of the analysis is most of it, and is let go.
    const { rule, symbols, diagnostics } = one.analysis;
    const conjuncts = symbols?.conjuncts;
    return {
      source,
      analysis: {
        rule,
        diagnostics,
        symbols: conjuncts === undefined ? undefined : { conjuncts },
      },
    };
  });
  const missing = missingLists(texts.sources.filter(inRepository), known);
  const found = [
    ...strictness.diagnostics,
    ...texts.diagnostics,
    ...said.filter((one) => !isSaidBetter(one, missing)),
    ...lintSet(examined, severities),
    ...(await nameClashes(examined, files)),
    ...missing,
    ...(lists?.diagnostics ?? []).filter(({ path }) => covers(path)),
  ];
  const listPaths = (lists?.lists ?? []).map(({ path }) => path).filter(covers);
  return {
    paths: [
      ...new Set([
        ...texts.sources.map(({ path }) => path),
        ...listPaths,
        ...found.map(({ path }) => path),
      ]),
    ].toSorted(),
    diagnostics: unique(found.toSorted(compareDiagnostics)),
    texts: new Map([
      ...texts.sources.map(({ path, text }) => [path, text] as const),
      ...strictness.texts,
      ...(lists?.texts ?? []),
    ]),
    sources: texts.sources,
    diagnose: (source) => advise(examine(source)),
  };
}

/** `rules/check.yaml`. What reads it is large, and is loaded only where it can make a difference. */
async function readStrictness({ root, tree, covers }: RuleFiles): Promise<Strictness> {
  const path = join(root, 'rules/check.yaml');
  if (!existsSync(path)) return AS_IT_IS;
  if (!covers('rules/check.yaml') && !mayName(path)) return AS_IT_IS;
  const { readCheckSettings } = await import('../lib/repo/check-settings.ts');
  const { settings, diagnostics, texts } = await readCheckSettings(tree);
  if (settings === undefined) return { ...AS_IT_IS, diagnostics, texts };
  return { severities: settings.lints, lenient: new Set(settings.lenient), diagnostics, texts };
}

const AS_IT_IS: Strictness = {
  severities: new Map(),
  lenient: new Set(),
  diagnostics: [],
  texts: new Map(),
};

/** Whether settings name an id outside comments: without one they change nothing, whatever else is wrong with them. */
function mayName(path: string): boolean {
  const stat = lstatSync(path);
  if (!stat.isFile() || stat.size > LIMITS.yamlBytes) return true;
  return readFileSync(path, 'utf8')
    .split('\n')
    .some((line) => /^[^#]*[A-Z]{2,6}[0-9]{3}/.test(line));
}

function inRepository({ path }: { readonly path: string }): boolean {
  return path.startsWith('rules/');
}

function isList({ path }: { readonly path: string }): boolean {
  return path.startsWith('rules/lists/');
}

/** Lists that rules name and the repository has not got. Rules that stand elsewhere go to no tenant from here. */
function missingLists(
  sources: readonly Source[],
  known: ReadonlyMap<string, ListKind>,
): readonly Diagnostic[] {
  const suspects = sources.filter(({ text }) =>
    [...text.matchAll(/%(\w+)/g)].some(({ 1: name = '' }) => !known.has(name)),
  );
  return findMissingLists(
    suspects.map((source) => ({ ...source, lists: readHeader(source).header?.lists ?? [] })),
    [...known.keys()].map((name) => ({ name })),
  );
}

/** Advice about the place of an error is not worth a second look. */
function isSaidBetter({ id, path, span }: Diagnostic, missing: readonly Diagnostic[]): boolean {
  return (
    id === 'CHR120' && missing.some((one) => one.path === path && one.span.start === span.start)
  );
}

/**
 * Names that two rules declare. A file that was not asked for is looked into only if it may declare a name of one that
 * was; it then counts as the first, for the question was about the other.
 */
async function nameClashes(
  examined: readonly AmongOthers[],
  { tree, others }: RuleFiles,
): Promise<readonly Diagnostic[]> {
  const named = examined.flatMap(({ source, analysis: { rule } }): NamedRule[] =>
    rule === undefined || rule.name.text === ''
      ? []
      : [{ source, name: rule.name.text, nameSpan: rule.name.span }],
  );
  const inside = named.filter(({ source }) => inRepository(source));
  const wanted = new Set(inside.map(({ name }) => name.toLowerCase()));
  const { sources } =
    wanted.size === 0 ? { sources: [] } : await readRuleTexts(tree, others.filter(isRuleFile));
  const twins = sources.filter(({ text }) =>
    [...text.matchAll(/\brule\s+(\w+)/gi)].some(({ 1: name = '' }) =>
      wanted.has(name.toLowerCase()),
    ),
  );
  const before = twins.flatMap((source): NamedRule[] => {
    const { header } = readHeader(source);
    return header === undefined ? [] : [{ source, name: header.name, nameSpan: header.nameSpan }];
  });
  const asked = new Set(named.map(({ source }) => source.path));
  const { clashes } = sortNames([...before, ...named]);
  return clashes.filter(({ path }) => asked.has(path));
}

function isRuleFile({ path, kind }: { readonly path: string; readonly kind: string }): boolean {
  return kind === 'file' && path.endsWith('.yaral');
}

/** The same thing found in two ways is said once. */
function unique(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  return sorted.filter((one, index) => {
    const before = sorted[index - 1];
    return (
      before === undefined ||
      compareDiagnostics(before, one) !== 0 ||
      before.message !== one.message
    );
  });
}
