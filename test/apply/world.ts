import type { GateDeps } from '../../lib/apply/gate.ts';
import { gatedRules } from '../../lib/apply/gating.ts';
import type { ApplyResult } from '../../lib/apply/request.ts';
import { runApply } from '../../lib/apply/errand.ts';
import { readTenant } from '../../lib/apply/tenant.ts';
import type { Memory } from '../../lib/model/memory.ts';
import type { Plan, PlanInput, PlanOptions } from '../../lib/model/plan.ts';
import type { LiveList, ListFile } from '../../lib/model/reference-list.ts';
import type { LiveRule, Rule } from '../../lib/model/rule.ts';
import { type CommitState, makeBase, textsToRead } from '../../lib/plan/base.ts';
import { contentHash, textHash } from '../../lib/plan/hash.ts';
import { readMemory } from '../../lib/plan/memory.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { Measure } from '../../lib/ports/measure.ts';
import type { SecOps } from '../../lib/ports/secops.ts';
import { aList, aRule, ruleText } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { type FakeSecOps, fakeSecOps } from '../helpers/fake-secops.ts';
import { MemoryJournal } from './memory-journal.ts';

export const REPOSITORY = 'f'.repeat(40);

/** A rule of the repository whose text, name and lists go together. */
export function gitRule(
  name: string,
  {
    threshold = 1,
    enabled = true,
    alerting = false,
    lists = [],
  }: { threshold?: number; enabled?: boolean; alerting?: boolean; lists?: readonly string[] } = {},
): Rule {
  return aRule(name, {
    text: ruleText(name, { threshold, lists }),
    lists,
    deployment: { enabled, alerting },
  });
}

export const gitList = (name: string, ...lines: readonly string[]): ListFile =>
  aList(name, { lines });

/** A repository with its commits, and the tenant it is for. */
export interface World {
  readonly tenant: FakeSecOps;
  /** Oldest first; a commit's id is its place. */
  readonly commits: readonly CommitState[];
  readonly environment: PlanInput['environment'];
}

export function aWorld(
  commits: readonly CommitState[],
  environment: Partial<PlanInput['environment']> = {},
): World {
  return {
    tenant: fakeSecOps(),
    commits,
    environment: {
      name: 'prod',
      path: 'environments/prod.yaml',
      tier: 'standard',
      removed: 'archive',
      drift: 'hold',
      safety: { maxChanged: 1, maxArchived: 1, minRules: 10, planMaxAgeMs: 86_400_000 },
      gate: 'off',
      ...environment,
    },
  };
}

export interface Planned {
  readonly input: PlanInput;
  readonly plan: Plan;
  readonly remembered: { readonly list: LiveList | undefined; readonly memory: Memory | undefined };
}

/** Plans one commit of the repository against the tenant as it is. */
export async function planOf(
  { tenant, commits, environment }: World,
  head: number,
  { wanted, ...options }: Partial<PlanOptions> & { readonly wanted?: CommitState } = {},
): Promise<Planned> {
  const { live, memory: list } = await readTenant(tenant);
  const { memory } = readMemory(list?.lines ?? [], REPOSITORY);
  const atCommit = memory?.commit === undefined ? undefined : commits[Number(memory.commit)];
  const history = commits.slice(0, head + 1);
  const input: PlanInput = {
    environment,
    wanted: wanted ?? history[head] ?? { rules: [], lists: [] },
    base: makeBase({ memory, atCommit, texts: textsFor(commits, memory, atCommit) }),
    live,
    knownTexts: known(
      history.flatMap(({ rules }) => rules),
      ({ text }) => textHash(text),
    ),
    knownLists: known(
      history.flatMap(({ lists }) => lists),
      contentHash,
    ),
    options: { overwrite: [], ...options },
  };
  return { input, plan: makePlan(input), remembered: { list, memory } };
}

export interface Applied extends ApplyResult {
  readonly planned: Planned;
  readonly journal: MemoryJournal;
}

/** Plans one commit and applies it, through another SecOps than the tenant's own where one is given. */
export async function apply(
  world: World,
  head: number,
  {
    secops = world.tenant,
    journal = new MemoryJournal(),
    signal,
    closing,
    planned,
    measure,
    describe,
    clock = new VirtualClock(),
    ...options
  }: {
    readonly secops?: SecOps;
    readonly journal?: MemoryJournal;
    readonly signal?: AbortSignal;
    readonly closing?: SecOps;
    readonly planned?: Planned;
    /** Runs rules over the past, where the environment has a gate. */
    readonly measure?: Measure;
    readonly describe?: GateDeps['describe'];
    readonly clock?: Clock;
    readonly wanted?: CommitState;
  } & Partial<PlanOptions> = {},
): Promise<Applied> {
  const made = planned ?? (await planOf(world, head, options));
  const result = await runApply({
    ...made,
    repository: REPOSITORY,
    commit: String(head),
    committed: world.commits[head] ?? { rules: [], lists: [] },
    secops,
    ...(closing === undefined ? {} : { closing: () => closing }),
    journal,
    clock,
    signal,
    gate: gateOf(made, measure, describe),
  });
  return { ...result, planned: made, journal };
}

function gateOf(
  { plan, input }: Planned,
  measure: Measure | undefined,
  describe: GateDeps['describe'] = (rule, text) => ({ rule, text, reachMs: 0, logTypes: [] }),
): GateDeps | undefined {
  const { gate: policy, safety } = input.environment;
  if (policy === 'off') return undefined;
  if (measure === undefined) throw new Error('an environment with a gate needs what measures');
  const rules = gatedRules(plan, input);
  return { policy, rules, measure, describe, planned: [], maxAgeMs: safety.planMaxAgeMs };
}

/** What a tenant has under a name that is not archived. */
export async function liveRules(tenant: SecOps, name: string): Promise<readonly LiveRule[]> {
  const rules = await tenant.listRules();
  return rules.filter((rule) => rule.name === name && !rule.archived);
}

/** The tenant's memory of the repository, as a next apply would read it. */
export async function memoryOf(tenant: SecOps): Promise<Memory | undefined> {
  return readMemory((await readTenant(tenant)).memory?.lines ?? [], REPOSITORY).memory;
}

/** The files of other commits that a memory points to, as the repository would give them. */
function textsFor(
  commits: readonly CommitState[],
  memory: Memory | undefined,
  atCommit: CommitState | undefined,
): ReadonlyMap<string, Rule | ListFile> {
  const found = textsToRead(memory, atCommit).flatMap(({ kind, commit, path, hash }) => {
    const state = commits[Number(commit)];
    const files: readonly (Rule | ListFile)[] =
      (kind === 'rule' ? state?.rules : state?.lists) ?? [];
    const file = files.find((one) => one.path === path);
    return file === undefined ? [] : [[hash, file] as const];
  });
  return new Map(found);
}

function known<File extends { readonly name: string }>(
  files: readonly File[],
  hashOf: (file: File) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const hashes = new Map<string, Set<string>>();
  for (const file of files) {
    hashes.set(file.name, (hashes.get(file.name) ?? new Set()).add(hashOf(file)));
  }
  return hashes;
}
