import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEFAULT_GATE } from '../../lib/model/gate.ts';
import type { Scaffold } from '../../lib/model/scaffold.ts';
import { readEnvironment } from '../../lib/repo/environment.ts';
import { scaffoldIdentities } from '../../lib/repo/scaffold-identities.ts';
import { meets } from '../helpers/cel.ts';
import { refusals } from '../workflows/github-parser.ts';
import { lint } from '../workflows/lint-checks.ts';
import { readLintFile } from '../workflows/lint-file.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';
import { COMMIT, filesOf, SCAFFOLD } from './scaffold.ts';

const FILES = filesOf(SCAFFOLD);
const textOf = (path: string): string => FILES.get(path)?.text ?? '';
const WORKFLOWS = [...FILES.keys()].filter((path) => path.startsWith('.github/workflows/'));

interface Called {
  readonly on: {
    readonly workflow_call: {
      readonly inputs: Readonly<Record<string, { readonly required?: boolean }>>;
    };
  };
  readonly jobs: Readonly<
    Record<string, { readonly permissions: Readonly<Record<string, string>> }>
  >;
}

interface Calling {
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly uses: string;
        readonly with: Readonly<Record<string, string>>;
        readonly permissions: Readonly<Record<string, string>>;
      }
    >
  >;
}

/** Each job of a workflow that init writes, and the workflow of this repository that it calls. */
const CALLS = WORKFLOWS.flatMap((path) => {
  const { jobs }: Calling = parse(textOf(path));
  return Object.entries(jobs).map(([job, call]) => {
    const name = /^acme\/chron\/(.github\/workflows\/[a-z]+\.yml)@/.exec(call.uses)?.[1] ?? '';
    const called: Called = parse(readFileSync(join(import.meta.dirname, '../..', name), 'utf8'));
    return { name: `${path} ${job}`, call, called };
  });
});

describe('the workflows of a rules repository', () => {
  it('are the four that chron can be called by', () => {
    expect(WORKFLOWS).toEqual(
      ['plan', 'apply', 'drift', 'retrohunt'].map((name) => `.github/workflows/chron-${name}.yml`),
    );
  });

  it.each(WORKFLOWS)('%s is one that GitHub takes, without a finding', async (path) => {
    expect(await refusals(textOf(path))).toEqual([]);
    expect(lint(readLintFile(textOf(path)))).toEqual([]);
  });

  it.each(CALLS)('$name gives what the called workflow takes', ({ call, called }) => {
    const { inputs } = called.on.workflow_call;
    const given = Object.keys(call.with);
    expect(given.filter((name) => !(name in inputs))).toEqual([]);
    const needed = Object.keys(inputs).filter((name) => inputs[name]?.required === true);
    expect(needed.filter((name) => !given.includes(name))).toEqual([]);
  });

  it.each(CALLS)(
    '$name grants what the jobs of the called workflow need, and no more',
    ({ call, called }) => {
      const needed = Object.assign(
        {},
        ...Object.values(called.jobs).map(({ permissions }) => permissions),
      );
      expect(call.permissions).toEqual(needed);
    },
  );

  it('name every tenant and its identities', () => {
    const identities = scaffoldIdentities(SCAFFOLD);
    for (const { tenant, provider, account, use } of identities) {
      const text = textOf(`.github/workflows/chron-${use}.yml`);
      for (const word of [tenant.name, provider, account]) expect(text).toContain(word);
    }
    const { jobs }: Calling = parse(textOf('.github/workflows/chron-plan.yml'));
    const given = jobs['chron']?.with ?? {};
    expect(JSON.parse(given['environments'] ?? '')).toEqual(['staging', '2nd-prod']);
    const base = 'projects/987654321/locations/global/workloadIdentityPools/chron/providers';
    expect(JSON.parse(given['identities'] ?? '')).toEqual({
      staging: {
        provider: `${base}/plan-staging`,
        account: 'chron-plan-staging@acme-sec.iam.gserviceaccount.com',
      },
      '2nd-prod': {
        provider: `${base}/plan-2nd-prod`,
        account: 'chron-plan-2nd-prod@acme-sec.iam.gserviceaccount.com',
      },
    });
  });

  it('reach one tenant after the other', () => {
    const { jobs } = parse(textOf('.github/workflows/chron-apply.yml'));
    expect(
      Object.entries<{ needs?: string }>(jobs).map(([name, { needs }]) => [name, needs]),
    ).toEqual([
      ['apply-staging', undefined],
      ['apply-2nd-prod', 'apply-staging'],
    ]);
  });
});

describe('the environments of a rules repository', () => {
  it('say what was asked for each tenant', async () => {
    const texts = Object.fromEntries([...FILES].map(([path, { text }]) => [path, text]));
    const { environment, diagnostics } = await readEnvironment(memoryTree(texts), '2nd-prod');
    expect(said(diagnostics)).toEqual([]);
    expect(environment).toMatchObject({
      api: 'backstory',
      region: 'europe',
      credentials: {
        kind: 'secret',
        secret: 'projects/acme-sec/secrets/key_of_prod/versions/latest',
      },
      expect: 'prod-key@acme-sec.iam.gserviceaccount.com',
      tier: 'enterprise',
      drift: 'hold',
      removed: 'archive',
      gate: { ...DEFAULT_GATE, maxPerDay: { default: 20, CRITICAL: 50, LOW: 5 } },
    });
    expect(environment?.deployment).toMatchObject([{ match: {}, enabled: true, alerting: false }]);
  });

  it('have no tenant and nothing for GitHub where none was named', async () => {
    const alone: Scaffold = { branch: 'main', tenants: [], hosting: undefined };
    const paths = [...filesOf(alone).keys()];
    expect(paths.filter((path) => path.startsWith('.github/'))).toEqual([]);
    expect(paths.filter((path) => path.startsWith('environments/'))).toEqual([
      'environments/local.yaml',
      'environments/schema.json',
    ]);
  });
});

it('brings no example, and asks for no cases yet, where there are rules', () => {
  const files = filesOf(SCAFFOLD, { ownRules: true });
  expect([...files.keys()].filter((path) => path.endsWith('.yaral'))).toEqual([]);
  expect(files.get('rules/check.yaml')?.text).toContain('minCases: { firing: 0, silent: 0 }');
  expect(textOf('rules/check.yaml')).toContain('minCases: { firing: 1, silent: 1 }');
});

const called = (workflow: string, commit = COMMIT, chron = 'acme/chron'): string =>
  `${chron}/.github/workflows/${workflow}.yml@${commit}`;

/** What GitHub says of a job of the repository. */
const CLAIMS = { repository_id: '123', repository_owner_id: '45' };
const PULL_REQUEST = {
  ...CLAIMS,
  event_name: 'pull_request',
  ref: 'refs/pull/7/merge',
  job_workflow_ref: called('plan'),
};
const MERGE = {
  ...CLAIMS,
  event_name: 'push',
  ref: 'refs/heads/main',
  job_workflow_ref: called('apply'),
};
const APPROVED = { ...MERGE, environment: 'staging' };
const CLOCK = { ...MERGE, event_name: 'schedule', job_workflow_ref: called('drift') };
const BY_HAND = {
  ...APPROVED,
  event_name: 'workflow_dispatch',
  job_workflow_ref: called('retrohunt'),
};

describe('who may become whom', () => {
  it.each<[who: string, claims: Readonly<Record<string, string>>, becomes: readonly string[]]>([
    ['a pull request', PULL_REQUEST, ['plan-staging', 'plan-2nd-prod']],
    ['the plan before an apply', MERGE, ['plan-staging', 'plan-2nd-prod']],
    ['the look for drift', CLOCK, ['plan-staging', 'plan-2nd-prod']],
    ['an apply that was approved', APPROVED, ['plan-staging', 'apply-staging', 'plan-2nd-prod']],
    ['a hunt by hand', BY_HAND, ['apply-staging']],
    [
      'a pull request whose own workflow asks',
      {
        ...PULL_REQUEST,
        job_workflow_ref: 'acme/rules/.github/workflows/chron-plan.yml@refs/pull/7/merge',
      },
      [],
    ],
    [
      'one that calls another commit of chron',
      { ...PULL_REQUEST, job_workflow_ref: called('plan', 'f'.repeat(40)) },
      [],
    ],
    [
      'one that calls a branch of chron',
      { ...PULL_REQUEST, job_workflow_ref: called('plan', 'refs/heads/main') },
      [],
    ],
    [
      "one that calls a stranger's chron",
      { ...PULL_REQUEST, job_workflow_ref: called('plan', COMMIT, 'mallory/chron') },
      [],
    ],
    ['one that calls apply', { ...PULL_REQUEST, job_workflow_ref: called('apply') }, []],
    [
      'one that calls apply in the environment',
      { ...PULL_REQUEST, job_workflow_ref: called('apply'), environment: 'staging' },
      [],
    ],
    [
      'one that calls retrohunt in the environment',
      { ...PULL_REQUEST, job_workflow_ref: called('retrohunt'), environment: 'staging' },
      [],
    ],
    ['one that calls drift', { ...PULL_REQUEST, job_workflow_ref: called('drift') }, []],
    ['a push to another branch', { ...APPROVED, ref: 'refs/heads/feature' }, []],
    ['a hunt by hand from another branch', { ...BY_HAND, ref: 'refs/heads/feature' }, []],
    [
      'a hunt without the environment',
      { ...MERGE, event_name: 'workflow_dispatch', job_workflow_ref: called('retrohunt') },
      [],
    ],
    ['another repository', { ...APPROVED, repository_id: '124' }, []],
    ['a repository of another owner', { ...APPROVED, repository_owner_id: '46' }, []],
    [
      'pull_request_target',
      { ...PULL_REQUEST, event_name: 'pull_request_target', ref: 'refs/heads/main' },
      [],
    ],
    ['nobody in particular', {}, []],
  ])('%s', (_who, claims, becomes) => {
    const found = scaffoldIdentities(SCAFFOLD).filter(({ condition }) => meets(condition, claims));
    expect(found.map(({ id }) => id)).toEqual(becomes);
  });

  it('is said in fewer characters than Google takes, whatever the names', () => {
    const { hosting } = SCAFFOLD;
    if (hosting === undefined) throw new Error('no hosting');
    const long = { ...hosting, chron: `${'o'.repeat(39)}/${'n'.repeat(100)}` };
    const identities = scaffoldIdentities({ ...SCAFFOLD, branch: 'b'.repeat(200), hosting: long });
    for (const { condition } of identities) expect(condition.length).toBeLessThanOrEqual(4096);
  });
});
