import { describe, expect, it } from 'vitest';
import { threeWay } from '../../lib/plan/three-way.ts';

describe('threeWay', () => {
  it.each([
    ['in-step', 'a', 'a', 'a'],
    ['in-step', 'a', 'b', 'b'],
    ['in-step', undefined, 'a', 'a'],
    ['planned', 'a', 'b', 'a'],
    ['changed-outside', 'a', 'a', 'b'],
    ['conflict', 'a', 'b', 'c'],
    ['conflict', undefined, 'a', 'b'],
  ] as const)(
    'calls it %s that base is %s, wanted %s and live %s',
    (standing, base, wanted, live) => {
      expect(threeWay<string>(base, wanted, live)).toBe(standing);
    },
  );

  it.each([
    [false, false, false, 'in-step'],
    [false, false, true, 'changed-outside'],
    [false, true, false, 'planned'],
    [false, true, true, 'in-step'],
    [true, false, false, 'in-step'],
    [true, false, true, 'planned'],
    [true, true, false, 'changed-outside'],
    [true, true, true, 'in-step'],
    [undefined, false, true, 'conflict'],
    [undefined, true, false, 'conflict'],
    [undefined, true, true, 'in-step'],
  ] as const)('knows flags: base %s, wanted %s, live %s is %s', (base, wanted, live, standing) => {
    expect(threeWay<boolean>(base, wanted, live)).toBe(standing);
  });
});
