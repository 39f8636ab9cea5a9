import type { Plan } from '../lib/model/plan.ts';
import type { Rule } from '../lib/model/rule.ts';
import type { Progress } from '../lib/ports/progress.ts';
import type { SecOps } from '../lib/ports/secops.ts';
import type { Gathering } from './reading.ts';
import type { Workspace } from './workspace.ts';

/** What is at hand while a plan is made. */
export interface Examining {
  readonly secops: Pick<SecOps, 'verifyRule'>;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

/**
 * Looks for errors in the texts that a plan would bring to the tenant, and gives the gathering that the plan is then
 * to be made of: the same one if nothing is wrong. A text that the tenant already has is not looked at.
 */
export async function examineTexts(
  { changes }: Pick<Plan, 'changes'>,
  gathering: Gathering,
  workspace: Workspace,
  examining: Examining,
): Promise<Gathering> {
  const { heads, lenient } = workspace;
  const rules = rulesToExamine(changes, gathering).filter(
    ({ text }) => !heads.isSound(text, lenient),
  );
  if (rules.length === 0) return gathering;
  // The language is large, and most plans bring no text.
  const { findBrokenTexts } = await import('./broken-texts.ts');
  const { broken, notices } = await findBrokenTexts(rules, workspace, examining);
  const accepted = new Set(notices.map((notice) => ('name' in notice ? notice.name : '')));
  for (const { name, text } of rules) {
    if (!broken.has(name) && !accepted.has(name)) heads.addSound(text, lenient);
  }
  if (broken.size === 0 && notices.length === 0) return gathering;
  return {
    ...gathering,
    input: broken.size === 0 ? gathering.input : { ...gathering.input, broken },
    notices: [...gathering.notices, ...notices],
  };
}

/** Rules that something is done about while the tenant has another text, or none. */
function rulesToExamine(
  changes: Plan['changes'],
  { input: { wanted } }: Pick<Gathering, 'input'>,
): readonly Rule[] {
  const names = new Set(
    changes.flatMap((change) => {
      if ('list' in change) return [];
      const name = 'rule' in change ? change.rule.name : change.name;
      return [name];
    }),
  );
  const same = new Map(
    changes.flatMap((change) =>
      'list' in change || !('live' in change) || change.live === undefined
        ? []
        : [['rule' in change ? change.rule.name : change.name, change.live.version.text] as const],
    ),
  );
  return wanted.rules.filter(({ name, text }) => names.has(name) && same.get(name) !== text);
}
