import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { POOL, scaffoldIdentities } from '../../lib/repo/scaffold-identities.ts';
import { identityCommands } from '../../lib/report/identity-commands.ts';
import { SCAFFOLD } from '../repo/scaffold.ts';

const IDENTITIES = scaffoldIdentities(SCAFFOLD);
const SCRIPT = identityCommands(SCAFFOLD, IDENTITIES, POOL);

/** What a shell makes of the script: each call of gcloud and gh, word by word, as they would be given them. */
function callsOf(script: string): readonly (readonly string[])[] {
  const stand = [
    `say() { printf '%s\\037' "$@" >> "$LOG"; printf '\\036' >> "$LOG"; }`,
    'gcloud() { say gcloud "$@"; }',
    'gh() { say gh "$@"; case "$*" in *--jq*) echo 77;; *--input*) say input "$(cat)";; esac; }',
    'LOG=$(mktemp)',
    'KEY_FILE_STAGING="/keys/one of them.json" KEY_FILE_2ND_PROD=/keys/two.json',
  ];
  const said = execFileSync(
    'sh',
    ['-eu', '-c', `${stand.join('\n')}\n${script}\ncat "$LOG"; rm "$LOG"`],
    {
      encoding: 'utf8',
    },
  );
  return said
    .split('\u001E')
    .filter((call) => call !== '')
    .map((call) => call.split('\u001F').slice(0, -1));
}

describe('the commands for the identities', () => {
  const calls = callsOf(SCRIPT);
  const about = (...words: readonly string[]): readonly (readonly string[])[] =>
    calls.filter((call) => words.every((word) => call.includes(word)));

  it('open the project once', () => {
    expect(about('services', 'enable')).toHaveLength(1);
    expect(about('workload-identity-pools', 'create')).toHaveLength(1);
  });

  it.each(IDENTITIES)('make $id, which reads one key', ({ id, account, condition, tenant }) => {
    const [provider] = about('create-oidc', id);
    expect(provider).toContain(`--attribute-condition=${condition}`);
    expect(provider).toContain('--issuer-uri=https://token.actions.githubusercontent.com');
    expect(provider).toContain(
      `--attribute-mapping=google.subject=assertion.repository_id + ":" + assertion.run_id,attribute.identity=assertion.repository_id == "123" ? "${id}" : "nobody"`,
    );
    expect(about('service-accounts', 'create', `chron-${id}`)).toHaveLength(1);
    const [become] = about('service-accounts', 'add-iam-policy-binding', account);
    expect(become).toContain(
      `--member=principalSet://iam.googleapis.com/projects/987654321/locations/global/workloadIdentityPools/chron/attribute.identity/${id}`,
    );
    const reads = calls.filter((call) => call.includes(`--member=serviceAccount:${account}`));
    expect(reads.map((call) => call.slice(0, 4))).toEqual([
      ['gcloud', 'secrets', 'add-iam-policy-binding', tenant.secret],
    ]);
  });

  it('put each key into its secret', () => {
    expect(about('secrets', 'create').map((call) => [call[3], call.at(-1)])).toEqual([
      ['chron-key-staging', '--data-file=/keys/one of them.json'],
      ['key_of_prod', '--data-file=/keys/two.json'],
    ]);
  });

  it('ask for the path of a key that is not set', () => {
    const line = SCRIPT.split('\n').find((one) => one.includes('KEY_FILE_STAGING:?')) ?? '';
    expect(() => execFileSync('sh', ['-c', `echo ${line}`], { env: {}, stdio: 'pipe' })).toThrow(
      'the path of the key of staging',
    );
  });

  it('protect each environment by its reviewers and its branch', () => {
    const [body] = calls.filter(([word]) => word === 'input');
    expect(JSON.parse(body?.[1] ?? '')).toEqual({
      reviewers: [{ type: 'Team', id: 77 }],
      prevent_self_review: true,
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    });
    expect(about('repos/acme/rules/environments/staging', 'PUT')).toHaveLength(1);
    expect(
      about('repos/acme/rules/environments/2nd-prod/deployment-branch-policies', 'name=main'),
    ).toHaveLength(1);
    expect(about('orgs/acme/teams/detection').length).toBeGreaterThan(0);
  });

  it('look a person up as one', () => {
    const { hosting } = SCAFFOLD;
    if (hosting === undefined) throw new Error('no hosting');
    const scaffold = { ...SCAFFOLD, hosting: { ...hosting, reviewer: '@alice' } };
    const found = callsOf(identityCommands(scaffold, IDENTITIES, POOL));
    expect(found.flat()).toContain('users/alice');
    expect(found.flat().find((word) => word.includes('reviewers'))).toContain('"type":"User"');
  });

  it('are none without a tenant', () => {
    expect(identityCommands({ branch: 'main', tenants: [], hosting: undefined }, [], POOL)).toBe(
      '',
    );
  });
});
