import type { RunLink } from './comment-entry.ts';
import { foldedPlan, type PreviousPlan } from './comment-sections.ts';
import { COMMENT_BUDGET, fits, type Budget } from './markdown-budget.ts';
import { code } from './markdown-escape.ts';
import { pageOf } from './markdown-plan.ts';
import { linkOf } from './run-link.ts';
import { shortCommit } from './view.ts';

/** What stands in the place of a plan that is not there yet, or comes to nothing. */
export interface CommentNote {
  readonly kind: 'planning' | 'closed';
  /** The newest commit of the pull request. */
  readonly head?: string;
  readonly run?: RunLink;
  /** The last plan that there was. */
  readonly before?: PreviousPlan;
}

const WORDS = {
  planning: {
    headline: (of: string) => `planning${of} …`,
    sentence: 'What a merge would do stands here as soon as it is known.',
    plan: (of: string) => `Previous plan${of} (stale)`,
  },
  closed: {
    headline: () => 'closed without a merge',
    sentence: 'Nothing of it is applied, and nothing of it is planned any more.',
    plan: (of: string) => `The last plan${of}`,
  },
} as const;

/** The comment of a pull request while it is planned anew, and after it was closed (ux §5.6). */
export function noteComment(
  { kind, head, run, before }: CommentNote,
  budget: Budget = COMMENT_BUDGET,
): string {
  const words = WORDS[kind];
  const of = head === undefined ? '' : ` ${code(shortCommit(head))}`;
  const page = (kept: readonly string[]): string =>
    pageOf([`### chron: ${words.headline(of)}`, words.sentence, ...kept, ...linkOf(run)]);
  if (before === undefined) return page([]);
  const commit = before.commit === undefined ? '' : ` of ${shortCommit(before.commit)}`;
  const whole = page(foldedPlan(words.plan(commit), before));
  return fits(whole, budget) ? whole : page(['… the previous plan is too long to be kept here']);
}
