import { TIERS } from '../lib/model/environment.ts';
import { REGIONS } from '../lib/repo/environment-schema.ts';
import { ACCOUNT_TEXT, ENVIRONMENT_NAME } from '../lib/repo/scaffold-names.ts';

/** One thing that `chron init` must know: the option that says it, or what is asked at the terminal. */
export interface Question {
  readonly option: string;
  /** Completes "the …"; of a tenant, "… of NAME" is added. */
  readonly noun: string;
  readonly pattern: RegExp;
  /** What the pattern takes, in words. */
  readonly expected: string;
  /** Where to find it out. */
  readonly source?: string;
  /** Taken where nothing is said, without asking. */
  readonly fallback?: (tenant: string) => string;
}

/** A name on GitHub, of an owner and of a repository. */
const OWNER = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})';
const REPOSITORY = `${OWNER}/[A-Za-z0-9._-]{1,100}`;
const NUMBER = /^[1-9]\d{0,18}$/;

const words = (values: readonly string[]): RegExp => new RegExp(`^(?:${values.join('|')})$`);

/** What is asked once. */
export const HOSTING_QUESTIONS = {
  repository: {
    option: 'repository',
    noun: 'repository on GitHub',
    pattern: new RegExp(`^${REPOSITORY}$`),
    expected: 'owner/name',
  },
  repositoryId: {
    option: 'repository-id',
    noun: 'number of the repository',
    pattern: NUMBER,
    expected: 'a number',
    source: 'gh api repos/OWNER/NAME --jq .id',
  },
  ownerId: {
    option: 'owner-id',
    noun: "number of the repository's owner",
    pattern: NUMBER,
    expected: 'a number',
    source: 'gh api repos/OWNER/NAME --jq .owner.id',
  },
  chronRef: {
    option: 'chron-ref',
    noun: 'release of chron',
    pattern: new RegExp(`^${REPOSITORY}@[0-9a-f]{40}$`),
    expected: 'owner/name@COMMIT, with all 40 digits of the commit',
    source: 'the notes of the release',
  },
  reviewer: {
    option: 'reviewer',
    noun: 'reviewer of changes',
    pattern: new RegExp(`^@${OWNER}(?:/[A-Za-z0-9._-]{1,100})?$`),
    expected: '@user or @organisation/team',
  },
} as const satisfies Readonly<Record<string, Question>>;

/** What is asked of each tenant. */
export const TENANT_QUESTIONS = {
  region: {
    option: 'region',
    noun: 'region',
    pattern: words(REGIONS),
    expected: `one of ${REGIONS.join(', ')}`,
  },
  tier: {
    option: 'tier',
    noun: 'licence',
    pattern: words(TIERS),
    expected: `one of ${TIERS.join(', ')}`,
    fallback: () => 'enterprise',
  },
  project: {
    option: 'project',
    noun: 'Google Cloud project',
    pattern: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    expected: 'the id of a project',
  },
  projectNumber: {
    option: 'project-number',
    noun: 'number of the Google Cloud project',
    pattern: NUMBER,
    expected: 'a number',
    source: "gcloud projects describe PROJECT --format='value(projectNumber)'",
  },
  secret: {
    option: 'secret',
    noun: 'secret that holds the key',
    pattern: /^[\w-]{1,255}$/,
    expected: 'the name of a secret in Secret Manager',
    fallback: (tenant) => `chron-key-${tenant}`,
  },
  expect: {
    option: 'expect',
    noun: 'account of the key',
    pattern: ACCOUNT_TEXT,
    expected: 'an e-mail address',
    source: 'client_email in the key that Google sent',
  },
} as const satisfies Readonly<Record<string, Question>>;

export const ENV_QUESTION: Question = {
  option: 'env',
  noun: 'name of a tenant',
  pattern: ENVIRONMENT_NAME,
  expected: 'a name of at most 18 small letters, digits and hyphens, and not base or schema',
};

export const BRANCH_QUESTION: Question = {
  option: 'branch',
  noun: 'branch',
  pattern: /^[A-Za-z0-9][A-Za-z0-9_./-]{0,200}$/,
  expected: 'the name of a branch',
};
