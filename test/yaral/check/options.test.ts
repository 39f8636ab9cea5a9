import { describe, expect, it } from 'vitest';
import { findingsOf, marksOf } from './marked.ts';

/** Sections around options, with and without match. */
function ruleWith(options: string, { match = '', outcome = '' } = {}): string {
  return `
  events:
    $e.principal.hostname = $host
    $host != "x"${match === '' ? '' : `\n  match:\n    ${match}`}${outcome === '' ? '' : `\n  outcome:\n    ${outcome}`}
  condition:
    $e
  options:
    ${options}`;
}

const KEYED = { outcome: '$suppression_key = $e.principal.hostname' };

describe('options', () => {
  it.each<[id: string, title: string, severity: string, body: string]>([
    ['OPT001', 'unknown', 'error', ruleWith('«allow_zeros» = true')],
    ['OPT002', 'of another type: a number', 'error', ruleWith('allow_zero_values = «1»')],
    [
      'OPT002',
      'of another type: a string',
      'error',
      ruleWith('suppression_window = «"1h"»', KEYED),
    ],
    [
      'OPT003',
      'without effect',
      'warning',
      ruleWith('suppression_window = «5m»', { match: '$host over 5m' }),
    ],
    ['OPT004', 'that suppress everything', 'info', ruleWith('«suppression_window» = 1h')],
    [
      'OPT005',
      'with a key that match has already',
      'warning',
      ruleWith('suppression_window = 1h', {
        match: '$host over 5m',
        outcome: '«$suppression_key» = array_distinct($e.principal.hostname)',
      }),
    ],
  ])('%s: %s, are reported', (id, _title, severity, body) => {
    const [span] = marksOf(body);
    expect(findingsOf(body, { infos: ['OPT004'] })).toEqual([{ id, severity, span }]);
  });

  it.each<[ids: string, title: string, body: string]>([
    [
      'OPT001 OPT002',
      'both, of their types',
      ruleWith('allow_zero_values = false\nsuppression_window = 1h', KEYED),
    ],
    [
      'OPT003',
      'longer than the window',
      ruleWith('suppression_window = 6m', { match: '$host over 5m' }),
    ],
    [
      'OPT004 OPT005',
      'with a key in a rule without match',
      ruleWith('suppression_window = 1h', KEYED),
    ],
    ['OPT004', 'without suppression', ruleWith('allow_zero_values = true')],
  ])('%s: %s, are accepted', (_ids, _title, body) => {
    expect(findingsOf(body, { infos: ['OPT004'] })).toEqual([]);
  });
});
