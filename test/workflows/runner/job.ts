import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tempFolder } from '../../helpers/temp.ts';
import { fillText, type Scope } from './expressions.ts';
import { grantedTo } from './permissions.ts';
import { runSteps } from './steps.ts';
import type { JobFile } from './workflow-file.ts';
import type { Event, JobFacts, JobRecord, World } from './world.ts';

/** The run that a job belongs to. */
export interface Run {
  readonly id: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** What the attempt before it came to, if only what failed is run again. */
  readonly before: readonly JobRecord[];
  readonly world: World;
  readonly event: Event;
  readonly signal: AbortSignal;
  readonly cancel: () => void;
  readonly artifacts: Map<string, Map<string, Buffer>>;
  readonly records: JobRecord[];
}

/** The workflow file that a job stands in, which need not be the one that was set off. */
export interface Home {
  readonly repository: string;
  readonly sha: string;
  /** `owner/name/.github/workflows/plan.yml@ref`. */
  readonly ref: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Where a job runs, and what its expressions see. */
interface Around {
  readonly run: Run;
  readonly home: Home;
  readonly scope: Scope;
  /** Waits for the job's concurrency group; gives what leaves it. */
  readonly enter: () => Promise<() => void>;
}

/** Runs one job, matrix and conditions decided: after its reviewers and its group, or the other way round. */
export async function runJob(name: string, job: JobFile, around: Around): Promise<JobRecord> {
  const { run, scope } = around;
  const environment = job.environment === undefined ? '' : fillText(job.environment, scope);
  let leave = run.world.reviewHoldsGroup === true ? await around.enter() : undefined;
  try {
    const result = await refusalOf(environment, name, run);
    if (result !== undefined) {
      const permissions = grantedTo(job.permissions, run.event.untrusted);
      return { name, result, outputs: {}, steps: [], permissions, log: '', summary: '' };
    }
    leave ??= await around.enter();
    return await onMachine(name, job, environment, around);
  } finally {
    leave?.();
  }
}

/** On a machine of its own. */
async function onMachine(
  name: string,
  job: JobFile,
  environment: string,
  { run, home, scope }: Around,
): Promise<JobRecord> {
  const { world, event, signal } = run;
  const permissions = grantedTo(job.permissions, event.untrusted);
  const facts: JobFacts = {
    name,
    permissions,
    actor: event.actor,
    claims: {
      repository: world.repository,
      repository_id: '1001',
      repository_owner_id: '2002',
      ref: event.ref,
      event_name: event.name,
      job_workflow_ref: home.ref,
      run_id: run.id,
      ...(environment === '' ? {} : { environment }),
    },
  };
  const machine = await tempFolder();
  const workspace = join(machine, 'work');
  const temp = join(machine, 'temp');
  for (const folder of [workspace, temp]) mkdirSync(folder);
  const eventPath = join(temp, 'event.json');
  writeFileSync(eventPath, JSON.stringify(event.payload));
  const token = world.githubToken(facts);
  const github = {
    ...Object(scope.contexts['github']),
    token,
    workspace,
  };
  const contexts = {
    ...scope.contexts,
    github,
    job: { workflow_repository: home.repository, workflow_sha: home.sha },
    runner: { temp, os: 'Linux' },
  };
  const { result, steps, outputs, log, summary } = await runSteps(job.steps, {
    world,
    job: name,
    workspace,
    temp,
    contexts,
    event,
    token,
    artifacts: run.artifacts,
    signal,
    env: {
      CI: 'true',
      HOME: temp,
      RUNNER_TEMP: temp,
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_REPOSITORY: world.repository,
      GITHUB_SHA: event.sha,
      GITHUB_REF: event.ref,
      GITHUB_RUN_ID: run.id,
      GITHUB_RUN_ATTEMPT: String(run.attempt),
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_API_URL: world.apiUrl,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_ACTOR: event.actor,
      ...world.variables,
      ...(permissions['id-token'] === 'write' ? world.openIssuer(facts.claims) : {}),
    },
    more: (inputs, account) =>
      world.tenantOf(inputs['env'] ?? basename(inputs['words'] ?? '', '.plan.json'), account),
  });
  const done: Scope = { ...scope, contexts: { ...contexts, steps: outputs } };
  return {
    name,
    result,
    outputs: Object.fromEntries(
      Object.entries(job.outputs).map(([key, value]) => [key, fillText(value, done)]),
    ),
    steps,
    permissions,
    log,
    summary,
  };
}

/** Why a job does not come to run: its environment is not for this ref, or nobody wants it. */
async function refusalOf(
  environment: string,
  job: string,
  { world, event, signal }: Run,
): Promise<'failure' | 'cancelled' | undefined> {
  const guarded = world.environments[environment];
  if (guarded === undefined) return undefined;
  if (!guarded.refs.includes(event.ref)) return 'failure';
  const said = await guarded.review(job);
  if (signal.aborted) return 'cancelled';
  return said === 'approved' ? undefined : 'failure';
}

/** A number that no other run has. */
export function runId(): string {
  return String(parseInt(randomUUID().slice(0, 8), 16));
}
