import { describe, expect, it } from 'vitest';
import { errorsDuring } from '../../lib/hunt/rule-errors.ts';
import type { TimeRange } from '../../lib/model/detection.ts';
import { aLiveRule } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { fakeHunts } from '../helpers/fake-hunts.ts';

const day = (of: number): Date => new Date(Date.UTC(2026, 0, of));
const days = (from: number, to: number): TimeRange => ({ from: day(from), to: day(to) });

describe('errors of a rule', () => {
  it.each<[title: string, at: number, window: TimeRange | undefined, counts: boolean]>([
    ['in the range', 5, undefined, true],
    ['with a window in the range, met while the hunt ran', 20, days(5, 6), true],
    ['with a window over the edge of the range', 10, days(9, 11), true],
    ['without a window, met while the hunt ran', 20, undefined, true],
    ['with a window after the range', 20, days(12, 13), false],
    ['without a window, met before the hunt ran', 15, undefined, false],
    ['without a window, met after the hunt ran', 22, undefined, false],
  ])('%s', async (_title, at, window, counts) => {
    const clock = new VirtualClock(day(20).toISOString());
    const { version, ruleId } = aLiveRule('one');
    const { versionId } = version;
    const hunts = fakeHunts({ clock });
    hunts.know(versionId);
    const hunt = hunts.startElsewhere(versionId, days(1, 10));
    const error = { text: 'too slow', ruleId, versionId, at: day(at) };
    hunts.failed(window === undefined ? error : { ...error, window });
    const found = await errorsDuring({ ...hunt, endedAt: day(21) }, hunts, day(25));
    expect(found).toHaveLength(counts ? 1 : 0);
  });
});
