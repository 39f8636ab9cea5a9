import { cellCode, code, LONGEST_NAME, sentenceMarkdown } from './markdown-escape.ts';
import { countsText, limitText } from './noise-figures.ts';
import { dayParts, sparkline, thinned } from './noise-series.ts';
import {
  noiseView,
  STANDINGS,
  type NoiseView,
  type RuleView,
  type Standing,
} from './noise-view.ts';
import { reasonsOf } from './noise-words.ts';
import type { NoiseReport } from '../model/noise-report.ts';
import { thousands } from './words.ts';

/** How a standing looks in a comment; the word beside it says the same. */
export const STANDING_SIGNS: Readonly<Record<Standing, string>> = {
  fail: '❌',
  unproven: '❓',
  warn: '⚠️',
  unjudged: '📊',
  pass: '✅',
  unmeasured: '➖',
};

const GATE_WORDS: Readonly<Record<Standing, string>> = {
  fail: 'gate **failed**',
  unproven: '**could not be measured**',
  warn: 'gate **passed with warnings**',
  unjudged: 'measured',
  pass: 'gate **passed**',
  unmeasured: 'not measured',
};

/** What a headline says of the noise of one or several environments, by the worst of them. */
export function gatePhrase(standing: Standing): string {
  return GATE_WORDS[standing];
}

/** A cell of a table of environments: `✅ 2 of 2`, `❌ 1 of 3`, `➖ not measured`. */
export function gateCell({ rules, counts, worst }: NoiseView): string {
  const measured = rules.length - counts.unmeasured;
  if (measured === 0) return `${STANDING_SIGNS.unmeasured} not measured`;
  if (worst === 'unjudged') return `${STANDING_SIGNS.unjudged} ${thousands(measured)}`;
  const passed = counts.pass + counts.warn;
  return `${STANDING_SIGNS[worst]} ${thousands(passed)} of ${thousands(measured)}`;
}

/** Days that a cell has room for. */
const DAYS = 14;

/** The noise of one rule in a cell: `118 → 31 (−87, +0) ▁▂▁`; `not measured` where nothing came back. */
export function noiseCell(view: RuleView): string {
  const counts = countsText(view);
  if (counts === undefined) return view.standing === 'unmeasured' ? 'not measured' : 'not known';
  const days = view.comparison === undefined ? [] : dayParts(view.comparison);
  const spark = sparkline(
    thinned(
      days.map(({ after }) => after),
      DAYS,
    ),
  );
  return days.length < 2 ? counts : `${counts} \`${spark}\``;
}

/** What the gate says of one rule in a cell: the sign, the first reason, the limit. */
export function verdictCell(view: RuleView): string {
  const [reason] = reasonsOf(view);
  const sign = STANDING_SIGNS[view.standing];
  if (reason !== undefined) return `${sign} ${sentenceMarkdown(reason, ownWords)}`;
  const limit = limitText(view);
  return limit === '' ? sign : `${sign} ${limit}`;
}

/** One row of the table of rules. */
export function noiseRow(view: RuleView): string {
  const cells = [
    STANDING_SIGNS[view.standing],
    cellCode(view.rule.name, LONGEST_NAME),
    ownWords(view.rule.what),
    noiseCell(view),
    verdictCell(view),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Words of ours as they are; anything that Markdown or GitHub might read otherwise is code. */
function ownWords(text: string): string {
  return /^[A-Za-z][A-Za-z ,;()]*$/.test(text) ? text : cellCode(text);
}

const HEAD = '| | Rule | What | Detections | Gate |\n|---|---|---|---|---|';

/** Names of rules that are written of those left out. */
const NAMED = 10;

/** The first so many rules as a table, the worst first; what is left out is counted by how it stands, and named as far as there is room. */
export function noiseTable(
  report: Pick<NoiseReport, 'rules'>,
  rows = Number.POSITIVE_INFINITY,
  rowOf: (view: RuleView) => string = noiseRow,
): string {
  const { rules } = noiseView(report);
  if (rules.length === 0) return '';
  const left = rules.slice(rows);
  const shown = rules.slice(0, rows).map(rowOf);
  return [
    ...(shown.length === 0 ? [] : [[HEAD, ...shown].join('\n')]),
    ...(left.length === 0 ? [] : [leftOut(left)]),
  ].join('\n\n');
}

function leftOut(left: readonly RuleView[]): string {
  const { counts } = noiseView({ rules: left.map(({ rule }) => rule) });
  const stands = STANDINGS.filter((standing) => counts[standing] > 0).map(
    (standing) => `${thousands(counts[standing])} ${WORDS[standing]}`,
  );
  const names = left.slice(0, NAMED).map(({ rule }) => code(rule.name, LONGEST_NAME));
  const more = left.length > NAMED ? ', …' : '';
  return `… and ${thousands(left.length)} more rules (${stands.join(', ')}), only in the full report: ${names.join(', ')}${more}`;
}

const WORDS: Readonly<Record<Standing, string>> = {
  fail: 'failed',
  unproven: 'unproven',
  warn: 'with warnings',
  unjudged: 'measured',
  pass: 'passed',
  unmeasured: 'not measured',
};
