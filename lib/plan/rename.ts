import type { BaseRule } from '../model/plan.ts';
import type { LiveRule, Rule } from '../model/rule.ts';
import { compareText } from '../text.ts';
import type { Facts } from './facts.ts';
import { type Pieces, piecesOf, SAME_RULE, similarity } from './similarity.ts';

/** A rule that git calls by another name now. `done`: the tenant has the new name already, an apply was interrupted after it. */
export interface Rename {
  readonly from: string;
  readonly to: string;
  readonly done: boolean;
}

/** The tenant's rules by name. */
export interface LiveByName {
  readonly active: ReadonlyMap<string, readonly LiveRule[]>;
  readonly archived: ReadonlyMap<string, readonly LiveRule[]>;
}

interface Sides {
  readonly wantedByName: ReadonlyMap<string, Rule>;
  readonly baseByName: ReadonlyMap<string, BaseRule>;
  readonly liveByName: LiveByName;
  readonly facts: Facts;
}

interface Candidate extends Rename {
  readonly score: number;
}

/** Above every similarity: who keeps the `rule_id` says that it is the same rule. */
const SAME_ID = 2;

/**
 * Finds the renames between base and wanted (design.md §5): a name that is no longer wanted, and one that base does
 * not know, with the same `meta.rule_id` or similar texts. The best pair first, each name once, ties by name.
 */
export function findRenames(sides: Sides): readonly Rename[] {
  const froms = [...sides.baseByName.values()].filter(({ name }) => !sides.wantedByName.has(name));
  const tos = [...sides.wantedByName.values()].filter(({ name }) => !sides.baseByName.has(name));
  if (froms.length === 0 || tos.length === 0) return [];

  const taken = new Set<string>();
  const renames: Rename[] = [];
  // Those with one id first: what they take need not be compared by its text.
  for (const measure of [sameId, similarTexts()]) {
    for (const { from, to, done } of candidates(froms, tos, taken, measure, sides)) {
      if (taken.has(`from ${from}`) || taken.has(`to ${to}`)) continue;
      taken.add(`from ${from}`).add(`to ${to}`);
      renames.push({ from, to, done });
    }
  }
  return renames;
}

type Measure = (base: BaseRule, wanted: Rule) => number;

function candidates(
  froms: readonly BaseRule[],
  tos: readonly Rule[],
  taken: ReadonlySet<string>,
  measure: Measure,
  sides: Sides,
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const base of froms) {
    if (taken.has(`from ${base.name}`)) continue;
    for (const wanted of tos) {
      if (taken.has(`to ${wanted.name}`)) continue;
      const score = measure(base, wanted);
      if (score < SAME_RULE) continue;
      const stage = stageOf(base, wanted, sides);
      if (stage === 'none') continue;
      found.push({ from: base.name, to: wanted.name, score, done: stage === 'done' });
    }
  }
  return found.toSorted(
    (before, after) =>
      after.score - before.score ||
      compareText(before.from, after.from) ||
      compareText(before.to, after.to),
  );
}

function sameId({ metaRuleId }: BaseRule, { meta }: Rule): number {
  const id = metaRuleId?.trim() ?? '';
  return id !== '' && id === meta.get('rule_id')?.trim() ? SAME_ID : 0;
}

/** Cuts each text once, and only when it is asked for. */
function similarTexts(): Measure {
  const cut = new Map<string, Pieces>();
  const pieces = (text: string): Pieces => {
    const known = cut.get(text) ?? piecesOf(text);
    cut.set(text, known);
    return known;
  };
  return ({ text }, wanted) =>
    text === undefined ? 0 : similarity(pieces(text), pieces(wanted.text));
}

/**
 * How far a rename has come on the tenant. With a rule of its own under the new name there is nothing to rename,
 * unless that rule is the renamed one: then the old name is gone, and the text under the new one is known.
 */
function stageOf(
  base: BaseRule,
  wanted: Rule,
  { liveByName, facts }: Sides,
): 'ahead' | 'done' | 'none' {
  const standing = liveByName.active.get(wanted.name) ?? [];
  if (standing.length === 0) return 'ahead';
  if (liveByName.active.has(base.name) || liveByName.archived.has(base.name)) return 'none';
  const ours = standing.every(({ version }) => {
    const hash = facts.hashOf(version.text);
    return hash === facts.hashOf(wanted.text) || facts.knownText(wanted.name, hash);
  });
  return ours ? 'done' : 'none';
}
