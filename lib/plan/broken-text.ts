import type { Held } from '../model/plan.ts';
import type { Facts } from './facts.ts';
import type { Ruling } from './field.ts';
import type { WantedPair } from './pair.ts';

/** What is ruled on each field of a wanted rule that the tenant has. */
export interface Rulings {
  readonly text: Ruling;
  readonly archived: Ruling;
  readonly enabled: Ruling;
  readonly alerting: Ruling;
}

const INVALID: Ruling = { status: 'held', reason: 'invalid-text' };

/**
 * Holds what would need a text with errors: the new version, coming back from the archive, turning on. Turning off
 * never depends on the text (design.md §5), unless the text is what says that it be off: then nobody knows.
 */
export function withoutBroken(
  rulings: Rulings,
  { name, wanted: { deployment } }: WantedPair,
  facts: Facts,
): Rulings {
  const broken = facts.brokenText(name);
  if (broken === undefined) return rulings;
  if (broken.metaUnread !== true && rulings.text.status === 'in-step') return rulings;
  const flag = (field: 'enabled' | 'alerting'): Ruling => {
    const ruling = rulings[field];
    return broken.metaUnread === true || deployment[field] ? waits(ruling) : ruling;
  };
  return {
    text: waits(rulings.text),
    archived: waits(rulings.archived),
    enabled: flag('enabled'),
    alerting: flag('alerting'),
  };
}

function waits(ruling: Ruling): Ruling {
  return ruling.status === 'planned' ? INVALID : ruling;
}

/** Says what is wrong with a text wherever it is the reason. */
export function withFaults(facts: Facts): (held: Held) => Held {
  return (held) =>
    held.reason === 'invalid-text'
      ? { ...held, faults: facts.brokenText(held.name)?.faults ?? [] }
      : held;
}
