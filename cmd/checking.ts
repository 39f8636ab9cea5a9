import type { Diagnostic, Source } from '../lib/diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../lib/diagnostics/reporter.ts';
import type { ListKind } from '../lib/model/reference-list.ts';
import { findMissingLists } from '../lib/repo/list-names.ts';
import { findLists, readLists } from '../lib/repo/lists.ts';
import { readTables, type TablesReading } from '../lib/repo/tables.ts';
import { readRuleTexts } from '../lib/repo/rule-texts.ts';
import { analyze, type Analysis } from '../lib/yaral/analyze.ts';
import { readHeader } from '../lib/yaral/header.ts';
import { amongOthers, lint, lintSet, type AmongOthers } from '../lib/yaral/lint.ts';
import type { Known } from '../lib/yaral/lints/lint.ts';
import { nameClashes } from './name-clashes.ts';
import { inRepository, type RuleFiles } from './rule-files.ts';
import { readStrictness } from './strictness.ts';

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

interface Examined {
  readonly source: Source;
  readonly analysis: Analysis;
}

/** Reads, parses, checks and lints the files that were asked for, each by itself and beside the others. */
export async function checkFiles(files: RuleFiles, strict: boolean): Promise<Checking> {
  const { tree, asked, covers } = files;
  const [strictness, known, lists, tables, texts] = await Promise.all([
    readStrictness(files),
    findLists(tree),
    covers('rules/lists') || asked.some(isList) ? readLists(tree) : undefined,
    readTables(tree),
    readRuleTexts(tree, asked),
  ]);
  const { severities, lenient } = strictness;
  const examine = (source: Source): Examined => ({
    source,
    analysis: analyze(source, { strict, lenient }),
  });
  const advise = ({ source, analysis }: Examined): readonly Diagnostic[] =>
    lint({ source, analysis, severities, known: inRepository(source) ? surroundings : {} });

  const surroundings = { lists: known, ...columnsOf(tables) };
  const said: Diagnostic[] = [];
  const examined = texts.sources.map((source): AmongOthers => {
    const one = examine(source);
    said.push(...advise(one));
    return amongOthers(source, one.analysis);
  });
  const missing = missingLists(texts.sources.filter(inRepository), known);
  const found = [
    ...strictness.diagnostics,
    ...texts.diagnostics,
    ...withoutEchoes(said, missing),
    ...lintSet(examined, severities),
    ...(await nameClashes(examined, files)),
    ...missing,
    ...(lists?.diagnostics ?? []).filter(({ path }) => covers(path)),
    ...tables.diagnostics.filter(({ path }) => covers(path)),
  ];
  const listPaths = (lists?.lists ?? []).map(({ path }) => path).filter(covers);
  return {
    paths: [
      ...new Set([
        ...texts.sources.map(({ path }) => path),
        ...listPaths,
        ...[...tables.texts.keys()].filter(covers),
        ...found.map(({ path }) => path),
      ]),
    ].toSorted(),
    diagnostics: unique(found.toSorted(compareDiagnostics)),
    texts: new Map([
      ...texts.sources.map(({ path, text }) => [path, text] as const),
      ...strictness.texts,
      ...(lists?.texts ?? []),
      ...tables.texts,
    ]),
    sources: texts.sources,
    diagnose: (source) => advise(examine(source)),
  };
}

/** Data tables with their columns; nothing is known of them where the repository keeps none: they may be the tenant's. */
function columnsOf({ tables, texts }: TablesReading): Pick<Known, 'tables'> {
  if (texts.size === 0) return {};
  return {
    tables: new Map(
      tables.map((one) => [one.name, new Set(one.columns.map((column) => column.name))]),
    ),
  };
}

function isList({ path }: { readonly path: string }): boolean {
  return path.startsWith('rules/lists/');
}

/** Lists that rules name and the repository has not got. Rules that stand elsewhere go to no tenant from here. */
function missingLists(
  sources: readonly Source[],
  known: ReadonlyMap<string, ListKind>,
): readonly Diagnostic[] {
  const suspects = sources.filter(({ text }) => mayNameOther(text, known));
  return findMissingLists(
    suspects.map((source) => ({ ...source, lists: readHeader(source).header?.lists ?? [] })),
    [...known.keys()].map((name) => ({ name })),
  );
}

/** Also where the name stands in a comment or a text: the header tells. Most rules name no list. */
function mayNameOther(text: string, known: ReadonlyMap<string, unknown>): boolean {
  if (!text.includes('%')) return false;
  return [...text.matchAll(/%(\w+)/g)].some(({ 1: name = '' }) => !known.has(name));
}

/** Advice about the place of an error is not worth a second look. */
function withoutEchoes(
  said: readonly Diagnostic[],
  missing: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (missing.length === 0) return said;
  const places = new Set(missing.map(placeOf));
  return said.filter((one) => one.id !== 'CHR120' || !places.has(placeOf(one)));
}

function placeOf({ path, span }: Diagnostic): string {
  return `${span.start} ${path}`;
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
