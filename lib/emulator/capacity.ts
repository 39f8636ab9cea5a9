import type { World } from './operation.ts';
import { refusal } from './refusal.ts';
import type { EmulatorOptions } from './options.ts';

/** How many rules may be enabled: in all, and of these multi-event (backstory-v2 §5.3). */
const CAPACITY = {
  standard: { all: 1000, multiEvent: 75 },
  enterprise: { all: 2000, multiEvent: 200 },
  'enterprise-plus': { all: 3500, multiEvent: 400 },
} as const satisfies Record<EmulatorOptions['tier'], { all: number; multiEvent: number }>;

/** Refuses a rule that would be enabled beyond the package; `ruleId` itself does not count. The texts are UNCONFIRMED. */
export function checkCapacity(ruleId: string, multiEvent: boolean, world: World): void {
  const { tier, capacityStatus } = world.options;
  const others = world.state.rules().filter(({ rule }) => rule.live && rule.ruleId !== ruleId);
  const othersMultiEvent = others.filter(({ version }) => version.multiEvent);
  const limits = CAPACITY[tier];
  const over =
    others.length >= limits.all
      ? `the limit of ${limits.all} enabled rules is reached`
      : multiEvent && othersMultiEvent.length >= limits.multiEvent
        ? `the limit of ${limits.multiEvent} enabled multi-event rules is reached`
        : undefined;
  if (over === undefined) return;
  throw capacityStatus === 'resource-exhausted'
    ? refusal('RESOURCE_EXHAUSTED', over)
    : refusal('FAILED_PRECONDITION', over);
}
