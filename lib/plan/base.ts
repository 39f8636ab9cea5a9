import type { Memory, RememberedObject } from '../model/memory.ts';
import type { BaseList, BaseRule, PlanInput } from '../model/plan.ts';
import type { ListFile } from '../model/reference-list.ts';
import type { Rule, RuleFile } from '../model/rule.ts';
import { contentHash, textHash } from './hash.ts';

/** What the repository wanted of one environment at one commit: selected and deployed by that commit's environment file. */
export interface CommitState {
  readonly rules: readonly Rule[];
  /** The lists that those rules name. */
  readonly lists: readonly ListFile[];
}

/**
 * What the tenant was last given: the repository at the remembered commit, and over it the memory's own lines.
 *
 * `atCommit` is the state at `memory.commit`, undefined only where the memory has none. If the commit is not in this
 * clone the caller must refuse; without its state nothing counts as remembered here. `texts` are files of other
 * commits that lines point to (`textsToRead`), by the hash of their text or content.
 */
export function makeBase({
  memory,
  atCommit,
  texts = new Map(),
}: {
  readonly memory: Memory | undefined;
  readonly atCommit: CommitState | undefined;
  readonly texts?: ReadonlyMap<string, RuleFile | ListFile>;
}): PlanInput['base'] {
  if (memory === undefined || (memory.commit !== undefined && atCommit === undefined)) {
    return { remembered: false, rules: [], lists: [] };
  }
  const { commit } = memory;
  const rules = new Map((atCommit?.rules ?? []).map((rule) => [rule.name, baseRule(rule, commit)]));
  const lists = new Map((atCommit?.lists ?? []).map((list) => [list.name, baseList(list, commit)]));
  // Lines are few, and mostly there are none: then nothing is looked for by its hash.
  const known: KnownTexts =
    memory.objects.length === 0 ? NONE_KNOWN : knownTexts(atCommit, [...texts.values()]);
  for (const object of memory.objects) {
    switch (object.kind) {
      case 'rule':
        rules.set(object.name, lineRule(object, known));
        break;
      case 'list':
        lists.set(object.name, lineList(object, known));
        break;
      case 'no-rule':
        rules.delete(object.name);
        break;
      case 'no-list':
        lists.delete(object.name);
        break;
    }
  }
  return { remembered: true, rules: [...rules.values()], lists: [...lists.values()] };
}

/** A file of another commit that a line of the memory points to, and whose text the state at hand does not have. */
export interface TextToRead {
  readonly kind: 'rule' | 'list';
  readonly commit: string;
  readonly path: string;
  /** What it must hash to; another content is not the one that was given. */
  readonly hash: string;
}

/** What to read for `makeBase` before a difference can be shown or a rename known by similarity. */
export function textsToRead(
  memory: Memory | undefined,
  atCommit: CommitState | undefined,
): readonly TextToRead[] {
  const objects = memory?.objects ?? [];
  if (objects.length === 0) return [];
  const have = new Set([
    ...(atCommit?.rules ?? []).map(({ text }) => textHash(text)),
    ...(atCommit?.lists ?? []).map(contentHash),
  ]);
  return objects.flatMap((object): readonly TextToRead[] => {
    if (object.kind !== 'rule' && object.kind !== 'list') return [];
    const { kind, commit, path } = object;
    const hash = object.kind === 'rule' ? object.textHash : object.contentHash;
    if (commit === undefined || path === undefined || have.has(hash)) return [];
    return [{ kind, commit, path, hash }];
  });
}

interface KnownTexts {
  readonly rules: ReadonlyMap<string, RuleFile>;
  readonly lists: ReadonlyMap<string, ListFile>;
}

const NONE_KNOWN: KnownTexts = { rules: new Map(), lists: new Map() };

function knownTexts(
  atCommit: CommitState | undefined,
  others: readonly (RuleFile | ListFile)[],
): KnownTexts {
  return {
    rules: byHash(atCommit?.rules ?? [], others.filter(isRule), ({ text }) => textHash(text)),
    lists: byHash(atCommit?.lists ?? [], others.filter(isList), contentHash),
  };
}

function baseRule(
  { name, text, path, meta, deployment }: Rule,
  commit: string | undefined,
): BaseRule {
  const metaRuleId = meta.get('rule_id');
  return {
    name,
    textHash: textHash(text),
    text,
    path,
    deployment,
    archived: false,
    ...(commit === undefined ? {} : { commit }),
    ...(metaRuleId === undefined ? {} : { metaRuleId }),
  };
}

function baseList(list: ListFile, commit: string | undefined): BaseList {
  const { name, path } = list;
  return {
    name,
    contentHash: contentHash(list),
    list,
    path,
    ...(commit === undefined ? {} : { commit }),
  };
}

function lineRule(
  {
    name,
    textHash: hash,
    enabled,
    alerting,
    archived,
    metaRuleId,
    assumed,
    removed,
    commit,
    path,
  }: Extract<RememberedObject, { kind: 'rule' }>,
  known: KnownTexts,
): BaseRule {
  const file = known.rules.get(hash);
  const id = metaRuleId ?? file?.meta.get('rule_id');
  return {
    name,
    textHash: hash,
    deployment: { enabled, alerting },
    archived,
    ...(file === undefined ? {} : { text: file.text }),
    ...(id === undefined ? {} : { metaRuleId: id }),
    ...(assumed === undefined ? {} : { assumed }),
    ...(removed === undefined ? {} : { removed }),
    ...(commit === undefined ? {} : { commit }),
    ...(path === undefined ? {} : { path }),
  };
}

function lineList(
  { name, contentHash: hash, commit, path }: Extract<RememberedObject, { kind: 'list' }>,
  known: KnownTexts,
): BaseList {
  const list = known.lists.get(hash);
  return {
    name,
    contentHash: hash,
    ...(list === undefined ? {} : { list }),
    ...(commit === undefined ? {} : { commit }),
    ...(path === undefined ? {} : { path }),
  };
}

function byHash<File>(
  atCommit: readonly File[],
  others: readonly File[],
  hashOf: (file: File) => string,
): ReadonlyMap<string, File> {
  return new Map([...others, ...atCommit].map((file) => [hashOf(file), file]));
}

function isRule(file: RuleFile | ListFile): file is RuleFile {
  return 'text' in file;
}

function isList(file: RuleFile | ListFile): file is ListFile {
  return 'lines' in file;
}
