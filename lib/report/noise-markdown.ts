import type { NoiseReport } from '../model/noise-report.ts';
import { counted } from '../text.ts';
import { COMMENT_BUDGET, firstFitting, type Budget } from './markdown-budget.ts';
import { code, LONGEST_NAME } from './markdown-escape.ts';
import { limitsText } from './noise-limits.ts';
import { noiseDetail } from './noise-markdown-detail.ts';
import { gatePhrase, noiseRow, noiseTable } from './noise-markdown-rows.ts';
import { noiseView, type NoiseView, type Redact, type RuleView } from './noise-view.ts';
import { countPhrases, rangeText, STANDING_MEANING } from './noise-words.ts';
import { shortCommit } from './view.ts';
import { thousands } from './words.ts';

/**
 * A report for a pull request, within what GitHub takes (ux §5.6): headline, a table of rules, the worst first, and
 * what was measured of each. Where that is too long, details go first, those of the quietest rule before others, then
 * rows from the bottom; each says what is missing.
 */
export function noiseMarkdown(
  report: NoiseReport,
  redact: Redact,
  budget: Budget = COMMENT_BUDGET,
): string {
  const view = noiseView(report);
  const told = view.rules.filter(({ standing }) => standing !== 'unmeasured');
  const details = remembered((rule: RuleView) => noiseDetail(rule, redact));
  const rowOf = remembered(noiseRow);
  const render = (step: number): string => {
    const detailed = Math.max(0, told.length - step);
    const rows = view.rules.length - Math.max(0, step - told.length);
    const blocks = [
      headlineOf(report, view),
      intro(report, view),
      noiseTable(report, rows, rowOf),
      detailBlock(told, detailed, details),
      footer(report),
    ];
    return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
  };
  return firstFitting(told.length + view.rules.length, render, budget) ?? '';
}

function headlineOf({ environment, rules }: NoiseReport, { worst }: NoiseView): string {
  return `### chron: noise of ${counted(rules.length, 'rule')} in ${code(environment, LONGEST_NAME)} · ${gatePhrase(worst)}`;
}

function intro({ range, policy }: NoiseReport, view: NoiseView): string {
  const limits =
    policy === undefined
      ? ''
      : ` Limits: ${limitsText(policy.maxPerDay)} a day in the mean, ${thousands(policy.maxWorstDay)} on the worst day.`;
  const sentence = STANDING_MEANING[view.worst];
  const counts = countPhrases(view).join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${counts === '' ? '' : ` (${counts})`}. Detections over ${rangeText(range)}.${limits}`;
}

function detailBlock(
  told: readonly RuleView[],
  shown: number,
  detailOf: (rule: RuleView) => string,
): string {
  if (told.length === 0) return '';
  const left = told.length - shown;
  const more =
    left === 0
      ? []
      : [`… what was measured of ${counted(left, 'more rule')} is only in the full report`];
  if (shown === 0) return more.join('');
  return [
    `<details><summary>What was measured (${counted(told.length, 'rule')})</summary>`,
    ...told.slice(0, shown).map(detailOf),
    ...more,
    '</details>',
  ].join('\n\n');
}

function footer({ git, chron, command }: NoiseReport): string {
  const tree = git.commit === undefined ? 'nothing committed yet' : code(shortCommit(git.commit));
  const on = git.branch === undefined ? '' : ` on ${code(git.branch, LONGEST_NAME)}`;
  return `${tree}${on}${git.dirty ? ' with uncommitted changes' : ''} · chron ${code(chron)} ${command} · values redacted`;
}

/** Written once, however often the room is tried. */
function remembered(write: (rule: RuleView) => string): (rule: RuleView) => string {
  const written = new Map<RuleView['rule'], string>();
  return (view) => {
    const known = written.get(view.rule);
    if (known !== undefined) return known;
    const text = write(view);
    written.set(view.rule, text);
    return text;
  };
}
