/** A process of its own: compares detections of two texts, writes every report of them, and prints what that took. */
import { compareDetections } from '../../lib/gate/compare.ts';
import { judge } from '../../lib/gate/judge.ts';
import { openRedactor } from '../../lib/gate/redact.ts';
import { DEFAULT_GATE } from '../../lib/model/gate.ts';
import type { NoiseReport } from '../../lib/model/noise-report.ts';
import type { Measurement } from '../../lib/model/verdict.ts';
import { detectionLines } from '../../lib/report/noise-detections.ts';
import { noiseHtml } from '../../lib/report/noise-html.ts';
import { noiseJson } from '../../lib/report/noise-json.ts';
import { noiseMarkdown } from '../../lib/report/noise-markdown.ts';
import { inventedDetections, RANGE } from './invented-detections.ts';

const [count = '500000', rules = '50'] = process.argv.slice(2);
const each = Math.floor(Number(count) / Number(rules) / 2);
const sets = Array.from({ length: Number(rules) }, (_, at) => ({
  rule: `rule_${at}`,
  was: inventedDetections(each, at * 2 + 1),
  is: inventedDetections(each, at * 2 + 2),
}));

const begun = performance.now();
const measured = sets.map(({ rule, was, is }) => {
  const measurement: Measurement = {
    rule,
    text: '0'.repeat(64),
    by: 'test-run',
    range: RANGE,
    comparison: compareDetections(was, is, RANGE),
    gaps: [],
    logTypes: [],
  };
  return {
    name: rule,
    techniques: [],
    what: 'logic',
    measurement,
    verdict: judge(measurement, DEFAULT_GATE, { severity: undefined, now: RANGE.to }),
  };
});
const report: NoiseReport = {
  environment: 'bench',
  command: 'retrohunt',
  chron: '0.0.0',
  created: RANGE.to,
  git: { dirty: false },
  range: RANGE,
  policy: DEFAULT_GATE,
  rules: measured,
};
const redact = openRedactor('salt');
const page = await noiseHtml(report, redact);
const [markdown, json] = [noiseMarkdown(report, redact), noiseJson(report, redact)];
let lines = 0;
for (const line of detectionLines(report)) lines += line.length === 0 ? 0 : 1;
process.stdout.write(
  JSON.stringify({
    seconds: (performance.now() - begun) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    pageMb: Buffer.byteLength(page) / 1_000_000,
    written: markdown.length > 0 && json.length > 0 && lines > 0,
  }),
);
