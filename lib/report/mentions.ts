import type { Plan } from '../model/plan.ts';

/** For a rule that goes away or gets another name: the rules that mention it and may stop firing. */
export function mentionsOf({
  notices,
}: Pick<Plan, 'notices'>): ReadonlyMap<string, readonly string[]> {
  const mentionedBy = new Map<string, string[]>();
  for (const notice of notices) {
    if (notice.kind !== 'mentioned') continue;
    const rules = mentionedBy.get(notice.name);
    if (rules === undefined) mentionedBy.set(notice.name, [notice.by]);
    else rules.push(notice.by);
  }
  return mentionedBy;
}
