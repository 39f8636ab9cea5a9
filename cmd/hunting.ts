import type { HuntJob, HuntOutcome } from '../lib/hunt/job.ts';
import { runHunts } from '../lib/hunt/schedule.ts';
import type { Environment } from '../lib/model/environment.ts';
import type { LiveRule } from '../lib/model/rule.ts';
import type { Clock } from '../lib/ports/clock.ts';
import type { Hunts } from '../lib/ports/hunts.ts';
import type { Context } from './command.ts';
import { chooseRules, type Twins, type Wanted } from './hunt-choice.ts';
import type { AskedRange } from './hunt-range.ts';
import { openHuntProgress } from './hunt-progress.ts';
import { countDetections, endHunt, type Hunted } from './hunt-result.ts';
import { SLOTS } from './measuring.ts';
import { openTenant, type Tenant } from './tenant.ts';
import type { Place } from './workspace.ts';

/** What is hunted in one environment, and how. */
export interface HuntRequest {
  readonly environment: Environment;
  /** Names of rules, or all that git gives the environment, with their texts. */
  readonly wanted: Wanted;
  readonly asked: AskedRange;
  readonly raiseAlerts: boolean;
  /** Adopt no hunt that is there. */
  readonly again: boolean;
  readonly cancelOnInterrupt: boolean;
  readonly waitMs: number;
  readonly timeoutMs: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly unicode: boolean;
}

/** What came out for one environment. */
export interface HuntReport {
  readonly environment: string;
  readonly hunted: readonly Hunted[];
  /** Rules that are alerting, and were not hunted. */
  readonly refused: readonly string[];
  /** Rules of git without an active one of their name; not hunted. */
  readonly missing: readonly string[];
  /** Rules whose stored text is not git's; the stored one was hunted. */
  readonly differs: readonly string[];
  /** Names that several active rules have; none of them was hunted. */
  readonly twins: readonly Twins[];
  readonly interrupted: boolean;
}

/** Hunts the newest stored versions of rules, and counts what they found. */
export async function huntEnvironment(
  request: HuntRequest,
  place: Place,
  context: Context,
): Promise<HuntReport> {
  const { environment } = request;
  const stop = new AbortController();
  const forget = context.onInterrupt(() => stop.abort(new Error('interrupted')));
  try {
    const tenant = await openTenant(environment, place, context, {
      command: 'chron retrohunt',
      timeoutMs: request.timeoutMs,
      verbose: request.verbose,
      signal: stop.signal,
    });
    try {
      return await huntIn(tenant, request, { context, signal: stop.signal });
    } finally {
      await tenant.close();
    }
  } finally {
    forget();
  }
}

async function huntIn(
  tenant: Tenant,
  request: HuntRequest,
  { context, signal }: { readonly context: Context; readonly signal: AbortSignal },
): Promise<HuntReport> {
  const { name } = request.environment;
  const progress = openHuntProgress(context, { ...request, of: name });
  try {
    const live = await tenant.secops.listRules();
    const { rules, ...left } = chooseRules(live, request.wanted, name);
    const refused = rules.filter(({ deployment }) => deployment.alerting && !request.raiseAlerts);
    const outcomes = await runHunts({
      jobs: rules.filter((rule) => !refused.includes(rule)).map((rule) => jobOf(rule, request)),
      hunts: tenant.secops,
      clock: context.clock,
      slots: SLOTS,
      waitMs: request.waitMs,
      again: request.again,
      signal,
      onAsk: () => tenant.secops.renew(),
      onLook: (looks) => progress.show(looks),
    });
    progress.done();
    return {
      environment: name,
      hunted: await resultsOf(outcomes, request, { tenant, clock: context.clock, signal }),
      refused: refused.map((rule) => rule.name),
      ...left,
      interrupted: signal.aborted,
    };
  } finally {
    progress.done();
  }
}

/** What came out of each; after an interrupt nothing is counted, and what we started is ended if it is to be. */
async function resultsOf(
  outcomes: readonly HuntOutcome[],
  { cancelOnInterrupt }: HuntRequest,
  {
    tenant,
    clock,
    signal,
  }: { readonly tenant: Tenant; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<readonly Hunted[]> {
  const hunted: Hunted[] = [];
  let closing: Hunts | undefined;
  for (const outcome of outcomes) {
    if (!signal.aborted) {
      tenant.secops.renew();
      const counted = await countDetections(outcome, tenant.secops, clock);
      // a count that the interrupt cut short did not fail
      hunted.push(signal.aborted && counted.tally === undefined ? { outcome } : counted);
    } else if (cancelOnInterrupt) {
      closing ??= tenant.closing();
      hunted.push(await endHunt(outcome, closing));
    } else hunted.push({ outcome });
  }
  return hunted;
}

function jobOf({ name, ruleId, version }: LiveRule, { asked }: HuntRequest): HuntJob {
  return { name, ruleId, versionId: version.versionId, ...asked };
}
