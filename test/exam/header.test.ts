import { describe, expect, it } from 'vitest';
import { readHeaders } from '../../lib/yaral/header.ts';
import { corpusRules, seedRules } from './material.ts';

/** The one file with a raw line end inside a string, which the corpus' README names. */
const BROKEN = '_deprecated/soc_prime_rules/threat_hunting/sysmon/paymen45_ransomware.yaral';

describe('the header of every rule', () => {
  it.runIf(corpusRules().length > 0)('in the corpus is read, one a file', () => {
    const misread = corpusRules().flatMap((source) => {
      const { headers, diagnostics } = readHeaders(source);
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      const [declared] = /^\s*rule\s+(\w+)\s*\{/m.exec(source.text)?.slice(1) ?? [];
      const right = headers.length === 1 && headers[0]?.name === declared;
      return right && errors.length === 0
        ? []
        : [
            `${source.path}: ${headers.map(({ name }) => name).join()} ${errors.map(({ id }) => id).join()}`,
          ];
    });
    expect(misread.map((line) => line.split(':')[0])).toEqual([BROKEN]);
    expect(misread[0]).toContain('LEX002');
  });

  it.runIf(seedRules().length > 0)('on the pages of the seed is read', () => {
    const names = seedRules().map((source) => {
      const { headers, diagnostics } = readHeaders(source);
      expect(diagnostics).toEqual([]);
      return [headers[0]?.name, headers[0]?.meta.get('severity'), headers[0]?.multiEvent];
    });
    expect(names).toEqual([['kubernetes_suspicious_cronjob_job_creation', 'HIGH', false]]);
  });
});
