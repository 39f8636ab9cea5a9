import type { Notice, Plan, PlanInput } from '../model/plan.ts';
import { compareText } from '../text.ts';
import type { Decision } from './decision.ts';
import { factsOf } from './facts.ts';
import { decideList, pairLists } from './lists.ts';
import { mentions } from './mention.ts';
import { inOrder } from './order.ts';
import { namesOf, pairRules, type RemovedPair, type WantedPair } from './pair.ts';
import { decideRule } from './rules.ts';
import { withoutGuesses } from './unreadable.ts';
import { quotaObjections, quotaOf, safetyObjections } from './safety.ts';

/**
 * Compares what the repository wants with what the tenant was given and what it has (design.md §5).
 * Pure: equal inputs give an equal plan, whatever their order. Throws nothing, whatever the data.
 *
 * That no rule is wanted at all is for the caller to refuse; a plan made nevertheless takes nothing away.
 */
export function makePlan(input: PlanInput): Plan {
  const facts = factsOf(input);
  const pairs = pairRules(input, facts);
  const emptied = input.wanted.rules.length === 0;
  const sureOf = withoutGuesses(input);
  const rules = pairs.map((pair) => {
    const sure = sureOf(pair, decideRule(pair, facts));
    return { pair, decision: emptied ? { ...sure, changes: [] } : sure };
  });
  const lists = pairLists(input).map((list) => ({ list, decision: decideList(list, facts) }));

  const chosen = choose(input);
  const decisions = [...rules, ...lists].map(({ decision }) => decision);
  const changes = inOrder([
    ...rules.flatMap(({ pair, decision }) => (chosen.rule(pair) ? decision.changes : [])),
    ...lists.flatMap(({ list, decision }) => (chosen.list(list.name) ? decision.changes : [])),
  ]);
  const known = new Set(pairs.flatMap(namesOf));
  const active = input.live.rules.filter(({ archived }) => !archived);
  const unmanaged = active.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  const quota = quotaOf(changes, input);

  return {
    environment: input.environment.name,
    changes,
    held: decisions.flatMap(({ held }) => held),
    notices: [
      ...firstContact(input),
      ...unreadable(input),
      ...decisions.flatMap(({ notices }) => notices),
      ...mentions(changes, input, new Set(unmanaged)),
    ],
    objections: [
      ...safetyObjections(changes, active.length - unmanaged.length, input),
      ...quotaObjections(quota),
    ],
    counts: {
      wanted: rules.filter(({ pair }) => pair.wanted !== undefined).length,
      unchanged: rules.filter(({ pair, decision }) => pair.wanted !== undefined && idle(decision))
        .length,
      unmanaged: unmanaged.toSorted(compareText),
      listsWanted: lists.filter(({ list }) => list.wanted !== undefined).length,
    },
    quota,
    standing: decisions.flatMap(({ standing }) => standing),
  };
}

/** Which objects a `--rule` plan may change: the named rules, and the lists that these lean on. */
function choose({ wanted, options: { only } }: PlanInput): {
  readonly rule: (pair: WantedPair | RemovedPair) => boolean;
  readonly list: (name: string) => boolean;
} {
  if (only === undefined) return { rule: () => true, list: () => true };
  const rules = new Set(only);
  const lists = new Set(
    wanted.rules.filter(({ name }) => rules.has(name)).flatMap((rule) => rule.lists),
  );
  return {
    rule: (pair) => namesOf(pair).some((name) => rules.has(name)),
    list: (name) => lists.has(name) || rules.has(`%${name}`),
  };
}

function firstContact({ base }: PlanInput): readonly Notice[] {
  return base.remembered ? [] : [{ kind: 'first-contact' }];
}

function unreadable({ unreadable: faults = [] }: PlanInput): readonly Notice[] {
  return faults.map((fault) => ({ kind: 'rule-unreadable', ...fault }));
}

function idle({ changes, held }: Decision): boolean {
  return changes.length === 0 && held.length === 0;
}
