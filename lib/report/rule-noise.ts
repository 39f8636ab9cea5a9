import type { MeasureKind } from '../model/gating.ts';
import type { Verdict } from '../model/verdict.ts';

/** How one rule of a plan is measured, and what came of it where it was measured already. */
export interface RuleNoise {
  readonly rule: string;
  readonly measure: MeasureKind;
  /** What waits for the verdict, in the words of the rule book: `add-version`, `set-enabled`, `set-alerting`. */
  readonly waits: readonly string[];
  /** Absent where apply is to measure. */
  readonly verdict?: Verdict;
  /** Whether the verdict is the one that apply will go by, so that what it does not allow is held. */
  readonly counts: boolean;
  /** Those who lost most, or are loudest where nothing is lost; named without saying who they are. */
  readonly entities: readonly EntityNoise[];
}

/** How one entity fares. */
export interface EntityNoise {
  /** Redacted: `user-7f3a`. */
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly lost: number;
}

/**
 * Whether apply would hold something because of it. A test run in the place of a hunt only foretells: it holds where
 * it fails, since a hunt counts no less; what it could not measure apply may still.
 */
export function noiseHolds({ verdict, counts, waits }: RuleNoise): boolean {
  if (verdict === undefined || waits.length === 0) return false;
  if (!counts) return verdict.status === 'fail';
  if (verdict.allows === 'enabling') return waits.includes('set-alerting');
  return verdict.allows === 'nothing';
}
