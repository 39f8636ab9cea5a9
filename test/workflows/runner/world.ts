import type { Claims } from '../../helpers/cel.ts';
import type { TestRepository } from '../../helpers/repository.ts';
import type { Permissions } from './workflow-file.ts';

/** What became of a job or a step. */
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/** What set a run off, as `github.event_name`, `github.ref` and the rest say it. */
export interface Event {
  readonly name: 'pull_request' | 'push' | 'schedule' | 'workflow_dispatch';
  readonly ref: string;
  /** The commit that is checked out; of a pull request the merge of both. */
  readonly sha: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** A fork or Dependabot: nothing may be written, and nobody become. */
  readonly untrusted: boolean;
  readonly actor: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** A step that is about to run or has run. */
export interface StepRecord {
  readonly name: string;
  readonly outcome: Conclusion;
}

/** A job that is over. */
export interface JobRecord {
  /** With the job that called its workflow before it, and the matrix behind: `chron / plan prod`. */
  readonly name: string;
  readonly result: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepRecord[];
  readonly permissions: Permissions;
  readonly log: string;
  readonly summary: string;
}

/** A run that is over. */
export interface RunRecord {
  readonly workflow: string;
  readonly id: string;
  readonly attempt: number;
  readonly conclusion: Conclusion;
  readonly jobs: readonly JobRecord[];
  readonly artifacts: Artifacts;
  /** Why the run did not start, or fell over. */
  readonly refusal?: string;
}

/** Artifacts by name: paths and contents. One that is not archived is one file of that name. */
export type Artifacts = ReadonlyMap<string, ReadonlyMap<string, Buffer>>;

/** A protected environment of GitHub. */
export interface ProtectedEnvironment {
  /** The refs that may deploy to it. */
  readonly refs: readonly string[];
  /** What the reviewers say, whenever a job asks; what happens meanwhile happens in here. */
  readonly review: (job: string) => Promise<'approved' | 'rejected'>;
}

/** What a job is, for whoever gives it tokens and tenants. */
export interface JobFacts {
  readonly name: string;
  readonly permissions: Permissions;
  /** Of the token that the issuer would hand out. */
  readonly claims: Claims;
  readonly actor: string;
}

/** All that is around the runs of one repository. */
export interface World {
  /** `owner/name` of the repository with rules. */
  readonly repository: string;
  readonly origin: TestRepository;
  /** chron's own repository and the commit of its release, whose workflow files are those of this work tree. */
  readonly chron: { readonly repository: string; readonly sha: string };
  readonly environments: Readonly<Record<string, ProtectedEnvironment>>;
  /** Whether a job enters its concurrency group before its reviewers are asked; GitHub does not say. */
  readonly reviewHoldsGroup?: boolean;
  readonly vars: Readonly<Record<string, string>>;
  /** More variables of the machines that jobs run on. */
  readonly variables?: Readonly<Record<string, string>>;
  /** A token of GitHub for a job, and the API that takes it. */
  readonly githubToken: (job: JobFacts) => string;
  readonly apiUrl: string;
  /** Opens the issuer of identity tokens to a job that may ask it. */
  readonly openIssuer: (claims: Claims) => Readonly<Record<string, string>>;
  /** The security token service that stands behind `google-github-actions/auth`. */
  readonly stsUrl: string;
  /** What a step of chron finds in its environment: the way to a tenant, for whom the job has become. */
  readonly tenantOf: (
    environment: string,
    account: string | undefined,
  ) => Readonly<Record<string, string>>;
  /** Called before every step, to let things happen at the right moment; the step itself may be made to fail. */
  readonly onStep?: (job: string, step: string) => Promise<'fails' | void>;
}
