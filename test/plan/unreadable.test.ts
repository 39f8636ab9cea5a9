import { describe, expect, it } from 'vitest';
import { makePlan } from '../../lib/plan/plan.ts';
import { aRule } from '../helpers/builders.ts';
import { aBaseRule, anInput } from './input.ts';

/** How often a plan of so many rules, each of which waits, looks at what the tenant was given. */
function looksAtBase(count: number): number {
  const names = Array.from({ length: count }, (_, at) => `rule_${at}`);
  const input = anInput({ wanted: names.map((name) => aRule(name)) });
  const rules = names.map((name) => aBaseRule(name));
  let looks = 0;
  const base = {
    ...input.base,
    get rules() {
      looks += 1;
      return rules;
    },
  };
  makePlan({ ...input, base });
  return looks;
}

describe('files whose rule nobody knows', () => {
  it('are thought of once a plan, not once a rule', () => {
    expect(looksAtBase(50)).toBe(looksAtBase(2));
  });
});
