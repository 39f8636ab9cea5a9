import type { RememberedObject } from '../model/memory.ts';
import type { Change, Held, Notice } from '../model/plan.ts';

/** What a plan does about one object, and what is to be remembered of it if nothing is done. */
export interface Decision {
  readonly changes: readonly Change[];
  readonly held: readonly Held[];
  readonly notices: readonly Notice[];
  /** Empty where the object is in step. */
  readonly standing: readonly RememberedObject[];
}

export const NOTHING: Decision = { changes: [], held: [], notices: [], standing: [] };
