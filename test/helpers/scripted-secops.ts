import type { SecOps } from '../../lib/ports/secops.ts';
import { aLiveList, aLiveRule, uuidOf } from './builders.ts';

export type Method = Exclude<keyof SecOps, 'identity'>;

/** One call of the port, counted from 0. */
export interface Call {
  readonly number: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

export const MUTATIONS: ReadonlySet<Method> = new Set<Method>([
  'createRule',
  'addVersion',
  'setEnabled',
  'setAlerting',
  'archiveRule',
  'unarchiveRule',
  'createList',
  'updateList',
]);

/** Stands between the caller and the effect: may fail before it, after it, wait, or let it through. */
export type Between = <T>(call: Call, effect: () => Promise<T>) => Promise<T>;

/** Another SecOps, with something in between. */
export function scripted(inner: SecOps, between: Between): SecOps & { readonly calls: Call[] } {
  const calls: Call[] = [];
  const via = <T>(
    method: Method,
    args: readonly unknown[],
    effect: () => Promise<T>,
  ): Promise<T> => {
    const call = { number: calls.length, method, args };
    calls.push(call);
    return between(call, effect);
  };
  return {
    calls,
    identity: inner.identity,
    listRules: () => via('listRules', [], () => inner.listRules()),
    getRule: (id) => via('getRule', [id], () => inner.getRule(id)),
    listVersions: (id) => via('listVersions', [id], () => inner.listVersions(id)),
    verifyRule: (text) => via('verifyRule', [text], () => inner.verifyRule(text)),
    createRule: (text) => via('createRule', [text], () => inner.createRule(text)),
    addVersion: (...args) => via('addVersion', args, () => inner.addVersion(...args)),
    setEnabled: (...args) => via('setEnabled', args, () => inner.setEnabled(...args)),
    setAlerting: (...args) => via('setAlerting', args, () => inner.setAlerting(...args)),
    archiveRule: (id) => via('archiveRule', [id], () => inner.archiveRule(id)),
    unarchiveRule: (id) => via('unarchiveRule', [id], () => inner.unarchiveRule(id)),
    listLists: () => via('listLists', [], () => inner.listLists()),
    getList: (name) => via('getList', [name], () => inner.getList(name)),
    createList: (list) => via('createList', [list], () => inner.createList(list)),
    updateList: (...args) => via('updateList', args, () => inner.updateList(...args)),
  };
}

/** A tenant that remembers nothing and does whatever it is asked. */
export const obliging: SecOps = {
  identity: 'obliging@example.org',
  listRules: () => Promise.resolve([]),
  getRule: (ruleId) => Promise.resolve(aLiveRule('some', { ruleId })),
  listVersions: () => Promise.resolve([]),
  verifyRule: () => Promise.resolve({ success: true, context: '' }),
  createRule: (text) => {
    const name = nameIn(text);
    return Promise.resolve(
      aLiveRule(name, { text, ruleId: `ru_${uuidOf(`new ${name}`)}`, enabled: false }),
    );
  },
  addVersion: (ruleId, text) =>
    Promise.resolve({ ...aLiveRule(nameIn(text), { ruleId, text }).version }),
  setEnabled: () => Promise.resolve(),
  setAlerting: () => Promise.resolve(),
  archiveRule: () => Promise.resolve(),
  unarchiveRule: () => Promise.resolve(),
  listLists: () => Promise.resolve([]),
  getList: () => Promise.resolve(undefined),
  createList: (list) => Promise.resolve(aLiveList(list.name, list)),
  updateList: (list) => Promise.resolve(aLiveList(list.name, list)),
};

function nameIn(text: string): string {
  return /^rule (\w+)/m.exec(text)?.[1] ?? 'nameless';
}
