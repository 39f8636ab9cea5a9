import { COMMENT_BUDGET, firstFitting, fits, type Budget } from './markdown-budget.ts';
import { diffsBlock } from './markdown-diffs.ts';
import { statusTable } from './markdown-head.ts';
import { materialOf, type Material, type Tables } from './markdown-material.ts';
import { leftOutText, shorten } from './shorten.ts';
import type { PlanView } from './view.ts';
import { thousands } from './words.ts';

/** How much of the material is printed. */
interface Detail {
  readonly unmanaged: boolean;
  readonly merge: boolean;
  readonly heldDropped: number;
  readonly shortened: number;
  readonly dropped: number;
  /** Rows of one kind, warnings, held rows, environments. */
  readonly rows: number;
}

const ALL: Detail = {
  unmanaged: true,
  merge: true,
  heldDropped: 0,
  shortened: 0,
  dropped: 0,
  rows: Number.POSITIVE_INFINITY,
};

/** Rows of the tables, from what is comfortable to read to what fits anywhere. */
const ROWS = [Number.POSITIVE_INFINITY, 200, 100, 50, 20, 8, 3, 1, 0];
/** Entries of one kind that get a row; the rest is counted (ux §5.6). */
const ROWS_OF_A_KIND = 50;

/**
 * Plans as one comment of a pull request, within what GitHub takes (ux §5.6). If it would be too long, blocks are
 * dropped from the least important up, each saying what is missing: notes and names of unmanaged rules, effort,
 * differences that are held, then differences that are planned, the largest first. The tables, warnings and refusals
 * stay, and get shorter only when nothing else is left to drop.
 */
export function plansMarkdown(views: readonly PlanView[], budget: Budget = COMMENT_BUDGET): string {
  const material = materialOf(views);
  for (const { steps, detail } of ladder(material)) {
    const text = firstFitting(steps, (step) => render(material, detail(step)), budget);
    if (text !== undefined) return text;
  }
  const last = `${material.headline}\n\nThe plan is too long for this place.\n`;
  return fits(last, budget) ? last : '';
}

/** The rungs, each taken only when the one before was not enough. */
function ladder(material: Material): readonly {
  readonly steps: number;
  readonly detail: (step: number) => Detail;
}[] {
  const changed = material.changed.all.length;
  const held = material.held.all.length;
  const bare: Detail = { ...ALL, unmanaged: false, merge: false };
  const short: Detail = { ...bare, heldDropped: held, shortened: changed };
  return [
    { steps: 0, detail: () => ALL },
    { steps: 0, detail: () => ({ ...ALL, unmanaged: false }) },
    { steps: held, detail: (heldDropped) => ({ ...bare, heldDropped }) },
    { steps: changed, detail: (shortened) => ({ ...bare, heldDropped: held, shortened }) },
    { steps: changed, detail: (dropped) => ({ ...short, dropped }) },
    {
      steps: ROWS.length - 1,
      detail: (step) => ({ ...short, dropped: changed, rows: ROWS[step] ?? 0 }),
    },
  ];
}

function render(material: Material, detail: Detail): string {
  const { shortened, dropped, heldDropped, rows } = detail;
  const blocks = [
    material.headline,
    statusTable(material.views, rows),
    material.refusals,
    warnings(material.warnings, rows),
    ...material.tables
      .slice(0, rows)
      .flatMap((tables) => [heldTable(tables, rows), changesTable(tables, rows)]),
    diffsBlock('Diffs', material.changed, { shortened, dropped }),
    diffsBlock('Held: git (-) and the tenant (+)', material.held, {
      shortened: 0,
      dropped: heldDropped,
    }),
    detail.merge ? material.effort : '',
    detail.unmanaged ? material.notes : '',
    detail.unmanaged ? material.unmanaged : '',
    material.footer,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function warnings(texts: readonly string[], rows: number): string {
  if (texts.length === 0) return '';
  const lines = [...texts.slice(0, rows), ...more(texts.length - rows, '> ')];
  return `> [!WARNING]\n${lines.join('\n>\n')}`;
}

function heldTable({ environment, heldRows }: Tables, rows: number): string {
  if (heldRows.length === 0 || rows === 0) return '';
  return [
    `**Held in ${environment}**: left as it is until somebody decides`,
    [
      '| | Object | What | How to settle it |',
      '|---|---|---|---|',
      ...heldRows.slice(0, rows),
    ].join('\n'),
    ...more(heldRows.length - rows, ''),
  ].join('\n\n');
}

function changesTable({ environment, entries, warned, rowOf }: Tables, rows: number): string {
  if (entries.length === 0 || rows === 0) return '';
  const { shown, left } = shorten(entries, warned, Math.min(rows, ROWS_OF_A_KIND));
  // Rows with a warning or a revert come on top of those; where room is that short, they are counted too.
  const most = rows * 7;
  return [
    `**Changes in ${environment}**`,
    ['| | Object | What | File |', '|---|---|---|---|', ...shown.slice(0, most).map(rowOf)].join(
      '\n',
    ),
    ...left.map((one) => `… ${leftOutText(one)}`),
    ...more(shown.length - most, ''),
  ].join('\n\n');
}

function more(count: number, before: string): readonly string[] {
  return count > 0 ? [`${before}… and ${thousands(count)} more, only in the full plan`] : [];
}
