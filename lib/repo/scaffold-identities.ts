import type {
  Scaffold,
  ScaffoldHosting,
  ScaffoldIdentity,
  ScaffoldTenant,
} from '../model/scaffold.ts';

/** The workload identity pool, one in each project. */
export const POOL = 'chron';

/**
 * The identities of each tenant: one that plans and one that applies. The key of a tenant has no rights a method, so
 * whoever reads it may write; what keeps a pull request from writing is which workflow may become the account that
 * reads the key (github A2). A pull request can edit the workflow that calls, and what it hands over, but not the
 * workflow that is called: `job_workflow_ref` names that one, with the commit.
 */
export function scaffoldIdentities({
  branch,
  tenants,
  hosting,
}: Scaffold): readonly ScaffoldIdentity[] {
  if (hosting === undefined) return [];
  return tenants.flatMap((tenant) => [
    identity('plan', tenant, planCondition(hosting, branch)),
    identity('apply', tenant, applyCondition(hosting, branch, tenant)),
  ]);
}

function identity(
  use: ScaffoldIdentity['use'],
  tenant: ScaffoldTenant,
  condition: string,
): ScaffoldIdentity {
  const id = `${use}-${tenant.name}`;
  return {
    id,
    use,
    tenant,
    provider: `projects/${tenant.projectNumber}/locations/global/workloadIdentityPools/${POOL}/providers/${id}`,
    account: `chron-${id}@${tenant.project}.iam.gserviceaccount.com`,
    condition,
  };
}

/**
 * Plans run for pull requests, and on the branch itself before an apply and by the clock. Each workflow only for its
 * own events: a pull request that calls apply.yml, and hands it this provider, must not become anybody.
 */
function planCondition(hosting: ScaffoldHosting, branch: string): string {
  const onBranch = isBranch(branch);
  return all([
    ...isRepository(hosting),
    any([
      all([calls(hosting, 'plan'), happens('pull_request')]),
      all([calls(hosting, 'apply'), happens('push', 'workflow_dispatch'), onBranch]),
      all([calls(hosting, 'drift'), happens('schedule', 'workflow_dispatch'), onBranch]),
    ]),
  ]);
}

/** Only in the environment, so that its reviewers have been asked, and only from the branch. */
function applyCondition(
  hosting: ScaffoldHosting,
  branch: string,
  { name }: ScaffoldTenant,
): string {
  return all([
    ...isRepository(hosting),
    `assertion.environment == "${name}"`,
    isBranch(branch),
    any([
      all([calls(hosting, 'apply'), happens('push', 'workflow_dispatch')]),
      all([calls(hosting, 'retrohunt'), happens('workflow_dispatch')]),
    ]),
  ]);
}

function isRepository({ repositoryId, ownerId }: ScaffoldHosting): readonly string[] {
  return [
    `assertion.repository_id == "${repositoryId}"`,
    `assertion.repository_owner_id == "${ownerId}"`,
  ];
}

function isBranch(branch: string): string {
  return `assertion.ref == "refs/heads/${branch}"`;
}

function calls({ chron, commit }: ScaffoldHosting, workflow: string): string {
  return `assertion.job_workflow_ref == "${chron}/.github/workflows/${workflow}.yml@${commit}"`;
}

function happens(...events: readonly string[]): string {
  return `assertion.event_name in [${events.map((name) => `"${name}"`).join(', ')}]`;
}

function all(conditions: readonly string[]): string {
  return conditions.join(' && ');
}

function any(conditions: readonly string[]): string {
  return `(${conditions.map((one) => `(${one})`).join(' || ')})`;
}
