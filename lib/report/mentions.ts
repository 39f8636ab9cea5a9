import type { Plan } from '../model/plan.ts';

/**
 * For a rule that goes away or gets another name: the rules that mention it and may stop firing. Known by the name
 * after the plan, as entries are; what is mentioned is the name before.
 */
export function mentionsOf(
  plan: Pick<Plan, 'changes' | 'notices'>,
): ReadonlyMap<string, readonly string[]> {
  const newName = newNames(plan);
  const mentionedBy = new Map<string, string[]>();
  for (const notice of plan.notices) {
    if (notice.kind !== 'mentioned') continue;
    const name = newName.get(notice.name) ?? notice.name;
    const rules = mentionedBy.get(name);
    if (rules === undefined) mentionedBy.set(name, [notice.by]);
    else rules.push(notice.by);
  }
  return mentionedBy;
}

/** Rules whose entry bears a warning, by their names after the plan. */
export function warnedRules(plan: Pick<Plan, 'changes' | 'notices'>): ReadonlySet<string> {
  const failing = plan.notices.flatMap((notice) =>
    notice.kind === 'compile-failed' ? [notice.name] : [],
  );
  return new Set([...mentionsOf(plan).keys(), ...failing]);
}

function newNames({ changes }: Pick<Plan, 'changes'>): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap((change): readonly [string, string][] =>
      change.kind === 'rename-rule' ? [[change.live.name, change.rule.name]] : [],
    ),
  );
}
