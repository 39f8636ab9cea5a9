import type { HuntOutcome } from '../lib/hunt/job.ts';
import type { OpenMeasure } from '../lib/hunt/measure.ts';
import type { Hunts } from '../lib/ports/hunts.ts';
import type { Context } from './command.ts';
import { countDetections, endHunt, type Hunted, type Hunting } from './hunt-result.ts';
import type { HuntRequest } from './hunting.ts';
import type { Tenant } from './tenant.ts';

/** What came out of each; after an interrupt nothing is counted, and what we started is ended if it is to be. */
export async function resultsOf(
  hunting: readonly Hunting[],
  outcomeOf: ReadonlyMap<string, HuntOutcome | undefined>,
  { cancelOnInterrupt, compare, measure: measuring }: HuntRequest,
  {
    tenant,
    measure,
    context,
    signal,
  }: {
    readonly tenant: Tenant;
    readonly measure: OpenMeasure;
    readonly context: Context;
    readonly signal: AbortSignal;
  },
): Promise<readonly Hunted[]> {
  const hunted: Hunted[] = [];
  const counting = {
    hunts: tenant.secops,
    clock: context.clock,
    signal,
    onAsk: () => tenant.secops.renew(),
    probe: compare || measuring ? measure.probe : undefined,
  };
  let closing: Hunts | undefined;
  for (const one of hunting) {
    const after = outcomeOf.get(one.rule.version.versionId);
    const before = one.before === undefined ? undefined : outcomeOf.get(one.before.versionId);
    if (after === undefined) throw new Error(`the hunt of ${one.rule.name} has no outcome`);
    const beside = before === undefined ? {} : { before: { outcome: before } };
    if (!signal.aborted) {
      const counted = await countDetections(one, { after, before }, counting);
      // a count that the interrupt cut short did not fail
      const cut = signal.aborted && counted.tally === undefined;
      hunted.push(cut ? { outcome: after, ...beside } : counted);
    } else if (cancelOnInterrupt) {
      closing ??= tenant.closing();
      const ended = await endHunt(after, closing);
      const alsoEnded = before === undefined ? {} : { before: await endHunt(before, closing) };
      hunted.push({ ...ended, ...alsoEnded });
    } else hunted.push({ outcome: after, ...beside });
  }
  return hunted;
}
