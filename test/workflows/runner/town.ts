import { expect, onTestFinished } from 'vitest';
import type { Scaffold } from '../../../lib/model/scaffold.ts';
import { scaffoldIdentities } from '../../../lib/repo/scaffold-identities.ts';
import { workflowFiles } from '../../../lib/repo/scaffold-workflows.ts';
import { REAL_CLOCK } from '../../helpers/chron.ts';
import { consoleAt, type Console } from '../../helpers/console.ts';
import { startFakeGitHub, type FakeGitHub } from '../../helpers/fake-github.ts';
import { openFakeOidc, type FakeOidc, type Provider } from '../../helpers/fake-oidc.ts';
import { testRepository, type TestRepository } from '../../helpers/repository.ts';
import { openGroups } from './concurrency.ts';
import { onMain, pullRequestEvent, pushEvent, type PullRequest } from './events.ts';
import { startRun, type Again, type Started } from './run.ts';
import { openNobody, openTenant, type Tenant } from './tenants.ts';
import { readWorkflow } from './workflow-file.ts';
import type { Event, RunRecord, World } from './world.ts';

const REPOSITORY = 'acme/rules';
const CHRON = { repository: 'chron-tools/chron', sha: '0123456789abcdef0123456789abcdef01234567' };

/** A repository of rules on a fake GitHub, tenants behind it, and everything that a run of a workflow meets. */
export interface Town {
  readonly origin: TestRepository;
  readonly github: FakeGitHub;
  readonly oidc: FakeOidc;
  readonly tenant: (name: string) => Tenant;
  readonly console: (name: string) => Console;
  /** Pushes to a branch of the repository, from main where it is new; gives its tip. */
  readonly push: (branch: string, files: Files) => string;
  /** Opens a pull request; its number is also the fake's. */
  readonly open: (
    pull: Omit<PullRequest, 'number' | 'author' | 'from'> & Partial<PullRequest>,
  ) => PullRequest;
  /** Runs what the pull request sets off, as its branch stands: first when it is opened, then whenever it changes. */
  readonly plan: (pull: PullRequest) => Promise<RunRecord>;
  /** Closes it without a merge, and runs what that sets off. */
  readonly close: (pull: PullRequest) => Promise<RunRecord>;
  /** Merges the pull request into main, and runs what that sets off. */
  readonly merge: (pull: PullRequest) => Promise<RunRecord>;
  /** Runs what an event sets off; the one workflow that does. */
  readonly start: (event: Event, only?: string) => Started;
  /** Runs the jobs of a run again, in its own run: all of them, or those that failed with those that need them. */
  readonly again: (only: Again['only'], of: RunRecord) => Promise<RunRecord>;
  readonly onMain: (name: 'schedule' | 'workflow_dispatch', workflow: string) => Promise<RunRecord>;
  /** What a reviewer does when asked; may be replaced. */
  review: World['environments'][string]['review'];
  onStep: NonNullable<World['onStep']>;
  /** Calls that the tenants refuse with 400; may be replaced. */
  refuses: Parameters<typeof openTenant>[1];
  /** The tenants that answer nobody any more. */
  readonly locked: Set<string>;
  /** How often the reviewers were asked, by job. */
  readonly asked: readonly string[];
}

/** Paths and texts; null takes a file away. */
export type Files = Readonly<Record<string, string | null>>;

/** An environment file of a tenant in these stories. */
export function environmentText(more: readonly string[] = ['gate: off']): string {
  return [
    'api: backstory',
    'region: us',
    'credentials:',
    '  secret: projects/acme-sec/secrets/backstory/versions/latest',
    '  expect: chron@acme-sec.iam.gserviceaccount.com',
    'deployment: [{ enabled: true, alerting: false }]',
    'safety: { maxChanged: 100%, maxArchived: 100%, minRules: 1 }',
    'rates: none',
    ...more,
    '',
  ].join('\n');
}

/** Opens one with these tenants, and these files on main beside the workflows that `chron init` writes. */
export async function openTown({
  tenants = ['prod'],
  files = {},
  detector,
  reviewHoldsGroup = false,
}: {
  readonly tenants?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly detector?: Parameters<typeof openTenant>[2];
  readonly reviewHoldsGroup?: boolean;
} = {}): Promise<Town> {
  const scaffold = scaffoldOf(tenants);
  const identities = scaffoldIdentities(scaffold);
  const origin = await testRepository({
    ...Object.fromEntries(
      workflowFiles(scaffold, identities).map(({ path, text }): [string, string] => [path, text]),
    ),
    ...Object.fromEntries(tenants.map((name) => [`environments/${name}.yaml`, environmentText()])),
    ...files,
  });
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const github = await startFakeGitHub();
  onTestFinished(() => github.close());
  const oidc = await openFakeOidc(
    Object.fromEntries(
      identities.map(({ provider, condition, account }): [string, Provider] => [
        provider,
        { condition, accounts: [account] },
      ]),
    ),
  );
  const opened = new Map<string, Tenant>();
  for (const name of tenants) {
    const refuses: Town['refuses'] = (...call) => town.refuses(...call);
    opened.set(name, await openTenant(REAL_CLOCK, refuses, detector));
  }
  const nobody = await openNobody();
  const writers = new Map(
    identities.map(({ account, use, tenant }) => [account, { use, name: tenant.name }]),
  );
  const asked: string[] = [];
  const locked = new Set<string>();
  const groups = openGroups();
  const planned = new Set<number>();

  const tenant = (name: string): Tenant => {
    const found = opened.get(name);
    if (found === undefined) throw new Error(`there is no tenant ${name}`);
    return found;
  };
  const world: World = {
    repository: REPOSITORY,
    origin,
    chron: CHRON,
    vars: {},
    reviewHoldsGroup,
    environments: Object.fromEntries(
      tenants.map((name) => [
        name,
        {
          refs: ['refs/heads/main'],
          review: (job) => {
            asked.push(job);
            return town.review(job);
          },
        },
      ]),
    ),
    apiUrl: github.url,
    githubToken: ({ permissions, actor }) =>
      github.token({
        login: actor === 'nobody' ? actor : 'github-actions[bot]',
        pulls: permissions['pull-requests'] ?? 'none',
        issues: permissions['issues'] ?? 'none',
      }),
    openIssuer: oidc.open,
    stsUrl: oidc.url,
    tenantOf: (environment, account) => {
      const known = opened.get(environment);
      const who = account === undefined ? undefined : writers.get(account);
      if (known === undefined || who?.name !== environment || locked.has(environment)) {
        return { CHRON_BACKSTORY_ENDPOINT: nobody };
      }
      return {
        CHRON_BACKSTORY_ENDPOINT: who.use === 'apply' ? known.url : known.readingUrl,
      };
    },
    onStep: (job, step) => town.onStep(job, step),
  };
  const start = (event: Event, only = ''): Started => {
    const [path, text] = triggered(origin, event, only);
    const started = startRun(path, text, event, world, groups);
    return { ...started, done: started.done.then((run) => remember(run, event, text)) };
  };
  const runs = new Map<string, { readonly event: Event; readonly text: string }>();
  const remember = (run: RunRecord, event: Event, text: string): RunRecord => {
    runs.set(run.id, { event, text });
    return run;
  };
  const town: Town = {
    origin,
    github,
    oidc,
    tenant,
    console: (name) => consoleAt(tenant(name).emulator.url),
    push: (branch, changed) => pushTo(origin, branch, changed),
    open: ({ branch, head, author = 'ann', from = REPOSITORY }) => ({
      number: github.pull({ head }),
      branch,
      head,
      author,
      from,
    }),
    plan: (pull) => {
      const action = planned.has(pull.number) ? 'synchronize' : 'opened';
      planned.add(pull.number);
      return start(pullRequestEvent(origin, pull, REPOSITORY, action)).done;
    },
    close: (pull) => start(pullRequestEvent(origin, pull, REPOSITORY, 'closed')).done,
    merge: async (pull) => {
      const closed = pullRequestEvent(origin, pull, REPOSITORY, 'merged');
      origin.git('checkout', '-q', 'main');
      origin.git('merge', '-q', '--no-ff', '-m', `Merge #${pull.number}`, pull.head);
      const { sha } = pushEvent(origin, REPOSITORY);
      const known = github.state.pulls.get(pull.number);
      if (known !== undefined) known.merged = sha;
      expect((await start(closed).done).jobs.map(({ name }) => name)).toEqual([]);
      return start(pushEvent(origin, REPOSITORY)).done;
    },
    start,
    again: async (only, of) => {
      const { event, text } = runs.get(of.id) ?? {};
      if (event === undefined || text === undefined) throw new Error('there is no such run');
      return startRun(of.workflow, text, event, world, groups, { of, only }).done;
    },
    onMain: (name, workflow) => start(onMain(origin, name), workflow).done,
    review: () => Promise.resolve('approved'),
    onStep: () => Promise.resolve(),
    refuses: () => false,
    locked,
    asked,
  };
  return town;
}

/** The workflow that an event sets off, as it stands at the commit of the event. */
function triggered(origin: TestRepository, event: Event, only: string): readonly [string, string] {
  const folder = '.github/workflows/';
  const paths = origin.git('ls-tree', '--name-only', event.sha, folder).split('\n').filter(Boolean);
  const found = paths
    .map((path): [string, string] => [path, origin.git('show', `${event.sha}:${path}`)])
    .filter(([path, text]) => isFor(readWorkflow(text).on, event) && path.includes(only));
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(`${event.name} sets off ${found.length} workflows`);
  }
  return first;
}

/** The types of `pull_request` that a workflow gets where it does not say which. */
const TYPES = ['opened', 'synchronize', 'reopened'];

function isFor(on: Readonly<Record<string, unknown>>, { name, payload }: Event): boolean {
  if (!(name in on)) return false;
  const { types = TYPES }: { readonly types?: readonly string[] } = Object(on[name]);
  return name !== 'pull_request' || types.includes(String(payload['action']));
}

function pushTo(origin: TestRepository, branch: string, files: Files): string {
  const known = origin.git('branch', '--list', branch).trim() !== '';
  origin.git('checkout', '-q', ...(known ? [branch] : ['-b', branch, 'main']));
  for (const [path, text] of Object.entries(files)) {
    if (text === null) origin.remove(path);
    else origin.write(path, text);
  }
  return origin.commit(`change ${branch}`);
}

function scaffoldOf(tenants: readonly string[]): Scaffold {
  return {
    branch: 'main',
    tenants: tenants.map((name) => ({
      name,
      region: 'us',
      tier: 'enterprise',
      project: 'acme-sec',
      projectNumber: '123456789',
      secret: 'backstory',
      expect: 'chron@acme-sec.iam.gserviceaccount.com',
    })),
    hosting: {
      repository: REPOSITORY,
      repositoryId: '1001',
      ownerId: '2002',
      chron: CHRON.repository,
      commit: CHRON.sha,
      version: '1.0.0',
      reviewer: '@acme/detection',
    },
  };
}
