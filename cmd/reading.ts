import { UserError } from '../lib/errors.ts';
import type { Environment } from '../lib/model/environment.ts';
import type { Memory } from '../lib/model/memory.ts';
import type { Notice, PlanInput, PlanOptions } from '../lib/model/plan.ts';
import type { ListFile, LiveList } from '../lib/model/reference-list.ts';
import type { LiveRule, Rule, RuleFile } from '../lib/model/rule.ts';
import { makeBase, textsToRead, type CommitState } from '../lib/plan/base.ts';
import { contentHash, textHash } from '../lib/plan/hash.ts';
import { listsToLookUp, rulesToLookUp } from '../lib/plan/look-up.ts';
import { CHRON_APPLIED, memoryHash, readMemory } from '../lib/plan/memory.ts';
import { deployRules } from '../lib/repo/deploy.ts';
import { readEnvironment } from '../lib/repo/environment.ts';
import { listFileText } from '../lib/repo/list-text.ts';
import { readLists } from '../lib/repo/lists.ts';
import { readRules } from '../lib/repo/rules.ts';
import { selectRules } from '../lib/repo/select.ts';
import { tableNotices } from '../lib/repo/table-names.ts';
import { straightenText } from '../lib/text.ts';
import type { SecOps } from '../lib/ports/secops.ts';
import type { Progress } from '../lib/ports/progress.ts';
import type { Context } from './command.ts';
import { EXIT } from './exit.ts';
import { faultsOf } from './faults.ts';
import { refuseBroken, type Workspace } from './workspace.ts';

/** What the repository wants of one environment. */
export interface Wanting {
  readonly environment: Environment;
  readonly rules: readonly Rule[];
  readonly lists: readonly ListFile[];
  readonly notices: readonly Notice[];
}

/** Everything a plan is made of, and what must be known beside it to remember or save it. */
export interface Gathering {
  readonly input: PlanInput;
  readonly notices: readonly Notice[];
  /** What HEAD wants of this environment; equal to `input.wanted` in a clean work tree. */
  readonly committed: CommitState;
  /** The commit to be remembered: undefined where there is none, or where it cannot be read as an environment. */
  readonly commit: string | undefined;
  readonly memory: Memory | undefined;
  /** The list it stands in, with the lines of other repositories. */
  readonly memoryList: LiveList | undefined;
  readonly memoryHash: string;
  /** The tenant was last given a commit that HEAD does not contain. */
  readonly newer: string | undefined;
}

/** Reads an environment of the work tree and deploys its rules. Everything wrong is said, and ends with exit 3. */
export async function readWanting(
  name: string,
  workspace: Workspace,
  context: Context,
): Promise<Wanting> {
  const reading = await readEnvironment(workspace.tree, name);
  refuseBroken(reading.diagnostics, reading.texts, context);
  const { environment } = reading;
  if (environment === undefined) throw new Error(`environment ${name} has neither value nor error`);
  const { rules, diagnostics, notices } = deployRules(environment, workspace.rules);
  refuseBroken(diagnostics, reading.texts, context);
  if (rules.length === 0) {
    throw new UserError(
      `environment "${name}" selects none of the ${workspace.rules.length} rules`,
      {
        hint: `look at \`rules.include\` and \`rules.exclude\` in ${environment.path}; none selected is never taken for "remove all"`,
      },
    );
  }
  return {
    environment,
    rules,
    lists: listsOf(rules, workspace.lists),
    notices: [...notices, ...unsentTables(environment, rules, workspace)],
  };
}

/** The emulator inside chron evaluates with the repository's tables; a tenant has its own. */
function unsentTables(
  { api }: Environment,
  rules: readonly Rule[],
  { tables }: Workspace,
): readonly Notice[] {
  return api === 'embedded' ? [] : tableNotices(rules, tables);
}

/** Reads the tenant and what it remembers, and lays everything together. */
export async function gather(
  { environment, rules, lists, notices }: Wanting,
  workspace: Workspace,
  {
    secops,
    progress,
    options,
    allowOlder,
  }: {
    readonly secops: SecOps;
    readonly progress: Progress;
    readonly options: PlanOptions;
    readonly allowOlder: boolean;
  },
): Promise<Gathering> {
  const { repository } = workspace;
  progress.step('reading the tenant');
  const [liveRules, allLists] = await Promise.all([secops.listRules(), secops.listLists()]);
  const memoryList = allLists.find(({ name }) => name === CHRON_APPLIED);
  const memoryLines = memoryList?.lines ?? [];
  const { memory: told, unreadable } = readMemory(memoryLines, repository.facts.repository);
  const reached = await reachMemory(told, workspace, allowOlder);
  progress.step('comparing');
  const head = repository.facts.commit;
  const dirty = repository.facts.dirty.length > 0;
  const wantedAt = async (commit: string, name: string): Promise<CommitState | undefined> =>
    // A clean work tree is its commit, and has been read.
    commit === head && name === environment.name && !dirty
      ? { rules, lists }
      : stateAt(commit, name, workspace);
  const atCommit =
    reached.memory?.commit === undefined
      ? undefined
      : await wantedAt(reached.memory.commit, reached.memory.environment);
  // A commit whose environment this chron cannot read says nothing; better no memory than a wrong one.
  const lost = reached.memory?.commit !== undefined && atCommit === undefined;
  const memory = lost ? undefined : reached.memory;
  const base = makeBase({ memory, atCommit, texts: await olderTexts(memory, atCommit, workspace) });
  const live = { rules: liveRules, lists: allLists.filter(({ name }) => name !== CHRON_APPLIED) };
  const unnamed = faultsOf(selectRules(environment, workspace.unreadable));
  const committed = head === undefined ? NOTHING : await wantedAt(head, environment.name);
  return {
    input: {
      environment: deciding(environment),
      wanted: { rules, lists },
      base,
      live,
      ...(await knownContents({ rules, lists, base, live }, workspace)),
      ...(unnamed.length === 0 ? {} : { unreadable: unnamed }),
      options,
    },
    notices: [
      ...notices,
      ...(unreadable === undefined ? [] : [unreadableNotice(unreadable)]),
      ...(lost ? [unreadableNotice(LOST)] : []),
    ],
    committed: committed ?? NOTHING,
    commit: committed === undefined ? undefined : head,
    memory,
    memoryList,
    memoryHash: memoryHash(memoryLines, repository.facts.repository),
    newer: reached.newer,
  };
}

/** What of an environment decides a plan; the rest is only the way to the tenant, and stands in no saved plan. */
function deciding({
  name,
  path,
  tier,
  removed,
  drift,
  safety,
  gate,
}: Environment): PlanInput['environment'] {
  return { name, path, tier, removed, drift, safety, gate };
}

const NOTHING: CommitState = { rules: [], lists: [] };
const LOST = 'the environment file of the commit it names cannot be read as one';

function unreadableNotice(detail: string): Notice {
  return { kind: 'memory-unreadable', detail };
}

/** Whether the remembered commit can be stood on: it must be in this clone, and HEAD should contain it. */
async function reachMemory(
  memory: Memory | undefined,
  { repository }: Workspace,
  allowOlder: boolean,
): Promise<{ readonly memory: Memory | undefined; readonly newer: string | undefined }> {
  const commit = memory?.commit;
  const { facts } = repository;
  if (commit === undefined || commit === facts.commit) return { memory, newer: undefined };
  // What HEAD contains is in this clone: the usual case takes one look.
  if (facts.commit !== undefined && (await repository.isAncestor(commit, facts.commit))) {
    return { memory, newer: undefined };
  }
  if (await repository.hasCommit(commit)) return { memory, newer: commit };
  if (allowOlder) return { memory: undefined, newer: undefined };
  throw new UserError(
    `the tenant was last given commit ${commit.slice(0, 12)} (${memory?.time.toISOString() ?? ''}, by ${memory?.identity ?? ''}), which is not in this clone`,
    {
      hint: 'git fetch --all, then try again; if that commit is gone for good, --allow-older meets the tenant as if for the first time',
      exit: EXIT.stale,
    },
  );
}

/** What a commit wanted of an environment; undefined if that commit has no such environment that can be read. */
async function stateAt(
  commit: string,
  name: string,
  { repository, heads }: Workspace,
): Promise<CommitState | undefined> {
  const tree = await repository.commitTree(commit);
  const known = await tree.list('environments');
  if (!known.some(({ path }) => path === `environments/${name}.yaml`)) return undefined;
  const { environment } = await readEnvironment(tree, name);
  if (environment === undefined) return undefined;
  const [{ rules: files }, { lists }] = await Promise.all([
    readRules(tree, heads),
    readLists(tree),
  ]);
  const { rules } = deployRules(environment, files);
  return { rules, lists: listsOf(rules, lists) };
}

function listsOf(rules: readonly RuleFile[], lists: readonly ListFile[]): readonly ListFile[] {
  const named = new Set(rules.flatMap((rule) => rule.lists));
  return lists.filter(({ name }) => named.has(name));
}

/** Texts of other commits that the memory's lines point to, for differences and renames. */
async function olderTexts(
  memory: Memory | undefined,
  atCommit: CommitState | undefined,
  { repository, heads }: Workspace,
): Promise<ReadonlyMap<string, RuleFile | ListFile>> {
  const texts = new Map<string, RuleFile | ListFile>();
  const wanted = textsToRead(memory, atCommit);
  for (const commit of new Set(wanted.map((one) => one.commit))) {
    if (!(await repository.hasCommit(commit))) continue;
    const tree = await repository.commitTree(commit);
    const rules = new Map((await readRules(tree, heads)).rules.map((rule) => [rule.path, rule]));
    const lists = new Map((await readLists(tree)).lists.map((list) => [list.path, list]));
    for (const { kind, path, hash } of wanted.filter((one) => one.commit === commit)) {
      const file = kind === 'rule' ? rules.get(path) : lists.get(path);
      if (file !== undefined && hashOf(file) === hash) texts.set(hash, file);
    }
  }
  return texts;
}

function hashOf(file: RuleFile | ListFile): string {
  return 'text' in file ? textHash(file.text) : contentHash(file);
}

/** Looks up in git's history whether live texts and contents that no base speaks for were once ours. */
async function knownContents(
  {
    rules,
    lists,
    base,
    live,
  }: {
    readonly rules: readonly Rule[];
    readonly lists: readonly ListFile[];
    readonly base: PlanInput['base'];
    readonly live: { readonly rules: readonly LiveRule[]; readonly lists: readonly LiveList[] };
  },
  { repository }: Workspace,
): Promise<Pick<PlanInput, 'knownTexts' | 'knownLists'>> {
  const knownTexts = new Map<string, Set<string>>();
  const knownLists = new Map<string, Set<string>>();
  const sides = { wanted: { rules, lists }, base, live };
  const askRules = rulesToLookUp(sides);
  const askLists = listsToLookUp(sides);
  if (askRules.length + askLists.length === 0) return { knownTexts, knownLists };
  const rulePaths = pathsByName([...rules, ...base.rules]);
  const listPaths = pathsByName([...lists, ...base.lists]);
  const history = await repository.history();
  for (const { name, version } of askRules) {
    const paths = rulePaths.get(name) ?? [];
    if (!paths.some((path) => history.everHeld(path, straightenText(version.text)))) continue;
    add(knownTexts, name, textHash(version.text));
  }
  for (const list of askLists) {
    const paths = listPaths.get(list.name) ?? [];
    if (!paths.some((path) => history.everHeld(path, listFileText(list)))) continue;
    add(knownLists, list.name, contentHash(list));
  }
  return { knownTexts, knownLists };
}

function pathsByName(
  objects: readonly { readonly name: string; readonly path?: string }[],
): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, string[]>();
  for (const { name, path } of objects) {
    if (path !== undefined) paths.set(name, [...(paths.get(name) ?? []), path]);
  }
  return paths;
}

function add(map: Map<string, Set<string>>, name: string, hash: string): void {
  map.set(name, (map.get(name) ?? new Set()).add(hash));
}
