import { DAILY_CAP } from '../gate/figures.ts';
import type { Detection } from '../model/detection.ts';
import type { DetectionQuery, Hunts } from '../ports/hunts.ts';

/** How many detections there are, and when. Complete, since an incomplete listing is an error. */
export interface DetectionTally {
  readonly total: number;
  /** By UTC day (`2026-01-31`), in order; days without any are left out. */
  readonly days: readonly { readonly day: string; readonly count: number }[];
  /** Days at the service's cap: there may have been more. */
  readonly capped: readonly string[];
}

/** Counts the detections of a version page by page; no page is kept. */
export async function tallyDetections(
  hunts: Hunts,
  query: DetectionQuery,
): Promise<DetectionTally> {
  const counts = new Map<string, number>();
  for await (const page of hunts.listDetections(query)) {
    for (const detection of page) {
      const day = dayOf(detection);
      counts.set(day, (counts.get(day) ?? 0) + 1);
    }
  }
  const days = [...counts]
    .map(([day, count]) => ({ day, count }))
    .toSorted((before, after) => (before.day < after.day ? -1 : 1));
  return {
    total: days.reduce((sum, { count }) => sum + count, 0),
    days,
    capped: days.filter(({ count }) => count >= DAILY_CAP).map(({ day }) => day),
  };
}

function dayOf({ detectionTime }: Detection): string {
  return detectionTime.toISOString().slice(0, 10);
}
