import type { GatePolicy } from '../model/gate.ts';
import type { MeasureKind, PlannedVerdict } from '../model/gating.ts';
import type { SavedPlan } from '../model/plan-file.ts';
import type { LiveList } from '../model/reference-list.ts';
import type { Verdict } from '../model/verdict.ts';
import { canonicalJson } from '../plan/canonical.ts';
import { contentHash, sha256, textHash } from '../plan/hash.ts';
import { asStored } from '../plan/stored-rule.ts';
import type { GatedRule } from './gating.ts';

/** By which two policies are told apart, as far as one rule is concerned: SHA-256 in hexadecimal. */
export function policyHash(policy: GatePolicy, rule: string): string {
  const accept = policy.accept.filter((line) => line.rule === rule);
  return sha256(canonicalJson({ ...policy, accept }));
}

/** What measures a row of the rule book the way the row asks for. */
const MEASURED_BY: Readonly<Record<MeasureKind, Verdict['by']>> = {
  retrohunt: 'retrohunt',
  'test-run-of-both': 'test-run',
  'test-run-after-list': 'test-run',
};

/**
 * The verdict that a saved plan brings for a rule, if it still counts (design §5): text, live version and policy are
 * the same, it is younger than `maxAgeMs`, and what it rests on is as the rule book asks. What was unproven, leaned on
 * a line whose day is over, or names a list that the plan edits, is measured again.
 */
export function plannedVerdict(
  planned: readonly PlannedVerdict[],
  { rule, live, text, demand, lists }: GatedRule,
  {
    policy,
    maxAgeMs,
    now,
  }: { readonly policy: GatePolicy; readonly maxAgeMs: number; readonly now: Date },
): Verdict | undefined {
  if (lists.length > 0) return undefined;
  const time = now.getTime();
  return planned.find(
    ({ verdict, ...one }) =>
      one.rule === rule.name &&
      one.versionId === live?.version.versionId &&
      one.policy === policyHash(policy, rule.name) &&
      time - one.measured.getTime() <= maxAgeMs &&
      one.measured.getTime() <= time &&
      verdict.text === textHash(text) &&
      verdict.by === MEASURED_BY[demand.measure] &&
      verdict.status !== 'unproven' &&
      (verdict.accepted === undefined || time < verdict.accepted.until.getTime()),
  )?.verdict;
}

/** Those that count, of all that a saved plan brings: the rules of the others are measured again. */
export function countingVerdicts(
  planned: readonly PlannedVerdict[],
  rules: readonly GatedRule[],
  terms: Parameters<typeof plannedVerdict>[2],
): readonly PlannedVerdict[] {
  const counting = new Set(rules.map((rule) => plannedVerdict(planned, rule, terms)));
  return planned.filter(({ verdict }) => counting.has(verdict));
}

/**
 * The verdicts of a saved plan but for those of rules that name a list, in git's text or the live one, which has moved
 * since: the plan does not touch the list, so the plan is fresh, but what was measured was with other lines.
 */
export function restingVerdicts(
  { verdicts = [], input }: Pick<SavedPlan, 'verdicts' | 'input'>,
  now: readonly LiveList[],
): readonly PlannedVerdict[] {
  const [before, after] = [hashesOf(input.live.lists), hashesOf(now)];
  const stored = new Map(input.live.rules.map((rule) => [rule.name, rule]));
  const listsOf = new Map(
    input.wanted.rules.map((rule) => {
      const live = stored.get(rule.name);
      const named = live === undefined ? [] : asStored(rule, live).lists;
      return [rule.name, [...rule.lists, ...named]];
    }),
  );
  return verdicts.filter(({ rule }) =>
    (listsOf.get(rule) ?? []).every((list) => before.get(list) === after.get(list)),
  );
}

function hashesOf(lists: readonly LiveList[]): ReadonlyMap<string, string> {
  return new Map(lists.map((list) => [list.name, contentHash(list)]));
}
