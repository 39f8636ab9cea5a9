import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { NoiseReport, ReportedRule } from '../../lib/model/noise-report.ts';
import { actionsSafe } from '../../lib/report/actions-safe.ts';
import { COMMENT_BUDGET, fits } from '../../lib/report/markdown-budget.ts';
import { detectionLines } from '../../lib/report/noise-detections.ts';
import { noiseJson } from '../../lib/report/noise-json.ts';
import { gateCell, gatePhrase, noiseTable } from '../../lib/report/noise-markdown-rows.ts';
import { noiseMarkdown } from '../../lib/report/noise-markdown.ts';
import { noiseLine, noiseText } from '../../lib/report/noise-text.ts';
import { noiseView } from '../../lib/report/noise-view.ts';
import { plain } from '../../lib/report/styled.ts';
import { ATTACKS, CONTROLS } from './hostile.ts';
import { outsideCode } from './markdown-tokens.ts';
import { hostileReport } from './noise-hostile.ts';
import { aReport, FACTS, measuredRule, redact, spread, texts } from './noise-reports.ts';
import { workflowCommands } from './runner.ts';

const REPORT = aReport();
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/noise-report-schema.json'), 'utf8'),
);
const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);

/** What is wrong with a text, by its schema. */
function wrong(text: string): readonly unknown[] {
  return validate(JSON.parse(text)) ? [] : (validate.errors ?? []);
}

describe('report.json', () => {
  const text = noiseJson(REPORT, redact());

  it('is as its schema says', () => {
    expect(wrong(text)).toEqual([]);
    expect(wrong(noiseJson({ ...FACTS, rules: [] }, redact()))).toEqual([]);
    const { policy: _, identity: __, ...facts } = FACTS;
    const rules = REPORT.rules.map(({ verdict: ___, ...rule }) => rule);
    expect(wrong(noiseJson({ ...facts, git: { dirty: true }, rules }, redact()))).toEqual([]);
  });

  it('has a schema that refuses what is not', () => {
    expect(wrong(text.replace('"version": 1', '"version": 2'))).not.toEqual([]);
    expect(wrong(text.replace('"status": "fail"', '"status": "bad"'))).not.toEqual([]);
    expect(wrong(text.replace('"rules": [', '"more": 1, "rules": ['))).not.toEqual([]);
  });

  it('has no mean of a range without length, and still fits its schema', () => {
    const range = { from: FACTS.range.from, to: FACTS.range.from };
    const rule = measuredRule('a', { is: spread(3, 1), measurement: { range } });
    const { measurement } = rule;
    if (measurement?.comparison === undefined) throw new Error('nothing was compared');
    const after = { ...measurement.comparison.after, meanPerDay: Number.NaN };
    const comparison = { ...measurement.comparison, after };
    const rules = [{ ...rule, measurement: { ...measurement, comparison } }];
    expect(wrong(noiseJson({ ...FACTS, rules }, redact()))).toEqual([]);
  });

  it.each(ATTACKS)('holds nothing active and fits its schema: %j', (attack) => {
    const hostile = noiseJson(hostileReport(attack), redact());
    expect(wrong(hostile)).toEqual([]);
    expect(workflowCommands(hostile)).toEqual([]);
    expect(CONTROLS.filter((one) => one !== '\n' && hostile.includes(one))).toEqual([]);
    expect(JSON.parse(hostile)).toMatchObject({ environment: attack });
  });
});

describe('the terminal text', () => {
  it.each(ATTACKS)('holds nothing that a terminal acts on: %j', (attack) => {
    const report = hostileReport(attack);
    const text =
      plain(noiseText(report, redact())) +
      plain(noiseView(report).rules.map((view) => noiseLine(view, { unicode: true })));
    expect(CONTROLS.filter((one) => one !== '\n' && text.includes(one))).toEqual([]);
    expect(workflowCommands(actionsSafe(text))).toEqual([]);
  });
});

describe('the Markdown', () => {
  it.each(ATTACKS)('leaves nothing of strangers outside code: %j', (attack) => {
    const { text, cells } = outsideCode(noiseMarkdown(hostileReport(attack), redact()));
    const ours = text.replaceAll(/<\/?details>|<\/?summary>/g, '');
    expect(ours).not.toMatch(/[<&@[\]\\!]|#\d|https?:|www\.|javascript|evil|octocat|pwned/);
    expect(new Set(cells)).toEqual(new Set([5]));
  });

  it('holds 400 changed rules, the worst first, and says what it leaves out', () => {
    const text = noiseMarkdown(many(400), redact());
    expect(fits(text, COMMENT_BUDGET)).toBe(true);
    const standings = [...text.matchAll(/^\| (❌|❓|⚠️|✅|➖) \|/gmu)].map(([, sign]) => sign);
    const order = ['❌', '❓', '⚠️', '✅', '➖'];
    expect(standings.length).toBeGreaterThan(100);
    expect(standings).toEqual(
      standings.toSorted((one, other) => order.indexOf(one ?? '') - order.indexOf(other ?? '')),
    );
    expect(standings.filter((sign) => sign === '❌')).toHaveLength(100);
    expect(text).toMatch(/… what was measured of [\d,]+ more rules is only in the full report/);
  });

  it('counts and names the rules that it has no room for', () => {
    const text = noiseMarkdown(many(400), redact(), { characters: 9000, bytes: 27_000 });
    expect(text.length).toBeLessThanOrEqual(9000);
    expect(text).toMatch(
      /… and \d+ more rules \(\d+ failed, .*100 not measured\), only in the full report: `rule_\d+/,
    );
  });

  it('never gets longer when there is less room', () => {
    const whole = noiseMarkdown(REPORT, redact());
    const lengths = [12_000, 9000, 6000, 4000, 2500, 1500, 900, 100].map((characters) => {
      const text = noiseMarkdown(REPORT, redact(), { characters, bytes: 180_000 });
      expect(text.length).toBeLessThanOrEqual(characters);
      return text.length;
    });
    expect(lengths).toEqual(lengths.toSorted((one, other) => other - one));
    expect(noiseMarkdown(REPORT, redact(), { characters: whole.length, bytes: 180_000 })).toBe(
      whole,
    );
  });

  it('gives the parts of which one comment on several environments is made', () => {
    const view = noiseView(REPORT);
    expect([gateCell(view), gatePhrase(view.worst)]).toEqual(['❌ 5 of 8', 'gate **failed**']);
    expect(gateCell(noiseView({ rules: [] }))).toBe('➖ not measured');
    expect(noiseTable(REPORT, 0)).toMatch(/^… and 9 more rules \(1 failed, 2 unproven/);
    expect(noiseTable(REPORT, 2).split('\n')).toHaveLength(6);
    expect(noiseTable({ rules: [] })).toBe('');
  });
});

describe('detections.ndjson', () => {
  it('has every detection once, as it is, with what became of it', () => {
    const lines = [...detectionLines(REPORT)].map((line): unknown => JSON.parse(line));
    const total = REPORT.rules.reduce((sum, { measurement }) => {
      const found = measurement?.comparison;
      return sum + (found?.lost.length ?? 0) + (found?.after.count ?? 0);
    }, 0);
    expect(lines).toHaveLength(total);
    expect(lines[0]).toMatchObject({
      environment: 'prod',
      rule: 'aws_root_login_without_mfa',
      set: 'gained',
      detection: { matches: [{ key: 'user' }], detectionTime: expect.stringMatching(/Z$/) },
    });
  });

  it.each(ATTACKS)('keeps each on a line of its own: %j', (attack) => {
    for (const line of detectionLines(hostileReport(attack))) {
      expect(line.slice(0, -1)).not.toMatch(/[\r\n\u2028\u2029]/);
      expect(JSON.parse(line)).toMatchObject({ rule: attack });
    }
  });
});

/** So many rules, a quarter of them each too loud, unproven, quiet and not measured. */
function many(count: number): NoiseReport {
  const loud = spread(900, 1);
  const quiet = spread(20, 2);
  const kinds: readonly ((name: string) => ReportedRule)[] = [
    (name) => measuredRule(name, { ...texts(name), was: quiet, is: loud }),
    (name) => measuredRule(name, { measurement: { gaps: [{ kind: 'timed-out', of: 'after' }] } }),
    (name) => measuredRule(name, { ...texts(name), was: quiet, is: quiet }),
    (name) => ({ name, techniques: [], what: 'meta', unmeasured: 'only meta changed' }),
  ];
  const made = kinds.map((kind) => kind('one'));
  const rules = Array.from({ length: count }, (_, at) => {
    const rule = made[at % made.length];
    if (rule === undefined) throw new Error('no kind');
    return { ...rule, name: `rule_${at}_${'with_a_long_name_'.repeat(2)}` };
  });
  return { ...FACTS, rules };
}
