/** What `chron init` must know to set up a repository of rules. Every text has passed its pattern: none needs quotes in YAML. */
export interface Scaffold {
  /** The branch that is applied, `main` as a rule. */
  readonly branch: string;
  /** In the order in which a merge reaches them; none where only the embedded environment is wanted. */
  readonly tenants: readonly ScaffoldTenant[];
  /** Undefined where there is no tenant: then nothing is written for GitHub. */
  readonly hosting: ScaffoldHosting | undefined;
}

/** A tenant that the repository is to keep, and where Google Cloud keeps its key. */
export interface ScaffoldTenant {
  /** The environment, for chron, for GitHub, and in the names of identities: at most 18 of `a-z0-9-`. */
  readonly name: string;
  /** Where the tenant is (backstory-v2 §1.1). */
  readonly region: string;
  readonly tier: string;
  /** The Google Cloud project that holds key and identities: its id, and its number, which provider names need. */
  readonly project: string;
  readonly projectNumber: string;
  /** The name of the secret in Secret Manager that holds the tenant's service-account key. */
  readonly secret: string;
  /** The `client_email` of that key. */
  readonly expect: string;
}

/** Where the repository lives on GitHub, and which chron its workflows call. */
export interface ScaffoldHosting {
  /** `owner/name`. */
  readonly repository: string;
  /** GitHub's numbers for both: a name can be given up and taken by somebody else, a number cannot. */
  readonly repositoryId: string;
  readonly ownerId: string;
  /** `owner/name` of the chron whose workflows are called, and the whole commit of its release. */
  readonly chron: string;
  readonly commit: string;
  /** The version that the commit is a release of, for people. */
  readonly version: string;
  /** Who must approve: `@user` or `@organisation/team`. */
  readonly reviewer: string;
}

/** A way to become somebody in Google Cloud: a provider that takes some tokens of GitHub, and the account they become. */
export interface ScaffoldIdentity {
  /** The id of the provider in its pool, which is also what tells its tokens from those of the pool's other providers. */
  readonly id: string;
  readonly use: 'plan' | 'apply';
  readonly tenant: ScaffoldTenant;
  /** `projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/ID`. */
  readonly provider: string;
  /** The e-mail of the service account. */
  readonly account: string;
  /** Which tokens are taken: CEL over the claims of GitHub's token. */
  readonly condition: string;
}

/** A file that `chron init` brings. */
export interface ScaffoldFile {
  /** posix, below the top of the repository. */
  readonly path: string;
  readonly text: string;
  /** Only lines count, not their order: what is missing of them in a file that is there can be named. */
  readonly lines?: boolean;
  /** Other places where the same would count; if something stands there, this one is not written. */
  readonly elsewhere?: readonly string[];
}
