import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftTimes } from '../../cmd/shift-times.ts';
import { sow, type SownCase } from '../../cmd/sow.ts';
import type { UdmEvent } from '../../lib/model/detection.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-01-01T00:00:00Z');
const RANGE = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-10T00:00:00Z') };

/** A case with an event at each of these minutes. */
function aCase(rule: string, windowMinutes: number, minutes: readonly number[]): SownCase {
  const times = minutes.map((minute) => START + minute * MINUTE);
  return {
    rule,
    name: 'case',
    windowMs: windowMinutes * MINUTE,
    events: times.map((time) => ({ metadata: { eventTimestamp: rfc3339(time) } })),
    first: new Date(Math.min(...times)),
    last: new Date(Math.max(...times)),
  };
}

function rfc3339(time: number): string {
  return new Date(time).toISOString().replace('.000', '');
}

function timesOf(events: readonly UdmEvent[]): readonly string[] {
  return events.map((event) => /\d{4}-[^"]+/.exec(JSON.stringify(event))?.[0] ?? '');
}

describe('sow', () => {
  it('gives every case a slot of twice its window, short windows first, each a window away', () => {
    const cases = [aCase('wide', 120, [0, 30]), aCase('b', 0, [5]), aCase('a', 30, [0, 10])];
    // Rounds of 212 hours, counted from 1970: one begins at 20:00 on 7 March.
    expect(timesOf(sow(cases, RANGE).events)).toEqual([
      '2026-03-07T20:05:00Z',
      '2026-03-07T22:00:00Z',
      '2026-03-07T22:10:00Z',
      '2026-03-08T01:00:00Z',
      '2026-03-08T01:30:00Z',
    ]);
  });

  it('gives each event an id of its own', () => {
    const cases = [aCase('a', 30, [0, 0]), { ...aCase('a', 30, [0]), name: 'other' }];
    const { events } = sow(cases, RANGE);
    expect(new Set(events.map(({ metadata }) => JSON.stringify(metadata))).size).toBe(3);
  });

  it('goes by minutes where there is no room for hours', () => {
    const range = { from: new Date('2026-03-09T23:00:00Z'), to: RANGE.to };
    const cases = [aCase('a', 0, [0]), aCase('b', 5, [0]), aCase('c', 5, [0])];
    const { events, left } = sow(cases, range);
    expect(left).toEqual([]);
    expect(new Set(timesOf(events)).size).toBe(events.length);
    expect(events.length).toBeGreaterThanOrEqual(3);
  });

  it('names rules that find no room, and takes them with all their cases or not at all', () => {
    const wide = [0, 1, 2].map(() => aCase('wide', 48 * 60, [0]));
    const { events, left } = sow([...wide, aCase('fits', 60, [0])], RANGE);
    expect([events.length, left]).toEqual([1, ['wide']]);
  });

  const someCases = fc
    .tuple(
      fc.record({ a: fc.nat(300), b: fc.nat(300), c: fc.nat(300) }),
      fc.array(
        fc.tuple(
          fc.constantFrom<'a' | 'b' | 'c'>('a', 'b', 'c'),
          fc.array(fc.nat(500), { minLength: 1, maxLength: 4 }),
        ),
        { maxLength: 12 },
      ),
    )
    .map(([windows, given]) =>
      given.map(([rule, minutes], at) => ({
        ...aCase(rule, windows[rule], minutes),
        name: `${at}`,
      })),
    );

  it('keeps cases a window apart, inside the range, each there as a whole', () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        const marked = cases.map((one) => ({
          ...one,
          events: one.events.map((event) => ({ ...event, note: one.name })),
        }));
        const { events, left } = sow(marked, RANGE);
        const sown = cases.filter(({ rule }) => !left.includes(rule));
        const times = timesOf(events).map((time) => Date.parse(time));
        const inside = (time: number): boolean =>
          time >= RANGE.from.getTime() && time < RANGE.to.getTime();
        expect(times.every(inside)).toBe(true);
        for (const { name, events: own } of sown) {
          const copies = events.filter(({ note }) => note === name).length / own.length;
          expect([1, 2]).toContain(copies);
        }
        // Slots follow each other; the events of one stand together.
        let reached = -Infinity;
        const windows = new Map<unknown, number>(cases.map((one) => [one.name, one.windowMs]));
        for (const [at, { note }] of events.entries()) {
          const [time = 0, before] = [times[at], events[at - 1]?.note];
          const least = Math.max(windows.get(before) ?? 0, windows.get(note) ?? 0);
          expect(note === before || time - reached > least).toBe(true);
          reached = Math.max(reached, time);
        }
      }),
    );
  });

  it('sows the same events again in a later range, as far as it has them', () => {
    fc.assert(
      fc.property(someCases, fc.integer({ min: 1, max: 400 }), (cases, hours) => {
        const later = {
          from: new Date(RANGE.from.getTime() + hours * HOUR),
          to: new Date(RANGE.to.getTime() + hours * HOUR),
        };
        const [one, other] = [sow(cases, RANGE).events, sow(cases, later).events];
        const known = new Set(one.map((event) => JSON.stringify(event)));
        // A slot that is in both as a whole; none is longer than twelve hours or twice the window.
        const within = other.filter((_, at) => {
          const time = Date.parse(timesOf(other)[at] ?? '');
          return time < RANGE.to.getTime() - 24 * HOUR;
        });
        expect(within.filter((event) => !known.has(JSON.stringify(event)))).toEqual([]);
      }),
    );
  });
});

describe('shiftTimes', () => {
  it('moves what the schema calls a timestamp, wherever it stands, and nothing else', () => {
    const event: UdmEvent = {
      metadata: {
        event_timestamp: '2026-01-01T00:00:00.123456789Z',
        collectedTimestamp: '2026-01-01T01:00:00+01:00',
        description: '2026-01-01T00:00:00Z',
        product_log_id: '2026-01-01T00:00:00Z',
      },
      about: [{ file: { first_seen_time: '2026-01-01T00:00:00Z' } }],
      additional: { fields: { when: '2026-01-01T00:00:00Z' } },
    };
    expect(shiftTimes(event, 25 * HOUR)).toEqual({
      metadata: {
        event_timestamp: '2026-01-02T01:00:00.123456789Z',
        collectedTimestamp: '2026-01-02T01:00:00Z',
        description: '2026-01-01T00:00:00Z',
        product_log_id: '2026-01-01T00:00:00Z',
      },
      about: [{ file: { first_seen_time: '2026-01-02T01:00:00Z' } }],
      additional: { fields: { when: '2026-01-01T00:00:00Z' } },
    });
  });

  it('leaves a time alone that is none', () => {
    const event: UdmEvent = { metadata: { event_timestamp: 'noon' } };
    expect(shiftTimes(event, HOUR)).toEqual(event);
  });
});
