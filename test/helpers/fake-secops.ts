import { ApiError, ConflictError } from '../../lib/errors.ts';
import type { LiveList, ListKind, ReferenceList } from '../../lib/model/reference-list.ts';
import type { LiveRule, RuleVersion } from '../../lib/model/rule.ts';
import type { SecOps, Verification } from '../../lib/ports/secops.ts';
import { straightenText } from '../../lib/text.ts';
import { formatTimestamp, momentDate } from '../../lib/wire/timestamp.ts';
import { formatVersionId } from '../../lib/wire/version-id.ts';
import { uuidOf } from './builders.ts';

/** What somebody else does in the web console, as the contract suite needs it. The emulator's console has the same words. */
export interface ConsoleHand {
  /** Saves and enables, as the console does; gives the rule's id. */
  createRule(text: string): Promise<string>;
  editRule(ruleId: string, text: string): Promise<void>;
  setLive(ruleId: string, live: boolean): Promise<void>;
  setAlerting(ruleId: string, alerting: boolean): Promise<void>;
  archiveRule(ruleId: string): Promise<void>;
  unarchiveRule(ruleId: string): Promise<void>;
  deleteRule(ruleId: string): Promise<void>;
  /** The stored text no longer compiles; undefined heals it. */
  breakRule(ruleId: string, compileError: string | undefined): Promise<void>;
  editList(name: string, lines: readonly string[], description?: string): Promise<void>;
  deleteList(name: string): Promise<void>;
}

interface StoredRule {
  readonly ruleId: string;
  /** Oldest first; never empty. */
  readonly versions: readonly RuleVersion[];
  readonly enabled: boolean;
  readonly alerting: boolean;
  readonly archived: boolean;
  readonly compileError?: string;
}

/** A tenant in memory that keeps the port's promises. `calls` counts by method; `console` is somebody else's hand. */
export interface FakeSecOps extends SecOps {
  readonly calls: ReadonlyMap<string, number>;
  readonly console: ConsoleHand;
}

/** Opens an empty tenant. Its times begin at `start`, one millisecond a write; its ids are the same on every run. */
export function fakeSecOps({
  identity = 'fake@example.com',
  start = '2026-01-01T00:00:00Z',
}: { identity?: string; start?: string } = {}): FakeSecOps {
  const rules = new Map<string, StoredRule>();
  const lists = new Map<string, LiveList>();
  const calls = new Map<string, number>();
  let writes = 0;

  const tick = (): { seconds: number; nanos: number } => {
    writes += 1;
    const ms = Date.parse(start) + writes;
    return { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 };
  };
  const counted = async <T>(method: string, work: () => T): Promise<T> => {
    calls.set(method, (calls.get(method) ?? 0) + 1);
    await Promise.resolve();
    return work();
  };
  const need = (ruleId: string): StoredRule => {
    const rule = rules.get(ruleId);
    if (rule === undefined)
      throw refusal('GetRule', 404, `rule with ID ${ruleId} could not be found`);
    return rule;
  };
  const change = (ruleId: string, fields: Partial<StoredRule>): void => {
    rules.set(ruleId, { ...need(ruleId), ...fields });
  };
  const newVersion = (ruleId: string, text: string): RuleVersion => {
    const moment = tick();
    return {
      ruleId,
      versionId: formatVersionId({ ruleId, ...moment }),
      name: nameIn(text),
      text: text.endsWith('\n') ? text : `${text}\n`,
      createTime: momentDate(moment),
    };
  };
  const store = (text: string): StoredRule => {
    if (nameIn(text) === '') throw refusal('CreateRule', 400, 'compiling rule: parsing: no rule');
    const ruleId = `ru_${uuidOf(`fake ${rules.size} ${writes}`)}`;
    const rule = {
      ruleId,
      versions: [newVersion(ruleId, text)],
      enabled: false,
      alerting: false,
      archived: false,
    };
    rules.set(ruleId, rule);
    return rule;
  };
  const append = (ruleId: string, text: string): RuleVersion => {
    if (nameIn(text) === '') throw refusal('CreateRuleVersion', 400, 'compiling rule: no rule');
    const { versions } = need(ruleId);
    const version = newVersion(ruleId, text);
    change(ruleId, { versions: [...versions, version] });
    return version;
  };
  const setFlag = (flag: 'enabled' | 'alerting', ruleId: string, value: boolean): void => {
    if (need(ruleId).archived && value) throw refusal(flag, 400, `rule ${ruleId} is archived`);
    change(ruleId, { [flag]: value });
  };
  const archive = (ruleId: string): void => {
    if (need(ruleId).enabled)
      throw refusal('ArchiveRule', 400, `rule ${ruleId} is enabled as live`);
    change(ruleId, { archived: true, alerting: false });
  };
  const writeList = (list: ReferenceList): LiveList => {
    const { name, kind, description, lines } = list;
    const live = { name, kind, description, lines: [...lines], base: formatTimestamp(tick()) };
    lists.set(name, live);
    return live;
  };

  return {
    identity,
    calls,
    console: {
      createRule: async (text) => {
        const { ruleId } = store(text);
        change(ruleId, { enabled: true });
        return ruleId;
      },
      editRule: async (ruleId, text) => void append(ruleId, text),
      setLive: async (ruleId, live) => setFlag('enabled', ruleId, live),
      setAlerting: async (ruleId, alerting) => setFlag('alerting', ruleId, alerting),
      archiveRule: async (ruleId) => archive(ruleId),
      unarchiveRule: async (ruleId) => change(ruleId, { archived: false }),
      deleteRule: async (ruleId) => void rules.delete(ruleId),
      breakRule: async (ruleId, compileError) => {
        const { compileError: _, ...sound } = need(ruleId);
        rules.set(ruleId, compileError === undefined ? sound : { ...sound, compileError });
      },
      editList: async (name, lines, description) => {
        const { kind, description: before } = lists.get(name) ?? EMPTY_LIST;
        writeList({ name, kind, lines, description: description ?? before });
      },
      deleteList: async (name) => void lists.delete(name),
    },

    listRules: () => counted('listRules', () => [...rules.values()].map(liveRule)),
    getRule: (ruleId) =>
      counted('getRule', () => {
        const rule = rules.get(ruleId);
        return rule === undefined ? undefined : liveRule(rule);
      }),
    listVersions: (ruleId) => counted('listVersions', () => need(ruleId).versions.toReversed()),
    verifyRule: (text) =>
      counted('verifyRule', (): Verification => {
        if (nameIn(text) === '') return { success: false, context: 'parsing: no rule' };
        return { success: true, context: 'identified no known errors' };
      }),
    createRule: (text) =>
      counted('createRule', () => {
        const created = store(text);
        const twin = [...rules.values()].find((rule) => isTwin(rule, created));
        if (twin === undefined) return liveRule(created);
        archive(created.ruleId);
        return liveRule(twin);
      }),
    addVersion: (ruleId, text, base) =>
      counted('addVersion', () => {
        const { base: found } = liveRule(need(ruleId));
        if (found !== base)
          throw conflict('CreateRuleVersion', `the newest is ${found}, not ${base}`);
        return append(ruleId, text);
      }),
    setEnabled: (ruleId, value) => counted('setEnabled', () => setFlag('enabled', ruleId, value)),
    setAlerting: (ruleId, value) =>
      counted('setAlerting', () => setFlag('alerting', ruleId, value)),
    archiveRule: (ruleId) => counted('archiveRule', () => archive(ruleId)),
    unarchiveRule: (ruleId) => counted('unarchiveRule', () => change(ruleId, { archived: false })),

    listLists: () => counted('listLists', () => [...lists.values()]),
    getList: (name) => counted('getList', () => lists.get(name)),
    createList: (list) =>
      counted('createList', () => {
        if (!lists.has(list.name)) return writeList(list);
        throw refusal('CreateReferenceList', 409, `list with name ${list.name} already exists`);
      }),
    updateList: (list, base) =>
      counted('updateList', () => {
        const live = lists.get(list.name);
        if (live === undefined) throw refusal('UpdateReferenceList', 404, `no list ${list.name}`);
        if (live.base === base && live.kind === list.kind) return writeList(list);
        throw conflict('UpdateReferenceList', `list ${list.name} was written at ${live.base}`);
      }),
  };
}

const EMPTY_LIST: { kind: ListKind; description: string } = { kind: 'string', description: '' };

function liveRule({
  ruleId,
  versions,
  enabled,
  alerting,
  archived,
  compileError,
}: StoredRule): LiveRule {
  const version = newest(versions);
  return {
    ruleId,
    name: version.name,
    version,
    deployment: { enabled, alerting },
    archived,
    multiEvent: /^\s*match:/m.test(version.text),
    compileState: compileError === undefined ? 'succeeded' : 'failed',
    ...(compileError === undefined ? {} : { compileError }),
    base: version.versionId,
  };
}

function isTwin(rule: StoredRule, created: StoredRule): boolean {
  return (
    rule.ruleId !== created.ruleId &&
    !rule.archived &&
    straightenText(newest(rule.versions).text) === straightenText(newest(created.versions).text)
  );
}

function newest(versions: readonly RuleVersion[]): RuleVersion {
  const version = versions.at(-1);
  if (version === undefined) throw new Error('a rule without a version');
  return version;
}

/** Good enough for the small texts of tests. */
function nameIn(text: string): string {
  return /^rule (\w+) \{/m.exec(text)?.[1] ?? '';
}

function refusal(operation: string, status: number, detail: string): ApiError {
  return new ApiError({ operation, status, effect: 'rejected', detail });
}

function conflict(operation: string, detail: string): ConflictError {
  return new ConflictError({ operation, status: 409, effect: 'rejected', detail });
}
