import type { Change, PlanInput } from '../model/plan.ts';
import type { LiveList } from '../model/reference-list.ts';
import type { LiveRule } from '../model/rule.ts';
import { compareText, counted } from '../text.ts';
import { contentHash } from './hash.ts';
import { CHRON_APPLIED } from './memory.ts';

/** One object that is no longer as a plan saw it: the row of the table that apply prints (exit 5). */
export interface Moved {
  /** A rule's name, a list's with its `%`. */
  readonly object: string;
  readonly plannedAgainst: string;
  readonly now: string;
  /** When the live side was written, where the service says. */
  readonly time?: Date;
}

/**
 * Compares what a plan's changes were computed against with the tenant as it is now. Looks only at the objects that
 * the changes touch, and at the memory; all others may move freely. Empty is fresh.
 */
export function staleness({
  changes,
  planned,
  now,
  memory,
}: {
  readonly changes: readonly Change[];
  /** The live side that the plan was made of. */
  readonly planned: PlanInput['live'];
  /** At least the touched objects, and all rules, active and archived, that have a touched rule's name. */
  readonly now: PlanInput['live'];
  /** `memoryHash` of the lines, when it was planned and now. */
  readonly memory: { readonly planned: string; readonly now: string };
}): readonly Moved[] {
  const { ids, names, lists } = touchedBy(changes);
  const touched = ({ ruleId, name }: LiveRule): boolean => ids.has(ruleId) || names.has(name);
  const rules = movedRules(planned.rules.filter(touched), now.rules.filter(touched));
  const moved = [...rules, ...movedLists(planned.lists, now.lists, lists)].toSorted(
    (before, after) => compareText(before.object, after.object),
  );
  const remembers: Moved = {
    object: `%${CHRON_APPLIED}`,
    plannedAgainst: 'as it was',
    now: 'another apply has been here',
  };
  return memory.planned === memory.now ? moved : [...moved, remembers];
}

function touchedBy(changes: readonly Change[]): Record<'ids' | 'names' | 'lists', Set<string>> {
  const touched = { ids: new Set<string>(), names: new Set<string>(), lists: new Set<string>() };
  for (const change of changes) {
    switch (change.kind) {
      case 'create-list':
      case 'update-list':
        touched.lists.add(change.list.name);
        continue;
      case 'create-rule':
        touched.names.add(change.rule.name);
        continue;
      case 'add-version':
      case 'rename-rule':
      case 'unarchive-rule':
        touched.names.add(change.rule.name);
        break;
      case 'set-enabled':
      case 'set-alerting':
      case 'archive-rule':
        touched.names.add(change.name);
        break;
    }
    if (change.live === undefined) continue;
    touched.ids.add(change.live.ruleId);
    touched.names.add(change.live.name);
  }
  return touched;
}

function movedRules(planned: readonly LiveRule[], now: readonly LiveRule[]): readonly Moved[] {
  const before = new Map(planned.map((rule) => [rule.ruleId, rule]));
  const after = new Map(now.map((rule) => [rule.ruleId, rule]));
  const moved: Moved[] = [];
  for (const [id, rule] of before) {
    const found = after.get(id);
    if (found === undefined) {
      moved.push({ object: rule.name, plannedAgainst: rule.version.versionId, now: 'gone' });
      continue;
    }
    const difference = firstDifference(rule, found);
    if (difference !== undefined) moved.push({ object: rule.name, ...difference });
  }
  for (const [id, rule] of after) {
    if (before.has(id)) continue;
    const time = rule.version.createTime;
    moved.push({
      object: rule.name,
      plannedAgainst: 'not there',
      now: rule.version.versionId,
      time,
    });
  }
  return moved;
}

/** What a reader is told of a rule: the text before the flags, since whoever changed it will want to see that first. */
function firstDifference(before: LiveRule, now: LiveRule): Omit<Moved, 'object'> | undefined {
  const moved = SHOWN.find((show) => show(before) !== show(now));
  if (moved !== undefined) {
    const written = moved === versionOf ? { time: now.version.createTime } : {};
    return { plannedAgainst: moved(before), now: moved(now), ...written };
  }
  return before.base === now.base
    ? undefined
    : { plannedAgainst: before.base, now: now.base, time: now.version.createTime };
}

const versionOf = ({ version }: LiveRule): string => version.versionId;

const SHOWN: readonly ((rule: LiveRule) => string)[] = [
  versionOf,
  ({ name }) => name,
  ({ archived }) => (archived ? 'archived' : 'active'),
  ({ deployment }) => (deployment.enabled ? 'enabled' : 'disabled'),
  ({ deployment }) => (deployment.alerting ? 'alerting' : 'not alerting'),
  ({ compileState }) => (compileState === 'failed' ? 'no longer compiles' : 'compiles'),
];

function movedLists(
  planned: readonly LiveList[],
  now: readonly LiveList[],
  touched: ReadonlySet<string>,
): readonly Moved[] {
  const before = new Map(planned.map((list) => [list.name, list]));
  const after = new Map(now.map((list) => [list.name, list]));
  return [...touched].flatMap((name): readonly Moved[] => {
    const [one, other] = [before.get(name), after.get(name)];
    if (hashOf(one) === hashOf(other)) return [];
    return [{ object: `%${name}`, plannedAgainst: listWord(one), now: listWord(other) }];
  });
}

function hashOf(list: LiveList | undefined): string | undefined {
  return list === undefined ? undefined : contentHash(list);
}

/** A list's `base` is opaque; its content is told by its size and the start of its hash. */
function listWord(list: LiveList | undefined): string {
  return list === undefined
    ? 'not there'
    : `${counted(list.lines.length, 'line')}, ${contentHash(list).slice(0, 8)}`;
}
