import type {
  Scaffold,
  ScaffoldHosting,
  ScaffoldIdentity,
  ScaffoldTenant,
} from '../model/scaffold.ts';
import { shellWord } from './words.ts';

/** What chron needs of Google Cloud in a project: identities, tokens of accounts, and the secret with the key. */
const SERVICES = [
  'iam.googleapis.com',
  'iamcredentials.googleapis.com',
  'secretmanager.googleapis.com',
  'sts.googleapis.com',
];

const ISSUER = 'https://token.actions.githubusercontent.com';

/**
 * The commands that make the identities of a repository, as a script for a POSIX shell: pools and providers of workload
 * identity, one a privilege, their accounts, the secret with the tenant's key, and the environments of GitHub with
 * their reviewers (github A2, A3). Empty where there is no tenant. Every value is quoted for the shell.
 */
export function identityCommands(
  { branch, tenants, hosting }: Scaffold,
  identities: readonly ScaffoldIdentity[],
  pool: string,
): string {
  if (hosting === undefined) return '';
  const projects = new Set(tenants.map(({ project }) => project));
  return [
    '# The identities of chron in Google Cloud, and its environments on GitHub. Needs gcloud and gh, and may be read first.',
    ...[...projects].flatMap((project) => [
      '',
      `# ${project}: once.`,
      ...openProject(project, pool),
    ]),
    ...tenants.flatMap((tenant) => ['', ...keepKey(tenant)]),
    ...identities.flatMap((identity) => ['', ...makeIdentity(identity, hosting, pool)]),
    ...tenants.flatMap((tenant) => ['', ...protect(tenant, hosting, branch)]),
    '',
  ].join('\n');
}

function openProject(project: string, pool: string): readonly string[] {
  return [
    command('gcloud services enable', [...SERVICES, `--project=${project}`]),
    command('gcloud iam workload-identity-pools create', [
      pool,
      '--location=global',
      `--project=${project}`,
    ]),
  ];
}

/** The key comes from a file that only the person at the keyboard knows. */
function keepKey({ name, project, secret }: ScaffoldTenant): readonly string[] {
  const variable = `KEY_FILE_${name.toUpperCase().replaceAll('-', '_')}`;
  return [
    `# ${name}: the key that Google sent for the tenant. Set ${variable} to its path; delete the file afterwards.`,
    `${command('gcloud secrets create', [
      secret,
      '--replication-policy=automatic',
      `--project=${project}`,
    ])} \\\n    --data-file="\${${variable}:?the path of the key of ${name}}"`,
  ];
}

const WORDS: Readonly<Record<ScaffoldIdentity['use'], string>> = {
  plan: 'who plans, for pull requests, before an apply, and by the clock; in no other workflow',
  apply: 'who applies, or hunts by hand, once the reviewers of the environment have said yes',
};

function makeIdentity(
  { id, use, tenant, account, condition }: ScaffoldIdentity,
  { repositoryId }: ScaffoldHosting,
  pool: string,
): readonly string[] {
  const { project, projectNumber, secret, name } = tenant;
  const set = `principalSet://iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${pool}/attribute.identity/${id}`;
  return [
    `# ${name}: ${WORDS[use]}.`,
    command('gcloud iam service-accounts create', [`chron-${id}`, `--project=${project}`]),
    command('gcloud iam workload-identity-pools providers create-oidc', [
      id,
      `--workload-identity-pool=${pool}`,
      '--location=global',
      `--project=${project}`,
      `--issuer-uri=${ISSUER}`,
      `--attribute-mapping=${mapping(id, repositoryId)}`,
      `--attribute-condition=${condition}`,
    ]),
    command('gcloud iam service-accounts add-iam-policy-binding', [
      account,
      '--role=roles/iam.workloadIdentityUser',
      `--member=${set}`,
      `--project=${project}`,
    ]),
    command('gcloud secrets add-iam-policy-binding', [
      secret,
      '--role=roles/secretmanager.secretAccessor',
      `--member=serviceAccount:${account}`,
      `--project=${project}`,
    ]),
  ];
}

/**
 * The subject stays under Google's 127 bytes, whatever branches are called. Members are sets of the pool, not of a
 * provider: `identity` keeps the tokens of one provider from the account of another.
 */
function mapping(id: string, repositoryId: string): string {
  return [
    `google.subject=assertion.repository_id + ":" + assertion.run_id`,
    `attribute.identity=assertion.repository_id == "${repositoryId}" ? "${id}" : "nobody"`,
  ].join(',');
}

function protect(
  { name }: ScaffoldTenant,
  { repository, reviewer }: ScaffoldHosting,
  branch: string,
): readonly string[] {
  const environment = `repos/${repository}/environments/${name}`;
  const [owner = '', team] = reviewer.slice(1).split('/');
  const kind = team === undefined ? 'User' : 'Team';
  const found = team === undefined ? `users/${owner}` : `orgs/${owner}/teams/${team}`;
  const body = `{"reviewers":[{"type":"${kind}","id":%s}],"prevent_self_review":true,"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}`;
  return [
    `# ${name}: ${reviewer} says yes before an apply, and only ${branch} is applied.`,
    `printf ${shellWord(body)} "$(gh api ${shellWord(found)} --jq .id)" |`,
    `  ${command('gh api --method PUT', [environment, '--input', '-'])}`,
    command('gh api --method POST', [
      `${environment}/deployment-branch-policies`,
      '-f',
      `name=${branch}`,
    ]),
  ];
}

/** One command; what is long stands on lines of its own. */
function command(start: string, words: readonly string[]): string {
  const quoted = words.map((word) =>
    word === '-' ? word : word.startsWith('-') ? flag(word) : shellWord(word),
  );
  const line = [start, ...quoted].join(' ');
  return line.length <= 100 ? line : [start, ...quoted].join(' \\\n    ');
}

/** `--name=value` with the value quoted: a flag is known by its dashes, and keeps them bare. */
function flag(word: string): string {
  const at = word.indexOf('=');
  return at < 0 ? word : `${word.slice(0, at + 1)}${shellWord(word.slice(at + 1))}`;
}
