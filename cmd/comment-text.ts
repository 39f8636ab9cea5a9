import type { Wanted } from '../lib/github/next-step.ts';
import { stampOf, textIn, type Stamp } from '../lib/model/comment-stamp.ts';
import { appliedComment } from '../lib/report/comment-applied.ts';
import type { CheckFacts, CommentEntry } from '../lib/report/comment-entry.ts';
import { noteComment, type CommentNote } from '../lib/report/comment-note.ts';
import { planComment } from '../lib/report/comment-plan.ts';
import { previousIn, type PreviousPlan } from '../lib/report/comment-sections.ts';
import type { Budget } from '../lib/report/markdown-budget.ts';
import type { CommentRun } from './comment-run.ts';

/** What a comment is to be about. */
export interface Subject {
  readonly entries: readonly CommentEntry[];
  readonly checks?: CheckFacts;
  readonly run: CommentRun;
  /** The commit that it is about. */
  readonly head?: string;
}

/** The comment of a pull request, and its text for a place with other room. */
export function wantedComment(subject: Subject): Wanted & { text(budget: Budget): string } {
  const { entries, run, head } = subject;
  const has = (status: CommentEntry['status']): boolean =>
    entries.some((entry) => entry.status === status);
  // Without a pull request at hand it was a push: what is told is what became of the apply.
  const pushed = run.pull === undefined && run.commit !== undefined;
  const applied = has('applied') || pushed;
  const kind = applied ? 'applied' : has('planned') ? 'plan' : 'no-plan';
  const stamp: Stamp = {
    kind,
    ...(head === undefined ? {} : { head }),
    ...(run.run === undefined ? {} : { run: run.run }),
  };
  const render = (before: string | undefined, budget?: Budget): string =>
    kind === 'applied'
      ? appliedComment(
          {
            entries,
            ...link(run),
            ...(before !== undefined && sameApply(before, stamp) ? { before: textIn(before) } : {}),
            ...previous('plan', before),
          },
          budget,
        )
      : planComment(
          {
            entries: entries.filter((entry) => entry.status !== 'applied'),
            ...(subject.checks === undefined ? {} : { checks: subject.checks }),
            ...(run.pull?.head === undefined ? {} : { head: run.pull.head }),
            ...link(run),
            ...previous('before', before),
          },
          budget,
        );
  return {
    kept: 'plan',
    stamp,
    textAfter: (before) => render(before),
    text: (budget) => render(undefined, budget),
  };
}

/** What takes the place of a plan in a comment that is there. */
export function wantedNote(kind: CommentNote['kind'], run: CommentRun): Wanted {
  const head = run.pull?.head;
  const of = head === undefined ? {} : { head };
  return {
    kept: 'plan',
    stamp: { kind, ...of, ...(run.run === undefined ? {} : { run: run.run }) },
    textAfter: (before) =>
      noteComment({ kind, ...of, ...link(run), ...previous('before', before) }),
    onlyOver: true,
  };
}

function link({ link: run }: CommentRun): { run?: NonNullable<CommentRun['link']> } {
  return run === undefined ? {} : { run };
}

function sameApply(before: string, { head }: Stamp): boolean {
  const there = stampOf(before);
  return there?.kind === 'applied' && there.head === head;
}

/** The last plan that a comment shows: it is one, or it has one as a part. */
function previous<Key extends 'plan' | 'before'>(
  key: Key,
  body: string | undefined,
): { readonly [K in Key]?: PreviousPlan } {
  if (body === undefined) return {};
  const stamp = stampOf(body);
  const found =
    stamp?.kind === 'plan'
      ? { text: textIn(body), ...(stamp.head === undefined ? {} : { commit: stamp.head }) }
      : previousIn(textIn(body));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one key that was asked for
  return found === undefined ? {} : ({ [key]: found } as { [K in Key]: PreviousPlan });
}
