import type { RememberedObject } from '../model/memory.ts';
import type { BaseList, FieldDifference, HeldReason, PlanInput } from '../model/plan.ts';
import type { ListFile, LiveList, ReferenceList } from '../model/reference-list.ts';
import { compareText } from '../text.ts';
import { NOTHING, type Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import { heldFields, holdOrPutBack, rule as ruleOn, type Ruling } from './field.ts';
import { contentHash } from './hash.ts';

/** A reference list, seen from three sides. */
export interface ListSides {
  readonly name: string;
  readonly wanted?: ListFile;
  readonly base?: BaseList;
  readonly live?: LiveList;
}

/** Lays lists side by side by name, which the service keeps unique; ordered by name. */
export function pairLists({
  wanted,
  base,
  live,
}: Pick<PlanInput, 'wanted' | 'base' | 'live'>): readonly ListSides[] {
  const sides = {
    wanted: new Map(wanted.lists.toSorted(byPathLast).map((list) => [list.name, list])),
    base: new Map(base.lists.map((list) => [list.name, list])),
    live: new Map(live.lists.map((list) => [list.name, list])),
  };
  return [...new Set([...sides.wanted.keys(), ...sides.base.keys()])]
    .toSorted(compareText)
    .map((name) => {
      const [file, given, found] = [
        sides.wanted.get(name),
        sides.base.get(name),
        sides.live.get(name),
      ];
      return {
        name,
        ...(file === undefined ? {} : { wanted: file }),
        ...(given === undefined ? {} : { base: given }),
        ...(found === undefined ? {} : { live: found }),
      };
    });
}

/** Two files with one name are refused before a plan is made; here the first by path counts. */
function byPathLast(before: ListFile, after: ListFile): number {
  return compareText(after.path, before.path);
}

/** What to do about one list: its content is one field. A list that is no longer declared is kept (v2 cannot delete). */
export function decideList({ name, wanted, base, live }: ListSides, facts: Facts): Decision {
  if (wanted === undefined) {
    return live === undefined
      ? NOTHING
      : { ...NOTHING, notices: [{ kind: 'list-not-declared', name }] };
  }
  const ruling = ruleOnList({ name, wanted, base, live }, facts);
  switch (ruling.status) {
    case 'in-step':
      return NOTHING;
    case 'planned': {
      const { reverts } = ruling;
      return {
        ...NOTHING,
        changes: [
          live === undefined
            ? { kind: 'create-list', list: wanted, reverts }
            : { kind: 'update-list', list: wanted, live, reverts },
        ],
        standing: standingOf({ name, wanted, base, live }, facts),
      };
    }
    case 'held': {
      const difference = differenceOf(ruling.reason, { wanted, base, live });
      return {
        ...NOTHING,
        held: heldFields([{ ...difference, ruling }], { object: 'list', name, ids: [] }),
        standing: standingOf({ name, wanted, base, live }, facts),
      };
    }
  }
}

interface Sides {
  readonly name: string;
  readonly wanted: ListFile;
  readonly base: BaseList | undefined;
  readonly live: LiveList | undefined;
}

function ruleOnList({ name, wanted, base, live }: Sides, facts: Facts): Ruling {
  const look = { name: `%${name}`, assumed: [], facts };
  if (live === undefined) {
    return base === undefined
      ? { status: 'planned', reverts: false }
      : holdOrPutBack('deleted-outside', look);
  }
  if (live.kind !== wanted.kind) return { status: 'held', reason: 'list-kind' };
  const given = givenHash({ name, base, live }, facts);
  if (given !== undefined)
    return ruleOn('content', given, contentHash(wanted), contentHash(live), look);
  return contentHash(live) === contentHash(wanted)
    ? { status: 'in-step' }
    : holdOrPutBack('somebody-elses', look);
}

/** What the list was given: what base says, or what stands there if its file's history knows it. */
function givenHash(
  { name, base, live }: Pick<Sides, 'name' | 'base' | 'live'>,
  facts: Facts,
): string | undefined {
  if (base !== undefined) return base.contentHash;
  if (live === undefined) return undefined;
  const hash = contentHash(live);
  return facts.knownList(name, hash) ? hash : undefined;
}

function standingOf(sides: Sides, facts: Facts): readonly RememberedObject[] {
  const { name, base, wanted } = sides;
  const hash = givenHash(sides, facts);
  if (hash === undefined) return [{ kind: 'no-list', name }];
  const { commit, path } = base ?? { path: wanted.path };
  return [
    {
      kind: 'list',
      name,
      contentHash: hash,
      ...(commit === undefined ? {} : { commit }),
      ...(path === undefined ? {} : { path }),
    },
  ];
}

function differenceOf(
  reason: HeldReason,
  { wanted, base, live }: Omit<Sides, 'name'>,
): FieldDifference {
  if (live === undefined) return { field: 'exists', base: true, wanted: true, live: false };
  const show = (list: ReferenceList): string =>
    reason === 'list-kind' ? list.kind : listText(list);
  return {
    field: 'content',
    base: base?.list === undefined ? undefined : show(base.list),
    wanted: show(wanted),
    live: show(live),
  };
}

/** A list as its file has it: the description in a comment, then its lines. */
export function listText({
  description,
  lines,
}: Pick<ReferenceList, 'description' | 'lines'>): string {
  return ['// '.concat(description), ...lines, ''].join('\n');
}
