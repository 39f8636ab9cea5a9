import { setMaxListeners } from 'node:events';
import type { HuntJob } from '../lib/hunt/job.ts';
import type { OpenMeasure, RunCount } from '../lib/hunt/measure.ts';
import { runHunts } from '../lib/hunt/schedule.ts';
import type { Environment } from '../lib/model/environment.ts';
import type { LiveRule } from '../lib/model/rule.ts';
import type { Measurement } from '../lib/model/verdict.ts';
import type { Context } from './command.ts';
import { chooseRules, type HuntChoice, type TextToRun, type Wanted } from './hunt-choice.ts';
import type { AskedRange } from './hunt-range.ts';
import { openHuntProgress } from './hunt-progress.ts';
import type { Hunted, Hunting } from './hunt-result.ts';
import { resultsOf } from './hunt-results.ts';
import { measuredText, measureOf, SLOTS } from './measuring.ts';
import { openTenant, type Tenant } from './tenant.ts';
import type { Place } from './workspace.ts';

/** What is hunted in one environment, and how. */
export interface HuntRequest {
  readonly environment: Environment;
  /** Names of rules, or all that git gives the environment, with their texts. */
  readonly wanted: Wanted;
  readonly asked: AskedRange;
  /** With the version before each, and a test run with the stored text. */
  readonly compare: boolean;
  /** Measure, so that a report can be made of it; `compare` does so too. */
  readonly measure: boolean;
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
  /** Whose calls these were; absent where the tenant was asked nothing. */
  readonly identity?: string;
  readonly hunted: readonly Hunted[];
  /** Texts of git that are not stored, and what a test run of each came to. */
  readonly ran: readonly Ran[];
  /** Rules that are alerting, and were not hunted. */
  readonly refused: readonly string[];
  /** Rules of git without an active one of their name; not hunted. */
  readonly missing: HuntChoice['missing'];
  /** Rules whose stored text is not git's; the stored one was hunted. */
  readonly differs: HuntChoice['differs'];
  /** Names that several active rules have; none of them was hunted. */
  readonly twins: HuntChoice['twins'];
  readonly interrupted: boolean;
  /** The rules that were hunted, by name, with the versions before them: for their texts. */
  readonly texts: ReadonlyMap<string, Hunting>;
}

/** A text that was run without being stored. */
export interface Ran extends TextToRun {
  readonly measurement: Measurement;
}

/** Hunts the newest stored versions of rules, and counts what they found. */
export async function huntEnvironment(
  request: HuntRequest,
  place: Place,
  context: Context,
): Promise<HuntReport> {
  const { environment, wanted } = request;
  // a branch that touches no rule asks nothing of the tenant
  if (wanted.kind === 'changed' && wanted.texts.size === 0) return nothingHunted(environment);
  const stop = new AbortController();
  // every call that waits listens to it
  setMaxListeners(0, stop.signal);
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

function nothingHunted({ name }: Environment): HuntReport {
  const none = { hunted: [], ran: [], refused: [], missing: [], differs: [], twins: [] };
  return { environment: name, ...none, interrupted: false, texts: new Map() };
}

async function huntIn(
  tenant: Tenant,
  request: HuntRequest,
  { context, signal }: { readonly context: Context; readonly signal: AbortSignal },
): Promise<HuntReport> {
  const { name } = request.environment;
  const progress = openHuntProgress(context, { ...request, of: name });
  const { clock } = context;
  try {
    const live = await tenant.secops.listRules();
    const { rules, runs, ...left } = chooseRules(live, request.wanted, name);
    const refused = rules.filter(({ deployment }) => deployment.alerting && !request.raiseAlerts);
    const chosen = rules.filter((rule) => !refused.includes(rule));
    const hunting = await withVersionsBefore(chosen, request, tenant);
    const onRuns = (count: RunCount): void => progress.showRuns(count);
    const measure = measureOf(tenant, { ...request, clock, signal, onRuns });
    const jobs = hunting.flatMap((one) => jobsOf(one, request));
    const [outcomes, ran] = await Promise.all([
      runHunts({
        jobs,
        hunts: tenant.secops,
        clock,
        slots: SLOTS,
        waitMs: request.waitMs,
        again: request.again,
        signal,
        onAsk: () => tenant.secops.renew(),
        onLook: (looks) => progress.show(looks),
      }),
      Promise.all(runs.map((run) => runText(run, request, measure))),
    ]);
    progress.done();
    const outcomeOf = new Map(jobs.map((job, at) => [job.versionId, outcomes[at]]));
    return {
      environment: name,
      identity: tenant.secops.identity,
      hunted: await resultsOf(hunting, outcomeOf, request, { tenant, measure, context, signal }),
      ran,
      refused: refused.map((rule) => rule.name),
      ...left,
      interrupted: signal.aborted,
      texts: new Map(hunting.map((one) => [one.rule.name, one])),
    };
  } finally {
    progress.done();
  }
}

/** The second newest version of each, where it is asked for and there is one. */
async function withVersionsBefore(
  rules: readonly LiveRule[],
  { compare }: HuntRequest,
  { secops }: Tenant,
): Promise<readonly Hunting[]> {
  if (!compare) return rules.map((rule) => ({ rule }));
  return await Promise.all(
    rules.map(async (rule) => {
      const { versionId } = rule.version;
      const versions = await secops.listVersions(rule.ruleId);
      const before = versions[versions.findIndex((one) => one.versionId === versionId) + 1];
      return before === undefined ? { rule } : { rule, before };
    }),
  );
}

/** A text of git that is not stored, against the stored one. */
async function runText(
  run: TextToRun,
  { compare, asked }: HuntRequest,
  measure: OpenMeasure,
): Promise<Ran> {
  const { name, text, live } = run;
  const before =
    compare && live !== undefined ? { before: measuredText(name, live.version.text) } : {};
  const { range } = asked;
  return {
    ...run,
    measurement: await measure.testRun({ ...measuredText(name, text), ...before, range }),
  };
}

function jobsOf({ rule, before }: Hunting, { asked }: HuntRequest): readonly HuntJob[] {
  const { name, ruleId, version } = rule;
  const versions = before === undefined ? [version] : [version, before];
  return versions.map(({ versionId }) => ({ name, ruleId, versionId, ...asked }));
}
