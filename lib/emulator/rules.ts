import { compileRule, storedText } from './compile.ts';
import { checkCapacity } from './capacity.ts';
import { huntRuns } from './hunt-reading.ts';
import { byId, byTime, PAGE_FIELDS, takePage } from './page.ts';
import type { Message } from './message.ts';
import type { Answer, Operation, World } from './operation.ts';
import { refusal, Refusal } from './refusal.ts';
import { ruleById, versionById } from './rule-id.ts';
import { ruleJson } from './rule-json.ts';
import type { Found } from './state.ts';
import type { StoredRule, StoredVersion, Write } from './stored.ts';
import { nextMicros, versionIdAt } from './time.ts';
import type { Micros } from './time.ts';

/** The body of CreateRule, CreateRuleVersion and VerifyRule. */
export const RULE_TEXT = { rule_text: { kind: 'string' } } as const satisfies Message;

/** The query of ListRules; an absent state is ACTIVE. */
export const LIST_RULES_QUERY = {
  ...PAGE_FIELDS,
  state: { kind: 'enum', names: ['STATE_UNSPECIFIED', 'ACTIVE', 'ARCHIVED', 'ALL'] },
} as const satisfies Message;

/** Stores a new rule, neither live nor alerting. Equal names are allowed: the id is the only key (backstory-v2 §4.1). */
export const createRule: Operation = (call, world) => {
  const ruleId = unusedRuleId(world);
  const version = makeVersion(ruleId, call.text('rule_text'), undefined, world);
  const rule: StoredRule = {
    ruleId,
    live: false,
    alerting: false,
    alertingTime: version.createTime,
  };
  return {
    answer: ruleJson({ rule, versions: [version], version }, world.options),
    // The rule goes last: a version alone is not yet one.
    writes: [
      { kind: 'version', value: version },
      { kind: 'rule', value: rule },
    ],
  };
};

/** One rule, archived or not, at the version asked for. */
export const getRule: Operation = (call, { state, options }) => ({
  answer: ruleJson(versionById(call.id('versionOrRuleId'), state), options),
});

/** The newest versions, full; archived rules only where asked for (backstory-v2 §4.3). */
export const listRules: Operation = (call, { state, options }) => {
  const asked = call.text('state');
  const wanted = (found: Found): boolean =>
    asked === 'ALL' || (found.rule.archivedTime !== undefined) === (asked === 'ARCHIVED');
  const { page, nextPageToken } = takePage(call, options, {
    all: state.rules().filter(wanted),
    cursor: ({ rule, version }) => ({ time: version.createTime, id: rule.ruleId }),
    order: options.ruleOrder === 'rule-id' ? byId : byTime,
  });
  return { answer: rulesJson(page, nextPageToken, options) };
};

/** All versions of a rule, newest first, under the key `rules` (backstory-v2 §4.4). */
export const listRuleVersions: Operation = (call, { state, options }) => {
  const found = ruleById(call.id('ruleId'), state);
  const { page, nextPageToken } = takePage(call, options, {
    all: found.versions,
    cursor: (version) => ({ time: version.createTime, id: version.versionId }),
    order: byTime,
  });
  const rows = page.map((version) => ({ ...found, version }));
  return { answer: rulesJson(rows, nextPageToken, options) };
};

/** Puts a text on top; whether the rule is live and alerts stays as it is (backstory-v2 §4.5). */
export const createRuleVersion: Operation = (call, world) => {
  const found = ruleById(call.id('ruleId'), world.state);
  const { rule, versions } = found;
  if (rule.archivedTime !== undefined && world.options.versionOfArchived === 'refuse') {
    throw refusal('FAILED_PRECONDITION', `rule ${rule.ruleId} is archived`);
  }
  const text = call.text('rule_text');
  if (
    world.options.identicalVersion === 'keep' &&
    storedText(text, world.options) === found.version.text
  ) {
    return { answer: ruleJson(found, world.options) };
  }
  const version = makeVersion(rule.ruleId, text, versions[0]?.createTime, world);
  if (rule.live && version.multiEvent && !found.version.multiEvent) {
    checkCapacity(rule.ruleId, true, world);
  }
  return {
    answer: ruleJson({ rule, versions: [version, ...versions], version }, world.options),
    writes: [{ kind: 'version', value: version }],
  };
};

/**
 * Takes a rule away with all its versions and what they came to, live or not, but not while a hunt runs (a guess;
 * backstory-v2 §4.6).
 */
export const deleteRule: Operation = (call, world) => {
  const { state, options } = world;
  if (options.deleteRule === 'denied') {
    throw refusal('PERMISSION_DENIED', 'DeleteRule is not enabled for this customer');
  }
  const { rule, versions } = ruleById(call.id('ruleId'), state);
  const { ruleId } = rule;
  if (huntRuns(ruleId, world)) {
    throw refusal('FAILED_PRECONDITION', `rule ${ruleId} has retrohunts in progress`);
  }
  const { past } = state;
  return {
    answer: {},
    writes: [
      { kind: 'no-rule', ruleId },
      ...versions.map(({ versionId }): Write => ({ kind: 'no-version', ruleId, versionId })),
      ...past
        .hunts()
        .filter((hunt) => hunt.ruleId === ruleId)
        .map(({ retrohuntId }): Write => ({ kind: 'no-hunt', retrohuntId })),
      ...past.batches(ruleId).map(({ batchId }): Write => ({ kind: 'no-batch', batchId })),
      ...past
        .errors()
        .filter((error) => error.ruleId === ruleId)
        .map(({ errorId }): Write => ({ kind: 'no-error', errorId })),
    ],
  };
};

/** Says whether a text compiles: always 200, `success` only where it does (backstory-v2 §4.11). */
export const verifyRule: Operation = (call, world) => {
  try {
    compileRule(call.text('rule_text'), world);
    return { answer: { success: true, context: 'identified no known errors' } };
  } catch (error) {
    if (error instanceof Refusal) return { answer: { context: error.message } };
    throw error;
  }
};

function rulesJson(
  rows: readonly Found[],
  nextPageToken: string | undefined,
  options: World['options'],
): Answer {
  return {
    ...(rows.length > 0 && { rules: rows.map((row) => ruleJson(row, options)) }),
    ...(nextPageToken !== undefined && { nextPageToken }),
  };
}

function makeVersion(
  ruleId: string,
  text: string,
  last: Micros | undefined,
  world: World,
): StoredVersion {
  const compiled = compileRule(text, world);
  const createTime = nextMicros(world.clock, last);
  return { ruleId, versionId: versionIdAt(ruleId, createTime), createTime, ...compiled };
}

/** Random that is injected may repeat itself after a restart; an id never does. */
function unusedRuleId({ state, uuid }: World): string {
  let ruleId = `ru_${uuid()}`;
  while (state.knows(ruleId)) ruleId = `ru_${uuid()}`;
  return ruleId;
}
