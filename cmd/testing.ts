import { resolve, dirname } from 'node:path';
import { openEngine } from '../lib/duckdb/engine.ts';
import type { Diagnostic, Source } from '../lib/diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../lib/diagnostics/reporter.ts';
import type { EventEngine } from '../lib/ports/engine.ts';
import { readCheckSettings } from '../lib/repo/check-settings.ts';
import type { TreeEntry } from '../lib/repo/file-tree.ts';
import { readLists } from '../lib/repo/lists.ts';
import { readTables } from '../lib/repo/tables.ts';
import { diagnosticAt, placesIn } from '../lib/repo/problem.ts';
import { readRuleTexts } from '../lib/repo/rule-texts.ts';
import { isRuleTest, pairTests, readRuleTests } from '../lib/repo/rule-tests.ts';
import type { TestView } from '../lib/report/test-words.ts';
import { findTooFew, type TestedRule } from '../lib/ruletest/minimum.ts';
import { runTests } from '../lib/ruletest/run.ts';
import { readFixture } from '../lib/udm/fixture.ts';
import { analyze } from '../lib/yaral/analyze.ts';
import { readHeader } from '../lib/yaral/header.ts';
import { VERSION } from './chron.ts';
import type { Context } from './command.ts';
import { findRuleFiles, type RuleFiles } from './rule-files.ts';

/** Finds what was named; a test file stands for its rule. */
export async function findTestFiles(
  words: readonly string[],
  context: Pick<Context, 'cwd'>,
): Promise<RuleFiles> {
  const named = words.filter((word) => word.endsWith('.test.yaml'));
  if (named.length === 0) return findRuleFiles(words, context);
  const folders = named.map((word) => dirname(resolve(context.cwd, word)));
  const others = words.filter((word) => !word.endsWith('.test.yaml'));
  const files = await findRuleFiles([...others, ...folders], context);
  const wanted = new Set(named.map((word) => resolve(context.cwd, word)));
  const rest = others.length === 0 ? undefined : await findRuleFiles(others, context);
  const asked = files.asked.filter(
    ({ path }) => wanted.has(resolve(files.root, path)) || rest?.covers(path) === true,
  );
  const left = files.asked.filter((one) => !asked.includes(one));
  return { ...files, asked, others: [...files.others, ...left] };
}

/** Tests that are asked for: named, or beside a rule that is. */
function testsIn({ asked, others }: RuleFiles): readonly TreeEntry[] {
  const beside = new Set(
    asked.flatMap(({ path }) =>
      path.endsWith('.yaral') ? [path.replace(/\.yaral$/, '.test.yaml')] : [],
    ),
  );
  return [...asked.filter(isRuleTest), ...others.filter(({ path }) => beside.has(path))];
}

/** Reads the tests that were asked for, runs them, and gives what they came to. */
export async function testFiles(
  files: RuleFiles,
  options: { readonly explain: boolean; readonly signal?: AbortSignal },
): Promise<TestView> {
  // Opened beside the reading of files: it takes as long as that.
  const opening = openEngine({ threads: 2, sideBySide: 2 });
  // Whoever asks for it hears of a failure; until then nobody listens.
  opening.catch(() => undefined);
  try {
    return await testWith(files, () => opening, options);
  } finally {
    (await opening).close();
  }
}

async function testWith(
  files: RuleFiles,
  openIt: () => Promise<EventEngine>,
  { explain, signal }: { readonly explain: boolean; readonly signal?: AbortSignal },
): Promise<TestView> {
  const { tree, asked, others } = files;
  const [reading, lists, tables, texts, checks] = await Promise.all([
    readRuleTests(tree, testsIn(files), readFixture),
    readLists(tree),
    readTables(tree),
    readRuleTexts(
      tree,
      [...asked, ...others].filter(({ kind }) => kind === 'file'),
    ),
    readCheckSettings(tree),
  ]);
  const rules = new Map<string, Source>();
  const named = new Map<string, TestedRule>();
  const wanted = new Set(asked.map(({ path }) => path));
  const unread = [...texts.diagnostics];
  for (const source of texts.sources) {
    const { header, diagnostics: broken } = readHeader(source);
    if (header === undefined) unread.push(...broken);
    if (header === undefined || rules.has(header.name)) continue;
    rules.set(header.name, source);
    if (!wanted.has(source.path)) continue;
    const place = placesIn(source)(header.nameSpan);
    named.set(header.name, { name: header.name, place, tests: [] });
  }
  const { paired, diagnostics } = pairTests(reading.tests, rules);
  for (const { test } of paired) {
    const known = named.get(test.rule);
    if (known !== undefined) named.set(test.rule, { ...known, tests: [...known.tests, test] });
  }
  const unreadable = new Set(reading.diagnostics.map(({ path }) => path));
  const counting = [...named.values()].filter(
    ({ place }) => !unreadable.has(place.path.replace(/\.yaral$/, '.test.yaml')),
  );
  const tooFew = findTooFew(counting, checks.settings?.minCases ?? { firing: 0, silent: 0 });
  const results = await runTests(
    paired.map(({ test, rule }) => ({ test, rule, analysis: analyze(rule) })),
    {
      lists: lists.lists,
      tables: tables.tables,
      openEngine: openIt,
      explain,
      ...(signal === undefined ? {} : { signal }),
    },
  );
  const problems: readonly Diagnostic[] = [
    ...checks.diagnostics,
    // A list that is only against the service's limits is read: chron check says so.
    ...lists.diagnostics.filter(({ path }) => lists.lists.every((one) => one.path !== path)),
    ...tables.diagnostics,
    // Of rules that were not asked for nothing is said.
    ...unread.filter(({ path }) => wanted.has(path)),
    ...reading.diagnostics,
    ...diagnostics,
    ...tooFew.map((one) => diagnosticAt(one, one)),
  ];
  return { chron: VERSION, results, problems: problems.toSorted(compareDiagnostics) };
}
