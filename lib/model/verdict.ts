import type { Comparison } from './comparison.ts';
import type { TimeRange } from './detection.ts';
import type { AcceptedNoise } from './gate.ts';

/**
 * Why a measurement is not whole. Nothing of this may be taken for silence. `refused`: the service would not run the
 * text or hunt the version, and says why; `runtime-error`: it ran, and the rule was blind on the way.
 */
export const GAP_KINDS = [
  'result-cap',
  'daily-cap',
  'runtime-error',
  'cut-stream',
  'rate-limited',
  'hunt-cancelled',
  'refused',
  'page-lost',
  'timed-out',
  'interrupted',
  'crashed',
] as const;
export type GapKind = (typeof GAP_KINDS)[number];

/** Something that a measurement lacks. */
export interface Gap {
  readonly kind: GapKind;
  /** Of which text. What the text before lacks says nothing of the noise of the text after. */
  readonly of: 'before' | 'after';
  /** What the service said, or where it was; from a stranger. */
  readonly detail?: string;
}

/** Whether the tenant has events of a log type in the range. */
export interface LogTypeProbe {
  readonly logType: string;
  readonly events: 'seen' | 'none' | 'unknown';
}

/** What running a text over the past came to. */
export interface Measurement {
  readonly rule: string;
  /** SHA-256 (hex) of the text that was run, as the service keeps it. */
  readonly text: string;
  readonly by: 'retrohunt' | 'test-run';
  readonly range: TimeRange;
  /** What was found, as far as it goes; absent where nothing came back. */
  readonly comparison?: Comparison;
  /** Empty only if the detections are all of them. */
  readonly gaps: readonly Gap[];
  /** Of every log type that the rule names; empty where it names none, or none was asked for. */
  readonly logTypes: readonly LogTypeProbe[];
}

/** What a verdict counts. Shares are 0 to 1, everything else is a number of detections or entities. */
export const FIGURE_NAMES = [
  'detections',
  'per-day',
  'worst-day',
  'left-to-cap',
  'entities',
  'share-of-loudest',
  'detections-before',
  'per-day-before',
  'worst-day-before',
  'lost',
  'share-lost',
  'gained',
  'same',
  'first-seen',
] as const;
export type FigureName = (typeof FIGURE_NAMES)[number];

/** A number, and what it is held to. */
export interface VerdictFigure {
  readonly name: FigureName;
  readonly value: number;
  /** Absent for a figure that only explains another. */
  readonly limit?: number;
  /** What it means where the value is over its limit. */
  readonly over?: 'fail' | 'warn';
}

/** Why a verdict is no pass. */
export type VerdictReason =
  | { readonly kind: 'over-limit'; readonly figure: FigureName }
  | { readonly kind: 'gap'; readonly gap: Gap }
  /** Nothing came back, and nobody said why. */
  | { readonly kind: 'not-measured' }
  /** The range is shorter than the policy's window. */
  | { readonly kind: 'short-range'; readonly rangeMs: number; readonly windowMs: number }
  /** No detections, and of the log types that the rule names the tenant is not known to have events. */
  | { readonly kind: 'no-events'; readonly logTypes: readonly LogTypeProbe[] };

/** Worst last. A verdict that lets an accepted noise pass is a warning. */
export const VERDICT_STATUSES = ['pass', 'warn', 'unproven', 'fail'] as const;
export type VerdictStatus = (typeof VERDICT_STATUSES)[number];

/** What a version may do after a verdict; each includes those before it. */
export const ALLOWANCES = ['nothing', 'enabling', 'alerting'] as const;
export type Allowance = (typeof ALLOWANCES)[number];

/** Whether one text is quiet enough for one environment, with every figure and its limit. Holds no detection. */
export interface Verdict {
  readonly status: VerdictStatus;
  readonly allows: Allowance;
  readonly rule: string;
  readonly text: string;
  readonly by: Measurement['by'];
  readonly range: TimeRange;
  readonly figures: readonly VerdictFigure[];
  /** Empty only for a pass. */
  readonly reasons: readonly VerdictReason[];
  readonly logTypes: readonly LogTypeProbe[];
  /** The line that lets figures over their limits pass. */
  readonly accepted?: AcceptedNoise;
}
