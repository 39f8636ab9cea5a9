import { ApiError } from '../errors.ts';
import { compareDetections } from '../gate/compare.ts';
import type { TimeRange } from '../model/detection.ts';
import type { Gap, Measurement } from '../model/verdict.ts';
import { textHash } from '../plan/hash.ts';
import type { HuntSubject, Measure, MeasuredText, TestRunSubject } from '../ports/measure.ts';
import { collectDetections } from './collect.ts';
import type { HuntJob, HuntOutcome } from './job.ts';
import { INTERRUPTED, lossOf, lossOfHunt, type Loss } from './loss.ts';
import { openProbe } from './probe.ts';
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
}

/** The most results of a test run (backstory-v2 §4.16). */
const MAX_RESULTS = 10_000;
/** Three runs a minute of at most five minutes each: more at a time only wait. */
const RUNS_AT_A_TIME = 15;
/** Ten pages a minute: so many at a time keep the rate where each takes half a minute. */
const LISTINGS_AT_A_TIME = 5;

/** Opens the port on one tenant. Nothing is asked before the first measurement. */
export function openMeasure(options: MeasureOptions): Measure {
  const { hunts, clock, signal, onAsk, waitMs, maxResults = MAX_RESULTS } = options;
  const queue = new HuntQueue(options);
  const runTurns = openTurns(RUNS_AT_A_TIME);
  const listTurns = openTurns(LISTINGS_AT_A_TIME);
  let endsAt: number | undefined;
  const begin = (): void => void (endsAt ??= clock.now().getTime() + waitMs);

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

  /** Probes are for silence only: who found something needs none, and who found out nothing learns nothing. */
  const finish = async (
    subject: MeasuredText,
    facts: Pick<Measurement, 'by' | 'range'>,
    { after, before }: { readonly after: WholeRun; readonly before: WholeRun | undefined },
  ): Promise<Measurement> => {
    const { found } = after;
    const silent = found?.length === 0 && signal?.aborted !== true;
    const logTypes = silent ? subject.logTypes : [];
    return {
      rule: subject.rule,
      text: textHash(subject.text),
      ...facts,
      ...(found === undefined
        ? {}
        : { comparison: compareDetections(before?.found, found, facts.range) }),
      gaps: [...gapsOf('after', after), ...gapsOf('before', before)],
      logTypes: await Promise.all(logTypes.map((logType) => probe(logType, facts.range))),
    };
  };

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
      return listTurns(() =>
        collectDetections(outcome.hunt, range, { hunts, clock, signal, onAsk }),
      );
    }
    const loss = lossOfHunt(outcome, signal);
    return { losses: loss === undefined ? [] : [loss] };
  };

  return {
    async testRun(subject: TestRunSubject) {
      begin();
      const { range } = subject;
      const [after, before] = await Promise.all([
        runWhole(subject, range, runOnce),
        subject.before === undefined ? undefined : runWhole(subject.before, range, runOnce),
      ]);
      return await finish(subject, { by: 'test-run', range }, { after, before });
    },
    async retrohunt(subject: HuntSubject) {
      begin();
      const [after, before] = await Promise.all([
        hunt(jobOf(subject, subject.versionId)),
        subject.before === undefined ? undefined : hunt(jobOf(subject, subject.before.versionId)),
      ]);
      const range = commonRange(subject.range, [after, before]);
      const [isThere, wasThere] = await Promise.all([
        collect(after, range),
        before === undefined ? undefined : collect(before, range),
      ]);
      const found = { after: isThere, before: wasThere };
      return await finish(subject, { by: 'retrohunt', range }, found);
    },
  };
}

const TOO_LATE: Loss = { kind: 'timed-out', detail: 'waiting was over before it was run' };

function gapsOf(of: Gap['of'], run: WholeRun | undefined): readonly Gap[] {
  return (run?.losses ?? []).map((loss): Gap => ({ ...loss, of }));
}

function jobOf(subject: HuntSubject, versionId: string): HuntJob {
  const { rule, ruleId, range, slackMs, existingOnly } = subject;
  return { name: rule, ruleId, versionId, range, slackMs, existingOnly };
}

/** What all hunts that are done answer for; what was asked for where none is. */
function commonRange(
  asked: TimeRange,
  outcomes: readonly (HuntOutcome | Loss | undefined)[],
): TimeRange {
  const ranges = outcomes.flatMap((one) =>
    one !== undefined && 'status' in one && one.status === 'done' ? [one.range] : [],
  );
  const [first, ...others] = ranges;
  if (first === undefined) return asked;
  return others.reduce(
    (common, { from, to }) => ({
      from: from > common.from ? from : common.from,
      to: to < common.to ? to : common.to,
    }),
    first,
  );
}
