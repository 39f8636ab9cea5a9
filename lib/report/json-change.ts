import type { Change, FieldDifference, Held, Notice, Objection } from '../model/plan.ts';
import type { LiveRule } from '../model/rule.ts';
import { changeClasses } from '../plan/change-class.ts';
import { contentHash, textHash } from '../plan/hash.ts';
import { compareText } from '../text.ts';
import { isDrift } from './held-words.ts';
import type { Json } from './json-writer.ts';
import { writeJson } from './json-writer.ts';

/** What a machine reader may ask for on top. */
export interface JsonOptions {
  /** Rule texts and list lines, before and after. They are long, and may be confidential. */
  readonly texts: boolean;
}

/** One change as the machine output has it: what it is about, and the state it was planned against. */
export function changeJson(change: Change, { texts }: JsonOptions): Json {
  const about = { kind: change.kind, reverts: change.reverts };
  switch (change.kind) {
    case 'create-rule':
      return {
        ...about,
        object: 'rule',
        name: change.rule.name,
        path: change.rule.path,
        textHash: textHash(change.rule.text),
        ...(texts ? { after: change.rule.text } : {}),
      };
    case 'add-version':
    case 'rename-rule':
    case 'unarchive-rule':
      return {
        ...about,
        object: 'rule',
        name: change.rule.name,
        path: change.rule.path,
        textHash: textHash(change.rule.text),
        ...(change.kind === 'unarchive-rule'
          ? {}
          : { classes: changeClasses(change.live.version.text, change.rule.text) }),
        live: liveJson(change.live),
        ...(texts && change.kind !== 'unarchive-rule'
          ? { before: change.live.version.text, after: change.rule.text }
          : {}),
      };
    case 'set-enabled':
    case 'set-alerting':
      return {
        ...about,
        object: 'rule',
        name: change.name,
        value: change.value,
        removal: change.removal,
        live: change.live === undefined ? undefined : liveJson(change.live),
      };
    case 'archive-rule':
      return { ...about, object: 'rule', name: change.name, live: liveJson(change.live) };
    case 'create-list':
      return {
        ...about,
        object: 'list',
        name: change.list.name,
        path: change.list.path,
        listKind: change.list.kind,
        contentHash: contentHash(change.list),
        ...(texts ? { after: change.list.lines } : {}),
      };
    case 'update-list':
      return {
        ...about,
        object: 'list',
        name: change.list.name,
        path: change.list.path,
        listKind: change.list.kind,
        contentHash: contentHash(change.list),
        live: { base: change.live.base, contentHash: contentHash(change.live) },
        ...(texts ? { before: change.live.lines, after: change.list.lines } : {}),
      };
  }
}

/** A held object; `drift` tells whether somebody changed the tenant, or something else stands in the way. */
export function heldJson(held: Held, options: JsonOptions): Json {
  return {
    object: held.object,
    name: held.name,
    reason: held.reason,
    drift: isDrift(held),
    ids: held.ids,
    liveTime: held.liveTime?.toISOString(),
    faults: held.faults?.map((fault) => ({ ...fault })),
    differences: held.differences.map((difference) =>
      differenceJson(difference, held.reason === 'list-kind' || options.texts),
    ),
  };
}

/** Flags with their three values; texts and lines only where they are asked for. */
function differenceJson({ field, base, wanted, live }: FieldDifference, texts: boolean): Json {
  const value = (side: FieldDifference['base']): Json | undefined =>
    typeof side === 'string' && !texts ? undefined : side;
  return { field, base: value(base), wanted: value(wanted), live: value(live) };
}

function liveJson({ ruleId, name, version }: LiveRule): Json {
  return { ruleId, name, versionId: version.versionId, textHash: textHash(version.text) };
}

/** Notices and objections are plain facts already. */
export function factJson(fact: Notice | Objection): Json {
  return { ...fact };
}

/** The order of what has no order of its own: by the bytes that are written. */
export function inFixedOrder(values: readonly Json[]): readonly Json[] {
  return values
    .map((value) => ({ value, bytes: writeJson(value) }))
    .toSorted((one, other) => compareText(one.bytes, other.bytes))
    .map(({ value }) => value);
}
