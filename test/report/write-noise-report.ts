import { writeFileSync } from 'node:fs';
import { noiseHtml } from '../../lib/report/noise-html.ts';
import { noiseMarkdown } from '../../lib/report/noise-markdown.ts';
import { noiseText } from '../../lib/report/noise-text.ts';
import { plain } from '../../lib/report/styled.ts';
import { aReport, redact } from './noise-reports.ts';

/** Writes an invented report to look at: `tsx test/report/write-noise-report.ts OUT.html`. */
const [out = 'report.html'] = process.argv.slice(2);
const report = aReport();
writeFileSync(out, await noiseHtml(report, redact()));
writeFileSync(out.replace(/html$/, 'md'), noiseMarkdown(report, redact()));
process.stdout.write(plain(noiseText(report, redact())));
