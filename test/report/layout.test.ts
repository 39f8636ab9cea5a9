import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, cutEnd, cutMiddle, wrap } from '../../lib/report/layout.ts';
import { line, say, textOf } from '../../lib/report/styled.ts';

describe('wrap', () => {
  const words = fc
    .array(fc.tuple(fc.stringMatching(/^[a-z日🦀]{1,60}$/u), fc.nat({ max: 3 })), { maxLength: 20 })
    .map((pairs) => pairs.map(([word, spaces]) => word + ' '.repeat(spaces)).join(''));

  it('loses no letter, and no line is wider than the terminal', () => {
    fc.assert(
      fc.property(
        words,
        fc.nat({ max: 12 }),
        fc.integer({ min: 40, max: 90 }),
        (text, indent, width) => {
          const one = line(' '.repeat(indent), say(text, 'added'), say(text));
          const rows = wrap([one], width).map(textOf);
          expect(rows.join('').replaceAll(' ', '')).toBe(textOf(one).replaceAll(' ', ''));
          expect(rows.filter((row) => columnsOf(row) > width)).toEqual([]);
        },
      ),
    );
  });

  it('leaves a line alone that fits, or that has no width to fit', () => {
    const one = line('  a', say('b', 'held'));
    expect(wrap([one], 4)).toEqual([one]);
    expect(wrap([line('x'.repeat(500))], undefined)).toHaveLength(1);
  });

  it('breaks at a space, and indents what goes on', () => {
    const rows = wrap([line('  one two three four five six')], 22).map(textOf);
    expect(rows).toEqual(['  one two three four', '  five six']);
  });

  it('keeps the tone of each word', () => {
    const rows = wrap([line('    ', say('aaaa bbbb', 'removed'), say('cccc'))], 12);
    expect(
      rows
        .flat()
        .filter(({ text }) => text.trim() !== '')
        .map(({ tone }) => tone),
    ).toEqual(['removed', 'removed', undefined]);
  });
});

describe('columnsOf', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['🦀', 2],
    ['', 0],
  ])('needs for %j %i columns', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});

describe('cutMiddle and cutEnd', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abc…fg'],
    ['日本語規則', 5, '日…則'],
  ])('cut %j in the middle to %i columns', (text, columns, cut) => {
    expect(cutMiddle(text, columns, '…')).toBe(cut);
  });

  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['𝕏𝕏𝕏', 3, '𝕏𝕏𝕏'],
    ['𝕏𝕏𝕏𝕏', 3, '𝕏𝕏…'],
  ])('cut %j at the end to %i letters', (text, letters, cut) => {
    expect(cutEnd(text, letters, '…')).toBe(cut);
  });
});
