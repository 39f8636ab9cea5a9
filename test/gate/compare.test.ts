import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDetections } from '../../lib/gate/compare.ts';
import type { Detection } from '../../lib/model/detection.ts';
import { anEntityDetection, anEventDetection, minute, twoDays } from './detections.ts';

const compare = (before: readonly Detection[] | undefined, after: readonly Detection[]) =>
  compareDetections(before, after, twoDays);

const counts = (before: readonly Detection[], after: readonly Detection[]) => {
  const { lost, gained, same, kept } = compare(before, after);
  return { lost: lost.length, gained: gained.length, same: same.length, kept };
};

describe('compareDetections', () => {
  const ann = anEntityDetection('ann', 10, 15);

  it.each([
    ['the same window', [ann], [ann], 0, 0, 1, 1],
    ['overlapping windows', [ann], [anEntityDetection('ann', 12, 20)], 0, 0, 1, 1],
    [
      'windows that share one moment, which belongs to both',
      [ann],
      [anEntityDetection('ann', 15, 20)],
      0,
      0,
      1,
      1,
    ],
    ['windows apart', [ann], [anEntityDetection('ann', 16, 20)], 1, 1, 0, 0],
    ['another value', [ann], [anEntityDetection('bob', 10, 15)], 1, 1, 0, 0],
    [
      'a variable of another name',
      [ann],
      [anEntityDetection('ann', 10, 15, { matches: [{ key: 'u', value: 'ann' }] })],
      0,
      0,
      1,
      1,
    ],
    [
      'one value more',
      [ann],
      [
        anEntityDetection('ann', 10, 15, {
          matches: [...ann.matches, { key: 'host', value: 'h' }],
        }),
      ],
      1,
      1,
      0,
      0,
    ],
    [
      'a longer window in the place of two',
      [ann, anEntityDetection('ann', 20, 25)],
      [anEntityDetection('ann', 10, 25)],
      0,
      0,
      1,
      2,
    ],
    [
      'a long window that begins before shorter ones',
      [anEntityDetection('ann', 90, 95)],
      [anEntityDetection('ann', 0, 100), anEntityDetection('ann', 1, 2)],
      0,
      1,
      1,
      1,
    ],
    ['the same event', [anEventDetection('x', 5)], [anEventDetection('x', 5)], 0, 0, 1, 1],
    [
      'two events of one moment',
      [anEventDetection('x', 5)],
      [anEventDetection('y', 5)],
      1,
      1,
      0,
      0,
    ],
    [
      'events without an id, at one moment',
      [anEventDetection(undefined, 5)],
      [anEventDetection(undefined, 5)],
      0,
      0,
      1,
      1,
    ],
    ['a detection listed twice', [ann, ann], [ann], 0, 0, 1, 1],
    ['nothing any more', [ann], [], 1, 0, 0, 0],
    ['nothing on either side', [], [], 0, 0, 0, 0],
  ])('sets %s against each other', (_title, before, after, lost, gained, same, kept) => {
    expect(counts(before, after)).toEqual({ lost, gained, same, kept });
  });

  it('never takes events without any id for one', () => {
    const nameless = [anEventDetection(undefined, 5), anEventDetection(undefined, 5)];
    expect(compare([], nameless).after.count).toBe(2);
    const listedTwice = nameless.map((one) => ({ ...one, detectionId: 'de_1' }));
    expect(compare([], listedTwice).after.count).toBe(1);
  });

  it('has nothing to lose where there was no rule before', () => {
    const { before, lost, gained, firstSeen, kept } = compare(undefined, [ann]);
    expect({ before, lost, gained, firstSeen, kept }).toEqual({
      before: undefined,
      lost: [],
      gained: [ann],
      firstSeen: [],
      kept: 0,
    });
  });

  it('names entities that are new, and how the loudest fare', () => {
    const { firstSeen, loudest } = compare(
      [ann, anEntityDetection('ann', 60, 65), anEntityDetection('cid', 0, 5)],
      [ann, anEntityDetection('bob', 0, 5)],
    );
    expect(firstSeen).toEqual([[{ name: 'user', value: 'bob' }]]);
    expect(loudest.map(({ entity, ...row }) => [entity[0]?.value, row])).toEqual([
      ['ann', { before: 2, after: 1, lost: 1, gained: 0 }],
      ['bob', { before: 0, after: 1, lost: 0, gained: 1 }],
      ['cid', { before: 1, after: 0, lost: 1, gained: 0 }],
    ]);
  });

  it('counts what lies outside the range, rather than take it for silence', () => {
    const late = anEntityDetection('ann', 3 * 1440, 3 * 1440 + 5);
    const { after } = compare(undefined, [late]);
    expect(after.count).toBe(1);
    expect(after.days.map(({ day, count }) => `${day} ${count}`)).toEqual([
      '2026-01-10 0',
      '2026-01-11 0',
      '2026-01-13 1',
    ]);
  });
});

const detection = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('ann', 'bob', 'a,b', '["ann"]'),
      fc.integer({ min: 0, max: 60 }),
      fc.nat({ max: 12 }),
    )
    .map(([user, from, length]) => anEntityDetection(user, from, from + length)),
  fc
    .tuple(fc.constantFrom('x', 'y', 'z', 'w'), fc.nat({ max: 9 }))
    .map(([id, at]) => anEventDetection(id, at)),
);
const detections = fc.array(detection, { maxLength: 30 });

/** What the words say, pair by pair. */
function areSame(one: Detection, other: Detection): boolean {
  if (one.multiEvent !== other.multiEvent) return false;
  if (!one.multiEvent) return idOf(one) === idOf(other);
  return (
    one.matches[0]?.value === other.matches[0]?.value &&
    one.window.from <= other.window.to &&
    other.window.from <= one.window.to
  );
}

const idOf = ({ samples }: Detection): string => JSON.stringify(samples[0]?.events[0]);

/** By match values and window, or by event. */
const nameOf = (one: Detection): string =>
  one.multiEvent ? JSON.stringify([one.matches, one.window]) : idOf(one);

function once(all: readonly Detection[]): readonly Detection[] {
  return all.filter((one, at) => all.findIndex((other) => nameOf(other) === nameOf(one)) === at);
}

describe('lost, gained and same', () => {
  it('are what set arithmetic over all pairs gives', () => {
    fc.assert(
      fc.property(detections, detections, (before, after) => {
        const [was, is] = [once(before), once(after)];
        const found = compare(before, after);
        expect(found.lost).toEqual(was.filter((one) => !is.some((other) => areSame(one, other))));
        expect(found.gained).toEqual(is.filter((one) => !was.some((other) => areSame(one, other))));
        expect(found.same).toEqual(is.filter((one) => was.some((other) => areSame(one, other))));
        expect(found.lost.length + found.kept).toBe(found.before?.count);
        expect(found.gained.length + found.same.length).toBe(found.after.count);
      }),
      { numRuns: 300 },
    );
  });

  it('mirror each other, and a set loses and gains nothing against itself', () => {
    fc.assert(
      fc.property(detections, detections, (before, after) => {
        const [there, back] = [compare(before, after), compare(after, before)];
        expect(there.lost).toEqual(back.gained);
        expect(there.kept).toBe(back.same.length);
        expect(compare(before, before)).toMatchObject({ lost: [], gained: [] });
      }),
      { numRuns: 200 },
    );
  });
});

it('keeps the range it was given', () => {
  expect(compareDetections([], [], { from: minute(0), to: minute(60) }).range.to).toEqual(
    minute(60),
  );
});
