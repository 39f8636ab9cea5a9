import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NoiseReport } from '../../lib/model/noise-report.ts';
import { noiseHtml } from '../../lib/report/noise-html.ts';
import { noiseJson } from '../../lib/report/noise-json.ts';
import { noiseMarkdown } from '../../lib/report/noise-markdown.ts';
import { noiseLine, noiseText } from '../../lib/report/noise-text.ts';
import { noiseView } from '../../lib/report/noise-view.ts';
import { plain } from '../../lib/report/styled.ts';
import { aReport, FACTS, redact } from './noise-reports.ts';

/** Of a replay: nothing is gated, so nothing is judged. */
function ungated(): NoiseReport {
  const { policy: _, ...report } = REPORT;
  const rules = report.rules.map(({ verdict: __, ...rule }) => rule);
  return { ...report, command: 'replay', environment: 'events/', git: { dirty: true }, rules };
}
const REPORT = aReport();
const EMPTY = { ...FACTS, rules: [] };
const lines = (report: NoiseReport, unicode: boolean): string =>
  plain(noiseView(report).rules.map((view) => noiseLine(view, { unicode })));

const TEXTS: Readonly<Record<string, () => string | Promise<string>>> = {
  'every-standing/report.txt': () => plain(noiseText(REPORT, redact(), { unicode: true })),
  'every-standing/report-ascii.txt': () => plain(noiseText(REPORT, redact(), { unicode: false })),
  'every-standing/lines.txt': () => lines(REPORT, true),
  'every-standing/lines-ascii.txt': () => lines(REPORT, false),
  'every-standing/report.md': () => noiseMarkdown(REPORT, redact()),
  'every-standing/report.json': () => noiseJson(REPORT, redact()),
  'every-standing/report.html': () => noiseHtml(REPORT, redact()),
  'ungated/report.txt': () => plain(noiseText(ungated(), redact(), { unicode: true })),
  'ungated/report.md': () => noiseMarkdown(ungated(), redact()),
  'empty/report.txt': () => plain(noiseText(EMPTY, redact(), { unicode: true })),
  'empty/report.md': () => noiseMarkdown(EMPTY, redact()),
  'empty/report.html': () => noiseHtml(EMPTY, redact()),
};

describe('a report of noise', () => {
  it.each(Object.entries(TEXTS))('is as agreed in %s', async (path, render) => {
    const text = await render();
    await expect(text).toMatchFileSnapshot(join('../golden/noise', path));
    expect(await render()).toBe(text);
    expect(text).not.toContain('acme.example');
  });

  it.each(Object.entries(TEXTS).filter(([path]) => path.includes('ascii')))(
    'keeps to ASCII in %s',
    async (_, render) => {
      expect(await render()).toMatch(/^[\n -~]*$/);
    },
  );

  it('fits a terminal of a hundred columns', async () => {
    const text = await TEXTS['every-standing/report.txt']?.();
    expect(text?.split('\n').filter((one) => one.length > 100)).toEqual([]);
  });

  it('has no golden file that nothing renders', () => {
    const folder = join(import.meta.dirname, '../golden/noise');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    expect(new Set(files)).toEqual(new Set(Object.keys(TEXTS)));
  });
});
