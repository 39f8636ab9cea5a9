import type { Environment } from '../model/environment.ts';
import type { Plan } from '../model/plan.ts';
import type { RuleNoise } from './rule-noise.ts';

/** A plan and what a reader must know of its making. Whoever renders looks at nothing else. */
export interface PlanView {
  readonly plan: Plan;
  /** chron's own version. */
  readonly chron: string;
  readonly environment: Pick<Environment, 'name' | 'path' | 'gate' | 'rates'>;
  /** Where the tenant is: a host, or `embedded`. */
  readonly host: string;
  /** Whose calls these are. */
  readonly identity: string;
  readonly git: GitState;
  readonly reading: Reading;
  /** How its rules are measured, and what came of it; empty or absent with the gate off. */
  readonly noise?: readonly RuleNoise[];
  /** Where the plan was saved, with its digest (hex). */
  readonly saved?: SavedPlan;
  /** The address that paths of the repository hang from, where its files can be read in a browser. */
  readonly files?: string;
}

/** What was compared. `commit` is the full hash; undefined before the first commit. */
export interface GitState {
  readonly commit?: string;
  /** Undefined on a detached HEAD. */
  readonly branch?: string;
  /** rules/ or environments/ differ from the commit. */
  readonly dirty: boolean;
}

/** How the tenant was read. Differs from run to run, so it is shown to people only. */
export interface Reading {
  readonly rules: number;
  readonly lists: number;
  readonly durationMs: number;
  readonly calls: number;
  readonly retries: number;
}

export interface SavedPlan {
  readonly path: string;
  readonly digest: string;
  /** How many objects may not move before it is applied. */
  readonly objects: number;
}

/** How a text is to look. */
export interface TextOptions {
  /** Columns of the terminal; undefined where nothing needs to fit. */
  readonly width?: number;
  /** False keeps to ASCII signs. */
  readonly unicode: boolean;
  /** Every diff line and every entry, however many. */
  readonly full?: boolean;
  /** Lists the names of rules that the repository does not manage. */
  readonly unmanaged?: boolean;
}

/** How a commit is named to people. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** The state that a tenant is said to match: `3f9c2e1`, or what stands in its place. */
export function treeName({ commit, dirty }: GitState): string {
  if (commit === undefined) return 'the work tree (nothing is committed yet)';
  return dirty
    ? `the work tree (${shortCommit(commit)} and uncommitted changes)`
    : shortCommit(commit);
}
