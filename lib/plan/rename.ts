import type { BaseRule } from '../model/plan.ts';
import type { LiveRule, Rule } from '../model/rule.ts';
import { compareText } from '../text.ts';
import { putsBack, type Facts } from './facts.ts';
import { type Pieces, piecesOf, SAME_RULE, similarity } from './similarity.ts';

/** A rule that git calls by another name now, and how far that has come on the tenant. */
export interface Rename {
  readonly from: string;
  readonly to: string;
  /**
   * `ahead`: no active rule has the new name yet. `done`: one has, and nothing has the old name any more, not even in
   * the archive. `beside`: both names are there, so the new one cannot be told from a rule of its own; the old one
   * is then simply removed.
   */
  readonly stage: 'ahead' | 'done' | 'beside';
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
  const froms = [...sides.baseByName.values()].filter(
    ({ name, removed }) => removed !== true && !sides.wantedByName.has(name),
  );
  const tos = [...sides.wantedByName.values()].filter(({ name }) => !sides.baseByName.has(name));
  if (froms.length === 0 || tos.length === 0) return [];

  const taken = new Set<string>();
  const renames: Rename[] = [];
  // Those with one id first: what they take need not be compared by its text.
  for (const measure of [sameId, similarTexts()]) {
    for (const { from, to, stage } of candidates(froms, tos, taken, measure, sides)) {
      if (taken.has(`from ${from}`) || taken.has(`to ${to}`)) continue;
      taken.add(`from ${from}`).add(`to ${to}`);
      renames.push({ from, to, stage });
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
      if (stage !== undefined) found.push({ from: base.name, to: wanted.name, score, stage });
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

/** Undefined where the new name is somebody else's, or there twice: then nothing was renamed, and nothing can be. */
function stageOf(
  { name: from }: BaseRule,
  { name: to, text }: Rule,
  { liveByName: { active, archived }, facts }: Sides,
): Rename['stage'] | undefined {
  const [standing, ...others] = active.get(to) ?? [];
  if (standing === undefined) return 'ahead';
  const hash = facts.hashOf(standing.version.text);
  const ours = hash === facts.hashOf(text) || facts.knownText(to, hash);
  // What is put back is ours from then on; it must count so before and after.
  if (others.length > 0 || !(ours || putsBack('somebody-elses', to, facts))) return undefined;
  return active.has(from) || archived.has(from) ? 'beside' : 'done';
}
