import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinSlices, sliceRange } from '../../lib/hunt/slices.ts';
import { runWhole } from '../../lib/hunt/whole-run.ts';
import type { Detection, TimeRange } from '../../lib/model/detection.ts';
import { anEntityDetection, anEventDetection, minute } from '../gate/detections.ts';

interface Login {
  readonly id: string;
  readonly user: string;
  readonly at: number;
}

const MINUTE_MS = 60_000;

/** A single-event rule: one detection an event. */
const eachLogin = (logins: readonly Login[]): readonly Detection[] =>
  logins.map(({ id, at }) => anEventDetection(id, at));

/** A multi-event rule: somebody logs in a second time within `window` minutes; found at the later event. */
const secondLogin =
  (window: number) =>
  (logins: readonly Login[]): readonly Detection[] =>
    logins.flatMap(({ user, at }) => {
      const earlier = logins.filter(
        (one) => one.user === user && one.at < at && one.at >= at - window,
      );
      const first = Math.min(...earlier.map((one) => one.at));
      return earlier.length === 0 ? [] : [anEntityDetection(user, first, at)];
    });

const over = (logins: readonly Login[], { from, to }: TimeRange): readonly Login[] =>
  logins.filter(({ at }) => minute(at) >= from && minute(at) < to);

const nameOf = ({ matches, window, samples }: Detection): string =>
  JSON.stringify([matches, window, samples]);
const namesOf = (detections: readonly Detection[]) => new Set(detections.map(nameOf));

const logins = fc.array(
  fc.record({
    id: fc.uuid(),
    user: fc.constantFrom('ann', 'bob'),
    at: fc.integer({ min: -30, max: 1500 }),
  }),
  { maxLength: 80 },
);

describe('slices', () => {
  it.each([
    ['single events', 0, eachLogin],
    ['windows of ten minutes', 10, secondLogin(10)],
    ['windows longer than a piece', 300, secondLogin(300)],
  ] as const)('find together what one run finds: %s', (_title, window, rule) => {
    fc.assert(
      fc.property(
        logins,
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 1, max: 1440 }),
        (all, pieces, length) => {
          const range = { from: minute(0), to: minute(length) };
          const slices = sliceRange(range, pieces, window * MINUTE_MS);
          const found = slices.map((slice) => ({
            slice,
            detections: rule(over(all, slice.range)),
          }));
          const joined = joinSlices(found);
          expect(namesOf(joined)).toEqual(namesOf(rule(over(all, range))));
          expect(joined).toHaveLength(namesOf(joined).size);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['single events', 0, eachLogin],
    ['windows of ten minutes', 10, secondLogin(10)],
    ['windows longer than a piece', 300, secondLogin(300)],
  ] as const)(
    'find the same when a run at its limit is cut again: %s',
    async (_title, window, rule) => {
      await fc.assert(
        fc.asyncProperty(logins, fc.integer({ min: 3, max: 40 }), async (all, most) => {
          const range = { from: minute(0), to: minute(1440) };
          const { found, losses } = await runWhole(
            { text: 'rule', reachMs: window * MINUTE_MS },
            range,
            (_text, piece) => {
              const detections = rule(over(all, piece));
              const full = detections.length >= most;
              return Promise.resolve({
                detections: detections.slice(0, most),
                errors: [],
                ...(full ? { incomplete: { kind: 'result-cap' as const, words: 'full' } } : {}),
              });
            },
          );
          const whole = losses.length === 0;
          // what is not whole says so, and invents nothing
          expect(
            [...namesOf(found ?? [])].filter((one) => !namesOf(rule(over(all, range))).has(one)),
          ).toEqual([]);
          expect(namesOf(found ?? []).size === namesOf(rule(over(all, range))).size || !whole).toBe(
            true,
          );
        }),
        { numRuns: 100 },
      );
    },
  );

  it('cut a range without gap or overlap, and reach back over their edges only', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.integer({ min: 1, max: 14 }),
        fc.nat({ max: 10_000_000 }),
        (lengthMs, pieces, reachMs) => {
          const range = { from: minute(0), to: new Date(minute(0).getTime() + lengthMs) };
          const slices = sliceRange(range, pieces, reachMs);
          expect(slices.length).toBeLessThanOrEqual(pieces);
          expect(slices[0]?.core.from).toEqual(range.from);
          expect(slices.at(-1)?.core.to).toEqual(range.to);
          const shapes = slices.map(({ core, range: asked }, at) => ({
            follows: at === 0 || core.from.getTime() === slices[at - 1]?.core.to.getTime(),
            long: core.to > core.from,
            early:
              asked.from.getTime() ===
              Math.max(range.from.getTime(), core.from.getTime() - reachMs),
            ends: asked.to.getTime() === core.to.getTime(),
          }));
          expect(shapes).toEqual(
            slices.map(() => ({ follows: true, long: true, early: true, ends: true })),
          );
        },
      ),
    );
  });

  it('are none of a range without length, and fewer of one that is too short', () => {
    expect(sliceRange({ from: minute(5), to: minute(5) }, 3, 0)).toEqual([]);
    const short = { from: minute(0), to: new Date(minute(0).getTime() + 2000) };
    expect(sliceRange(short, 14, 0)).toHaveLength(2);
  });

  it('keep a detection whose time is odd, rather than drop it', () => {
    const slices = sliceRange({ from: minute(0), to: minute(20) }, 2, 0);
    const odd = [anEntityDetection('ann', -9, -5), anEntityDetection('ann', 30, 35)];
    const found = slices.map((slice, at) => ({
      slice,
      detections: [odd[at]].filter((one) => one !== undefined),
    }));
    expect(joinSlices(found)).toEqual(odd);
  });
});
