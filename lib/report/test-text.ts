import type { CaseExplanation, CaseResult, TestResult } from '../model/test-result.ts';
import { counted } from '../text.ts';
import { EMPTY_LINE, line, say, type Styled } from './styled.ts';
import {
  caseFailed,
  differenceWords,
  foundWords,
  testsFail,
  testsSentence,
  type TestView,
} from './test-words.ts';

/** Detections of a failed case that are shown; a rule that drowns would bury the others. */
const SHOWN = 5;

/** Rule tests for a terminal: what passed in a line each, then what failed with its difference, and the sentence last. */
export function testText(view: TestView, shownPath: (path: string) => string): Styled {
  const passing = view.results.filter(({ cases }) => !cases.some(caseFailed));
  const failing = view.results.filter(({ cases }) => cases.some(caseFailed));
  return [
    ...passing.map((one) =>
      line(
        say('ok    ', 'added'),
        say(shownPath(one.path)),
        say(`  ${counted(one.cases.length, 'case')}`, 'faint'),
      ),
    ),
    ...view.problems.flatMap(({ id, path, line: row, column, message, hint }) => [
      EMPTY_LINE,
      line(
        say(`${shownPath(path)}:${row}:${column}: `),
        say(`error[${id}]`, 'error'),
        say(`: ${message}`, 'strong'),
      ),
      ...(hint === undefined ? [] : [line(say('  hint: ', 'faint'), say(hint))]),
    ]),
    ...failing.flatMap((one) => failedLines(one, shownPath)),
    EMPTY_LINE,
    line(say(testsSentence(view), testsFail(view) ? 'error' : 'strong')),
  ].slice(passing.length === 0 ? 1 : 0);
}

function failedLines(result: TestResult, shownPath: (path: string) => string): Styled {
  const failed = result.cases.filter(caseFailed);
  const head = `  ${failed.length} of ${counted(result.cases.length, 'case')} failed`;
  return [
    EMPTY_LINE,
    line(say('FAIL  ', 'error'), say(shownPath(result.path)), say(head, 'faint')),
    ...result.complaints.flatMap(({ id, path, line: row, column, message, hint }) => [
      line(
        say(`  ${shownPath(path)}:${row}:${column}: `),
        say(`error[${id}]`, 'error'),
        say(`: ${message}`),
      ),
      ...(hint === undefined ? [] : [line(say('    hint: ', 'faint'), say(hint))]),
    ]),
    ...failed.flatMap((one) => caseLines(one, shownPath)),
  ];
}

function caseLines(one: CaseResult, shownPath: (path: string) => string): Styled {
  const place = one.differences[0]?.place ?? one.place;
  const shown = one.found.slice(0, SHOWN);
  const more = one.found.length - shown.length;
  const counts = one.differences.some(({ kind }) => kind !== 'refused' && kind !== 'engine');
  return [
    line(
      say(`  ${one.name}`, 'strong'),
      say(`  ${shownPath(place.path)}:${place.line}:${place.column}`, 'faint'),
    ),
    ...one.differences.map((difference) => line(say(`    ${differenceWords(difference, one)}`))),
    ...(counts
      ? shown.map((each, at) => line(say(`    found ${at}: `, 'faint'), say(foundWords(each))))
      : []),
    ...(counts && more > 0 ? [line(say(`    and ${more} more`, 'faint'))] : []),
    ...(one.explanation === undefined ? [] : explanationLines(one.explanation, one.events)),
  ];
}

function explanationLines({ demands, sql }: CaseExplanation, events: number): Styled {
  return [
    line(say('    the events that fulfil each line of the rule:', 'faint')),
    ...demands.map(({ line: row, text, events: fulfilling }) => {
      const said =
        fulfilling === undefined
          ? 'can only be told with the others'
          : fulfilling.length === 0
            ? 'none'
            : fulfilling.length === events
              ? 'all'
              : fulfilling.join(', ');
      return line(
        say(`      ${String(row).padStart(4)}  ${text}  `),
        say(said, fulfilling?.length === 0 ? 'error' : 'faint'),
      );
    }),
    line(say('    SQL:', 'faint')),
    ...sql.split('\n').map((row) => line(say(`      ${row}`))),
  ];
}
