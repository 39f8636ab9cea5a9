import type { Scaffold, ScaffoldFile, ScaffoldTenant } from '../model/scaffold.ts';
import { jsonSchemas } from './json-schema.ts';

const SCHEMA = '# yaml-language-server: $schema=./schema.json';

/** Everything below environments/: what tenants share, the embedded one, each tenant, and the schema for editors. */
export function environmentFiles({ tenants }: Scaffold): readonly ScaffoldFile[] {
  return [
    ...(tenants.length === 0 ? [] : [{ path: 'environments/base.yaml', text: BASE }]),
    { path: 'environments/local.yaml', text: LOCAL },
    ...tenants.map((tenant) => ({
      path: `environments/${tenant.name}.yaml`,
      text: tenantText(tenant),
    })),
    { path: 'environments/schema.json', text: jsonSchemas().get('environments/schema.json') ?? '' },
  ];
}

const BASE = `${SCHEMA}
#
# What the tenants share. A tenant's own file lays itself over this one: maps merge key by key, entries of \`deployment\`
# are appended to these, any other list is replaced.

# Every rule runs, none alerts. Let the ones that you trust alert by an entry of their own, such as
#   - { match: { severity: [HIGH, CRITICAL] }, alerting: true }
deployment:
  - { enabled: true, alerting: false }

# A rule whose file is gone is archived (or: disable, keep).
removed: archive

# What somebody changed outside chron is shown and held until you decide (or: revert).
drift: hold

# How loud a version may be before it runs or alerts: detections over the last \`window\`, without the newest
# \`excludeLast\`. \`maxPerDay\` is the mean, \`maxWorstDay\` the loudest UTC day.
gate:
  window: 14d
  excludeLast: 6h
  maxPerDay: { default: 20, CRITICAL: 50, LOW: 5 }
  maxWorstDay: 100

# How much one apply may change and archive before somebody must say so, once there are \`minRules\` rules; and how old
# a saved plan may be.
safety: { maxChanged: 30%, maxArchived: 10%, minRules: 10, planMaxAge: 24h }
`;

const LOCAL = `${SCHEMA}
#
# A Detection Engine on your machine: try plan, apply and retrohunt without a tenant.
# Its events are those of the rule tests. Nothing alerts here.
api: embedded

deployment:
  - { enabled: true, alerting: false }

# How often a rule fires in them is counted before it goes live; what is louder than this is held.
gate:
  window: 14d
  maxPerDay: { default: 20 }
  maxWorstDay: 100
`;

function tenantText(tenant: ScaffoldTenant): string {
  const { name, region, tier, project, secret, expect } = tenant;
  return `${SCHEMA}
#
# The tenant ${name}. \`chron plan --env ${name}\` shows what a merge would change in it.
extends: base.yaml

# The Detection Engine API v2; the host follows from the region.
api: backstory
region: ${region}

# The tenant's key lies in Secret Manager and is read with the credentials of the machine. Addresses of this API name no
# tenant, the key alone decides which one answers: \`expect\` is its client_email, and is compared before the first call.
credentials:
  secret: projects/${project}/secrets/${secret}/versions/latest
  expect: ${expect}

# The licence, which limits how many rules may run.
tier: ${tier}

# Globs over paths below rules/.
rules:
  include: ["**"]
`;
}
