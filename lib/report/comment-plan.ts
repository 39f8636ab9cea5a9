import { counted } from '../text.ts';
import type { CheckFacts, CommentEntry, Planned, Refused, RunLink } from './comment-entry.ts';
import { foldedPlan, type PreviousPlan } from './comment-sections.ts';
import { COMMENT_BUDGET, fits, type Budget } from './markdown-budget.ts';
import { cellCode, code, LONGEST_CELL, LONGEST_NAME } from './markdown-escape.ts';
import { fittedPlans, pageOf, type PlanParts } from './markdown-plan.ts';
import { linkOf } from './run-link.ts';
import type { PlanView } from './view.ts';

/** What a comment about plans is made of. */
export interface PlanComment {
  /** In the order in which they are told. */
  readonly entries: readonly (Planned | Refused)[];
  readonly checks?: CheckFacts;
  readonly run?: RunLink;
  /**
   * The newest commit of the pull request. Plans are made of its merge into the base, whose hash nobody knows and
   * which is another one whenever the base moves.
   */
  readonly head?: string;
  /** The last plan that there was, for when there is none now. */
  readonly before?: PreviousPlan;
}

/** More environments than these are only counted where nothing came of them. */
const MOST_REFUSED = 20;

/**
 * One comment for all environments of a pull request (ux §5.6), within its budget: what stands in the way first, then
 * the tables, then the differences. Holds no detection, no host and no identity.
 */
export function planComment(comment: PlanComment, budget: Budget = COMMENT_BUDGET): string {
  const planned = comment.entries.filter((entry) => entry.status === 'planned');
  const views = planned.map(({ view }) => ofHead(view, comment));
  if (views.length === 0) return withoutPlan(comment, budget);
  const page = ({ headline, table, blocks }: PlanParts): string =>
    pageOf([
      [headline, ...failedPhrase(refusedOf(comment))].join(' · '),
      withRows(table, comment.entries),
      checkLine(comment.checks),
      ...refusedBlocks(comment.entries),
      ...blocks.slice(0, -1),
      ...(planned.every(({ texts }) => texts) ? [] : [WITHOUT_TEXTS]),
      [...blocks.slice(-1), ...savedPhrases(planned), ...linkOf(comment.run)].join(' · '),
    ]);
  return fittedPlans(views, page, budget);
}

function ofHead(view: PlanView, { head, run }: PlanComment): PlanView {
  const commit = head ?? view.git.commit;
  const files = run?.url.replace(/\/actions\/runs\/\d+$/, '');
  return {
    ...view,
    git: { ...view.git, ...(commit === undefined ? {} : { commit }) },
    ...(head === undefined || files === undefined ? {} : { files: `${files}/blob/${head}` }),
  };
}

const WITHOUT_TEXTS = '… differences are left out: the plans were made without `--texts`';

function withoutPlan(comment: PlanComment, budget: Budget): string {
  const refused = refusedOf(comment);
  const head = [
    refused.length === 0
      ? '### chron: no plan came about'
      : `### chron: ${failedPhrase(refused).join('')}`,
    checkLine(comment.checks),
    ...refusedBlocks(refused),
  ];
  const { before } = comment;
  const of = before?.commit === undefined ? '' : ` of ${before.commit.slice(0, 7)}`;
  const kept = before === undefined ? [] : foldedPlan(`Previous plan${of} (stale)`, before);
  const foot = linkOf(comment.run);
  const whole = pageOf([...head, ...kept, ...foot]);
  if (fits(whole, budget)) return whole;
  return pageOf([
    ...head,
    ...(kept.length === 0 ? [] : ['… the previous plan is too long to be kept here']),
    ...foot,
  ]);
}

function refusedOf({ entries }: PlanComment): readonly Refused[] {
  return entries.filter((entry) => entry.status === 'refused');
}

function failedPhrase(refused: readonly Refused[]): readonly string[] {
  if (refused.length === 0) return [];
  const [first] = refused;
  const names =
    refused.length === 1 && first !== undefined
      ? code(first.environment, LONGEST_NAME)
      : counted(refused.length, 'environment');
  return [`❌ **${names} could not be planned**`];
}

/** The status table with a row for each environment without a plan; GitHub fills the cells that are missing. */
function withRows(table: string, entries: PlanComment['entries']): string {
  const [head = '', rule = '', ...rows] = table.split('\n');
  const refused = entries.filter((entry) => entry.status === 'refused');
  return [head, rule, ...refused.slice(0, MOST_REFUSED).map(refusedRow), ...rows].join('\n');
}

function refusedRow({ environment, exit }: Refused): string {
  return `| ${cellCode(environment, LONGEST_NAME)} | ❌ no plan (exit ${exit}) |`;
}

/** Why an environment has no plan, or why apply will refuse the one it has. */
export function refusedBlocks(entries: readonly CommentEntry[]): readonly string[] {
  const lines = entries.flatMap((entry) => {
    const where = code(entry.environment, LONGEST_NAME);
    if (entry.status === 'planned') {
      return entry.exit === 5
        ? [
            `> Apply will refuse ${where}: it was last given a commit that is not an ancestor of this one. Merge or rebase onto it.`,
          ]
        : [];
    }
    if (entry.status !== 'refused') return [];
    const { error } = entry;
    const said =
      error === undefined
        ? entry.meaning
        : [error.message, ...(error.hint === undefined ? [] : [error.hint])]
            .map((text) => code(text, LONGEST_CELL))
            .join(' · ');
    return [`> No plan of ${where} (exit ${entry.exit}): ${said}`];
  });
  if (lines.length === 0) return [];
  const more = lines.length - MOST_REFUSED;
  return [
    [
      '> [!CAUTION]',
      [...lines.slice(0, MOST_REFUSED), ...(more > 0 ? [`> … and ${more} more`] : [])].join(
        '\n>\n',
      ),
    ].join('\n'),
  ];
}

function checkLine(checks: CheckFacts | undefined): string {
  if (checks === undefined) return '';
  const { files, errors, warnings, failed } = checks;
  const found = [
    ...(errors === 0 ? [] : [counted(errors, 'error')]),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
  ];
  const word = found.length === 0 ? 'nothing found' : found.join(', ');
  return `${failed ? '❌' : '✅'} Checked ${counted(files, 'file')}: ${word}${failed ? '; see the annotations' : ''}`;
}

/** Plans that were saved: what an approval stands for. */
function savedPhrases(planned: readonly Planned[]): readonly string[] {
  return planned.flatMap(({ environment, view: { saved } }) =>
    saved === undefined
      ? []
      : [`plan ${code(saved.digest.slice(0, 12))} for ${code(environment, LONGEST_NAME)}`],
  );
}
