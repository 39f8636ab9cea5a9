import type { Change, Held } from '../model/plan.ts';
import { compareText, counted } from '../text.ts';
import { displayName, entriesOf } from './entry.ts';
import { cutEnd } from './layout.ts';
import { code, fenced, LONGEST_NAME } from './markdown-escape.ts';
import { listText } from '../plan/lists.ts';
import { diffText } from '../plan/text-diff.ts';
import type { PlanView } from './view.ts';
import { thousands } from './words.ts';

/** One difference of two texts, written as a `diff` block. */
interface MarkdownDiff {
  readonly name: string;
  readonly lines: number;
  readonly size: number;
  readonly full: string;
  /** The same with its first lines only. */
  readonly short: string;
}

/** Differences in reading order, and by size, the largest first. */
export interface MarkdownDiffs {
  readonly all: readonly MarkdownDiff[];
  readonly bySize: readonly MarkdownDiff[];
}

/** How much of the differences is printed. The largest are shortened first, and dropped first. */
export interface DiffDetail {
  readonly shortened: number;
  readonly dropped: number;
}

/** Lines that are kept of a shortened difference. */
const KEPT_LINES = 40;
const LONGEST_LINE = 400;

/** The differences that the planned changes make. */
export function changeDiffs(views: readonly PlanView[]): MarkdownDiffs {
  return ordered(
    views.flatMap(({ plan, environment }) =>
      entriesOf(plan).flatMap(({ object, name, changes }) =>
        changes
          .map(textsOf)
          .filter((texts) => texts !== undefined)
          // Read back from a machine output without texts, both are empty.
          .filter(([before, after]) => before !== after)
          .map((texts) => written(environment.name, displayName(object, name), texts)),
      ),
    ),
  );
}

/** The differences between git and the tenant that are held. */
export function heldDiffs(views: readonly PlanView[]): MarkdownDiffs {
  return ordered(
    views.flatMap(({ plan, environment }) =>
      plan.held.flatMap((held) =>
        heldTexts(held).map((texts) =>
          written(environment.name, displayName(held.object, held.name), texts),
        ),
      ),
    ),
  );
}

/** A folded block of differences; says what of it is left out. Empty where there is none. */
export function diffsBlock(
  title: string,
  { all, bySize }: MarkdownDiffs,
  { shortened, dropped }: DiffDetail,
): string {
  if (all.length === 0) return '';
  const gone = new Set(bySize.slice(0, dropped));
  const cut = new Set(bySize.slice(0, shortened));
  const shown = all.filter((diff) => !gone.has(diff));
  const left =
    gone.size === 0
      ? []
      : [
          `… ${counted(gone.size, 'diff')} (${counted(linesIn([...gone]), 'line')}) ${gone.size === 1 ? 'is' : 'are'} only in the full plan`,
        ];
  if (shown.length === 0) return left.join('');
  return [
    `<details><summary>${title} (${counted(all.length, 'object')}, ${counted(linesIn(all), 'line')})</summary>`,
    ...shown.map((diff) => (cut.has(diff) ? diff.short : diff.full)),
    ...left,
    '</details>',
  ].join('\n\n');
}

function ordered(all: readonly MarkdownDiff[]): MarkdownDiffs {
  const bySize = all.toSorted(
    (one, other) => other.size - one.size || compareText(one.name, other.name),
  );
  return { all, bySize };
}

function written(
  environment: string,
  name: string,
  [before, after]: readonly [string, string],
): MarkdownDiff {
  const lines = diffLines(before, after);
  const title = `#### ${code(name, LONGEST_NAME)} in ${code(environment, LONGEST_NAME)}`;
  const full = `${title}\n\n${fenced('diff', lines)}`;
  const left = lines.length - KEPT_LINES;
  return {
    name,
    lines: lines.length,
    size: full.length,
    full,
    short:
      left <= 0
        ? full
        : `${title}\n\n${fenced('diff', lines.slice(0, KEPT_LINES))}\n\n… ${thousands(left)} more lines are only in the full plan`,
  };
}

function textsOf(change: Change): readonly [before: string, after: string] | undefined {
  switch (change.kind) {
    case 'add-version':
    case 'rename-rule':
      return [change.live.version.text, change.rule.text];
    case 'update-list':
      return [listText(change.live), listText(change.list)];
    case 'create-rule':
    case 'create-list':
    case 'unarchive-rule':
    case 'archive-rule':
    case 'set-enabled':
    case 'set-alerting':
      return undefined;
  }
}

/** As git has it, and as the tenant has it. */
function heldTexts({ reason, differences }: Held): readonly (readonly [string, string])[] {
  if (reason === 'list-kind' || reason === 'invalid-text') return [];
  return differences.flatMap(({ field, wanted, base, live }) => {
    if (field !== 'text' && field !== 'content') return [];
    const git = wanted ?? base;
    return typeof git === 'string' && typeof live === 'string' ? [[git, live] as const] : [];
  });
}

function diffLines(before: string, after: string): readonly string[] {
  return diffText(before, after).flatMap(({ lines }) => {
    const [first] = lines;
    return [
      `@@ line ${first?.after ?? first?.before ?? 1} @@`,
      ...lines.map(({ kind, words }) => {
        const text = words.map((word) => word.text).join('');
        return SIGNS[kind] + shortLine(text);
      }),
    ];
  });
}

/** A line much longer than a rule's is cut, with a word on how much of it is missing. */
function shortLine(text: string): string {
  if (text.length <= LONGEST_LINE) return text;
  const shown = cutEnd(text, LONGEST_LINE, '');
  return `${shown} … ${counted(text.length - shown.length, 'more letter')}`;
}

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

function linesIn(diffs: readonly MarkdownDiff[]): number {
  return diffs.reduce((sum, { lines }) => sum + lines, 0);
}
