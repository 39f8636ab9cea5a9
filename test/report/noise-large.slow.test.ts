import { describe, expect, it } from 'vitest';
import { noiseHtml } from '../../lib/report/noise-html.ts';
import { FACTS, measuredRule, redact, spread, texts } from './noise-reports.ts';

describe('the page of a report', () => {
  it('stays below a megabyte with 50 rules of 10,000 detections each, with all of each', async () => {
    const rule = measuredRule('one', {
      ...texts('one'),
      was: spread(5000, 1, 400),
      is: spread(10_000, 2, 100_000),
    });
    const rules = Array.from({ length: 50 }, (_, at) => ({ ...rule, name: `rule_${at}` }));
    const page = await noiseHtml({ ...FACTS, rules }, redact());
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    expect(page.match(/<svg class="chart"/g)).toHaveLength(100);
  });
});
