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

/** The parts of a text about plans, in reading order, at some level of detail. Empty ones are left out. */
export interface PlanParts {
  readonly headline: string;
  readonly table: string;
  readonly blocks: readonly string[];
}

/**
 * Plans as one comment of a pull request, within what GitHub takes (ux §5.6). If it would be too long, blocks are
 * dropped from the least important up, each saying what is missing: notes and names of unmanaged rules, effort,
 * differences that are held, then differences that are planned, the largest first. The tables, warnings and refusals
 * stay, and get shorter only when nothing else is left to drop.
 */
export function plansMarkdown(views: readonly PlanView[], budget: Budget = COMMENT_BUDGET): string {
  return fittedPlans(
    views,
    ({ headline, table, blocks }) => pageOf([headline, table, ...blocks]),
    budget,
  );
}

/** The same, where `page` lays out the parts; it must not get longer where a part gets shorter. */
export function fittedPlans(
  views: readonly PlanView[],
  page: (parts: PlanParts) => string,
  budget: Budget,
): string {
  const material = materialOf(views);
  for (const { steps, detail } of ladder(material)) {
    const text = firstFitting(steps, (step) => page(partsOf(material, detail(step))), budget);
    if (text !== undefined) return text;
  }
  const last = `${material.headline}\n\nThe plan is too long for this place.\n`;
  return fits(last, budget) ? last : '';
}

/** Blocks of Markdown one below the other. */
export function pageOf(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
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

function partsOf(material: Material, detail: Detail): PlanParts {
  const { shortened, dropped, heldDropped, rows } = detail;
  const blocks = [
    material.refusals,
    material.alerts,
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
    leftOut(material, detail),
    material.footer,
  ];
  return {
    headline: material.headline,
    table: statusTable(material.views, rows),
    blocks: blocks.filter((block) => block !== ''),
  };
}

/** What is dropped whole is named. */
function leftOut({ effort, notes, unmanaged }: Material, detail: Detail): string {
  const gone = [
    ...(detail.merge || effort === '' ? [] : ['what applying costs']),
    ...(detail.unmanaged || notes === '' ? [] : ['notes']),
    ...(detail.unmanaged || unmanaged === '' ? [] : ['names of rules that are not managed']),
  ];
  return gone.length === 0 ? '' : `… only in the full plan: ${gone.join(', ')}`;
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

function changesTable(
  { environment, entries, warned, rowOf, gated, listedRows }: Tables,
  rows: number,
): string {
  if ((entries.length === 0 && listedRows.length === 0) || rows === 0) return '';
  const { shown, left } = shorten(entries, warned, Math.min(rows, ROWS_OF_A_KIND));
  // Rows with a warning or a revert come on top of those; where room is that short, they are counted too.
  const most = rows * 7;
  const listed = listedRows.slice(0, Math.min(rows, ROWS_OF_A_KIND));
  return [
    `**Changes in ${environment}**`,
    [...(gated ? GATED_HEAD : HEAD), ...shown.slice(0, most).map(rowOf), ...listed].join('\n'),
    ...left.map((one) => `… ${leftOutText(one)}`),
    ...more(shown.length - most, ''),
    ...more(listedRows.length - listed.length, ''),
  ].join('\n\n');
}

const HEAD = ['| | Object | What | File |', '|---|---|---|---|'];
/** Without the file, for which there is no room beside what the gate says. */
const GATED_HEAD = ['| | Object | What | Detections | Gate |', '|---|---|---|---|---|'];

function more(count: number, before: string): readonly string[] {
  return count > 0 ? [`${before}… and ${thousands(count)} more, only in the full plan`] : [];
}
