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
  it('lays slots from the end backwards: short windows first, each twice the window', () => {
    const cases = [aCase('wide', 120, [0, 30]), aCase('b', 0, [5]), aCase('a', 30, [0, 10])];
    expect(timesOf(sow(cases, RANGE).events)).toEqual([
      // b has an hour of its own, a one, wide four.
      '2026-03-09T23:05:00Z',
      '2026-03-09T22:00:00Z',
      '2026-03-09T22:10:00Z',
      '2026-03-09T18:00:00Z',
      '2026-03-09T18:30:00Z',
    ]);
  });

  it('gives a case that is longer than its window the room that it takes, and a window more', () => {
    const cases = [aCase('long', 60, [0, 300]), aCase('short', 0, [0])];
    expect(timesOf(sow(cases, RANGE).events)).toEqual([
      '2026-03-09T23:00:00Z',
      '2026-03-09T16:00:00Z',
      '2026-03-09T21:00:00Z',
    ]);
  });

  it('goes by minutes where there is no room for hours', () => {
    const range = { from: new Date('2026-03-09T23:00:00Z'), to: RANGE.to };
    const cases = [aCase('a', 0, [0]), aCase('b', 5, [0]), aCase('b', 5, [0])];
    const { events, left } = sow(cases, range);
    expect([timesOf(events), left]).toEqual([
      ['2026-03-09T23:59:00Z', '2026-03-09T23:49:00Z', '2026-03-09T23:39:00Z'],
      [],
    ]);
  });

  it('names rules that find no room, and takes them with all their cases or not at all', () => {
    const cases = [
      aCase('wide', 48 * 60, [0]),
      aCase('wide', 48 * 60, [0]),
      aCase('wide', 48 * 60, [0]),
      aCase('fits', 60, [0]),
    ];
    const { events, left } = sow(cases, RANGE);
    expect([timesOf(events), left]).toEqual([['2026-03-09T22:00:00Z'], ['wide']]);
  });

  it('keeps cases a window apart, and inside the range', () => {
    const aWindow = fc.nat(300);
    const someCases = fc.array(
      fc
        .tuple(
          fc.constantFrom('a', 'b', 'c'),
          fc.array(fc.nat(500), { minLength: 1, maxLength: 4 }),
        )
        .map(([rule, minutes]) => ({ rule, minutes })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(aWindow, someCases, (window, given) => {
        const cases = given.map(({ rule, minutes }) => aCase(rule, window, minutes));
        const { events, left } = sow(cases, RANGE);
        const sown = cases.filter(({ rule }) => !left.includes(rule));
        expect(events).toHaveLength(sown.reduce((sum, one) => sum + one.events.length, 0));
        const times = timesOf(events).map((time) => Date.parse(time));
        expect(
          times.every((time) => time >= RANGE.from.getTime() && time < RANGE.to.getTime()),
        ).toBe(true);
        // Events of one case stand together in the answer; order the spans of cases and look between them.
        const ordered = ['a', 'b', 'c'].flatMap((rule) => sown.filter((one) => one.rule === rule));
        let at = 0;
        const spans = ordered.map(({ events: own }) => {
          const part = times.slice(at, (at += own.length));
          return { first: Math.min(...part), last: Math.max(...part) };
        });
        const gaps = spans.slice(1).map(({ last }, index) => (spans[index]?.first ?? 0) - last);
        expect(gaps.every((gap) => gap > window * MINUTE)).toBe(true);
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
