import type { Measurement, Verdict } from './verdict.ts';

/** By what a rule of a plan is measured; `test-run-after-list` once the list that it names is live (design §5). */
export const MEASURES = ['retrohunt', 'test-run-of-both', 'test-run-after-list'] as const;
export type MeasureKind = (typeof MEASURES)[number];

/** What one measurement was for: what waits for it, what only backs another one, or what an edited list did. */
export type Purpose = 'gate' | 'evidence' | 'list';

/** One measurement of an apply, or of a plan, and what it came to. */
export interface Measured {
  /** The rule's name after the plan. */
  readonly rule: string;
  readonly purpose: Purpose;
  readonly verdict: Verdict;
  /** With raw detections: for reports, which redact them. Absent where a saved plan's verdict was taken. */
  readonly measurement?: Measurement;
  /** Whether something is held because of it, or a list is found to have made a rule loud: exit 4. */
  readonly holds: boolean;
  /** Names of edited lists whose lines would have to be put back for the rule to be as it was. */
  readonly restore: readonly string[];
  readonly durationMs: number;
}

/** A verdict that a saved plan brings with it (design §5). */
export interface PlannedVerdict {
  readonly rule: string;
  /** The version that was live; absent where there was none. */
  readonly versionId?: string;
  /** SHA-256 (hex) of the policy it was held against. */
  readonly policy: string;
  readonly measured: Date;
  readonly verdict: Verdict;
}
