import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../diagnostics/reporter.ts';
import type { RuleTest } from '../model/rule-test.ts';
import { nearest, visibleLine } from '../text.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import { LIMITS } from './layout.ts';
import { diagnosticAt } from './problem.ts';
import { readText } from './read-text.ts';
import { readRuleTest, type FixtureReader } from './rule-test.ts';

/** Test files of a tree, with all that is wrong with all of them. */
export interface RuleTestsReading {
  /** Those without an error, sorted by path. */
  readonly tests: readonly RuleTest[];
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Whether a file holds cases for a rule. */
export function isRuleTest({ path }: { readonly path: string }): boolean {
  return path.endsWith('.test.yaml');
}

/** Reads every `*.test.yaml` among the entries, each once. */
export async function readRuleTests(
  tree: FileTree,
  entries: readonly TreeEntry[],
  readFixture: FixtureReader,
): Promise<RuleTestsReading> {
  const tests: RuleTest[] = [];
  const diagnostics: Diagnostic[] = [];
  const texts = new Map<string, string>();
  for (const entry of entries.filter(isRuleTest)) {
    const { text, diagnostic } = await readText(tree, entry, LIMITS.yamlBytes);
    if (text === undefined) {
      diagnostics.push(diagnostic);
      continue;
    }
    texts.set(entry.path, text);
    const reading = readRuleTest({ path: entry.path, text }, readFixture);
    diagnostics.push(...reading.diagnostics);
    if (reading.test !== undefined) tests.push(reading.test);
  }
  return { tests, diagnostics: diagnostics.toSorted(compareDiagnostics), texts };
}

/** A test, and the text of the rule that it is about. */
export interface PairedTest {
  readonly test: RuleTest;
  readonly rule: Source;
}

/** Finds the rule of each test by the name it declares; a test whose rule is nowhere is an error. */
export function pairTests(
  tests: readonly RuleTest[],
  rules: ReadonlyMap<string, Source>,
): { readonly paired: readonly PairedTest[]; readonly diagnostics: readonly Diagnostic[] } {
  const paired: PairedTest[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const test of tests) {
    const rule = rules.get(test.rule);
    if (rule !== undefined) {
      paired.push({ test, rule });
      continue;
    }
    const meant = nearest(test.rule, rules.keys());
    diagnostics.push(
      diagnosticAt(test.rulePlace, {
        id: 'unknown-rule',
        message: `there is no rule "${visibleLine(test.rule)}"`,
        hint:
          meant === undefined ? 'write the name that the rule declares' : `did you mean ${meant}?`,
      }),
    );
  }
  return { paired, diagnostics };
}
