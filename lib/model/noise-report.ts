import type { TimeRange } from './detection.ts';
import type { GatePolicy } from './gate.ts';
import type { Measurement, Verdict } from './verdict.ts';

/** What was measured in one environment, for people and machines (ux 5.8). Holds raw detections: a report redacts them. */
export interface NoiseReport {
  /** The environment's name; for a replay, what it ran over. */
  readonly environment: string;
  readonly command: 'plan' | 'apply' | 'retrohunt' | 'replay';
  /** Version of the chron that measured. */
  readonly chron: string;
  readonly created: Date;
  /** Whose calls these were, where a tenant was asked. */
  readonly identity?: string;
  /** Of the saved plan that it belongs to (hex). */
  readonly digest?: string;
  readonly git: { readonly commit?: string; readonly branch?: string; readonly dirty: boolean };
  /** What was asked for; a measurement says its own. */
  readonly range: TimeRange;
  /** Absent with the gate off, and where nothing is gated: then rules have no verdict. */
  readonly policy?: GatePolicy;
  readonly rules: readonly ReportedRule[];
}

/** One rule of a report. */
export interface ReportedRule {
  readonly name: string;
  /** posix path in the repository. */
  readonly path?: string;
  /** `meta.severity` as it is written. */
  readonly severity?: string;
  /** ATT&CK techniques of its meta: `T1110`, `T1078.004`. */
  readonly techniques: readonly string[];
  /** What happens to it: `new`, `logic`, `window`, `stored`, `enabled`, `alerting`, in words for people. */
  readonly what: string;
  /** The live text and the text that was measured, where there is a difference to show. */
  readonly before?: string;
  readonly after?: string;
  readonly measurement?: Measurement;
  readonly verdict?: Verdict;
  /** Why there is no measurement, in words for people; from ourselves. */
  readonly unmeasured?: string;
}
