import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../lib/gate/figures.ts';
import { anEntityDetection, anEventDetection, minute, twoDays } from './detections.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

describe('figuresOf', () => {
  it('counts by UTC day, silent days too, and names the loudest', () => {
    const found = figuresOf(
      [
        anEntityDetection('ann', 0, 5),
        anEntityDetection('ann', 1430, 1439),
        anEntityDetection('bob', 1430, 1440),
      ],
      { from: minute(-60), to: minute(2 * 1440) },
    );
    expect(found.days).toEqual([
      { day: '2026-01-09', count: 0 },
      { day: '2026-01-10', count: 2 },
      { day: '2026-01-11', count: 1 },
    ]);
    expect(found.worstDay).toEqual({ day: '2026-01-10', count: 2 });
    expect(found.leftToCap).toBe(9998);
    expect(found.entities).toBe(2);
    expect(found.shareOfLoudest).toBeCloseTo(2 / 3);
    expect(found.hours.map((count, hour) => [hour, count]).filter(([, count]) => count)).toEqual([
      [0, 2],
      [23, 1],
    ]);
  });

  it('means by the length of the range, not by the days that have any', () => {
    const three = [0, 10, 20].map((at) => anEntityDetection('ann', at, at + 5));
    expect(figuresOf(three, twoDays).meanPerDay).toBe(1.5);
    expect(figuresOf(three, { from: minute(0), to: minute(720) }).meanPerDay).toBe(6);
    expect(figuresOf([], { from: minute(0), to: minute(0) }).meanPerDay).toBeNaN();
  });

  it('says nothing of a loudest day or entity where there is silence', () => {
    expect(figuresOf([], twoDays)).toMatchObject({ count: 0, shareOfLoudest: 0, entities: 0 });
    expect(figuresOf([], twoDays).worstDay).toBeUndefined();
  });

  it.each([
    [{ principal: { user: { userid: 'ann' }, hostname: 'h' } }, 1],
    [{ principal: { user: { emailAddresses: ['ann@x.org', 'a@x.org'] } } }, 1],
    [{ target: { ip: ['10.0.0.1'] } }, 1],
    [{ metadata: { id: 'e' } }, 0],
  ])('finds whom an event is about: %j', (event, entities) => {
    const detection = anEventDetection('e', 1, {
      samples: [{ label: 'e', events: [event], entities: [] }],
    });
    expect(figuresOf([detection], twoDays).entities).toBe(entities);
  });

  it('has no room left once the cap of a day is reached', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => anEventDetection(`e${at}`, at / 10));
    expect(figuresOf(many, twoDays).leftToCap).toBe(0);
  });

  it('comes to the same sum by day and by hour, in whatever order', () => {
    const some = fc.array(
      fc
        .tuple(fc.constantFrom('ann', 'bob'), fc.integer({ min: -3000, max: 6000 }))
        .map(([user, at]) => anEntityDetection(user, at, at + 5)),
    );
    fc.assert(
      fc.property(some, (detections) => {
        const found = figuresOf(detections, twoDays);
        expect(sum(found.days.map(({ count }) => count))).toBe(detections.length);
        expect(sum(found.hours)).toBe(detections.length);
        expect(figuresOf(detections.toReversed(), twoDays)).toEqual(found);
      }),
    );
  });
});
