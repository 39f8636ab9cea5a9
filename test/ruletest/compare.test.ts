import { describe, expect, it } from 'vitest';
import type { Place } from '../../lib/model/environment.ts';
import type { ExpectedDetection, ExpectedValue } from '../../lib/model/rule-test.ts';
import type { FoundInCase } from '../../lib/model/test-result.ts';
import { compareFound } from '../../lib/ruletest/compare.ts';

const place: Place = {
  path: 't',
  span: { start: 0, end: 0 },
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
};

const wanted = (
  outcomes: Readonly<Record<string, ExpectedValue>> = {},
  events?: readonly number[],
): ExpectedDetection => ({
  match: new Map(),
  outcomes: new Map(Object.entries(outcomes)),
  events,
  place,
});

const got = (
  outcomes: Readonly<Record<string, string>>,
  ...events: readonly number[]
): FoundInCase => ({
  match: [],
  outcomes: Object.entries(outcomes).map(([name, text]) => ({ name, text })),
  events,
});

const compare = (expected: readonly ExpectedDetection[], found: readonly FoundInCase[]) =>
  compareFound({ kind: 'detections', detections: expected, place }, found).map((one) =>
    Object.fromEntries(Object.entries(one).filter(([key]) => key !== 'place')),
  );

describe('compareFound', () => {
  it.each([
    [0, 0, 0],
    [2, 2, 0],
    [1, 0, 1],
    [0, 3, 1],
  ])('expects %i, finds %i: %i differences', (count, found, differences) => {
    const all = Array.from({ length: found }, () => got({}));
    expect(compareFound({ kind: 'count', count, place }, all)).toHaveLength(differences);
  });

  it.each<[value: ExpectedValue, text: string, fits: boolean]>([
    [85, '85', true],
    [0.5, '0.50', true],
    [85, '', false],
    ['085', '85', false],
    [true, 'true', true],
    [['b', 'a'], 'a, b', true],
    [['a'], 'a, b', false],
    [['a', 'a'], 'a, a', true],
    [['a', 'b'], 'a, a', false],
    [[], '', true],
    ['', '', true],
  ])('takes %j for %j: %s', (value, text, fits) => {
    expect(compare([wanted({ x: value })], [got({ x: text })]).length === 0).toBe(fits);
  });

  it('finds partners in whatever order, the vague ones last', () => {
    const expected = [wanted(), wanted({ x: 'b' }), wanted({ x: 'a' })];
    const found = [got({ x: 'a' }), got({ x: 'b' }), got({ x: 'c' })];
    expect(compare(expected, found)).toEqual([]);
  });

  it('sets what differs against what comes closest', () => {
    const expected = [wanted({ x: 'a', y: 'q' }, [1, 0])];
    const found = [got({ x: 'z', y: 'z' }, 0), got({ x: 'a', y: 'r' }, 0, 2)];
    expect(compare(expected, found)).toEqual([
      { kind: 'value', expected: 0, found: 1, of: 'outcome', name: 'y', wanted: 'q', got: 'r' },
      { kind: 'events', expected: 0, found: 1, wanted: [0, 1], got: [0, 2] },
      { kind: 'extra', found: 0 },
    ]);
  });

  it('tells an outcome that is not there from an empty one, and what is missing', () => {
    expect(compare([wanted({ x: '' })], [got({})])).toMatchObject([
      { kind: 'value', got: undefined },
    ]);
    expect(compare([wanted()], [])).toEqual([{ kind: 'missing', expected: 0 }]);
  });
});
