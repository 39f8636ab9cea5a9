import { describe, expect, it } from 'vitest';
import type { VerdictReason } from '../../lib/model/verdict.ts';
import { GAP_KINDS } from '../../lib/model/verdict.ts';
import { limitsText } from '../../lib/report/noise-limits.ts';
import { figureOf, noiseView, ruleView, STANDINGS } from '../../lib/report/noise-view.ts';
import {
  countPhrases,
  figureText,
  gapSentence,
  rangeText,
  reasonSentence,
  reasonsOf,
  spanText,
} from '../../lib/report/noise-words.ts';
import type { Sentence } from '../../lib/report/words.ts';
import { aReport, measuredRule, RANGE, spread } from './noise-reports.ts';

const wordsOf = (sentence: Sentence): string =>
  sentence.map((word) => (typeof word === 'string' ? word : `«${word.name}»`)).join('');

describe('noiseView', () => {
  const view = noiseView(aReport());

  it('puts the worst first, and of those the loudest', () => {
    expect(view.rules.map(({ rule, standing }) => `${standing} ${rule.name}`)).toEqual([
      'fail proc_lsass_read',
      'unproven dns_tunnel_by_length',
      'unproven gcp_sa_key_created',
      'warn office_macro_spawns_shell',
      'warn okta_mfa_fatigue',
      'warn vault_root_token_used',
      'pass k8s_exec_into_pod',
      'pass aws_root_login_without_mfa',
      'unmeasured gcp_iam_owner_granted',
    ]);
    expect(view.worst).toBe('fail');
  });

  it('orders whatever the order of the input', () => {
    const turned = noiseView({ rules: aReport().rules.toReversed() });
    expect(turned.rules.map(({ rule }) => rule.name)).toEqual(
      view.rules.map(({ rule }) => rule.name),
    );
  });

  it('counts every rule once', () => {
    expect(STANDINGS.map((standing) => view.counts[standing])).toEqual([1, 2, 3, 0, 2, 1]);
    expect(countPhrases(view)).toEqual([
      '1 rule too loud',
      '2 rules unproven',
      '3 rules with warnings',
      '2 passed',
      '1 not measured',
    ]);
  });

  it('judges nothing where no verdict was made, and nothing of nothing', () => {
    const { verdict: _, ...rule } = measuredRule('a', { is: spread(3, 1) });
    expect(ruleView(rule).standing).toBe('unjudged');
    expect(noiseView({ rules: [] }).worst).toBe('unmeasured');
  });

  it('takes figures from the verdict where the detections are not at hand', () => {
    const { measurement: _, ...rule } = measuredRule('a', { is: spread(44, 3) });
    expect(figureOf(ruleView(rule), 'detections')).toBe(
      figureOf(ruleView(measuredRule('a', { is: spread(44, 3) })), 'detections'),
    );
  });
});

describe('gapSentence', () => {
  it.each(GAP_KINDS)('says what %s means, and names what the service said', (kind) => {
    const said = wordsOf(gapSentence({ kind, of: 'before', detail: 'x' }));
    expect(said).toMatch(/^version before: [a-z].{15,}: «x»$/);
    expect(wordsOf(gapSentence({ kind, of: 'after' }))).not.toContain('before:');
  });

  it('has words of its own for each', () => {
    const all = GAP_KINDS.map((kind) => wordsOf(gapSentence({ kind, of: 'after' })));
    expect(new Set(all).size).toBe(GAP_KINDS.length);
  });
});

describe('reasonSentence', () => {
  const view = ruleView(measuredRule('a', { is: spread(400, 3) }));
  const gap = { kind: 'timed-out', of: 'after' } as const;

  it.each<[VerdictReason, string]>([
    [{ kind: 'over-limit', figure: 'per-day' }, 'per day, mean: 28.4, over the limit of 20'],
    [{ kind: 'over-limit', figure: 'lost' }, 'lost: over its limit'],
    [{ kind: 'gap', gap }, 'it had not ended when waiting was over'],
    [{ kind: 'not-measured' }, 'nothing came back, and nobody said why'],
    [
      { kind: 'short-range', rangeMs: 3 * 86_400_000, windowMs: 14 * 86_400_000 },
      'measured over 3 d, but the gate asks for 14 d',
    ],
    [
      {
        kind: 'no-events',
        logTypes: [
          { logType: 'OKTA', events: 'none' },
          { logType: 'X', events: 'unknown' },
        ],
      },
      'no detections over no events proves nothing; none were seen of «OKTA», «X» (could not be asked)',
    ],
    [
      { kind: 'no-events', logTypes: [] },
      'no detections, and nobody knows whether there were events: that proves nothing',
    ],
  ])('says %j', (reason, words) => {
    expect(wordsOf(reasonSentence(reason, view))).toBe(words);
  });

  it('tells what is lacking where there is no verdict', () => {
    const { verdict: _, ...rule } = measuredRule('a', { measurement: { gaps: [gap] } });
    expect(reasonsOf(ruleView(rule)).map(wordsOf)).toEqual([
      'it had not ended when waiting was over',
    ]);
  });
});

describe('spans and figures', () => {
  it.each([
    [14 * 24, '14 d'],
    [6, '6 h'],
    [36.5, '36.5 h'],
    [24, '1 d'],
    [60, '2.5 d'],
    [0, '0 d'],
  ])('writes %d hours as %s', (hours, text) => {
    expect(spanText(hours * 3_600_000)).toBe(text);
  });

  it.each([
    ['detections', 1912, '1,912'],
    ['per-day', 136.571, '136.6'],
    ['per-day', 4, '4'],
    ['share-of-loudest', 0.7112, '71.1 %'],
  ] as const)('writes %s of %d as %s', (name, value, text) => {
    expect(figureText(name, value)).toBe(text);
  });

  it('writes ranges and limits', () => {
    expect(rangeText(RANGE)).toBe('2026-09-04 00:00 → 2026-09-18 00:00 UTC (14 d)');
    expect(limitsText({ default: 20 })).toBe('20');
    expect(limitsText({ default: 20, LOW: 5, HIGH: undefined })).toBe('20 (LOW 5)');
  });
});
