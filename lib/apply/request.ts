import type { Measured } from '../model/gating.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan, PlanInput } from '../model/plan.ts';
import type { CommitState } from '../plan/base.ts';
import type { Progress } from '../ports/progress.ts';
import type { ApplyDeps } from './apply.ts';
import type { Failure } from './failure.ts';
import type { Remembered } from './remember.ts';

/** One apply: a plan that was shown and agreed to, and all that it was made of. */
export interface ApplyRequest extends Omit<ApplyDeps, 'plan' | 'rules' | 'onFailure' | 'onMute'> {
  readonly input: PlanInput;
  readonly plan: Plan;
  /** The tenant's memory as it was read when the plan was made. */
  readonly remembered: Remembered;
  /** `Memory.repository` of the repository at hand. */
  readonly repository: string;
  /** The commit the work tree stands at; undefined where there is none yet. */
  readonly commit: string | undefined;
  /** What that commit wants of the environment; equal to `input.wanted` in a clean work tree. */
  readonly committed: CommitState;
  readonly progress?: Progress | undefined;
}

/** What came of an apply. */
export interface ApplyResult {
  /** One for each change, in the plan's order. */
  readonly outcomes: readonly Outcome[];
  /** What was measured, in the order in which it came in. */
  readonly measured: readonly Measured[];
  /** The plan made once more, of the tenant as it is now; undefined where the tenant was not read again. */
  readonly last: Plan | undefined;
  readonly memory: MemoryResult;
  readonly interrupted: boolean;
  /** What else went wrong, in words for people. */
  readonly problems: readonly Failure[];
}

/** `unchanged`: it said all this before. */
export type MemoryResult =
  | { readonly status: 'written' | 'unchanged' }
  | ({ readonly status: 'not-written' } & Failure);
