import type {
  Scaffold,
  ScaffoldFile,
  ScaffoldHosting,
  ScaffoldIdentity,
} from '../model/scaffold.ts';

interface Facts {
  readonly scaffold: Scaffold;
  readonly hosting: ScaffoldHosting;
  readonly identities: readonly ScaffoldIdentity[];
}

/**
 * The workflows of a rules repository. Each only calls chron's own of the same name, at the commit of a release: what
 * runs with an identity is not this repository's, and what a pull request changes here gets none (github A2).
 */
export function workflowFiles(
  scaffold: Scaffold,
  identities: readonly ScaffoldIdentity[],
): readonly ScaffoldFile[] {
  const { hosting } = scaffold;
  if (hosting === undefined) return [];
  const facts = { scaffold, hosting, identities };
  return Object.entries(WORKFLOWS).map(([name, text]) => ({
    path: `.github/workflows/chron-${name}.yml`,
    text: text(facts),
  }));
}

const WORKFLOWS: Readonly<Record<string, (facts: Facts) => string>> = {
  plan: (
    facts,
  ) => `# What a pull request would do to the tenants, in one comment. A fork gets the offline checks only.
name: chron plan

on:
  pull_request:
    types: [opened, synchronize, reopened, closed]
    branches: [${facts.scaffold.branch}]

permissions: {}

concurrency:
  group: chron-pull-request-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

jobs:
  chron:
    permissions:
      contents: read # the rules, and the history that says what a tenant was given
      id-token: write # proves to Google Cloud which workflow this is
      pull-requests: write # the one comment
    uses: ${called(facts, 'plan')}
    with:
      environments: '${names(facts)}'
      identities: |
${identitiesOf(facts, 'plan')}
`,

  apply: (
    facts,
  ) => `# What a merge brings, tenant after tenant: a saved plan, and exactly that once the reviewers of the environment agree.
name: chron apply

on:
  push:
    branches: [${facts.scaffold.branch}]
    paths:
      - 'rules/**'
      - 'environments/**'
      - '.github/workflows/chron-apply.yml'
  workflow_dispatch:

permissions: {}

# Runs of different merges do not wait for each other here: the called workflow queues them by environment.
concurrency:
  group: chron-merge-\${{ github.sha }}

jobs:
${facts.scaffold.tenants
  .map(
    ({ name }, index) => `  ${jobOf(name)}:
${index === 0 ? '' : `    needs: ${jobOf(facts.scaffold.tenants[index - 1]?.name ?? '')}\n`}    permissions:
      contents: read # the rules, and the history that says what a tenant was given
      id-token: write # proves to Google Cloud which workflow this is, and for which environment
      pull-requests: write # the comment of the pull request that was merged
    uses: ${called(facts, 'apply')}
    with:
      environment: ${name}
${usesOf(facts, name)
  .map(
    ({ use, provider, account }) => `      ${use}-provider: ${provider}
      ${use}-account: ${account}`,
  )
  .join('\n')}`,
  )
  .join('\n\n')}
`,

  drift: (facts) => `# What was changed outside chron, day by day, in one issue.
name: chron drift

on:
  schedule:
    - cron: '17 5 * * *'
  workflow_dispatch:

permissions: {}

concurrency:
  group: chron-look-for-drift

jobs:
  chron:
    permissions:
      contents: read # the rules, and the history that says what a tenant was given
      id-token: write # proves to Google Cloud which workflow this is
      issues: write # the one issue about drift
    uses: ${called(facts, 'drift')}
    with:
      environments: '${names(facts)}'
      identities: |
${identitiesOf(facts, 'plan')}
`,

  retrohunt: (
    facts,
  ) => `# A retrohunt by hand: stored rules over the past of a tenant, once the reviewers of the environment agree.
name: chron retrohunt

on:
  workflow_dispatch:
    inputs:
      environment:
        description: 'the tenant'
        type: choice
        options: [${facts.scaffold.tenants.map(({ name }) => name).join(', ')}]
        required: true
      rules:
        description: 'the rules, by name, one a line; empty is every rule of the tenant'
        type: string
        default: ''
      last:
        description: 'so much of the past, up to the last full hour'
        type: string
        default: 14d
      raise-alerts:
        description: 'hunt alerting rules too, though that may raise alerts for the past'
        type: boolean
        default: false

permissions: {}

concurrency:
  group: chron-hunt-by-hand-\${{ github.run_id }}

jobs:
  chron:
    permissions:
      contents: read # the rules
      id-token: write # proves to Google Cloud which workflow this is, and for which environment
    uses: ${called(facts, 'retrohunt')}
    with:
      environment: \${{ inputs.environment }}
      rules: \${{ inputs.rules }}
      last: \${{ inputs.last }}
      raise-alerts: \${{ inputs.raise-alerts }}
      provider: \${{ fromJSON('${lookUp(facts, 'provider')}')[inputs.environment] }}
      account: \${{ fromJSON('${lookUp(facts, 'account')}')[inputs.environment] }}
`,
};

function called({ hosting: { chron, commit, version } }: Facts, workflow: string): string {
  return `${chron}/.github/workflows/${workflow}.yml@${commit} # v${version}`;
}

/** The name of an environment may begin with a digit, that of a job may not. */
function jobOf(name: string): string {
  return `apply-${name}`;
}

function names({ scaffold }: Facts): string {
  return `[${scaffold.tenants.map(({ name }) => `"${name}"`).join(', ')}]`;
}

function usesOf({ identities }: Facts, name: string): readonly ScaffoldIdentity[] {
  return identities.filter(({ tenant }) => tenant.name === name);
}

function identitiesOf({ identities }: Facts, wanted: ScaffoldIdentity['use']): string {
  const entries = identities
    .filter(({ use }) => use === wanted)
    .map(
      ({ tenant, provider, account }) =>
        `          "${tenant.name}": {\n            "provider": "${provider}",\n            "account": "${account}"\n          }`,
    );
  return `        {\n${entries.join(',\n')}\n        }`;
}

function lookUp({ identities }: Facts, fact: 'provider' | 'account'): string {
  const entries = identities
    .filter(({ use }) => use === 'apply')
    .map((identity) => [identity.tenant.name, identity[fact]] as const);
  return JSON.stringify(Object.fromEntries(entries));
}
