import type { Comparison } from '../model/comparison.ts';
import type { Detection } from '../model/detection.ts';
import { compareText } from '../text.ts';

/** Detections of one UTC day, by what became of them. Without a text before all are `gained`. */
export interface DayParts {
  /** `2026-01-31`. */
  readonly day: string;
  readonly before: number;
  readonly after: number;
  readonly lost: number;
  readonly gained: number;
  readonly same: number;
}

/** Every day of either text, in order. */
export function dayParts({ before, after, lost, gained, same }: Comparison): readonly DayParts[] {
  const counts = {
    before: new Map((before?.days ?? []).map(({ day, count }) => [day, count])),
    after: new Map(after.days.map(({ day, count }) => [day, count])),
    lost: countDays(lost),
    gained: countDays(gained),
    same: countDays(same),
  };
  const days = new Set(Object.values(counts).flatMap((map) => [...map.keys()]));
  return [...days].toSorted(compareText).map((day) => ({
    day,
    before: counts.before.get(day) ?? 0,
    after: counts.after.get(day) ?? 0,
    lost: counts.lost.get(day) ?? 0,
    gained: counts.gained.get(day) ?? 0,
    same: counts.same.get(day) ?? 0,
  }));
}

const [DAY_MS, HOUR_MS] = [86_400_000, 3_600_000];

function countDays(detections: readonly Detection[]): ReadonlyMap<string, number> {
  const days = new Map<number, number>();
  for (const { detectionTime } of detections) {
    const day = Math.floor(detectionTime.getTime() / DAY_MS);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return new Map([...days].map(([day, count]) => [dayText(day), count]));
}

/** `2026-01-31` for the days since 1970. */
function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Detections by hour of the UTC day, a row a day; of longer ranges, a row a weekday. */
export interface HourGrid {
  readonly by: 'day' | 'weekday';
  readonly rows: readonly { readonly label: string; readonly hours: readonly number[] }[];
  readonly most: number;
}

/** More days than this do not fit under each other. */
const MOST_ROWS = 16;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** When the text after detects something. */
export function hourGrid({ after, gained, same }: Comparison): HourGrid {
  const by = after.days.length > MOST_ROWS ? 'weekday' : 'day';
  const labels = by === 'day' ? after.days.map(({ day }) => day) : WEEKDAYS;
  const grid = labels.map((label) => ({ label, hours: Array.from({ length: 24 }, () => 0) }));
  const rowOf = new Map(labels.map((label, at) => [label, at]));
  const rowOfDay = new Map<number, number>();
  let most = 0;
  for (const { detectionTime } of [...gained, ...same]) {
    const hour = Math.floor(detectionTime.getTime() / HOUR_MS);
    const day = Math.floor(hour / 24);
    // 1970-01-01 was a Thursday
    const row = by === 'weekday' ? (day + 3) % 7 : (rowOfDay.get(day) ?? rowOf.get(dayText(day)));
    const hours = row === undefined ? undefined : grid[row]?.hours;
    if (row === undefined || hours === undefined) continue;
    rowOfDay.set(day, row);
    const count = (hours[hour - day * 24] ?? 0) + 1;
    hours[hour - day * 24] = count;
    most = Math.max(most, count);
  }
  return { by, rows: grid, most };
}

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII_BARS = ['.', ':', '-', '=', '+', '*', '%', '#'];

/** Numbers as a row of letters, against the largest of them or of what they are to be set beside; none at all is a space's worth of floor. */
export function sparkline(
  counts: readonly number[],
  { most = Math.max(0, ...counts), unicode = true }: { most?: number; unicode?: boolean } = {},
): string {
  const bars = unicode ? BARS : ASCII_BARS;
  return counts
    .map((count) => {
      if (count === 0 || most === 0) return bars[0];
      return bars[Math.min(bars.length - 1, Math.max(1, Math.ceil((count / most) * 7)))];
    })
    .join('');
}

/** So many numbers that a row of letters can hold; neighbours are taken together by their largest. */
export function thinned(counts: readonly number[], most: number): readonly number[] {
  if (counts.length <= most) return counts;
  const each = Math.ceil(counts.length / most);
  return Array.from({ length: Math.ceil(counts.length / each) }, (_, at) =>
    Math.max(...counts.slice(at * each, (at + 1) * each)),
  );
}
