import type { NoiseReport } from '../model/noise-report.ts';
import { openCharts } from './chart-draw.ts';
import { html, markupOf, trusted, type Html } from './noise-html-escape.ts';
import { pageHead, rulesTable } from './noise-html-head.ts';
import { briefSection, ruleSection } from './noise-html-rule.ts';
import { STYLE, STYLE_HASH } from './noise-html-style.ts';
import { noiseView, type Redact, type RuleView } from './noise-view.ts';

/** What a page may grow to, in bytes of UTF-8 (ux §5.8). */
const LARGEST = 1_000_000;

/**
 * A report as one page that needs nothing else: no script, no request, no font but the reader's (ux §5.8). Where it
 * would grow too large, the rules that stand best lose charts, samples and texts, then their parts; the table has all
 * of them. Loads the charting library.
 */
export async function noiseHtml(
  report: NoiseReport,
  redact: Redact,
  largest = LARGEST,
): Promise<string> {
  const view = noiseView(report);
  const draw = await openCharts();
  const told = view.rules.filter(worthTelling);
  const page = (sections: readonly Html[]): string =>
    frame(
      report,
      html`${pageHead(report, view)}
        <main>
          ${rulesTable(view.rules, (at) => (at < sections.length ? idOf(at) : undefined))}${sections}
        </main>`,
    );
  const brief = told.map((rule, at) => briefSection(rule, { id: idOf(at) }));
  const frameBytes = bytesOf(page([]));
  let room = largest - frameBytes - LINKS * told.length;
  const sizes = brief.map((one) => bytesOf(markupOf(one)));
  const kept = fitting(sizes, room);
  room -= sum(sizes.slice(0, kept));
  const sections = brief.slice(0, kept);
  for (const [at, rule] of told.slice(0, kept).entries()) {
    const full = ruleSection(rule, { id: idOf(at), redact, draw });
    room -= bytesOf(markupOf(full)) - (sizes[at] ?? 0);
    if (room < 0) break;
    sections[at] = full;
  }
  return page(sections);
}

/** A link in the table for each part of the page. */
const LINKS = 24;

/** Rules without anything to show have their row only; they are the last ones. */
function worthTelling({ standing, rule }: RuleView): boolean {
  return standing !== 'unmeasured' || rule.before !== undefined;
}

function idOf(at: number): string {
  return `r${at + 1}`;
}

function fitting(sizes: readonly number[], room: number): number {
  let used = 0;
  const end = sizes.findIndex((size) => {
    used += size;
    return used > room;
  });
  return end < 0 ? sizes.length : end;
}

function frame({ environment, chron }: NoiseReport, body: Html): string {
  return markupOf(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta
            http-equiv="Content-Security-Policy"
            content="default-src 'none'; style-src 'sha256-${trusted(STYLE_HASH)}'; base-uri 'none'; form-action 'none'"
          />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <meta name="generator" content="chron ${chron}" />
          <title>chron: noise in ${environment}</title>
          <style>
            ${trusted(STYLE)}
          </style>
        </head>
        <body>
          ${body}${METHOD}
        </body>
      </html> `,
  );
}

const METHOD = html`<footer>
  <div>
    <p>
      <b>How this was measured.</b> Detections of the text before and of the text after over the
      same range are set against each other. One is the same where the other text has one with the
      same match values and an overlapping window; of single-event rules, one of the same event.
      What the other text lacks is lost or gained. Each detection counts once.
    </p>
    <p>
      A test run ignores suppression and leaves out fewer duplicates than the live engine does, so
      its counts may be higher. A measurement that lacks anything is unproven, never zero. Days and
      hours are UTC.
    </p>
    <p>
      Entities and values are redacted: the same digits are the same value all through this report,
      and in no other. report.json beside this page has the same figures for tools.
    </p>
  </div>
</footer> `;

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
