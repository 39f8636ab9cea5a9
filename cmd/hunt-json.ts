import { ApiError } from '../lib/errors.ts';
import type { Measurement } from '../lib/model/verdict.ts';
import type { Json } from '../lib/report/json-writer.ts';
import { huntExit, lacksOf } from './hunt-report.ts';
import { isComplete } from './hunt-result.ts';
import type { HuntReport } from './hunting.ts';

/** A report for machines (docs/retrohunt-json.md). */
export function huntJson(report: HuntReport): Json {
  return {
    status: 'hunted',
    environment: report.environment,
    exit: huntExit(report),
    refused: [...report.refused],
    missing: [...report.missing],
    differs: [...report.differs],
    twins: report.twins.map(({ name, ruleIds }) => ({ name, ruleIds: [...ruleIds] })),
    retrohunts: report.hunted.map((one) => {
      const { outcome, tally, ruleErrors, end, before, measurement } = one;
      const error = 'error' in outcome ? outcome.error : undefined;
      const hunt = 'hunt' in outcome ? outcome.hunt : undefined;
      const range = 'range' in outcome ? outcome.range : (hunt?.range ?? outcome.job.range);
      return {
        rule: outcome.job.name,
        ruleId: outcome.job.ruleId,
        versionId: outcome.job.versionId,
        status: end ?? outcome.status,
        from: range.from.toISOString(),
        to: range.to.toISOString(),
        retrohuntId: hunt?.retrohuntId,
        adopted: 'adopted' in outcome ? outcome.adopted : undefined,
        error: error?.message,
        hint: error?.hint,
        detections: tally?.total,
        days: tally?.days.map(({ day, count }) => ({ day, count })),
        cappedDays: tally === undefined ? undefined : [...tally.capped],
        complete: tally === undefined ? undefined : isComplete(one),
        ruleErrors:
          ruleErrors === undefined || ruleErrors instanceof ApiError
            ? undefined
            : ruleErrors.map(({ text, at }) => ({ text, at: at?.toISOString() })),
        unread: ruleErrors instanceof ApiError ? ruleErrors.message : undefined,
        before:
          before === undefined
            ? undefined
            : {
                versionId: before.outcome.job.versionId,
                status: before.end ?? before.outcome.status,
              },
        ...measuredJson(measurement),
      };
    }),
    testRuns: report.ran.map((one) => {
      const { name, live, measurement } = one;
      const { range, comparison } = measurement;
      return {
        rule: name,
        ruleId: live?.ruleId,
        from: range.from.toISOString(),
        to: range.to.toISOString(),
        detections: comparison?.after.count,
        days: comparison?.after.days
          .filter(({ count }) => count > 0)
          .map(({ day, count }) => ({ day, count })),
        complete: lacksOf(one).length === 0,
        ...measuredJson(measurement),
      };
    }),
  };
}

/** What a measurement says beyond the count; nothing where none was asked for. */
function measuredJson(measurement: Measurement | undefined): {
  readonly [key: string]: Json | undefined;
} {
  if (measurement === undefined) return {};
  const { comparison, gaps, logTypes } = measurement;
  return {
    gaps: gaps.map(({ kind, of, detail }) => ({ kind, of, detail })),
    logTypes: logTypes.map(({ logType, events }) => ({ logType, events })),
    compared:
      comparison?.before === undefined
        ? undefined
        : {
            before: comparison.before.count,
            lost: comparison.lost.length,
            gained: comparison.gained.length,
            same: comparison.same.length,
            firstSeen: comparison.firstSeen.length,
          },
  };
}
