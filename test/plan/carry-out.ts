import type { Change, PlanInput } from '../../lib/model/plan.ts';
import type { LiveList } from '../../lib/model/reference-list.ts';
import type { LiveRule, Rule } from '../../lib/model/rule.ts';
import { LANDING } from '../../lib/model/rule.ts';

type Live = PlanInput['live'];

/** A tenant that does what the service's rules of state say (backstory-v2 §5.1), and refuses what they refuse. */
export class Tenant {
  #rules: Map<string, LiveRule>;
  #lists: Map<string, LiveList>;
  #clock: number;
  #ids: number;

  constructor(live: Live, start = Date.parse('2026-02-01T00:00:00Z')) {
    this.#rules = new Map(live.rules.map((rule) => [rule.ruleId, rule]));
    this.#lists = new Map(live.lists.map((list) => [list.name, list]));
    this.#clock = start;
    this.#ids = live.rules.length;
  }

  get live(): Live {
    return { rules: [...this.#rules.values()], lists: [...this.#lists.values()] };
  }

  /** Carries out one change. Throws where the service would refuse it. */
  carryOut(change: Change): void {
    switch (change.kind) {
      case 'create-rule':
        this.create(change.rule);
        return;
      case 'add-version':
      case 'rename-rule':
        this.addVersion(change.live.ruleId, change.rule);
        return;
      case 'set-enabled':
      case 'set-alerting': {
        const flag = change.kind === 'set-enabled' ? 'enabled' : 'alerting';
        const rule =
          change.live === undefined ? this.#newest(change.name) : this.#get(change.live.ruleId);
        this.set(rule.ruleId, { [flag]: change.value });
        return;
      }
      case 'archive-rule':
        this.archive(change.live.ruleId);
        return;
      case 'unarchive-rule':
        this.unarchive(change.live.ruleId);
        return;
      case 'create-list':
        if (this.#lists.has(change.list.name)) throw new Error('409');
        this.putList(change.list);
        return;
      case 'update-list':
        if (!this.#lists.has(change.list.name)) throw new Error('404');
        this.putList(change.list);
    }
  }

  create({ name, text, multiEvent }: Pick<Rule, 'name' | 'text' | 'multiEvent'>): LiveRule {
    this.#ids += 1;
    const ruleId = `ru_made_${String(this.#ids).padStart(5, '0')}`;
    const rule: LiveRule = {
      ruleId,
      name,
      version: this.#version(ruleId, name, text),
      deployment: LANDING,
      archived: false,
      multiEvent,
      compileState: 'succeeded',
      base: '',
    };
    this.#rules.set(ruleId, { ...rule, base: rule.version.versionId });
    return rule;
  }

  addVersion(
    ruleId: string,
    { name, text, multiEvent }: Pick<Rule, 'name' | 'text' | 'multiEvent'>,
  ): void {
    const rule = this.#active(ruleId);
    const version = this.#version(ruleId, name, text);
    const { compileError: _, ...rest } = rule;
    this.#rules.set(ruleId, {
      ...rest,
      name,
      version,
      multiEvent,
      compileState: 'succeeded',
      base: version.versionId,
    });
  }

  set(ruleId: string, flags: Partial<LiveRule['deployment']>): void {
    const rule = this.#active(ruleId);
    this.#rules.set(ruleId, { ...rule, deployment: { ...rule.deployment, ...flags } });
  }

  archive(ruleId: string): void {
    const rule = this.#active(ruleId);
    if (rule.deployment.enabled) throw new Error('400: the rule is live');
    this.#rules.set(ruleId, { ...rule, archived: true, deployment: LANDING });
  }

  unarchive(ruleId: string): void {
    const rule = this.#get(ruleId);
    if (!rule.archived) throw new Error('400: not archived');
    this.#rules.set(ruleId, { ...rule, archived: false, deployment: LANDING });
  }

  remove(ruleId: string): void {
    this.#rules.delete(ruleId);
  }

  putList({ name, kind, description, lines }: Omit<LiveList, 'base'>): void {
    this.#lists.set(name, { name, kind, description, lines, base: this.#time().toISOString() });
  }

  removeList(name: string): void {
    this.#lists.delete(name);
  }

  #get(ruleId: string): LiveRule {
    const rule = this.#rules.get(ruleId);
    if (rule === undefined) throw new Error(`404: ${ruleId}`);
    return rule;
  }

  #active(ruleId: string): LiveRule {
    const rule = this.#get(ruleId);
    if (rule.archived) throw new Error(`400: ${ruleId} is archived`);
    return rule;
  }

  #newest(name: string): LiveRule {
    const rule = [...this.#rules.values()].findLast((one) => one.name === name && !one.archived);
    if (rule === undefined) throw new Error(`404: ${name}`);
    return rule;
  }

  #version(ruleId: string, name: string, text: string): LiveRule['version'] {
    const createTime = this.#time();
    return { ruleId, versionId: `${ruleId}@v_${createTime.getTime()}`, name, text, createTime };
  }

  #time(): Date {
    this.#clock += 1000;
    return new Date(this.#clock);
  }
}

/** The live side after these changes, in their order. */
export function carriedOut(live: Live, changes: readonly Change[]): Live {
  const tenant = new Tenant(live);
  for (const change of changes) tenant.carryOut(change);
  return tenant.live;
}
