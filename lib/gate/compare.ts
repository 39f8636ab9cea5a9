import type { Comparison, Entity, EntityRow } from '../model/comparison.ts';
import type { Detection, TimeRange } from '../model/detection.ts';
import { compareText } from '../text.ts';
import { entityKey, entityOf } from './entity.ts';
import { figuresOf } from './figures.ts';
import { identityOf, withoutDuplicates } from './identity.ts';

/** As many entities as a report has room for. */
const LOUDEST = 10;

/**
 * Sets the detections of a text against those of the text before it, each counted once. `before` is undefined for a
 * rule that was not there. Nothing is left out: a detection whose time lies outside the range counts like any other,
 * since to drop it would be to take it for silence.
 */
export function compareDetections(
  before: readonly Detection[] | undefined,
  after: readonly Detection[],
  range: TimeRange,
): Comparison {
  const was = withoutDuplicates(before ?? []);
  const is = withoutDuplicates(after);
  const [wasThere, isThere] = [counterparts(was), counterparts(is)];
  const lost = was.filter((detection) => !isThere(detection));
  const gained = is.filter((detection) => !wasThere(detection));
  const rows = entityRows({ was, is, lost, gained });
  return {
    range,
    ...(before === undefined ? {} : { before: figuresOf(was, range) }),
    after: figuresOf(is, range),
    lost,
    gained,
    same: is.filter(wasThere),
    kept: was.length - lost.length,
    firstSeen:
      before === undefined
        ? []
        : rows.filter((row) => row.before === 0).map(({ entity }) => entity),
    loudest: rows.slice(0, LOUDEST),
  };
}

/** Windows of one key by their beginning, and how far any of the first so many reaches. */
interface Windows {
  readonly from: readonly number[];
  readonly reach: readonly number[];
}

/** Tells whether a detection has a counterpart in a set. Both ends of a window belong to it (model/detection.ts). */
function counterparts(detections: readonly Detection[]): (detection: Detection) => boolean {
  const events = new Set<string>();
  const windows = new Map<string, [from: number, to: number][]>();
  for (const detection of detections) {
    const { key, timed } = identityOf(detection);
    if (!timed) {
      events.add(key);
      continue;
    }
    const { from, to } = detection.window;
    const known = windows.get(key);
    if (known === undefined) windows.set(key, [[from.getTime(), to.getTime()]]);
    else known.push([from.getTime(), to.getTime()]);
  }
  const sorted = new Map([...windows].map(([key, all]) => [key, sortWindows(all)]));
  return (detection) => {
    const { key, timed } = identityOf(detection);
    if (!timed) return events.has(key);
    const found = sorted.get(key);
    return found !== undefined && overlaps(found, detection.window);
  };
}

function sortWindows(windows: readonly (readonly [from: number, to: number])[]): Windows {
  const from: number[] = [];
  const reach: number[] = [];
  for (const [start, end] of windows.toSorted(([one], [other]) => one - other)) {
    from.push(start);
    reach.push(Math.max(end, reach.at(-1) ?? -Infinity));
  }
  return { from, reach };
}

/** Among the windows that begin by the end of this one, does any reach its beginning? */
function overlaps({ from, reach }: Windows, window: TimeRange): boolean {
  let [low, high] = [0, from.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((from[middle] ?? Infinity) <= window.to.getTime()) low = middle + 1;
    else high = middle;
  }
  return low > 0 && (reach[low - 1] ?? -Infinity) >= window.from.getTime();
}

/** Every entity of either text; the loudest first, equal ones in the order of their values. */
function entityRows(sets: {
  readonly was: readonly Detection[];
  readonly is: readonly Detection[];
  readonly lost: readonly Detection[];
  readonly gained: readonly Detection[];
}): readonly EntityRow[] {
  const rows = new Map<string, { -readonly [key in keyof EntityRow]: EntityRow[key] }>();
  const count = (detections: readonly Detection[], column: Exclude<keyof EntityRow, 'entity'>) => {
    for (const detection of detections) {
      const entity: Entity = entityOf(detection);
      if (entity.length === 0) continue;
      const key = entityKey(entity);
      const row = rows.get(key) ?? { entity, before: 0, after: 0, lost: 0, gained: 0 };
      row[column] += 1;
      rows.set(key, row);
    }
  };
  count(sets.was, 'before');
  count(sets.is, 'after');
  count(sets.lost, 'lost');
  count(sets.gained, 'gained');
  return [...rows]
    .toSorted(
      ([oneKey, one], [otherKey, other]) =>
        Math.max(other.before, other.after) - Math.max(one.before, one.after) ||
        compareText(oneKey, otherKey),
    )
    .map(([, row]) => row);
}
