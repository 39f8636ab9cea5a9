import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../lib/errors.ts';
import { PLAN_FORMAT } from '../lib/model/plan-file.ts';
import { writePlanFile } from '../lib/plan/plan-file.ts';
import type { PlanView } from '../lib/report/view.ts';
import { VERSION } from './chron.ts';
import type { Context } from './command.ts';
import type { PlannedNoise } from './plan-hunt.ts';
import type { Planning } from './planning.ts';
import type { Workspace } from './workspace.ts';

/** Writes a plan into a file that apply takes, with what was measured for it. Throws UserError where it cannot. */
export function savePlan(
  { view, plan, gathering, wanting, verdicts }: PlannedNoise,
  workspace: Workspace,
  context: Context,
  out: string,
): PlanView {
  const { facts } = workspace.repository;
  const { commit, committed, input } = gathering;
  const { text, digest } = writePlanFile({
    format: PLAN_FORMAT,
    chron: VERSION,
    created: context.clock.now(),
    environmentDigest: wanting.environment.digest,
    repository: facts.repository,
    git: {
      ...(commit === undefined ? {} : { commit }),
      ...(facts.branch === undefined ? {} : { branch: facts.branch }),
      dirty: view.git.dirty,
    },
    memoryHash: gathering.memoryHash,
    ...(view.git.dirty ? { committed } : {}),
    input,
    plan,
    ...(verdicts === undefined || verdicts.length === 0 ? {} : { verdicts }),
  });
  try {
    writeFileSync(resolve(context.cwd, out), text, { mode: 0o600 });
  } catch (error) {
    throw new UserError(`the plan cannot be saved to ${out}`, {
      hint: error instanceof Error ? error.message : '',
      cause: error,
    });
  }
  return { ...view, saved: { path: out, digest, objects: touchedObjects(plan) } };
}

function touchedObjects({ changes }: Planning['plan']): number {
  const names = changes.map((change) =>
    'list' in change ? `%${change.list.name}` : 'rule' in change ? change.rule.name : change.name,
  );
  return new Set(names).size;
}
