import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { CaseResult, TestResult } from '../model/test-result.ts';
import { attribute, content } from './junit.ts';
import { caseFailed, differenceWords, tallyOf, testsFail, type TestView } from './test-words.ts';

/** Rule tests as JSON, version 1. Places are those of the files; keys may be added. */
export function testJson(view: TestView): string {
  const { cases, failed } = tallyOf(view);
  const value = {
    version: 1,
    chron: view.chron,
    passed: !testsFail(view),
    counts: { cases, failed, problems: view.problems.length },
    problems: view.problems.map(flat),
    tests: view.results.map(({ path, rule, rulePath, complaints, cases: own }) => ({
      path,
      rule,
      rulePath,
      complaints: complaints.map(flat),
      cases: own.map((one) => ({
        name: one.name,
        line: one.place.line,
        passed: !caseFailed(one),
        differences: one.differences.map((each) => ({
          kind: each.kind,
          line: each.place.line,
          message: differenceWords(each, one),
        })),
        found: one.found.map(({ match, outcomes, events }) => ({
          match: asObject(match),
          outcomes: asObject(outcomes),
          events,
        })),
        ...(one.explanation === undefined ? {} : { explanation: one.explanation }),
      })),
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function flat({ id, path, line, column, message, hint }: TestView['problems'][number]): object {
  return { id, path, line, column, message, ...(hint === undefined ? {} : { hint }) };
}

function asObject(texts: CaseResult['found'][number]['match']): object {
  return Object.fromEntries(texts.map(({ name, text }) => [name, text]));
}

/** Rule tests as JUnit XML: a suite a file, a test case a case; problems with the tests are cases of their own. */
export function testJunit(view: TestView): string {
  const { cases, failed } = tallyOf(view);
  const problems = view.problems.length;
  const suites = view.results.map((result) => suiteOf(result));
  const own = view.problems.flatMap(({ id, path, line, message }) => [
    `    <testcase classname="chron.test" name="${attribute(`${path}:${line} ${id}`)}" file="${attribute(path)}">`,
    `      <failure type="${attribute(id)}" message="${attribute(message)}"/>`,
    '    </testcase>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="chron" tests="${cases + problems}" failures="${failed + problems}" errors="0">`,
    ...suites.flat(),
    ...(problems === 0
      ? []
      : [
          `  <testsuite name="chron test" tests="${problems}" failures="${problems}" errors="0" skipped="0">`,
          ...own,
          '  </testsuite>',
        ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf({ path, rule, complaints, cases }: TestResult): readonly string[] {
  const failed = cases.filter(caseFailed).length;
  const because = complaints.map(({ id, message }) => `${id}: ${message}`);
  return [
    `  <testsuite name="${attribute(rule)}" tests="${cases.length}" failures="${failed}" errors="0" skipped="0">`,
    ...cases.flatMap((one) => {
      const head = `    <testcase classname="${attribute(rule)}" name="${attribute(one.name)}" file="${attribute(path)}"`;
      if (!caseFailed(one)) return [`${head}/>`];
      const words = one.differences.map((each) => differenceWords(each, one));
      return [
        `${head}>`,
        `      <failure type="test" message="${attribute(words[0] ?? '')}">${content([...words, ...because].join('\n'))}</failure>`,
        '    </testcase>',
      ];
    }),
    '  </testsuite>',
  ];
}

/** Failures as diagnostics at the lines of the test, for annotations. */
export function testDiagnostics({ results, problems }: TestView): readonly Diagnostic[] {
  const cases = results.flatMap(({ complaints, cases: own }) =>
    own.filter(caseFailed).flatMap((one): readonly Diagnostic[] => {
      const [first] = one.differences;
      const because = complaints.map(({ id, message }) => `${id}: ${message}`);
      const words = one.differences.map((each) => differenceWords(each, one));
      const message = `${one.name}: ${[...words, ...because].join('; ')}`;
      return [{ ...(first?.place ?? one.place), id: 'test-failed', severity: 'error', message }];
    }),
  );
  return [...problems.map((one): Diagnostic => ({ ...one, severity: 'error' })), ...cases];
}
