import type { Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import type { RemovedPair, WantedPair } from './pair.ts';
import { decideRemoved } from './removed-rule.ts';
import { decideWanted } from './wanted-rule.ts';

/** What to do about one rule that base or the repository knows. */
export function decideRule(pair: WantedPair | RemovedPair, facts: Facts): Decision {
  return pair.wanted === undefined ? decideRemoved(pair, facts) : decideWanted(pair, facts);
}
