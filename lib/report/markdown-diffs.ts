import type { Change, Held } from '../model/plan.ts';
import { compareText, counted } from '../text.ts';
import { displayName, entriesOf } from './entry.ts';
import { cutEnd } from './layout.ts';
import { code, fenced, LONGEST_NAME } from './markdown-escape.ts';
import { listText } from '../plan/lists.ts';
import { diffText } from '../plan/text-diff.ts';
import type { PlanView } from './view.ts';
import { thousands } from './words.ts';

/** One difference of two texts, ready to be printed as a `diff` block. */
export interface MarkdownDiff {
  readonly environment: string;
  readonly name: string;
  readonly lines: readonly string[];
}

/** How much of the differences is printed. The largest are shortened first, and dropped first. */
export interface DiffDetail {
  readonly shortened: number;
  readonly dropped: number;
}

/** Lines that are kept of a shortened difference. */
const KEPT_LINES = 40;
const LONGEST_LINE = 400;

/** The differences that the planned changes make, in reading order. */
export function changeDiffs({ plan, environment }: PlanView): readonly MarkdownDiff[] {
  return entriesOf(plan).flatMap(({ object, name, changes }) =>
    changes.flatMap((change) => {
      const texts = textsOf(change);
      return texts === undefined
        ? []
        : [
            {
              environment: environment.name,
              name: displayName(object, name),
              lines: diffLines(...texts),
            },
          ];
    }),
  );
}

/** The differences between git and the tenant that are held. */
export function heldDiffs({ plan, environment }: PlanView): readonly MarkdownDiff[] {
  return plan.held.flatMap((held) =>
    heldTexts(held).map((texts) => ({
      environment: environment.name,
      name: displayName(held.object, held.name),
      lines: diffLines(...texts),
    })),
  );
}

/** A folded block of differences; says what of it is left out. Empty where there is none. */
export function diffsBlock(
  title: string,
  diffs: readonly MarkdownDiff[],
  { shortened, dropped }: DiffDetail,
): string {
  if (diffs.length === 0) return '';
  const bySize = diffs.toSorted(
    (one, other) => sizeOf(other) - sizeOf(one) || compareText(one.name, other.name),
  );
  const gone = new Set(bySize.slice(0, dropped));
  const cut = new Set(bySize.slice(0, shortened));
  const shown = diffs.filter((diff) => !gone.has(diff));
  const left =
    gone.size === 0
      ? ''
      : `… ${counted(gone.size, 'diff')} (${counted(linesIn([...gone]), 'line')}) ${gone.size === 1 ? 'is' : 'are'} only in the full plan\n`;
  if (shown.length === 0) return left;
  const blocks = shown.map((diff) => diffBlock(diff, cut.has(diff)));
  return [
    `<details><summary>${title} (${counted(diffs.length, 'object')}, ${counted(linesIn(diffs), 'line')})</summary>`,
    ...blocks,
    ...(left === '' ? [] : [left.trimEnd()]),
    '</details>\n',
  ].join('\n\n');
}

function diffBlock({ name, environment, lines }: MarkdownDiff, cut: boolean): string {
  const kept = cut ? lines.slice(0, KEPT_LINES) : lines;
  const left = lines.length - kept.length;
  return [
    `#### ${code(name, LONGEST_NAME)} in ${code(environment, LONGEST_NAME)}`,
    fenced('diff', kept),
    ...(left === 0 ? [] : [`… ${thousands(left)} more lines are only in the full plan`]),
  ].join('\n\n');
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
  if (reason === 'list-kind') return [];
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

function sizeOf({ lines }: MarkdownDiff): number {
  return lines.reduce((size, line) => size + line.length + 1, 0);
}

function linesIn(diffs: readonly MarkdownDiff[]): number {
  return diffs.reduce((sum, { lines }) => sum + lines.length, 0);
}
