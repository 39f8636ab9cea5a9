import type { Complaint, TestResult } from '../model/test-result.ts';
import type { Place } from '../model/environment.ts';
import type { Expectation, RuleTest } from '../model/rule-test.ts';
import { counted } from '../text.ts';

/** How many cases every rule must have (rules/check.yaml). */
export interface MinCases {
  readonly firing: number;
  readonly silent: number;
}

/** A rule that was asked for, with its tests; `place` is its name in its own file. */
export interface TestedRule {
  readonly name: string;
  readonly place: Place;
  readonly tests: readonly RuleTest[];
}

/** Rules that have too few cases. One that cannot be evaluated here and says so needs none. */
export function findTooFew(rules: readonly TestedRule[], wanted: MinCases): readonly Complaint[] {
  return rules.flatMap(({ name, place, tests }): readonly Complaint[] => {
    const expected = tests.flatMap(({ cases }) => cases.map((one) => one.expected));
    if (expected.some(({ kind }) => kind === 'unsupported')) return [];
    const firing = expected.filter(fires).length;
    const silent = expected.length - firing;
    const missing = [
      ...lacking(firing, wanted.firing, 'fires'),
      ...lacking(silent, wanted.silent, 'stays silent'),
    ];
    if (missing.length === 0) return [];
    const hint = `write ${name}.test.yaml beside it; how many are needed stands in rules/check.yaml`;
    const at = tests[0]?.rulePlace ?? place;
    return [
      { ...at, id: 'too-few-cases', message: `rule ${name} has ${missing.join(', and ')}`, hint },
    ];
  });
}

function lacking(have: number, wanted: number, verb: string): readonly string[] {
  if (have >= wanted) return [];
  const cases = have === 0 ? 'no case' : counted(have, 'case');
  return [`${cases} in which it ${verb} (${wanted} wanted)`];
}

function fires(expected: Expectation): boolean {
  switch (expected.kind) {
    case 'count':
      return expected.count > 0;
    case 'detections':
      return expected.detections.length > 0;
    case 'unsupported':
      return false;
  }
}

/** Whether all cases of a result passed. */
export function passed({ cases }: Pick<TestResult, 'cases'>): boolean {
  return cases.every(({ differences }) => differences.length === 0);
}
