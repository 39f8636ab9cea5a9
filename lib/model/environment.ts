import type { GatePolicy } from './gate.ts';
import type { Deployment } from './rule.ts';

/** Which rules an entry of `deployment` is about. Every given key must match; a rule without one of the named meta keys does not match. */
export interface DeploymentMatch {
  /** Globs over the rule name. */
  readonly name?: readonly string[];
  /** Globs over the path below `rules/`. */
  readonly path?: readonly string[];
  /** `meta.severity`, compared without regard to case. */
  readonly severity?: readonly string[];
  /** Any meta key: its value is one of these, compared without regard to case. */
  readonly meta?: ReadonlyMap<string, readonly string[]>;
}

/** One entry of `deployment`, in order; later entries override earlier ones field by field. */
export interface DeploymentEntry {
  readonly match: DeploymentMatch;
  readonly enabled?: boolean;
  readonly alerting?: boolean;
  /** Where it stands, for messages. */
  readonly place: Place;
  /** Came through `extends`: a match that hits nothing is then only reported. */
  readonly inherited: boolean;
}

/** A place in a file of the repository, as a diagnostic has it: line and column count from 1, offsets from 0. */
export interface Place {
  readonly path: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** How chron proves who it is. Never a path and never a URL. */
export type Credentials =
  | { readonly kind: 'ambient' }
  | { readonly kind: 'impersonate'; readonly account: string }
  | { readonly kind: 'secret'; readonly secret: string };

export const TIERS = ['standard', 'enterprise', 'enterprise-plus'] as const;
export type Tier = (typeof TIERS)[number];

/** How much a plan may change at once before somebody has to say so. Shares are 0 to 1. */
export interface Safety {
  readonly maxChanged: number;
  readonly maxArchived: number;
  readonly minRules: number;
  readonly planMaxAgeMs: number;
}

/** One SecOps instance as `environments/<name>.yaml` describes it, defaults filled in. */
export interface Environment {
  /** The file's name without `.yaml`. */
  readonly name: string;
  /** posix path of the environment's own file. */
  readonly path: string;
  readonly api: 'backstory' | 'embedded';
  /** `us`, `europe`, …; the host follows from it. Absent for embedded. */
  readonly region?: string;
  readonly credentials: Credentials;
  /** The identity that must be in use before the first call, where one is required. */
  readonly expect?: string;
  readonly tier: Tier;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly deployment: readonly DeploymentEntry[];
  readonly removed: 'archive' | 'disable' | 'keep';
  readonly drift: 'hold' | 'revert';
  /** How loud a version may be before it goes live; `off` measures nothing. */
  readonly gate: 'off' | GatePolicy;
  readonly safety: Safety;
  readonly rates: 'published' | 'none';
  /** SHA-256 (hex) over the paths and bytes of the file and all it extends: a saved plan is bound to it. */
  readonly digest: string;
}

/** A rule and what an environment does with it, or why it cannot say. */
export interface Deployed {
  readonly name: string;
  readonly deployment: Deployment;
}
