import { describe, expect, it } from 'vitest';
import { tallyOf } from '../../lib/hunt/tally.ts';
import type { Detection } from '../../lib/model/detection.ts';
import { anEntityDetection, anEventDetection, minute } from '../gate/detections.ts';

const DAY = 1440;

/** A hunt found these, each under an id of its own. */
const tally = (found: readonly Detection[]) =>
  tallyOf(found.map((one, at) => ({ ...one, detectionId: `de_${at}` })));

const dayOf = (day: number): string =>
  minute(day * DAY)
    .toISOString()
    .slice(0, 10);

describe('a tally', () => {
  it('counts by day, and leaves days without any out', () => {
    const found = [
      anEventDetection('a', 10),
      anEventDetection('b', 20),
      anEventDetection('c', 2 * DAY),
    ];
    expect(tally(found)).toEqual({
      total: 3,
      days: [
        { day: dayOf(0), count: 2 },
        { day: dayOf(2), count: 1 },
      ],
      capped: [],
    });
  });

  it.each<[title: string, one: Detection, other: Detection, total: number]>([
    ['of one event', anEventDetection('a', 10), anEventDetection('a', 10), 1],
    ['of two events', anEventDetection('a', 10), anEventDetection('b', 10), 2],
    ['of one window', anEntityDetection('ann', 1, 9), anEntityDetection('ann', 1, 9), 1],
    ['of two windows', anEntityDetection('ann', 1, 9), anEntityDetection('ann', 2, 10), 2],
    ['of two users', anEntityDetection('ann', 1, 9), anEntityDetection('bob', 1, 9), 2],
  ])('of two detections %s under two ids', (_title, one, other, total) => {
    expect(tally([one, other]).total).toBe(total);
  });

  it("holds a day to the service's cap by all that it lists", () => {
    const most = Array.from({ length: 10_000 }, () => anEventDetection('a', 10));
    expect(tally([...most, anEventDetection('b', DAY)])).toMatchObject({
      total: 2,
      capped: [dayOf(0)],
    });
  });
});
