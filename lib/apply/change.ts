import type { Change } from '../model/plan.ts';
import { contentHash, textHash } from '../plan/hash.ts';

/** What a change is about: a rule by its name after the plan, a list with its `%`. */
export function objectOf(change: Change): string {
  switch (change.kind) {
    case 'create-list':
    case 'update-list':
      return `%${change.list.name}`;
    case 'create-rule':
    case 'add-version':
    case 'rename-rule':
    case 'unarchive-rule':
      return change.rule.name;
    case 'set-enabled':
    case 'set-alerting':
    case 'archive-rule':
      return change.name;
  }
}

/** In words: `create-rule`, `set-alerting off`. The service counts and permits each by itself (backstory-v2 §5.4). */
export function actOf(change: Change): string {
  switch (change.kind) {
    case 'set-enabled':
    case 'set-alerting':
      return `${change.kind} ${change.value ? 'on' : 'off'}`;
    case 'create-list':
    case 'update-list':
    case 'create-rule':
    case 'add-version':
    case 'rename-rule':
    case 'unarchive-rule':
    case 'archive-rule':
      return change.kind;
  }
}

/** What the journal says of a change: names, ids and hashes, and what it is written against; never a text or a line. */
export function journalFacts(change: Change): Readonly<Record<string, unknown>> {
  return {
    change: actOf(change),
    object: objectOf(change),
    ...(change.reverts ? { reverts: true } : {}),
    ...standing(change),
    ...becoming(change),
  };
}

function standing(change: Change): Readonly<Record<string, unknown>> {
  if (!('live' in change) || change.live === undefined) return {};
  const { live } = change;
  if (!('ruleId' in live)) return { base: live.base, contentBefore: contentHash(live) };
  return {
    ruleId: live.ruleId,
    base: live.base,
    textBefore: textHash(live.version.text),
    ...(change.kind === 'rename-rule' ? { renamedFrom: live.name } : {}),
  };
}

function becoming(change: Change): Readonly<Record<string, unknown>> {
  switch (change.kind) {
    case 'create-list':
    case 'update-list':
      return { contentAfter: contentHash(change.list), lines: change.list.lines.length };
    case 'create-rule':
    case 'add-version':
    case 'rename-rule':
      return { textAfter: textHash(change.rule.text) };
    case 'set-enabled':
    case 'set-alerting':
    case 'archive-rule':
    case 'unarchive-rule':
      return {};
  }
}
