import { checkCapacity } from './capacity.ts';
import type { Effect, Operation, World } from './operation.ts';
import { huntRuns } from './hunt-reading.ts';
import { refusal } from './refusal.ts';
import { ruleById, versionById } from './rule-id.ts';
import type { Found } from './state.ts';
import type { StoredRule } from './stored.ts';
import { nextMicros } from './time.ts';

/** Runs the newest version on new events, if the package has room for it (backstory-v2 §4.7). */
export const enableLiveRule: Operation = (call, world) => {
  const found = ruleById(call.id('ruleId'), world.state);
  refuseArchived(found, world);
  if (found.rule.live) return repeated('is enabled as live already', found, world);
  checkCapacity(found.rule.ruleId, found.version.multiEvent, world);
  return stored({ ...found.rule, live: true });
};

/** Stops a rule; its alerting flag stays. */
export const disableLiveRule: Operation = (call, world) => {
  const found = ruleById(call.id('ruleId'), world.state);
  return found.rule.live
    ? stored({ ...found.rule, live: false })
    : repeated('is not enabled as live', found, world);
};

/** Lets detections alert; a rule need not be live for that (backstory-v2 §4.8). */
export const enableAlerting: Operation = (call, world) => {
  const found = ruleById(call.id('ruleId'), world.state);
  refuseArchived(found, world);
  return found.rule.alerting
    ? repeated('has alerting enabled already', found, world)
    : stored(withAlerting(found.rule, true, world));
};

export const disableAlerting: Operation = (call, world) => {
  const found = ruleById(call.id('ruleId'), world.state);
  return found.rule.alerting
    ? stored(withAlerting(found.rule, false, world))
    : repeated('does not have alerting enabled', found, world);
};

/** Puts a rule away: not while it is live or hunted with, and not by an old version; alerting goes off by itself (backstory-v2 §4.9). */
export const archiveRule: Operation = (call, world) => {
  const found = newestById(call.id('versionOrRuleId'), world);
  const { rule } = found;
  if (rule.live) {
    throw refusal(
      'FAILED_PRECONDITION',
      `rule ${rule.ruleId} is enabled as live; disable it before archiving`,
    );
  }
  if (rule.archivedTime !== undefined) return repeated('is archived already', found, world);
  if (huntRuns(rule.ruleId, world)) {
    throw refusal('FAILED_PRECONDITION', `rule ${rule.ruleId} has retrohunts in progress`);
  }
  const quiet = rule.alerting ? withAlerting(rule, false, world) : rule;
  return stored({ ...quiet, archivedTime: nextMicros(world.clock, undefined) });
};

/** Takes a rule back out, neither live nor alerting (backstory-v2 §4.10). */
export const unarchiveRule: Operation = (call, world) => {
  const found = newestById(call.id('versionOrRuleId'), world);
  const { archivedTime, ...rest } = found.rule;
  return archivedTime === undefined ? repeated('is not archived', found, world) : stored(rest);
};

function newestById(id: string, { state }: World): Found {
  const found = versionById(id, state);
  if (found.version.versionId !== found.versions[0]?.versionId) {
    throw refusal(
      'FAILED_PRECONDITION',
      `version ID ${id} is not the latest version of rule ${found.rule.ruleId}`,
    );
  }
  return found;
}

/** By analogy with v1, where enabled and alerting cannot change while a rule is archived; UNCONFIRMED for v2. */
function refuseArchived({ rule }: Found, { options }: World): void {
  if (rule.archivedTime === undefined || options.enableArchived === 'accept') return;
  throw refusal('FAILED_PRECONDITION', `rule ${rule.ruleId} is archived`);
}

/** Asked for what is so already: 200 without a change, unless the option has it refused. */
function repeated(what: string, { rule }: Found, { options }: World): Effect {
  if (options.repeatedState === 'accept') return { answer: {} };
  throw refusal('FAILED_PRECONDITION', `rule ${rule.ruleId} ${what}`);
}

function withAlerting(rule: StoredRule, alerting: boolean, { clock }: World): StoredRule {
  return { ...rule, alerting, alertingTime: nextMicros(clock, rule.alertingTime) };
}

function stored(rule: StoredRule): Effect {
  return { answer: {}, writes: [{ kind: 'rule', value: rule }] };
}
