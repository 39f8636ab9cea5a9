import type { Planned, Refused, RunLink } from './comment-entry.ts';
import { refusedBlocks } from './comment-plan.ts';
import { driftOf } from './drift.ts';
import { isDrift } from './held-words.ts';
import { COMMENT_BUDGET, type Budget } from './markdown-budget.ts';
import { code, LONGEST_NAME } from './markdown-escape.ts';
import { fittedPlans, pageOf } from './markdown-plan.ts';
import { linkOf } from './run-link.ts';
import type { PlanView } from './view.ts';

/** The title of the one issue about drift. */
export const DRIFT_TITLE = 'chron: tenants were changed outside git';

/** What an issue about drift is made of. */
export interface DriftIssue {
  readonly entries: readonly (Planned | Refused)[];
  readonly run?: RunLink;
}

/** What is to become of the issue: it stands with a text, is closed since all is clean, or stays since nobody knows. */
export type DriftEnd =
  | { readonly kind: 'open'; readonly text: string }
  | { readonly kind: 'clean' }
  | { readonly kind: 'unknown' };

/**
 * The issue about what was changed outside chron. Clean only where every environment was read; one that was not says
 * nothing about the issue of the others.
 */
export function driftIssue(
  { entries, run }: DriftIssue,
  budget: Budget = COMMENT_BUDGET,
): DriftEnd {
  const drifted = entries.flatMap((entry) =>
    entry.status === 'planned' && driftOf(entry.view.plan).objects > 0
      ? [onlyDrift(entry.view)]
      : [],
  );
  const refused = entries.filter((entry) => entry.status === 'refused');
  if (drifted.length === 0) {
    return entries.length === 0 || refused.length > 0 ? { kind: 'unknown' } : { kind: 'clean' };
  }
  const where = drifted.map(
    (view) => `${driftOf(view.plan).words} in ${code(view.environment.name, LONGEST_NAME)}`,
  );
  const text = fittedPlans(
    drifted,
    ({ blocks }) =>
      pageOf([
        `### Changed outside git: ${where.slice(0, 5).join(', ')}${where.length > 5 ? ', …' : ''}`,
        'Somebody changed a tenant since the last apply. Until this is settled, `chron apply` leaves these objects as they are, or puts them back where the environment says `drift: revert`. This issue is brought up to date by the next look, and closed when all tenants are as git says.',
        ...refusedBlocks(refused),
        ...blocks.slice(0, -1),
        ...linkOf(run),
      ]),
    budget,
  );
  return { kind: 'open', text };
}

/** The same plan with its drift alone. */
function onlyDrift(view: PlanView): PlanView {
  const { plan } = view;
  return {
    ...view,
    plan: {
      ...plan,
      changes: plan.changes.filter(({ reverts }) => reverts),
      held: plan.held.filter(isDrift),
      notices: [],
      objections: [],
      counts: { ...plan.counts, unmanaged: [] },
    },
  };
}
