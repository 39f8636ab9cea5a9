import type {
  CaseResult,
  Complaint,
  Difference,
  FoundInCase,
  NamedText,
  TestResult,
} from '../model/test-result.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { counted } from '../text.ts';

/** What a run of rule tests came to. Whoever renders looks at nothing else. */
export interface TestView {
  readonly chron: string;
  /** In the order of their paths. */
  readonly results: readonly TestResult[];
  /** Test files that cannot be read, tests without a rule, rules with too few cases. */
  readonly problems: readonly (Diagnostic | Complaint)[];
}

/** How many cases there are, and how many of them failed. */
export function tallyOf({ results }: Pick<TestView, 'results'>): {
  readonly cases: number;
  readonly failed: number;
} {
  const cases = results.flatMap((one) => one.cases);
  return { cases: cases.length, failed: cases.filter(caseFailed).length };
}

export function caseFailed({ differences }: Pick<CaseResult, 'differences'>): boolean {
  return differences.length > 0;
}

/** Whether the run ends with exit 3. */
export function testsFail(view: TestView): boolean {
  return view.problems.length > 0 || tallyOf(view).failed > 0;
}

/** `131 cases of 16 rules: all passed`. */
export function testsSentence(view: TestView): string {
  const { cases, failed } = tallyOf(view);
  const rules = new Set(view.results.map(({ rule }) => rule)).size;
  const problems = view.problems.length;
  const said =
    failed === 0
      ? problems === 0
        ? 'all passed'
        : 'none failed'
      : `${failed.toLocaleString('en-US')} failed`;
  const more =
    problems === 0 ? '' : `, and ${counted(problems, 'problem')} with the tests themselves`;
  return `${counted(cases, 'case')} of ${counted(rules, 'rule')}: ${said}${more}`;
}

/** One difference in one sentence. */
export function differenceWords(difference: Difference, { found, events }: CaseResult): string {
  switch (difference.kind) {
    case 'count':
      return `expected ${counted(difference.expected, 'detection')}, found ${difference.found}`;
    case 'missing':
      return `detection ${difference.expected} is expected and was not found`;
    case 'extra': {
      const one = found[difference.found];
      return `found and not expected: ${one === undefined ? 'a detection' : foundWords(one)}`;
    }
    case 'value': {
      const what = difference.of === 'match' ? 'match' : 'outcome';
      const got =
        difference.got === undefined ? 'there is none of that name' : `found "${difference.got}"`;
      return `detection ${difference.expected}: ${what} ${difference.name} expected "${difference.wanted}", ${got}`;
    }
    case 'events':
      return `detection ${difference.expected}: expected to stand on ${places(difference.wanted)}, found ${places(difference.got)} (of ${counted(events, 'event')})`;
    case 'refused':
      return 'the rule cannot be evaluated';
    case 'supported':
      return 'the rule can be evaluated: say what the case expects, instead of unsupported';
    case 'engine':
      return `the engine broke off: ${difference.message}`;
  }
}

/** A detection in one line. */
export function foundWords({ match, outcomes, events }: FoundInCase): string {
  const parts = [named('match', match), named('outcomes', outcomes)].filter((one) => one !== '');
  return [places(events), ...parts].join('; ');
}

function named(what: string, texts: readonly NamedText[]): string {
  return texts.length === 0
    ? ''
    : `${what} ${texts.map(({ name, text }) => `${name} "${text}"`).join(', ')}`;
}

function places(events: readonly number[]): string {
  if (events.length === 0) return 'no event';
  return `${events.length === 1 ? 'event' : 'events'} ${events.join(', ')}`;
}
