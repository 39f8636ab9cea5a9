import type { BaseRule, PlanInput } from '../model/plan.ts';
import type { LiveRule, Rule } from '../model/rule.ts';
import { compareText } from '../text.ts';
import type { Facts } from './facts.ts';
import { findRenames, type LiveByName, type Rename } from './rename.ts';

/** One rule, seen from three sides. At least one of `wanted` and `base` is there. */
export interface RulePair {
  /** What it is called once the plan is carried out. */
  readonly name: string;
  readonly wanted?: Rule;
  /** Under its earlier name where the rule is renamed. */
  readonly base?: BaseRule;
  /** A rule of base that is no longer wanted and may or may not be this one under its earlier name (`beside`, rename.ts). */
  readonly kin?: BaseRule;
  /** Live rules that are this one, newest first; several where the name is there more than once. */
  readonly active: readonly LiveRule[];
  /** The same in the archive. */
  readonly archived: readonly LiveRule[];
}

/** A rule that the repository wants. */
export type WantedPair = RulePair & { readonly wanted: Rule };

/** A rule that was given and is wanted no more. */
export type RemovedPair = RulePair & { readonly wanted?: never; readonly base: BaseRule };

/** The names that a rule is chosen by with `--rule`: its own, and the one it is renamed from. */
export function namesOf({ name, base }: RulePair): readonly string[] {
  return base === undefined || base.name === name ? [name] : [name, base.name];
}

/**
 * Lays wanted, base and live rules side by side, by declared name and across renames; ordered by name.
 * Live rules whose name neither base nor wanted knows are in no pair: nothing can touch them.
 */
export function pairRules(
  { wanted, base, live }: Pick<PlanInput, 'wanted' | 'base' | 'live'>,
  facts: Facts,
): readonly (WantedPair | RemovedPair)[] {
  const wantedByName = firstByName(wanted.rules, ({ path, text }) => `${path}\n${text}`);
  const baseByName = firstByName(base.rules, ({ textHash }) => textHash);
  const liveByName: LiveByName = {
    active: byName(live.rules.filter(({ archived }) => !archived)),
    archived: byName(live.rules.filter(({ archived }) => archived)),
  };
  const renames = findRenames({ wantedByName, baseByName, liveByName, facts });
  const renamedFrom = new Map(renames.map((rename) => [rename.to, rename]));
  const gone = new Set(renames.flatMap(({ from, stage }) => (stage === 'beside' ? [] : [from])));
  const names = new Set([...wantedByName.keys(), ...baseByName.keys()]);

  return [...names]
    .filter((name) => !gone.has(name))
    .toSorted(compareText)
    .flatMap((name): readonly (WantedPair | RemovedPair)[] => {
      const rename = renamedFrom.get(name);
      const wantedRule = wantedByName.get(name);
      const given = baseByName.get(rename?.from ?? name);
      const found = { name, ...liveOf(name, rename, liveByName) };
      if (wantedRule === undefined) return given === undefined ? [] : [{ ...found, base: given }];
      if (given === undefined) return [{ ...found, wanted: wantedRule }];
      const side = rename?.stage === 'beside' ? { kin: given } : { base: given };
      return [{ ...found, wanted: wantedRule, ...side }];
    });
}

function liveOf(
  name: string,
  rename: Rename | undefined,
  { active, archived }: LiveByName,
): Pick<RulePair, 'active' | 'archived'> {
  const stands = rename?.stage === 'ahead' ? rename.from : name;
  return { active: active.get(stands) ?? [], archived: archived.get(stands) ?? [] };
}

/** One of each name. Two files with one name are refused before a plan is made; here the first in order counts. */
function firstByName<Named extends { readonly name: string }>(
  all: readonly Named[],
  order: (one: Named) => string,
): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>();
  for (const one of all) {
    const other = found.get(one.name);
    if (other === undefined || compareText(order(one), order(other)) < 0) found.set(one.name, one);
  }
  return found;
}

function byName(rules: readonly LiveRule[]): ReadonlyMap<string, readonly LiveRule[]> {
  const found = new Map<string, LiveRule[]>();
  for (const rule of rules.toSorted(newestFirst)) {
    const others = found.get(rule.name);
    if (others === undefined) found.set(rule.name, [rule]);
    else others.push(rule);
  }
  return found;
}

function newestFirst(before: LiveRule, after: LiveRule): number {
  const later = after.version.createTime.getTime() - before.version.createTime.getTime();
  return later || compareText(before.ruleId, after.ruleId);
}
