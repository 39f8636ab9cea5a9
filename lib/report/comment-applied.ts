import { counted } from '../text.ts';
import type { MachineOutcome } from '../model/machine-plan.ts';
import { outcomeRows } from './applied-rows.ts';
import type { AppliedEntry, CommentEntry, Planned, Refused, RunLink } from './comment-entry.ts';
import {
  foldedPlan,
  sectionKey,
  sectionsIn,
  sectionText,
  type PreviousPlan,
  type Section,
} from './comment-sections.ts';
import { COMMENT_BUDGET, fits, type Budget } from './markdown-budget.ts';
import { code, LONGEST_NAME } from './markdown-escape.ts';
import { listed } from './markdown-head.ts';
import { pageOf } from './markdown-plan.ts';
import { linkOf } from './run-link.ts';
import { heldObjects } from './tally.ts';
import { thousands } from './words.ts';

/** What a comment about an apply is made of. */
export interface AppliedComment {
  /** One that was only planned had nothing to apply, or never came so far. */
  readonly entries: readonly CommentEntry[];
  readonly run?: RunLink;
  /** The text of an earlier result for the same commit: what it has of other environments is kept. */
  readonly before?: string;
  /** The plan that was reviewed. */
  readonly plan?: PreviousPlan;
}

const MOST_ROWS = 60;
const ENVIRONMENT = 'applied';

/** What a merge came to, one part an environment; several workflows may each bring theirs. */
export function appliedComment(comment: AppliedComment, budget: Budget = COMMENT_BUDGET): string {
  const { before = '', plan, entries, run } = comment;
  const mine = entries.map((entry) => partOf(entry, MOST_ROWS));
  const keys = new Set(mine.map(({ key }) => key));
  const others = sectionsIn(before).filter(
    ({ key }) => key.startsWith(`${ENVIRONMENT}:`) && !keys.has(key),
  );
  const parts = [...others, ...mine].toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const page = (kept: readonly string[]): string =>
    pageOf([`### chron: ${headline(parts)}`, ...parts.map(sectionText), ...kept, ...linkOf(run)]);
  const whole = page(plan === undefined ? [] : foldedPlan('The plan that was reviewed', plan));
  if (fits(whole, budget)) return whole;
  const bare = page([]);
  return fits(bare, budget)
    ? bare
    : pageOf([
        `### chron: ${headline(parts)}`,
        'The result is too long for this place.',
        ...linkOf(run),
      ]);
}

/** A part says in its first line how it ended, so that the headline follows from the parts alone. */
function headline(parts: readonly Section[]): string {
  const alike = new Map<string, string[]>();
  for (const { text } of parts) {
    const line = (text.split('\n')[0] ?? '').replace(/^\*\*(.*)\*\*$/, '$1');
    // The name stands in its span; of two that differ in nothing else one sentence is made.
    const [, before = line, name = '', after = ''] = /^([^`]*)(`.*`)([^`]*)$/.exec(line) ?? [];
    const key = JSON.stringify([before, after]);
    alike.set(key, [...(alike.get(key) ?? []), name]);
  }
  return [...alike]
    .map(([key, names]) => {
      const [before, after]: readonly string[] = JSON.parse(key);
      return `${before}${listed(names)}${after}`;
    })
    .join('; ');
}

function partOf(entry: CommentEntry, rows: number): Section {
  const where = code(entry.environment, LONGEST_NAME);
  const key = sectionKey(ENVIRONMENT, entry.environment);
  if (entry.status === 'refused') return { key, text: refusedText(entry, where) };
  if (entry.status === 'planned') return { key, text: plannedText(entry, where) };
  const { outcomes, interrupted, left } = entry.apply;
  const count = (status: MachineOutcome['status']): number =>
    outcomes.filter((one) => one.status === status).length;
  const sentence = [
    `${count('done')} of ${counted(outcomes.length, 'change')} done`,
    ...(['failed', 'held', 'skipped'] as const).flatMap((status) =>
      count(status) === 0 ? [] : [`${thousands(count(status))} ${status}`],
    ),
    ...(interrupted ? ['interrupted'] : []),
  ].join(', ');
  const all = outcomeRows(entry);
  const shown = all.slice(0, rows);
  const more = all.length - shown.length;
  const waits = left === undefined ? 0 : left.changes + left.held;
  return {
    key,
    text: pageOf([
      `**${titleOf(entry, where)}**`,
      outcomes.length === 0 ? 'There was nothing to do.' : `${sentence}.`,
      shown.length === 0 ? '' : ['| | Object | What | |', '|---|---|---|---|', ...shown].join('\n'),
      more > 0 ? `… and ${thousands(more)} more` : '',
      entry.exit === 6
        ? `What is left is finished by the next apply: ${code(`chron apply --env ${entry.environment}`)}`
        : '',
      entry.exit === 0 || waits === 0
        ? ''
        : `The plan made afterwards still has ${leftText(left ?? { changes: 0, held: 0 })}.`,
    ]),
  };
}

function titleOf({ exit, apply }: AppliedEntry, where: string): string {
  const held = apply.outcomes.filter(({ status }) => status === 'held').length;
  switch (exit) {
    case 0:
      return `applied to ${where}`;
    case 4:
      return held === 0
        ? `applied to ${where}, with rules held`
        : `applied to ${where}, ${held} held by the gate`;
    case 130:
      return `interrupted in ${where}`;
    default:
      return `only partly applied to ${where}`;
  }
}

function plannedText({ view: { plan } }: Planned, where: string): string {
  const changes = plan.changes.length;
  const held = heldObjects(plan);
  return pageOf([
    changes === 0 ? `**nothing to apply to ${where}**` : `**not applied to ${where}**`,
    changes === 0
      ? ''
      : `${counted(changes, 'change')} in the plan, and no apply of it came to an end.`,
    held === 0 ? '' : `${thousands(held)} held, left as it is until somebody decides.`,
  ]);
}

function refusedText({ exit, meaning, error }: Refused, where: string): string {
  if (exit === 5) {
    return pageOf([
      `**not applied to ${where}: the plan is stale**`,
      '> [!WARNING]\n> Something that the plan touches has moved since it was made, so nothing was written. It is planned again, and asks again.',
      error === undefined ? '' : code(error.message),
    ]);
  }
  return pageOf([
    `**not applied to ${where}**`,
    `> [!CAUTION]\n> Nothing was written (exit ${exit}): ${error === undefined ? meaning : code(error.message)}`,
  ]);
}

function leftText({ changes, held }: { readonly changes: number; readonly held: number }): string {
  return [
    ...(changes === 0 ? [] : [counted(changes, 'change')]),
    ...(held === 0 ? [] : [`${thousands(held)} held`]),
  ].join(' and ');
}
