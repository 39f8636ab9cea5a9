import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDetections } from '../../lib/gate/compare.ts';
import type { Comparison } from '../../lib/model/comparison.ts';
import { dayParts, hourGrid, sparkline, thinned } from '../../lib/report/noise-series.ts';
import { samplesOf, type Samples } from '../../lib/report/noise-samples.ts';
import { detected, RANGE, redact, spread } from './noise-reports.ts';

const comparison = compareDetections(spread(90, 1), spread(140, 2), RANGE);

describe('dayParts', () => {
  it('has every day of the range, and each detection on one of them', () => {
    const days = dayParts(comparison);
    expect(days).toHaveLength(14);
    const sum = (of: 'before' | 'after' | 'lost' | 'gained' | 'same') =>
      days.reduce((all, day) => all + day[of], 0);
    expect(sum('before')).toBe(comparison.before?.count);
    expect(sum('after')).toBe(comparison.after.count);
    expect(sum('gained') + sum('same')).toBe(sum('after'));
    expect(sum('lost')).toBe(comparison.lost.length);
    for (const { after, gained, same } of days) expect(gained + same).toBe(after);
  });
});

describe('hourGrid', () => {
  it('counts what the text after finds, a row a day', () => {
    const { by, rows, most } = hourGrid(comparison);
    expect([by, rows.length]).toEqual(['day', 14]);
    const all = rows.flatMap(({ hours }) => hours);
    expect(all.reduce((sum, count) => sum + count, 0)).toBe(comparison.after.count);
    expect(Math.max(...all)).toBe(most);
  });

  it('takes weekdays where there are more days than fit', () => {
    const to = new Date(RANGE.from.getTime() + 60 * 86_400_000);
    const long = compareDetections(undefined, [detected(8 * 60, 'a')], { ...RANGE, to });
    const { by, rows } = hourGrid(long);
    expect([by, rows.map(({ label }) => label).join(' ')]).toEqual([
      'weekday',
      'Mon Tue Wed Thu Fri Sat Sun',
    ]);
    // 2026-09-04 is a Friday
    expect(rows.find(({ label }) => label === 'Fri')?.hours[8]).toBe(1);
  });
});

describe('sparkline', () => {
  it.each([
    [[0, 1, 7, 14], undefined, '▁▂▅█'],
    [[0, 0], undefined, '▁▁'],
    [[], undefined, ''],
    [[1, 10_000], undefined, '▂█'],
    [[5], 10, '▅'],
  ])('draws %j against %s as %s', (counts, most, text) => {
    expect(sparkline(counts, most === undefined ? {} : { most })).toBe(text);
  });

  it('keeps to ASCII where it is asked to', () => {
    expect(sparkline([0, 1, 7, 14], { unicode: false })).toBe('.:+#');
  });
});

describe('thinned', () => {
  it('keeps the largest, whatever the room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 60 }),
        (counts, room) => {
          const few = thinned(counts, room);
          expect(few.length).toBeLessThanOrEqual(Math.max(room, 1));
          expect(Math.max(...few)).toBe(Math.max(...counts));
        },
      ),
    );
  });
});

describe('samplesOf', () => {
  it('prefers different entities, and shows them in the order of time', () => {
    const users = ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'c'];
    const shown = shownOf(users.map((user, at) => detected(at * 60, user)));
    expect(shown).toHaveLength(5);
    expect(new Set(shown.map(({ who }) => who)).size).toBe(3);
    expect(shown.map(({ time }) => time.getTime())).toEqual(
      shown.map(({ time }) => time.getTime()).toSorted((one, other) => one - other),
    );
  });

  it('says nothing of a detection but times, risk, kinds of events and redacted values', () => {
    const [shown] = shownOf([
      detected(1, 'anna', {
        multiEvent: false,
        matches: [],
        riskScore: 85,
        outcomes: [{ key: 'secret', value: 'hunter2' }],
        samples: [
          {
            label: 'e',
            entities: [],
            events: [
              {
                metadata: { eventType: 'USER_LOGIN', productName: 'stealthy' },
                principal: { user: { userid: 'anna' }, ip: ['10.1.2.3'] },
                target: { hostname: 'dc01' },
              },
              { metadata: { eventType: 'not a word of UDM' } },
            ],
          },
        ],
      }),
    ]);
    expect(shown).toMatchObject({ risk: 85, eventTypes: ['USER_LOGIN'] });
    expect(shown?.who).toMatch(/^user-[0-9a-f]+, ip-[0-9a-f]+, host-[0-9a-f]+$/);
    expect(shown?.outcomes.join()).toMatch(/^secret-[0-9a-f]+$/);
    expect(JSON.stringify(shown)).not.toMatch(/anna|10\.1|dc01|hunter2|stealthy/);
  });

  it('names nobody where nobody is named', () => {
    expect(shownOf([detected(1, 'x', { matches: [], samples: [] })])[0]?.who).toBe('nobody named');
  });
});

/** Samples of a rule that was not there. */
function shownOf(after: Comparison['gained']): Samples['gained'] {
  return samplesOf(compareDetections(undefined, after, RANGE), redact()).gained;
}
