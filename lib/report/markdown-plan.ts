import { counted } from '../text.ts';
import { effortOf } from './effort.ts';
import { entriesOf, type Entry } from './entry.ts';
import { COMMENT_BUDGET, firstFitting, fits, type Budget } from './markdown-budget.ts';
import { changeDiffs, diffsBlock, heldDiffs, type MarkdownDiff } from './markdown-diffs.ts';
import { code, LONGEST_NAME, sentenceMarkdown } from './markdown-escape.ts';
import { headline, statusTable } from './markdown-head.ts';
import { changeRow, heldRow } from './markdown-rows.ts';
import { mentionsOf, warnedRules } from './mentions.ts';
import { noticeText } from './notice-words.ts';
import { objectionText } from './objection-words.ts';
import { leftOutText, shorten } from './shorten.ts';
import { shortCommit, type PlanView } from './view.ts';
import { thousands } from './words.ts';

/** All of a comment that does not depend on how much room there is; worked out once. */
interface Material {
  readonly views: readonly PlanView[];
  readonly entries: ReadonlyMap<PlanView, readonly Entry[]>;
  readonly changed: readonly MarkdownDiff[];
  readonly held: readonly MarkdownDiff[];
}

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

/** Rows of the tables, from what is comfortable to read to what fits anywhere. */
const ROWS = [Number.POSITIVE_INFINITY, 200, 100, 50, 20, 8, 3, 1, 0];
/** Entries of one kind that get a row; the rest is counted (ux §5.6). */
const ROWS_OF_A_KIND = 50;

/**
 * Plans as one comment of a pull request, within what GitHub takes (ux §5.6). If it would be too long, blocks are
 * dropped from the least important up, each saying what is missing: notes and names of unmanaged rules, effort, differences
 * that are held, then differences that are planned, the largest first. The tables, warnings and refusals stay, and
 * get shorter only when nothing else is left to drop.
 */
export function plansMarkdown(views: readonly PlanView[], budget: Budget = COMMENT_BUDGET): string {
  const material: Material = {
    views,
    entries: new Map(views.map((view) => [view, entriesOf(view.plan)])),
    changed: views.flatMap(changeDiffs),
    held: views.flatMap(heldDiffs),
  };
  for (const { steps, detail } of ladder(material)) {
    const text = firstFitting(steps, (step) => render(material, detail(step)), budget);
    if (text !== undefined) return text;
  }
  const last = `${headline(views)}\n\nThe plan is too long for this place.\n`;
  return fits(last, budget) ? last : '';
}

/** The rungs, each taken only when the one before was not enough. */
function ladder({ changed, held }: Material): readonly {
  readonly steps: number;
  readonly detail: (step: number) => Detail;
}[] {
  const all: Detail = {
    unmanaged: true,
    merge: true,
    heldDropped: 0,
    shortened: 0,
    dropped: 0,
    rows: Number.POSITIVE_INFINITY,
  };
  const bare: Detail = { ...all, unmanaged: false, merge: false };
  const short: Detail = { ...bare, heldDropped: held.length, shortened: changed.length };
  return [
    { steps: 0, detail: () => all },
    { steps: 0, detail: () => ({ ...all, unmanaged: false }) },
    { steps: held.length, detail: (heldDropped) => ({ ...bare, heldDropped }) },
    {
      steps: changed.length,
      detail: (shortened) => ({ ...bare, heldDropped: held.length, shortened }),
    },
    { steps: changed.length, detail: (dropped) => ({ ...short, dropped }) },
    {
      steps: ROWS.length - 1,
      detail: (step) => ({ ...short, dropped: changed.length, rows: ROWS[step] ?? 0 }),
    },
  ];
}

function render(material: Material, detail: Detail): string {
  const { views, changed, held } = material;
  const { shortened, dropped, heldDropped, rows } = detail;
  const blocks = [
    headline(views),
    statusTable(views, rows),
    refusals(views),
    warnings(views, rows),
    ...views
      .slice(0, rows)
      .flatMap((view) => [
        heldTable(view, rows),
        changesTable(view, material.entries.get(view) ?? [], rows),
      ]),
    diffsBlock('Diffs', changed, { shortened, dropped }),
    diffsBlock('Held: git (-) and the tenant (+)', held, { shortened: 0, dropped: heldDropped }),
    detail.merge ? effortBlock(views) : '',
    detail.unmanaged ? notesBlock(views) : '',
    detail.unmanaged ? unmanagedBlock(views) : '',
    footer(views),
  ];
  return `${blocks
    .filter((block) => block !== '')
    .map((block) => block.trimEnd())
    .join('\n\n')}\n`;
}

function refusals(views: readonly PlanView[]): string {
  const lines = views.flatMap(({ plan, environment }) =>
    plan.objections.map((objection) => {
      const { sentence, lift } = objectionText(objection, environment.path);
      return `> ${code(environment.name, LONGEST_NAME)}: ${sentenceMarkdown(sentence)} (${sentenceMarkdown(lift)})`;
    }),
  );
  if (lines.length === 0) return '';
  return ['> [!CAUTION]', '> Apply will refuse this plan.', '>', lines.join('\n>\n')].join('\n');
}

function warnings(views: readonly PlanView[], rows: number): string {
  const texts = views.flatMap(({ plan }) =>
    plan.notices
      .map(noticeText)
      .filter(({ level }) => level === 'warning')
      .map(({ sentence }) => `> ${sentenceMarkdown(sentence)}`),
  );
  if (texts.length === 0) return '';
  return [
    '> [!WARNING]',
    [...texts.slice(0, rows), ...more(texts.length - rows, '> ')].join('\n>\n'),
  ].join('\n');
}

function heldTable({ plan, environment }: PlanView, rows: number): string {
  if (plan.held.length === 0 || rows === 0) return '';
  const shown = plan.held.slice(0, rows).map((held) => heldRow(held, environment));
  return [
    `**Held in ${code(environment.name, LONGEST_NAME)}**: left as it is until somebody decides`,
    ['| | Object | What | How to settle it |', '|---|---|---|---|', ...shown].join('\n'),
    ...more(plan.held.length - shown.length, ''),
  ].join('\n\n');
}

function changesTable(
  { plan, environment }: PlanView,
  entries: readonly Entry[],
  rows: number,
): string {
  if (entries.length === 0 || rows === 0) return '';
  const { shown, left } = shorten(entries, warnedRules(plan), Math.min(rows, ROWS_OF_A_KIND));
  const mentionedBy = mentionsOf(plan);
  const kept = shown.slice(0, Number.isFinite(rows) ? rows * 7 : undefined);
  const cut = shown.length - kept.length;
  return [
    `**Changes in ${code(environment.name, LONGEST_NAME)}**`,
    [
      '| | Object | What | File |',
      '|---|---|---|---|',
      ...kept.map((entry) =>
        changeRow(entry, entry.object === 'rule' ? (mentionedBy.get(entry.name) ?? []) : []),
      ),
    ].join('\n'),
    ...left.map((one) => `… ${leftOutText(one)}`),
    ...more(cut, ''),
  ].join('\n\n');
}

function more(count: number, before: string): string[] {
  return count > 0 && Number.isFinite(count)
    ? [`${before}… and ${thousands(count)} more, only in the full plan`]
    : [];
}

function effortBlock(views: readonly PlanView[]): string {
  const lines = views.flatMap(({ plan, environment, saved }) => {
    if (plan.changes.length === 0) return [];
    const { writes, rereads, seconds } = effortOf(plan);
    const time = environment.rates === 'published' ? `, about ${thousands(seconds)} s` : '';
    return [
      `${code(environment.name, LONGEST_NAME)}: ${counted(writes, 'write')} and ${counted(rereads, 're-read')}${time}.`,
      ...(saved === undefined
        ? []
        : [
            `Plan ${code(saved.digest.slice(0, 12))} applies only if ${counted(saved.objects, 'object')} ${saved.objects === 1 ? 'has' : 'have'} not moved.`,
          ]),
    ];
  });
  if (lines.length === 0) return '';
  return ['<details><summary>On apply</summary>', lines.join('\n'), '</details>'].join('\n\n');
}

function notesBlock(views: readonly PlanView[]): string {
  const lines = views.flatMap(({ plan }) =>
    plan.notices
      .map(noticeText)
      .filter(({ level }) => level === 'note')
      .map(({ sentence }) => `- ${sentenceMarkdown(sentence)}`),
  );
  if (lines.length === 0) return '';
  return ['<details><summary>Notes</summary>', lines.join('\n'), '</details>'].join('\n\n');
}

function unmanagedBlock(views: readonly PlanView[]): string {
  const lines = views.flatMap(({ plan: { counts }, environment }) =>
    counts.unmanaged.length === 0
      ? []
      : [
          `${code(environment.name, LONGEST_NAME)}: ${counts.unmanaged.map((name) => code(name, LONGEST_NAME)).join(', ')}`,
        ],
  );
  if (lines.length === 0) return '';
  return [
    '<details><summary>Not managed by this repository</summary>',
    lines.join('\n\n'),
    '</details>',
  ].join('\n\n');
}

function footer(views: readonly PlanView[]): string {
  const [view] = views;
  if (view === undefined) return '';
  const { commit, branch, dirty } = view.git;
  const tree = commit === undefined ? 'nothing committed yet' : code(shortCommit(commit));
  const on = branch === undefined ? '' : ` on ${code(branch, LONGEST_NAME)}`;
  return `${tree}${on}${dirty ? ' with uncommitted changes' : ''} · gate: off, noise is not measured · chron ${code(view.chron)}`;
}
