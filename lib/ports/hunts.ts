import type { Detection, TimeRange } from '../model/detection.ts';
import type { Retrohunt, RuleError, TestRun } from '../model/retrohunt.ts';

/** Which detections are asked for. */
export interface DetectionQuery {
  /** A version (`ru_…@v_…`), or a rule's id for those of its newest version only. */
  readonly of: string;
  /** By detection time. */
  readonly range: TimeRange;
}

/**
 * What chron needs of Google SecOps to run rules over the past, in chron's words. Rejects with `ApiError` where
 * the service refuses. Nothing here is repeated where repeating could start a second hunt.
 */
export interface Hunts {
  /** Starts a hunt of a stored version. A lost answer is settled by listing: it returns the hunt that was started, or starts one. */
  runRetrohunt(versionId: string, range: TimeRange): Promise<Retrohunt>;
  getRetrohunt(ruleId: string, retrohuntId: string): Promise<Retrohunt>;
  /** Newest first. `of` is a version, `ruleId@-` for all versions of a rule, or `-` for all hunts of the tenant. */
  listRetrohunts(of: string, state?: Retrohunt['state']): Promise<readonly Retrohunt[]>;
  /** True if it is cancelled now; false if it had already ended. */
  cancelRetrohunt(ruleId: string, retrohuntId: string): Promise<boolean>;
  /** All detections, newest first, page by page: complete once the iteration ends, and rejected otherwise. */
  listDetections(query: DetectionQuery): AsyncIterable<readonly Detection[]>;
  /** Runs a text over at most 14 days; at most `maxResults` (1 to 10,000) detections come back. */
  testRun(text: string, range: TimeRange, maxResults: number): Promise<TestRun>;
  /** Errors of the rules at work, newest first. `of` as in `listRetrohunts`. */
  listErrors(of: string, range: TimeRange): Promise<readonly RuleError[]>;
}
