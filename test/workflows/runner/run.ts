import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Groups } from './concurrency.ts';
import { evaluate, fill, fillText, holds, type Scope } from './expressions.ts';
import { runId, runJob, type Home, type Run } from './job.ts';
import { refuseBeyond } from './permissions.ts';
import {
  inputsFor,
  readWorkflow,
  type JobFile,
  type Permissions,
  type WorkflowFile,
} from './workflow-file.ts';
import type { Conclusion, Event, RunRecord, World } from './world.ts';

/** The workflow files that chron ships. */
const SHIPPED = resolve(import.meta.dirname, '../../../.github/workflows');

/** A run that has begun. */
export interface Started {
  readonly done: Promise<RunRecord>;
  readonly cancel: () => void;
}

/** A run that is run again: all of it, or what failed with what needs it. */
export interface Again {
  readonly of: RunRecord;
  readonly only: 'failed' | 'all';
}

/** Sets off the run of a workflow file, as it stands in the repository at the commit of the event. */
export function startRun(
  path: string,
  text: string,
  event: Event,
  world: World,
  groups: Groups,
  again?: Again,
): Started {
  const abort = new AbortController();
  const run: Run = {
    id: again?.of.id ?? runId(),
    attempt: (again?.of.attempt ?? 0) + 1,
    before: again?.only === 'failed' ? again.of.jobs : [],
    world,
    event,
    signal: abort.signal,
    cancel: () => abort.abort(new Error('cancelled')),
    artifacts: new Map(
      [...(again?.of.artifacts ?? [])].map(([name, files]) => [name, new Map(files)]),
    ),
    records: [],
  };
  return { done: conclude(path, text, run, groups), cancel: run.cancel };
}

async function conclude(path: string, text: string, run: Run, groups: Groups): Promise<RunRecord> {
  const { world, event } = run;
  const { id, attempt } = run;
  const over = { workflow: path, id, attempt, jobs: run.records, artifacts: run.artifacts };
  try {
    const file = readWorkflow(text);
    const home: Home = {
      repository: world.repository,
      sha: event.sha,
      ref: `${world.repository}/${path}@${event.ref}`,
      inputs: inputsFor(file, 'workflow_dispatch', event.inputs ?? {}),
    };
    const conclusion = await runWorkflow(file, { run, home, groups, prefix: '', cap: undefined });
    return { ...over, conclusion };
  } catch (error) {
    return { ...over, conclusion: 'failure', refusal: String(error) };
  }
}

interface Level {
  readonly run: Run;
  readonly home: Home;
  readonly groups: Groups;
  /** The jobs that called this workflow. */
  readonly prefix: string;
  /** The most that its jobs may; undefined for the workflow that was set off. */
  readonly cap: Permissions | undefined;
}

interface Finished {
  readonly result: Conclusion;
  /** It ran in this attempt, and is not what an earlier one came to. */
  readonly fresh?: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

async function runWorkflow(file: WorkflowFile, level: Level): Promise<Conclusion> {
  for (const [id, { permissions }] of Object.entries(file.jobs)) {
    refuseBeyond(permissions, level.cap, level.prefix + id);
  }
  const leave = await enterGroup(file.concurrency, level, contextsOf(level));
  try {
    const running = new Map<string, Promise<Finished>>();
    const finish = (id: string): Promise<Finished> => {
      const job = file.jobs[id];
      if (job === undefined) throw new Error(`there is no job ${id}`);
      const begun = running.get(id) ?? jobAfterNeeds(id, job, finish, level);
      running.set(id, begun);
      return begun;
    };
    const ends = await Promise.all(Object.keys(file.jobs).map(finish));
    return worst(ends.map(({ result }) => result));
  } finally {
    leave();
  }
}

async function jobAfterNeeds(
  id: string,
  job: JobFile,
  finish: (id: string) => Promise<Finished>,
  level: Level,
): Promise<Finished> {
  const ends = await Promise.all(
    job.needs.map(async (need) => [need, await finish(need)] as const),
  );
  const results = ends.map(([, { result }]) => result);
  const cancelled = level.run.signal.aborted;
  const scope: Scope = {
    contexts: { ...contextsOf(level), needs: Object.fromEntries(ends) },
    success: !cancelled && results.every((result) => result === 'success'),
    failure: results.includes('failure'),
    cancelled,
    hashFiles: () => '',
  };
  if (!holds(job.if, scope)) return { result: cancelled ? 'cancelled' : 'skipped', outputs: {} };
  const fresh = ends.some(([, end]) => end.fresh === true);
  const kinds = matrixOf(job, scope);
  const done = await Promise.all(
    kinds.map((matrix) => {
      const contexts = { ...scope.contexts, matrix };
      return oneJob(id, job, level, { ...scope, contexts }, fresh);
    }),
  );
  return {
    result: worst(done.map(({ result }) => result)),
    fresh: done.some((one) => one.fresh === true),
    outputs: done.at(-1)?.outputs ?? {},
  };
}

async function oneJob(
  id: string,
  job: JobFile,
  level: Level,
  scope: Scope,
  fresh: boolean,
): Promise<Finished> {
  const { run, prefix } = level;
  const name = prefix + (job.name === undefined ? id : fillText(job.name, scope));
  if (job.uses !== undefined) {
    return { result: await callWorkflow(name, job, level, scope), outputs: {} };
  }
  const known = run.before.find((one) => one.name === name && one.result === 'success');
  if (known !== undefined && !fresh) {
    run.records.push(known);
    return known;
  }
  const enter = (): Promise<() => void> => enterGroup(job.concurrency, level, scope.contexts);
  const record = await runJob(name, job, { run, home: level.home, scope, enter });
  run.records.push(record);
  // What a job that may fail comes to is not what its run does.
  const forgiven = job['continue-on-error'] && record.result === 'failure';
  return { ...record, fresh: true, ...(forgiven ? { result: 'success' } : {}) };
}

/** A called workflow: the file that chron ships, under the name that it is called by. */
function callWorkflow(name: string, job: JobFile, level: Level, scope: Scope): Promise<Conclusion> {
  const { world } = level.run;
  const [, repository, path = '', ref] = /^([^/]+\/[^/]+)\/(.*)@(.*)$/.exec(job.uses ?? '') ?? [];
  if (repository !== world.chron.repository || ref !== world.chron.sha) {
    throw new Error(`workflow was not found: ${job.uses}`);
  }
  const file = readWorkflow(
    readFileSync(join(SHIPPED, path.replace('.github/workflows/', '')), 'utf8'),
  );
  const given = Object.fromEntries(
    Object.entries(job.with).map(([key, value]) => [key, fill(value, scope)]),
  );
  return runWorkflow(file, {
    ...level,
    home: {
      repository,
      sha: ref,
      ref: job.uses ?? '',
      inputs: inputsFor(file, 'workflow_call', given),
    },
    prefix: `${name} / `,
    cap: job.permissions,
  });
}

function contextsOf({ run, home }: Level): Readonly<Record<string, unknown>> {
  const { world, event } = run;
  return {
    github: {
      repository: world.repository,
      event: event.payload,
      event_name: event.name,
      ref: event.ref,
      sha: event.sha,
      actor: event.actor,
      run_id: run.id,
      run_attempt: run.attempt,
      server_url: 'https://github.com',
    },
    inputs: home.inputs,
    vars: world.vars,
  };
}

async function enterGroup(
  wanted: WorkflowFile['concurrency'],
  { run, groups }: Level,
  contexts: Readonly<Record<string, unknown>>,
): Promise<() => void> {
  if (wanted === undefined) return () => undefined;
  const scope: Scope = {
    contexts,
    success: true,
    failure: false,
    cancelled: false,
    hashFiles: () => '',
  };
  const group = fillText(wanted.group, scope);
  const cancels = fill(wanted.cancelInProgress, scope) === true;
  return groups.enter(group, cancels, run.cancel);
}

/** Every combination of the matrix; one without values for a job that has none. */
function matrixOf(
  { strategy }: JobFile,
  scope: Scope,
): readonly Readonly<Record<string, unknown>>[] {
  if (strategy === undefined) return [{}];
  const { matrix } = strategy;
  const axes =
    typeof matrix === 'string'
      ? evaluate(matrix.replace(/^\$\{\{|\}\}$/g, ''), scope)
      : fill(matrix, scope);
  return Object.entries(Object(axes)).reduce<readonly Readonly<Record<string, unknown>>[]>(
    (kinds, [axis, values]) =>
      kinds.flatMap((kind) => [values].flat().map((value) => ({ ...kind, [axis]: value }))),
    [{}],
  );
}

/** What a workflow, or the jobs of a matrix, come to together. */
function worst(results: readonly Conclusion[]): Conclusion {
  const order: readonly Conclusion[] = ['failure', 'cancelled', 'success'];
  return order.find((one) => results.includes(one)) ?? 'skipped';
}
