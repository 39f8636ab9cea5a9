import type { HeldReason, Plan } from '../model/plan.ts';

/** Held because files in git are wrong, not because of what the tenant has. */
const WRONG_IN_GIT: ReadonlySet<HeldReason> = new Set<HeldReason>([
  'invalid-text',
  'name-unreadable',
]);

/** The exit code that a held object gives (design.md §5): 3 where files in git are wrong, else 4. */
export function heldCode({ reason }: { readonly reason: HeldReason }): 3 | 4 {
  return WRONG_IN_GIT.has(reason) ? 3 : 4;
}

/** The exit codes of what a plan leaves to people: held objects, and files whose rules nobody knows. */
export function leftCodes({ held, notices }: Pick<Plan, 'held' | 'notices'>): readonly (3 | 4)[] {
  const unread = unreadFiles({ notices }) > 0;
  const codes = new Set(held.map(heldCode));
  return [
    ...(codes.has(4) ? ([4] as const) : []),
    ...(codes.has(3) || unread ? ([3] as const) : []),
  ];
}

/** How many files there are whose rules nobody knows. */
export function unreadFiles({ notices }: Pick<Plan, 'notices'>): number {
  const paths = notices.flatMap((notice) =>
    notice.kind === 'rule-unreadable' ? [notice.path] : [],
  );
  return new Set(paths).size;
}
