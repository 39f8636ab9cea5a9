import { compareText } from '../text.ts';
import type { EmulatorOptions } from './options.ts';
import type { StoredHunt } from './stored-past.ts';
import type { Micros } from './time.ts';

/** When a hunt works, if nobody cancels it. */
export interface HuntTimes {
  readonly begin: Micros;
  readonly end: Micros;
}

/** What a hunt is doing at a moment (backstory-v2 §3.2). */
export interface HuntView {
  readonly hunt: StoredHunt;
  readonly state: 'RUNNING' | 'DONE' | 'CANCELLED';
  /** 0 to 100, with two decimals; of a cancelled hunt how far it had come. */
  readonly progress: number;
  /** When it ended; absent while it runs. */
  readonly ended?: Micros;
}

/** How many hunts of one tenant may work at a time (backstory-v2 §5.2). */
export const HUNT_SLOTS = {
  '3': 3,
  '10': 10,
  none: Number.POSITIVE_INFINITY,
} as const satisfies Record<EmulatorOptions['huntSlots'], number>;

/** How long a hunt works: so long anyway, and so much more for each day of its range, both in microseconds. */
const SPEEDS = {
  short: { least: 200_000, perDay: 50_000, most: 60e6 },
  // 5 days took 20 to 90 seconds and 14 to 20 months 15 to 25 minutes (backstory-v2 §5.2).
  published: { least: 10e6, perDay: 3e6, most: 1500e6 },
  none: { least: 0, perDay: 0, most: 0 },
} as const satisfies Record<
  EmulatorOptions['huntTime'],
  { least: number; perDay: number; most: number }
>;

const DAY = 86_400e6;

/** How long a hunt over a range works, in microseconds. */
export function huntLength(from: Micros, to: Micros, options: EmulatorOptions): Micros {
  const { least, perDay, most } = SPEEDS[options.huntTime];
  return Math.round(Math.min(most, least + (perDay * (to - from)) / DAY));
}

/** When each hunt works: at once, or first come first served where they queue for the tenant's slots. */
export function scheduleHunts(
  hunts: readonly StoredHunt[],
  options: EmulatorOptions,
): ReadonlyMap<string, HuntTimes> {
  const slots =
    options.huntsOverSlots === 'queue' ? HUNT_SLOTS[options.huntSlots] : Number.POSITIVE_INFINITY;
  const times = new Map<string, HuntTimes>();
  /** Ends of the hunts so far that end last, the latest first: one for each slot. */
  let ends: readonly Micros[] = [];
  for (const hunt of hunts.toSorted(inTurn)) {
    const begin = Math.max(hunt.createTime, ends[slots - 1] ?? 0);
    const end = begin + hunt.length;
    times.set(hunt.retrohuntId, { begin, end });
    const free = Math.min(end, hunt.cancelTime ?? end);
    if (free > begin && slots !== Number.POSITIVE_INFINITY) {
      ends = [...ends, free].toSorted((before, after) => after - before).slice(0, slots);
    }
  }
  return times;
}

/** What a hunt is doing now. It is done once its time is over and its detections are stored. */
export function viewHunt(hunt: StoredHunt, { begin, end }: HuntTimes, now: Micros): HuntView {
  const { cancelTime, length, searched } = hunt;
  if (cancelTime !== undefined) {
    return { hunt, state: 'CANCELLED', progress: percent(cancelTime), ended: cancelTime };
  }
  if (searched && now >= end) return { hunt, state: 'DONE', progress: 100, ended: end };
  return { hunt, state: 'RUNNING', progress: percent(now) };

  /** Rounded down, so that only a hunt that is done has all of it. */
  function percent(at: Micros): number {
    if (at <= begin) return 0;
    return length === 0
      ? 99.99
      : Math.min(99.99, Math.floor(((at - begin) * 10_000) / length) / 100);
  }
}

function inTurn(before: StoredHunt, after: StoredHunt): number {
  return before.createTime - after.createTime || compareText(before.retrohuntId, after.retrohuntId);
}
