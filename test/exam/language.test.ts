import { describe, expect, it } from 'vitest';
import { Reporter } from '../../lib/diagnostics/reporter.ts';
import { parse } from '../../lib/yaral/parser.ts';
import { faultsOfReading, mutated, randomFrom } from '../yaral/fuzz.ts';
import { corpusRules, seedRules } from './material.ts';

/** The one file with a raw line end inside a string, which the corpus' README names. */
const BROKEN = '_deprecated/soc_prime_rules/threat_hunting/sysmon/paymen45_ransomware.yaral';

const rules = [...corpusRules(), ...seedRules()];

describe('every rule', () => {
  it.runIf(rules.length > 0)(
    'parses, but for one lexical error, which is reported at its place',
    () => {
      const errors = rules.flatMap((source) => {
        const reporter = new Reporter(source);
        parse(source, reporter);
        return reporter.diagnostics.filter(({ severity }) => severity === 'error');
      });
      expect(errors).toMatchObject([{ path: BROKEN, id: 'LEX002', line: 13, column: 434 }]);
    },
  );

  it.runIf(rules.length > 0)(
    'is formatted alike twice, with all comments and the same tree, and read alike by header and parser',
    () => {
      const faults = rules
        .filter(({ path }) => path !== BROKEN)
        .flatMap(({ path, text }) => faultsOfReading(text).map((fault) => `${path}: ${fault}`));
      expect(faults).toEqual([]);
    },
  );
});

describe('50,000 texts made of rules', () => {
  const texts = rules.map(({ text }) => text);

  it.runIf(texts.length > 0).each([1, 2, 3, 4, 5])('are read without harm: series %i', (seed) => {
    const random = randomFrom(seed);
    let slowest = 0;
    const harm: unknown[] = [];
    for (let count = 0; count < 10_000; count += 1) {
      const text = mutated(texts, random);
      const began = process.cpuUsage();
      const faults = faultsOfReading(text);
      slowest = Math.max(slowest, process.cpuUsage(began).user);
      if (faults.length > 0) harm.push({ text, faults });
    }
    expect(harm.slice(0, 3)).toEqual([]);
    expect(slowest).toBeLessThan(1_000_000);
  });
});
