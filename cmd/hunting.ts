import { ApiError, UserError } from '../lib/errors.ts';
import type { HuntJob, HuntOutcome } from '../lib/hunt/job.ts';
import { runHunts } from '../lib/hunt/schedule.ts';
import { tallyDetections, type DetectionTally } from '../lib/hunt/tally.ts';
import type { Environment } from '../lib/model/environment.ts';
import type { LiveRule } from '../lib/model/rule.ts';
import { compareText, nearest, visibleLine } from '../lib/text.ts';
import type { Context } from './command.ts';
import type { AskedRange } from './hunt-range.ts';
import { openHuntProgress } from './hunt-progress.ts';
import { openTenant, type Tenant } from './tenant.ts';
import type { Place } from './workspace.ts';

/** What is hunted in one environment, and how. */
export interface HuntRequest {
  readonly environment: Environment;
  /** Names of rules; undefined is every active rule that `known` has. */
  readonly names: readonly string[] | undefined;
  readonly known: ReadonlySet<string>;
  readonly asked: AskedRange;
  readonly raiseAlerts: boolean;
  readonly cancelOnInterrupt: boolean;
  readonly waitMs: number;
  readonly timeoutMs: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly unicode: boolean;
}

/** One rule and what came out; `tally` where the hunt is done. */
export interface Hunted {
  readonly outcome: HuntOutcome;
  readonly tally?: DetectionTally;
  /** Ended by us, after an interrupt. */
  readonly cancelled?: boolean;
}

/** What came out for one environment. */
export interface HuntReport {
  readonly environment: string;
  readonly hunted: readonly Hunted[];
  /** Rules that are alerting, and were not hunted. */
  readonly refused: readonly string[];
  readonly interrupted: boolean;
}

/** How many hunts a tenant runs at a time (backstory-v2 §5.2). */
const SLOTS = 3;

/** Hunts the newest stored versions of rules, and counts what they found. */
export async function huntEnvironment(
  request: HuntRequest,
  place: Place,
  context: Context,
): Promise<HuntReport> {
  const { environment } = request;
  const stop = new AbortController();
  const forget = context.onInterrupt(() => stop.abort(new Error('interrupted')));
  const tenant = await openTenant(environment, place, context, {
    command: 'chron retrohunt',
    timeoutMs: request.timeoutMs,
    verbose: request.verbose,
    signal: stop.signal,
  });
  const progress = openHuntProgress(context, { ...request, of: environment.name });
  try {
    const rules = chosenRules(await tenant.secops.listRules(), request);
    const refused = rules.filter(({ deployment }) => deployment.alerting && !request.raiseAlerts);
    const outcomes = await runHunts({
      jobs: rules.filter((rule) => !refused.includes(rule)).map((rule) => jobOf(rule, request)),
      hunts: tenant.secops,
      clock: context.clock,
      slots: SLOTS,
      waitMs: request.waitMs,
      signal: stop.signal,
      onAsk: () => tenant.secops.renew(),
      onLook: (looks) => progress.show(looks),
    });
    progress.done();
    const hunted: Hunted[] = [];
    for (const outcome of outcomes)
      hunted.push(await resultOf(outcome, request, tenant, stop.signal));
    return {
      environment: environment.name,
      hunted,
      refused: refused.map(({ name }) => name),
      interrupted: stop.signal.aborted,
    };
  } finally {
    progress.done();
    forget();
    await tenant.close();
  }
}

/** Counts the detections of a hunt that is done; ends one that runs, where an interrupt is to do so. */
async function resultOf(
  outcome: HuntOutcome,
  { cancelOnInterrupt }: HuntRequest,
  tenant: Tenant,
  { aborted }: AbortSignal,
): Promise<Hunted> {
  if (outcome.status === 'done' && !aborted) {
    tenant.secops.renew();
    const { hunt } = outcome;
    const query = { of: hunt.versionId, range: hunt.range };
    try {
      return { outcome, tally: await tallyDetections(tenant.secops, query) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // a count that broke off is no count; the other rules have theirs
      return { outcome: { status: 'failed', job: outcome.job, hunt, error } };
    }
  }
  if (outcome.status === 'left-running' && outcome.because === 'interrupted' && cancelOnInterrupt) {
    const { ruleId, retrohuntId } = outcome.hunt;
    return { outcome, cancelled: await tenant.closing().cancelRetrohunt(ruleId, retrohuntId) };
  }
  return { outcome };
}

function jobOf({ name, ruleId, version }: LiveRule, { asked }: HuntRequest): HuntJob {
  return { name, ruleId, versionId: version.versionId, ...asked };
}

/** The active rules that were named, each once, by name. Throws UserError for a name that none or several have. */
function chosenRules(
  live: readonly LiveRule[],
  { names, known, environment }: HuntRequest,
): readonly LiveRule[] {
  const active = live.filter(({ archived }) => !archived);
  const wanted =
    names === undefined
      ? active.filter(({ name }) => known.has(name)).map(({ name }) => name)
      : names;
  return [...new Set(wanted)].toSorted(compareText).map((name) => {
    const [rule, ...twins] = active.filter((one) => one.name === name);
    if (rule === undefined) throw notStored(name, live, environment);
    if (twins.length === 0) return rule;
    throw new UserError(`several rules of ${environment.name} are named "${name}"`, {
      hint: `their ids are ${[rule, ...twins].map(({ ruleId }) => ruleId).join(', ')}; archive all but one`,
    });
  });
}

function notStored(name: string, live: readonly LiveRule[], environment: Environment): UserError {
  const archived = live.some((one) => one.name === name);
  const meant = nearest(
    name,
    live.map((one) => one.name),
  );
  return new UserError(
    `${environment.name} has no ${archived ? 'active ' : ''}rule "${visibleLine(name)}"`,
    {
      hint: archived
        ? 'it is archived there'
        : meant === undefined
          ? `a retrohunt runs stored rules: chron apply --env ${environment.name} first`
          : `did you mean ${meant}?`,
    },
  );
}
