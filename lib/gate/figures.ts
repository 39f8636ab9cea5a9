import type { DayCount, DetectionFigures } from '../model/comparison.ts';
import type { Detection, TimeRange } from '../model/detection.ts';
import { entityKey, entityOf } from './entity.ts';

/** No more detections of a version are made on a UTC day (backstory-v2 §5.3). */
export const DAILY_CAP = 10_000;

const DAY_MS = 86_400_000;

/** Counts detections, none of them twice. The mean is over the length of the range. */
export function figuresOf(detections: readonly Detection[], range: TimeRange): DetectionFigures {
  const days = new Map(daysOf(range).map((day) => [day, 0]));
  const hours = Array.from({ length: 24 }, () => 0);
  const entities = new Map<string, number>();
  for (const detection of detections) {
    add(days, dayOf(detection.detectionTime));
    const hour = detection.detectionTime.getUTCHours();
    hours[hour] = (hours[hour] ?? 0) + 1;
    const entity = entityOf(detection);
    if (entity.length > 0) add(entities, entityKey(entity));
  }
  const count = detections.length;
  const series = [...days]
    .map(([day, found]): DayCount => ({ day, count: found }))
    .toSorted((before, after) => (before.day < after.day ? -1 : 1));
  const worstDay = loudestOf(series);
  const loudest = [...entities.values()].reduce((most, one) => Math.max(most, one), 0);
  return {
    count,
    days: series,
    meanPerDay: count / (lengthOf(range) / DAY_MS),
    ...(worstDay === undefined ? {} : { worstDay }),
    hours,
    entities: entities.size,
    shareOfLoudest: count === 0 ? 0 : loudest / count,
    leftToCap: Math.max(0, DAILY_CAP - (worstDay?.count ?? 0)),
  };
}

/** In milliseconds; negative for a range that ends before it begins. */
export function lengthOf({ from, to }: TimeRange): number {
  return to.getTime() - from.getTime();
}

/** The UTC days that a range touches. */
function daysOf({ from, to }: TimeRange): readonly string[] {
  const first = Math.floor(from.getTime() / DAY_MS);
  const end = Math.ceil(to.getTime() / DAY_MS);
  return Array.from({ length: Math.max(0, end - first) }, (_, index) =>
    dayOf(new Date((first + index) * DAY_MS)),
  );
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function loudestOf(days: readonly DayCount[]): DayCount | undefined {
  return days.reduce<DayCount | undefined>(
    (most, one) => (one.count > (most?.count ?? 0) ? one : most),
    undefined,
  );
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
