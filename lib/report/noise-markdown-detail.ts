import { diffText } from '../plan/text-diff.ts';
import { diffRows } from './diff-cut.ts';
import { cellCode, code, fenced, LONGEST_NAME, sentenceMarkdown } from './markdown-escape.ts';
import { cutEnd } from './layout.ts';
import { capOf, figureRows } from './noise-figures.ts';
import { STANDING_SIGNS } from './noise-markdown-rows.ts';
import { dayParts, sparkline, thinned } from './noise-series.ts';
import type { Redact, RuleView } from './noise-view.ts';
import { rangeText, reasonsOf, STANDING_WORDS } from './noise-words.ts';
import { named, thousands, type Sentence } from './words.ts';

const ENTITIES = 5;
const DIFF_LINES = 40;
const LONGEST_LINE = 300;
const DAYS = 60;

/** What a detail shows beside the figures. */
export interface NoiseDetailOptions {
  /** The difference of the texts, where a comment does not have it anyway. */
  readonly diff: boolean;
}

/** All of one rule that a comment has room for: why, the figures with their limits, whom it is about, what it was measured by. */
export function noiseDetail(
  view: RuleView,
  redact: Redact,
  { diff }: NoiseDetailOptions = { diff: true },
): string {
  const { rule, standing } = view;
  return [
    `#### ${STANDING_SIGNS[standing]} ${code(rule.name, LONGEST_NAME)}: ${STANDING_WORDS[standing]}`,
    reasonList(view),
    figureTable(view),
    sparks(view),
    entityTable(view, redact),
    measuredBy(view),
    diff ? diffBlock(view) : '',
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

function reasonList(view: RuleView): string {
  const accepted = view.rule.verdict?.accepted;
  const until = accepted?.until.toISOString().slice(0, 10) ?? '';
  const reasons: readonly Sentence[] = [
    ...reasonsOf(view),
    ...(accepted === undefined ? [] : [[`accepted before ${until}: `, named(accepted.reason)]]),
  ];
  return reasons.map((reason) => `- ${sentenceMarkdown(reason)}`).join('\n');
}

function figureTable(view: RuleView): string {
  const rows = figureRows(view);
  if (rows.length === 0) return '';
  return [
    '| | Before | After | Change | Limit |',
    '|---|---:|---:|---:|---:|',
    ...rows.map(({ label, before, after, change, limit, result }) => {
      const over = result === undefined || result === 'within' ? '' : ` ${RESULT_SIGNS[result]}`;
      return `| ${[label, before, after, change, limit + over].join(' | ')} |`;
    }),
  ].join('\n');
}

const RESULT_SIGNS = {
  warn: STANDING_SIGNS.warn,
  accepted: `${STANDING_SIGNS.warn} accepted`,
  fail: STANDING_SIGNS.fail,
} as const;

function sparks({ comparison }: RuleView): string {
  if (comparison === undefined || comparison.after.days.length < 2) return '';
  const days = dayParts(comparison);
  const most = Math.max(0, ...days.map(({ before, after }) => Math.max(before, after)));
  const row = (of: 'before' | 'after'): string =>
    sparkline(
      thinned(
        days.map((day) => day[of]),
        DAYS,
      ),
      { most },
    );
  const before = comparison.before === undefined ? '' : `before \`${row('before')}\` · after `;
  return `Per day: ${before}\`${row('after')}\``;
}

function entityTable({ comparison }: RuleView, redact: Redact): string {
  const rows = (comparison?.loudest ?? []).slice(0, ENTITIES);
  if (rows.length === 0) return '';
  const more = comparison === undefined ? 0 : comparison.loudest.length - rows.length;
  return [
    '| Loudest (redacted) | Before | After | Lost | Gained |',
    '|---|---:|---:|---:|---:|',
    ...rows.map(({ entity, before, after, lost, gained }) => {
      const counts = [before, after, lost, gained].map((one) => thousands(one));
      return `| ${[cellCode(redact(entity)), ...counts].join(' | ')} |`;
    }),
    ...(more > 0 ? ['', `… and ${more} more, only in the full report`] : []),
  ].join('\n');
}

function measuredBy(view: RuleView): string {
  const { rule, gaps, method } = view;
  const range = rule.measurement?.range ?? rule.verdict?.range;
  if (range === undefined || method === undefined) return '';
  const cap = capOf(view);
  const health = (rule.measurement ?? rule.verdict)?.logTypes ?? [];
  return [
    `By ${method}, ${rangeText(range)}${gaps.length === 0 ? ', complete' : ', **incomplete**'}`,
    ...(cap === undefined
      ? []
      : [`worst day ${thousands(cap.worst)} of a cap of ${thousands(cap.cap)}`]),
    ...health.map(({ logType, events }) => `${code(logType)} ${EVENTS[events]}`),
  ].join(' · ');
}

const EVENTS = {
  seen: 'has events',
  none: 'has **no events**',
  unknown: 'could not be asked for',
} as const;

function diffBlock({ rule }: RuleView): string {
  if (rule.before === undefined || rule.after === undefined) return '';
  const rows = diffRows(diffText(rule.before, rule.after), DIFF_LINES);
  if (rows.length === 0) return '';
  return fenced(
    'diff',
    rows.map((row) => {
      switch (row.kind) {
        case 'gap':
          return '@@';
        case 'cut':
          return `@@ ${row.lines.length} more lines, only in the full report @@`;
        case 'line': {
          const text = row.line.words.map((word) => word.text).join('');
          return SIGNS[row.line.kind] + cutEnd(text, LONGEST_LINE, '…');
        }
      }
    }),
  );
}

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;
