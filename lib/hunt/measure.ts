import { ApiError } from '../errors.ts';
import type { TimeRange } from '../model/detection.ts';
import type { HuntSubject, Measure, TestRunSubject } from '../ports/measure.ts';
import { collectDetections, measured } from './collect.ts';
import { commonRange, type HuntJob, type HuntOutcome } from './job.ts';
import { INTERRUPTED, lossOf, lossOfHunt, type Loss } from './loss.ts';
import { measurementOf } from './measurement.ts';
import { openProbe, type Probe } from './probe.ts';
import { HuntQueue, type HuntQueueOptions } from './queue.ts';
import { openTurns } from './turns.ts';
import { runWhole, type RunOnce, type WholeRun } from './whole-run.ts';

/**
 * What measuring works with. `waitMs` counts from the first measurement: afterwards no hunt is waited for and no test
 * run begins. Detections of a hunt that is done are collected all the same.
 */
export interface MeasureOptions extends HuntQueueOptions {
  /** The most results of one test run; the service's own limit where it says nothing (backstory-v2 §4.16). */
  readonly maxResults?: number;
  /** Whenever a test run is asked for, and when it is over. */
  readonly onRuns?: ((runs: RunCount) => void) | undefined;
}

/** Rules that were asked for as test runs, and those of them that are over. */
export interface RunCount {
  readonly asked: number;
  readonly over: number;
}

/** The most results of a test run (backstory-v2 §4.16). */
const MAX_RESULTS = 10_000;
/** Three runs a minute of at most five minutes each: more at a time only wait. */
const RUNS_AT_A_TIME = 15;
/** Ten pages a minute: so many at a time keep the rate where each takes half a minute. */
const LISTINGS_AT_A_TIME = 5;

/** The port on one tenant, and its probe for whoever collects detections otherwise. */
export interface OpenMeasure extends Measure {
  readonly probe: Probe;
}

/** Opens the port on one tenant. Nothing is asked before the first measurement. */
export function openMeasure(options: MeasureOptions): OpenMeasure {
  const { hunts, clock, signal, onAsk, waitMs, maxResults = MAX_RESULTS } = options;
  const queue = new HuntQueue(options);
  const runTurns = openTurns(RUNS_AT_A_TIME);
  const listTurns = openTurns(LISTINGS_AT_A_TIME);
  let endsAt: number | undefined;
  const begin = (): void => void (endsAt ??= clock.now().getTime() + waitMs);

  let runs: RunCount = { asked: 0, over: 0 };
  const countRun = ({ asked, over }: RunCount): void => {
    runs = { asked: runs.asked + asked, over: runs.over + over };
    options.onRuns?.(runs);
  };

  const runAtMost =
    (most: number): RunOnce =>
    (text, range) =>
      runTurns(async () => {
        if (signal?.aborted === true) return INTERRUPTED;
        if (endsAt !== undefined && clock.now().getTime() >= endsAt) return TOO_LATE;
        onAsk?.();
        try {
          return await hunts.testRun(text, range, most);
        } catch (error) {
          if (error instanceof ApiError) return lossOf(error, 'cut-stream', signal);
          throw error;
        }
      });
  const runOnce = runAtMost(maxResults);
  const probe = openProbe(runAtMost(1));
  const probeOf = (): Probe | undefined => (signal?.aborted === true ? undefined : probe);

  const hunt = async (job: HuntJob): Promise<HuntOutcome | Loss> => {
    try {
      return await queue.add(job);
    } catch (error) {
      if (error instanceof ApiError) return lossOf(error, 'page-lost', signal);
      throw error;
    }
  };
  const collect = async (outcome: HuntOutcome | Loss, range: TimeRange): Promise<WholeRun> => {
    if ('kind' in outcome) return { losses: [outcome] };
    if (outcome.status === 'done') {
      return listTurns(async () =>
        measured(await collectDetections(outcome.hunt, range, { hunts, clock, onAsk }), signal),
      );
    }
    const loss = lossOfHunt(outcome, signal);
    return { losses: loss === undefined ? [] : [loss] };
  };

  return {
    probe,
    async testRun(subject: TestRunSubject) {
      begin();
      countRun({ asked: 1, over: 0 });
      const { range } = subject;
      const [after, before] = await Promise.all([
        runWhole(subject, range, runOnce),
        subject.before === undefined ? undefined : runWhole(subject.before, range, runOnce),
      ]).finally(() => countRun({ asked: 0, over: 1 }));
      return await measurementOf(subject, { by: 'test-run', range, after, before }, probeOf());
    },
    async retrohunt(subject: HuntSubject) {
      begin();
      const [after, before] = await Promise.all([
        hunt(jobOf(subject, subject.versionId)),
        subject.before === undefined ? undefined : hunt(jobOf(subject, subject.before.versionId)),
      ]);
      const range = commonRange(subject.range, [outcomeIn(after), outcomeIn(before)]);
      const [isThere, wasThere] = await Promise.all([
        collect(after, range),
        before === undefined ? undefined : collect(before, range),
      ]);
      const found = { after: isThere, before: wasThere };
      return await measurementOf(subject, { by: 'retrohunt', range, ...found }, probeOf());
    },
  };
}

const TOO_LATE: Loss = { kind: 'timed-out', detail: 'waiting was over before it was run' };

function jobOf(subject: HuntSubject, versionId: string): HuntJob {
  const { rule, ruleId, range, slackMs, existingOnly, since } = subject;
  return { name: rule, ruleId, versionId, range, slackMs, existingOnly, since };
}

function outcomeIn(found: HuntOutcome | Loss | undefined): HuntOutcome | undefined {
  return found !== undefined && 'status' in found ? found : undefined;
}
