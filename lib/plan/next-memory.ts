import type { Memory, RememberedObject } from '../model/memory.ts';
import type { Plan, PlanInput } from '../model/plan.ts';
import type { ListFile } from '../model/reference-list.ts';
import type { Rule } from '../model/rule.ts';
import { compareText } from '../text.ts';
import type { CommitState } from './base.ts';
import { contentHash, textHash } from './hash.ts';

/** What a tenant is to remember after an apply. */
export interface Remembering {
  /** The plan that was made last, of the tenant as it is now: what it lists as standing is not in step. */
  readonly last: Plan;
  /** What that plan was made of. */
  readonly input: Pick<PlanInput, 'environment' | 'wanted'>;
  readonly repository: string;
  /** The commit the work tree stands at; undefined where there is none yet. */
  readonly commit: string | undefined;
  /** What that commit wants of the environment. Equal to `input.wanted` in a clean work tree; without a commit, nothing. */
  readonly committed: CommitState;
  readonly time: Date;
  readonly identity: string;
}

/**
 * The memory after an apply. An object was given what `last` lists as standing, else what is wanted, else nothing;
 * it gets a line wherever that is not what the remembered commit says: because it is held, failed, was skipped or not
 * selected, or because the work tree was dirty. So commit and lines together always tell what was given.
 */
export function nextMemory({
  last,
  input: { environment, wanted },
  repository,
  commit,
  committed,
  time,
  identity,
}: Remembering): Memory {
  const says = commit === undefined ? NOTHING_COMMITTED : committed;
  const given = new Map([...statesOf(wanted), ...last.standing.map(keyed)]);
  const told = new Map(statesOf(says));
  const objects: RememberedObject[] = [];
  for (const key of [...new Set([...given.keys(), ...told.keys()])].toSorted(compareText)) {
    const [object, says_] = [given.get(key), told.get(key)];
    if (object === undefined || isAbsent(object)) {
      if (says_ !== undefined) objects.push(absent(says_));
    } else if (says_ === undefined || !sameState(object, says_)) {
      objects.push(placed(object, says_, commit));
    }
  }
  return {
    repository,
    environment: environment.name,
    time,
    identity,
    objects,
    ...(commit === undefined ? {} : { commit }),
  };
}

/**
 * The memory to be written before the first mutation of a first apply: no commit yet, and a line for every object
 * that is known. What is not there yet is not in it, so that after an interruption a rule of ours is known by its
 * text and the rest is planned. Plan again from this base (`makeBase`) before carrying anything out.
 */
export function firstMemory({
  plan,
  ...facts
}: Omit<Remembering, 'last' | 'commit' | 'committed'> & { readonly plan: Plan }): Memory {
  return nextMemory({ ...facts, last: plan, commit: undefined, committed: NOTHING_COMMITTED });
}

const NOTHING_COMMITTED: CommitState = { rules: [], lists: [] };

type State = readonly [key: string, object: RememberedObject];

function statesOf({ rules, lists }: CommitState): readonly State[] {
  return [...rules.map(ruleState), ...lists.map(listState)].map(keyed);
}

/** Rules and lists have names of their own. */
function keyed(object: RememberedObject): State {
  const rule = object.kind === 'rule' || object.kind === 'no-rule';
  return [rule ? `rule ${object.name}` : `list ${object.name}`, object];
}

function ruleState({ name, text, path, meta, deployment }: Rule): RememberedObject {
  const metaRuleId = meta.get('rule_id');
  return {
    kind: 'rule',
    name,
    textHash: textHash(text),
    enabled: deployment.enabled,
    alerting: deployment.alerting,
    archived: false,
    ...(metaRuleId === undefined ? {} : { metaRuleId }),
    path,
  };
}

function listState(list: ListFile): RememberedObject {
  return { kind: 'list', name: list.name, contentHash: contentHash(list), path: list.path };
}

function isAbsent({ kind }: RememberedObject): boolean {
  return kind === 'no-rule' || kind === 'no-list';
}

function absent({ kind, name }: RememberedObject): RememberedObject {
  return { kind: kind === 'list' || kind === 'no-list' ? 'no-list' : 'no-rule', name };
}

/** Whether two lines say the same of what was given; where a text can be read does not matter. */
function sameState(one: RememberedObject, other: RememberedObject): boolean {
  return stateKey(one) === stateKey(other);
}

function stateKey(object: RememberedObject): string {
  switch (object.kind) {
    case 'rule': {
      const { textHash: hash, enabled, alerting, archived, assumed, removed } = object;
      const marks = [assumed ?? [], removed === true];
      return JSON.stringify([hash, enabled, alerting, archived, ...marks]);
    }
    case 'list':
      return object.contentHash;
    case 'no-rule':
    case 'no-list':
      return object.kind;
  }
}

/** Says in which commit its text can be read, where that is the one at hand. */
function placed(
  object: RememberedObject,
  says: RememberedObject | undefined,
  commit: string | undefined,
): RememberedObject {
  if (commit === undefined || says === undefined) return object;
  if (object.kind === 'rule' && says.kind === 'rule' && object.textHash === says.textHash) {
    return { ...object, commit, ...(says.path === undefined ? {} : { path: says.path }) };
  }
  if (object.kind === 'list' && says.kind === 'list' && object.contentHash === says.contentHash) {
    return { ...object, commit, ...(says.path === undefined ? {} : { path: says.path }) };
  }
  return object;
}
