import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffText, type DiffLine } from '../../lib/plan/text-diff.ts';
import { cutText, diffRows } from '../../lib/report/diff-cut.ts';
import { names } from './plans.ts';

const LIMIT = 40;

describe('diffRows', () => {
  // Every second line is another: each pair of old and new stands alone, so no run is long.
  it.each([
    [LIMIT / 2 - 1, 0],
    [LIMIT / 2, 0],
    [LIMIT / 2 + 1, 2],
  ])('of %i replaced lines leaves out %i', (pairs, left) => {
    const before = names('old', pairs).join('\n');
    const after = names('new', pairs).join('\n');
    const hunks = [{ lines: interleaved(before.split('\n'), after.split('\n')) }];
    const rows = diffRows(hunks, LIMIT);
    expect(rows.flatMap((row) => (row.kind === 'cut' ? row.lines : []))).toHaveLength(left);
  });

  it('shows the beginning of what comes, however much goes', () => {
    const hunks = diffText(names('old', 500).join('\n'), names('new', 3).join('\n'));
    const shown = diffRows(hunks, LIMIT).map((row) =>
      row.kind === 'line' ? row.line.kind : row.kind === 'cut' ? cutText(row.lines) : row.kind,
    );
    expect(shown).toEqual([
      ...Array.from({ length: 15 }, () => 'removed'),
      '485 more lines removed',
      'added',
      'added',
      'added',
    ]);
  });

  it('loses no line: each is shown or counted', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 120 });
    fc.assert(
      fc.property(text, text, fc.nat({ max: 50 }), (before, after, limit) => {
        const hunks = diffText(before.join('\n'), after.join('\n'));
        const rows = diffRows(hunks, limit);
        const kept = rows.flatMap((row) =>
          row.kind === 'line' ? [row.line] : row.kind === 'cut' ? row.lines : [],
        );
        expect(kept).toEqual(hunks.flatMap(({ lines }) => lines));
        const shown = rows.filter(({ kind }) => kind === 'line').length;
        expect(shown).toBeLessThanOrEqual(Math.max(limit, 0));
      }),
    );
  });
});

function interleaved(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  return before.flatMap((text, index): readonly DiffLine[] => [
    { kind: 'removed', before: index + 1, words: [{ text, changed: false }] },
    { kind: 'added', after: index + 1, words: [{ text: after[index] ?? '', changed: false }] },
  ]);
}
