import { UserError } from '../lib/errors.ts';
import type { HuntJob, HuntOutcome } from '../lib/hunt/job.ts';
import { runHunts } from '../lib/hunt/schedule.ts';
import type { Environment } from '../lib/model/environment.ts';
import type { LiveRule } from '../lib/model/rule.ts';
import type { Clock } from '../lib/ports/clock.ts';
import { compareText, nearest, visibleLine } from '../lib/text.ts';
import type { Context } from './command.ts';
import type { AskedRange } from './hunt-range.ts';
import { openHuntProgress } from './hunt-progress.ts';
import { countDetections, endHunt, type Hunted } from './hunt-result.ts';
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
    return {
      environment: environment.name,
      hunted: await resultsOf(outcomes, request, {
        tenant,
        clock: context.clock,
        aborted: stop.signal.aborted,
      }),
      refused: refused.map(({ name }) => name),
      interrupted: stop.signal.aborted,
    };
  } finally {
    progress.done();
    forget();
    await tenant.close();
  }
}

/** What came out of each; after an interrupt nothing is counted, and what we started is ended if it is to be. */
async function resultsOf(
  outcomes: readonly HuntOutcome[],
  { cancelOnInterrupt }: HuntRequest,
  {
    tenant,
    clock,
    aborted,
  }: { readonly tenant: Tenant; readonly clock: Clock; readonly aborted: boolean },
): Promise<readonly Hunted[]> {
  const hunted: Hunted[] = [];
  if (aborted) {
    if (!cancelOnInterrupt) return outcomes.map((outcome) => ({ outcome }));
    const closing = tenant.closing();
    for (const outcome of outcomes) hunted.push(await endHunt(outcome, closing));
    return hunted;
  }
  for (const outcome of outcomes) {
    tenant.secops.renew();
    hunted.push(await countDetections(outcome, tenant.secops, clock));
  }
  return hunted;
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
