import type { Detection, TimeRange } from '../model/detection.ts';
import type { ReferenceList } from '../model/reference-list.ts';
import type { RuleError } from '../model/retrohunt.ts';

/** What is looked for in the events of the past. */
export interface DetectorQuery {
  /** The rule, which compiles. */
  readonly text: string;
  readonly range: TimeRange;
  /** The reference lists that the text names and that exist, with their lines. */
  readonly lists: readonly ReferenceList[];
  /** The stored version, for a retrohunt or a live rule; absent for a test run. */
  readonly version?: { readonly ruleId: string; readonly versionId: string };
  /** Whether the rule alerts: a detection without a score of its own then counts more (yara-l §4.11). */
  readonly alerting?: boolean;
  /** More detections than this are not wanted: the newest of them are. */
  readonly atMost: number;
}

/** What a rule comes to over a range. What the service adds (ids, version, when it was made) may be left out. */
export interface Findings {
  readonly detections: readonly Detection[];
  /** Stretches in which the rule could not run. */
  readonly errors: readonly RuleError[];
}

/** What finds detections for the emulator, which itself runs no rule over events. */
export interface Detector {
  /** Half a sentence for people: `finds no detections`. */
  readonly about: string;
  /** Rejects with the signal's reason once that aborts; any other rejection counts as an error of the rule. */
  detect(query: DetectorQuery, signal: AbortSignal): Promise<Findings>;
  /**
   * Runs live rules after events were taken in: over ingested events alone, as far around the range of the new ones
   * as each rule looks. One answer for each query, in their order. Without it live rules find nothing.
   */
  detectLive?(queries: readonly DetectorQuery[], signal: AbortSignal): Promise<readonly Findings[]>;
}
