import type { HuntLook } from '../lib/hunt/entry.ts';
import { openMeasure, type OpenMeasure, type RunCount } from '../lib/hunt/measure.ts';
import type { Clock } from '../lib/ports/clock.ts';
import type { MeasuredText } from '../lib/ports/measure.ts';
import { straightenText } from '../lib/text.ts';
import { runFacts } from '../lib/yaral/run-facts.ts';
import type { Tenant } from './tenant.ts';

/** How many hunts a tenant runs at a time (backstory-v2 §5.2). */
export const SLOTS = 3;

/** Opens what runs rules over the past of a tenant. The time for the service begins anew with all that is asked of it. */
export function measureOf(
  { secops }: Pick<Tenant, 'secops'>,
  {
    clock,
    waitMs,
    signal,
    again,
    onLook,
    onRuns,
  }: {
    readonly clock: Clock;
    /** How long is waited for hunts and test runs in all. */
    readonly waitMs: number;
    readonly signal?: AbortSignal | undefined;
    /** Take over no hunt that is there. */
    readonly again?: boolean;
    readonly onLook?: (looks: readonly HuntLook[]) => void;
    readonly onRuns?: (runs: RunCount) => void;
  },
): OpenMeasure {
  return openMeasure({
    hunts: secops,
    clock,
    slots: SLOTS,
    waitMs,
    signal,
    onAsk: () => secops.renew(),
    onLook,
    onRuns,
    ...(again === undefined ? {} : { again }),
  });
}

/** What measuring needs to know of a rule's text. */
export function measuredText(rule: string, text: string): MeasuredText {
  const straight = straightenText(text);
  return { rule, text: straight, ...runFacts(straight) };
}
