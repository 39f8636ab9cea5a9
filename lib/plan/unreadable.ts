import type { Held, PlanInput } from '../model/plan.ts';
import type { Decision } from './decision.ts';
import { ruleLine } from './given.ts';
import type { RemovedPair, WantedPair } from './pair.ts';

type Decide = (pair: WantedPair | RemovedPair, decision: Decision) => Decision;

/**
 * What is left of a decision while there are files in which no rule's name can be read, or new rules whose `meta` is
 * not what their author wrote: they may be what a rule that seems removed is now, and what another one seems to be the
 * new name of. Both wait. Turning off what stays does not.
 */
export function withoutGuesses(input: Pick<PlanInput, 'unreadable' | 'broken' | 'base'>): Decide {
  return leavesGuesses(input) ? withoutGuess : (_pair, decision) => decision;
}

function withoutGuess(pair: WantedPair | RemovedPair, decision: Decision): Decision {
  const { name, base, active } = pair;
  if (base === undefined) return decision;
  if (pair.wanted !== undefined && base.name === name) return decision;
  const kept = decision.changes.filter(
    (change) =>
      (change.kind === 'set-enabled' || change.kind === 'set-alerting') &&
      !change.value &&
      !change.removal,
  );
  const ids = active.map(({ ruleId }) => ruleId);
  const waits: Held = { object: 'rule', name, reason: 'name-unreadable', differences: [], ids };
  const removed = pair.wanted === undefined;
  return {
    ...decision,
    changes: kept,
    held: kept.length < decision.changes.length ? [...decision.held, waits] : decision.held,
    // That it seems removed must not be remembered: the next plan may know better.
    standing: removed && active.length > 0 ? [ruleLine(name, base)] : decision.standing,
  };
}

/** Whether a rule of the repository may be one that the tenant was given, without anybody being able to tell. */
function leavesGuesses({
  unreadable = [],
  broken = new Map(),
  base,
}: Pick<PlanInput, 'unreadable' | 'broken' | 'base'>): boolean {
  if (unreadable.length > 0) return true;
  const given = new Set(base.rules.map(({ name }) => name));
  return [...broken].some(([name, { metaUnread }]) => metaUnread === true && !given.has(name));
}
