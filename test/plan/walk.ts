import type { Change, Plan, PlanInput } from '../../lib/model/plan.ts';
import type { ListFile } from '../../lib/model/reference-list.ts';
import type { LiveRule, Rule } from '../../lib/model/rule.ts';
import { LANDING } from '../../lib/model/rule.ts';
import { makeBase, type CommitState } from '../../lib/plan/base.ts';
import { contentHash, textHash } from '../../lib/plan/hash.ts';
import { readMemory, writeMemory } from '../../lib/plan/memory.ts';
import { firstMemory, nextMemory } from '../../lib/plan/next-memory.ts';
import { nameOf, phaseOf } from '../../lib/plan/order.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import { Tenant } from './carry-out.ts';
import { anInput } from './input.ts';

/** How far an apply comes. */
export interface Course {
  /** Killed after so many changes: no memory is written. */
  readonly crashAfter?: number;
  /** The service refuses what is done to this rule. */
  readonly failing?: string;
  readonly only?: readonly string[];
}

type Field = (typeof FIELDS)[number];
type Edit = readonly [id: string, field: Field, value: string | boolean];
type Values = Partial<Record<Field, string | boolean>>;

const FACTS = { repository: 'f00d', identity: 'me', time: new Date('2026-03-01T00:00:00Z') };

/**
 * A repository, its tenant, and the people on both sides. Keeps a ledger of its own of what the console changed
 * since it was last given, by which to judge what apply does: written without a look at the planner.
 */
export class World {
  readonly tenant = new Tenant({ rules: [], lists: [] });
  readonly complaints: string[] = [];
  tree: CommitState = { rules: [], lists: [] };
  #commits: CommitState[] = [{ rules: [], lists: [] }];
  #memory: readonly string[] = [];
  /** What each rule was given when the tenant last wrote it down, by id. */
  #given = new Map<string, Values>();
  /** What the console made of it since, where that is something else. */
  #console = new Map<string, Values>();

  commit(): void {
    this.#commits.push(this.tree);
  }

  put(rule: Rule): void {
    this.remove(rule.name);
    this.tree = { ...this.tree, rules: [...this.tree.rules, rule] };
  }

  remove(name: string): void {
    this.tree = { ...this.tree, rules: this.tree.rules.filter((rule) => rule.name !== name) };
  }

  putList(list: ListFile): void {
    const others = this.tree.lists.filter(({ name }) => name !== list.name);
    this.tree = { ...this.tree, lists: [...others, list] };
  }

  /** Somebody at the console does something to a rule; what the service refuses does not happen. */
  atConsole(pick: number, act: (tenant: Tenant, rule: LiveRule) => void): void {
    const { rules } = this.tenant.live;
    const rule = rules[pick % Math.max(1, rules.length)];
    if (rule === undefined) return;
    try {
      act(this.tenant, rule);
    } catch {
      return;
    }
    const after = this.tenant.live.rules.find(({ ruleId }) => ruleId === rule.ruleId);
    if (after === undefined || after.archived) return;
    const given = this.#given.get(rule.ruleId) ?? {};
    const marks: Values = { ...this.#console.get(rule.ruleId) };
    for (const field of FIELDS) {
      const value = valueOf(after, field);
      const back = rule.archived && field !== 'text';
      const touched = back || valueOf(rule, field) !== value;
      if (touched && value === given[field]) delete marks[field];
      else if (touched) marks[field] = value;
    }
    this.#console.set(rule.ruleId, marks);
  }

  forget(): void {
    this.#memory = [];
  }

  plan(course: Course = {}): { readonly input: PlanInput; readonly plan: Plan } {
    const { memory } = readMemory(this.#memory, FACTS.repository);
    const base = this.#base(memory);
    const input: PlanInput = {
      ...anInput({
        wanted: this.tree.rules,
        lists: this.tree.lists,
        live: this.tenant.live.rules,
        liveLists: this.tenant.live.lists,
        options: course.only === undefined ? {} : { only: course.only },
      }),
      base,
      ...this.#history(),
    };
    return { input, plan: makePlan(input) };
  }

  /** Plans and applies as `chron apply` does, and writes the memory unless it is killed. */
  apply(course: Course = {}): void {
    // No rule at all is refused before anything is planned.
    if (this.tree.rules.length === 0) return;
    let { input, plan } = this.plan(course);
    if (!input.base.remembered) {
      this.#memory = writeMemory(this.#memory, firstMemory({ plan, input, ...FACTS }));
      this.#writeDown();
      ({ input, plan } = this.plan(course));
    }
    const [before, edits] = [this.tenant.live.rules, this.#edits()];
    this.#carryOut(plan.changes, course);
    this.#judge(before, edits, input);
    if (course.crashAfter !== undefined) return;
    const last = makePlan({ ...input, live: this.tenant.live });
    const whole = course.failing === undefined && course.only === undefined;
    if (whole && last.changes.length > 0) this.#complain('a second plan is not empty', last);
    this.#memory = writeMemory(
      this.#memory,
      nextMemory({
        last,
        input,
        commit: `c${this.#commits.length - 1}`,
        committed: this.#commits.at(-1) ?? this.tree,
        ...FACTS,
      }),
    );
    this.#writeDown();
    if (!whole) return;
    const next = this.plan().plan;
    if (next.changes.length > 0) this.#complain('the memory does not lead to an empty plan', next);
    if (next.held.length > last.held.length) this.#complain('the memory makes more held', next);
  }

  #base(memory: ReturnType<typeof readMemory>['memory']): PlanInput['base'] {
    const commit = memory?.commit;
    const atCommit = commit === undefined ? undefined : this.#commits[Number(commit.slice(1))];
    const files = this.#commits.flatMap(({ rules }) => rules);
    return makeBase({
      memory,
      atCommit,
      texts: new Map([...files, ...this.tree.rules].map((rule) => [textHash(rule.text), rule])),
    });
  }

  #history(): Pick<PlanInput, 'knownTexts' | 'knownLists'> {
    const knownTexts = new Map<string, Set<string>>();
    const knownLists = new Map<string, Set<string>>();
    for (const { rules, lists } of this.#commits) {
      for (const { name, text } of rules) add(knownTexts, name, textHash(text));
      for (const list of lists) add(knownLists, list.name, contentHash(list));
    }
    return { knownTexts, knownLists };
  }

  #carryOut(changes: readonly Change[], { crashAfter = Infinity, failing }: Course): void {
    let failed = false;
    let done = 0;
    for (const change of changes) {
      if (done >= crashAfter) return;
      // A renamed or failed rule goes no further, and nothing is taken away after a failure.
      const refused: boolean = nameOf(change) === failing || (failed && phaseOf(change) === 6);
      failed ||= refused;
      if (refused) continue;
      this.tenant.carryOut(change);
      done += 1;
      this.#ours(change);
    }
  }

  /** What chron writes is no edit of the console's; what it created, archived or brought back is off. */
  #ours(change: Change): void {
    if (change.kind === 'create-list' || change.kind === 'update-list') return;
    const id = 'live' in change ? change.live?.ruleId : undefined;
    const named = ({ ruleId, name }: LiveRule): boolean =>
      id === undefined ? name === nameOf(change) : ruleId === id;
    const rule = this.tenant.live.rules.findLast(named);
    if (rule === undefined) return;
    const marks: Values = { ...this.#console.get(rule.ruleId) };
    switch (change.kind) {
      case 'create-rule':
      case 'unarchive-rule':
      case 'archive-rule':
        this.#given.set(rule.ruleId, { ...LANDING });
        this.#console.delete(rule.ruleId);
        return;
      case 'add-version':
      case 'rename-rule':
        delete marks.text;
        break;
      case 'set-enabled':
        delete marks.enabled;
        break;
      case 'set-alerting':
        delete marks.alerting;
        break;
    }
    this.#console.set(rule.ruleId, marks);
  }

  /** What the console has changed, by rule id and field. */
  #edits(): readonly Edit[] {
    return [...this.#console].flatMap(([id, marks]) =>
      FIELDS.flatMap((field) => {
        const value = marks[field];
        return value === undefined ? [] : [[id, field, value] as const];
      }),
    );
  }

  /** Holds what an apply did against the ledger. */
  #judge(before: readonly LiveRule[], edits: readonly Edit[], input: PlanInput): void {
    const after = this.tenant.live.rules;
    const wanted = new Map(input.wanted.rules.map((rule) => [rule.name, rule]));
    const names = new Set([...wanted.keys(), ...input.base.rules.map(({ name }) => name)]);
    for (const rule of after) {
      const was = before.find(({ ruleId }) => ruleId === rule.ruleId);
      if (was !== undefined && !names.has(was.name) && was !== rule) {
        this.#complain(`${rule.ruleId} is nobody's and was touched`);
      }
      for (const flag of ['enabled', 'alerting'] as const) {
        const turnedOn = rule.deployment[flag] && was?.deployment[flag] !== true;
        const right = wanted.get(rule.name)?.text === rule.version.text;
        if (turnedOn && !right) this.#complain(`${rule.ruleId} was turned on with another text`);
      }
    }
    for (const [id, field, value] of edits) {
      const was = before.find(({ ruleId }) => ruleId === id);
      const now = after.find(({ ruleId }) => ruleId === id);
      if (was === undefined || was.archived || now === undefined) continue;
      // A text that git's history knows may be taken for ours where nothing is remembered of the rule.
      const known = input.knownTexts.get(was.name)?.has(textHash(was.version.text)) === true;
      if (field === 'text' && known) continue;
      // A rule that the console made by the name and text of ours cannot be told from it: it has no id in the memory.
      const same = [...input.base.rules, ...input.wanted.rules].some(
        (rule) =>
          rule.name === was.name &&
          textHash(was.version.text) === ('textHash' in rule ? rule.textHash : textHash(rule.text)),
      );
      if (!this.#given.has(id) && (known || same)) continue;
      // A removed rule that the console turned off is off, as it is to be.
      const kept = now.archived ? value === false : valueOf(now, field) === value;
      if (!kept) this.#complain(`${field} of ${id}, changed in the console, was written over`);
    }
    for (const name of names) {
      const count = (rules: readonly LiveRule[]): number =>
        rules.filter((rule) => rule.name === name && !rule.archived).length;
      if (count(after) > Math.max(1, count(before))) this.#complain(`${name} is there twice`);
    }
  }

  /** The memory was written: fields that are as git wants them are given, whoever made them so. */
  #writeDown(): void {
    for (const rule of this.tenant.live.rules) {
      const wanted = this.tree.rules.find(({ name }) => name === rule.name);
      const alike = this.tenant.live.rules.filter(
        ({ name, archived }) => name === rule.name && !archived,
      );
      // Of two that share a name nobody can say which one was given what.
      if (wanted === undefined || rule.archived || alike.length > 1) continue;
      const given: Values = { ...this.#given.get(rule.ruleId) };
      const marks: Values = { ...this.#console.get(rule.ruleId) };
      const wants: Record<Field, string | boolean> = { text: wanted.text, ...wanted.deployment };
      for (const field of FIELDS) {
        const value = valueOf(rule, field);
        if (wants[field] !== value) continue;
        given[field] = value;
        delete marks[field];
      }
      this.#given.set(rule.ruleId, given);
      this.#console.set(rule.ruleId, marks);
    }
  }

  #complain(what: string, plan?: Plan): void {
    const changes = plan?.changes.map((change) => `${change.kind} ${nameOf(change)}`) ?? [];
    this.complaints.push([what, ...changes].join('; '));
  }
}

const FIELDS = ['text', 'enabled', 'alerting'] as const;

function valueOf({ version, deployment }: LiveRule, field: Field): string | boolean {
  return field === 'text' ? version.text : deployment[field];
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}
