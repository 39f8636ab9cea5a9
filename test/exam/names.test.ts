import { describe, expect, it } from 'vitest';
import { analyze } from '../../lib/yaral/analyze.ts';
import { corpusRules } from './material.ts';

/** The one file with a raw line end inside a string, which the corpus' README names. */
const BROKEN = '_deprecated/soc_prime_rules/threat_hunting/sysmon/paymen45_ransomware.yaral';

describe('names, joins, outcomes, conditions, limits and options', () => {
  const rules = corpusRules();

  it.runIf(rules.length > 0).each([false, true])(
    'are right in every rule; strict: %s',
    (strict) => {
      const errors = rules.flatMap((source) =>
        analyze(source, { strict }).diagnostics.filter(
          ({ id, severity }) => severity === 'error' && /^(?:SEM|OUT|CND|LIM|OPT)/.test(id),
        ),
      );
      expect(errors).toEqual([]);
    },
  );

  it.runIf(rules.length > 0)('add nothing to a string that does not end', () => {
    const ids = rules
      .filter(({ path }) => path === BROKEN)
      .flatMap((source) => analyze(source).diagnostics.map(({ id }) => id));
    expect(ids).toEqual(['LEX002']);
  });
});
