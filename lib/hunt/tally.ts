import { DAILY_CAP } from '../gate/figures.ts';
import { duplicateKey } from '../gate/identity.ts';
import type { Detection } from '../model/detection.ts';
import { compareText } from '../text.ts';

/** How many detections there are, each counted once, and when. */
export interface DetectionTally {
  readonly total: number;
  /** By UTC day (`2026-01-31`), in order; days without any are left out. */
  readonly days: readonly { readonly day: string; readonly count: number }[];
  /** Days at the service's cap, which counts whatever it lists: there may have been more. */
  readonly capped: readonly string[];
}

/** Counts detections as the service lists them. One that is listed twice under two ids counts once, as in the gate (design §5). */
export function tallyOf(found: readonly Detection[]): DetectionTally {
  const listed = new Map<string, number>();
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  for (const detection of found) {
    const day = dayOf(detection);
    add(listed, day);
    const key = duplicateKey(detection);
    if (key !== undefined && seen.has(key)) continue;
    if (key !== undefined) seen.add(key);
    add(counts, day);
  }
  const days = [...counts].map(([day, count]) => ({ day, count })).toSorted(inOrder);
  return {
    total: days.reduce((sum, { count }) => sum + count, 0),
    days,
    capped: [...listed]
      .flatMap(([day, count]) => (count >= DAILY_CAP ? [day] : []))
      .toSorted(compareText),
  };
}

function add(counts: Map<string, number>, day: string): void {
  counts.set(day, (counts.get(day) ?? 0) + 1);
}

function inOrder(before: { readonly day: string }, after: { readonly day: string }): number {
  return compareText(before.day, after.day);
}

function dayOf({ detectionTime }: Detection): string {
  return detectionTime.toISOString().slice(0, 10);
}
