import type { MachineApplied, MachineChange, MachineRefused } from '../model/machine-plan.ts';
import type { PlanView } from './view.ts';

/** What became of one environment, as a comment tells it. `meaning` is what its exit code stands for. */
export type CommentEntry =
  | {
      readonly status: 'planned';
      readonly environment: string;
      readonly exit: number;
      readonly meaning: string;
      readonly view: PlanView;
      /** Whether the output had texts, so that there are differences to show. */
      readonly texts: boolean;
    }
  | {
      readonly status: 'applied';
      readonly environment: string;
      readonly exit: number;
      readonly meaning: string;
      readonly apply: MachineApplied['apply'];
      /** What was to be done: an outcome does not say whether a flag was set or cleared. */
      readonly changes: readonly Pick<MachineChange, 'kind' | 'name' | 'value'>[];
    }
  | {
      readonly status: 'refused';
      readonly environment: string;
      readonly exit: number;
      readonly meaning: string;
      readonly error?: MachineRefused['error'];
    };

export type Planned = Extract<CommentEntry, { readonly status: 'planned' }>;
export type AppliedEntry = Extract<CommentEntry, { readonly status: 'applied' }>;
export type Refused = Extract<CommentEntry, { readonly status: 'refused' }>;

/** What a check of the rules found, without a tenant. */
export interface CheckFacts {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly failed: boolean;
}

/** The workflow run that writes, for a link. */
export interface RunLink {
  readonly id: string;
  readonly url: string;
}
