import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffText, type DiffHunk, type DiffLine } from '../../lib/plan/text-diff.ts';

const SIGN = { same: ' ', removed: '-', added: '+' } as const;

/** `12 -$e = [1]` with the words that changed in brackets. */
function lineWords({ kind, before, after, words }: DiffLine): string {
  const text = words.map((word) => (word.changed ? `[${word.text}]` : word.text)).join('');
  return `${before ?? ''},${after ?? ''} ${SIGN[kind]}${text}`;
}

function shown(hunks: readonly DiffHunk[]): readonly string[] {
  return hunks.flatMap(({ lines }) => ['@', ...lines.map(lineWords)]);
}

/** What the hunks make of the text before. */
function patched(before: string, hunks: readonly DiffHunk[]): string {
  const lines = linesOf(before);
  for (const { lines: diff } of hunks) {
    const old = diff.filter(({ kind }) => kind !== 'added');
    const next = diff.filter(({ kind }) => kind !== 'removed');
    const grown = lines.length - linesOf(before).length;
    const start = next[0]?.after ?? (old[0]?.before ?? 0) + grown;
    const words = next.map((line) => line.words.map(({ text }) => text).join(''));
    lines.splice(start - 1, old.length, ...words);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function big(salt: string, line: (index: number) => string): string {
  return Array.from({ length: 8000 }, (_, index) => `${line(index)}${salt}\n`)
    .join('')
    .slice(0, 256 * 1024);
}

describe('diffText', () => {
  it('finds nothing between equal texts', () => {
    expect(diffText('a\nb\n', 'a\nb\n')).toEqual([]);
  });

  it('numbers lines on both sides and marks the words that changed', () => {
    const before = 'rule a {\n  match:\n    $user over 5m\n  condition:\n    #push >= 5\n}\n';
    const after =
      'rule a {\n  match:\n    $user over 10m\n  condition:\n    #push >= 5\n    or $x\n}\n';
    expect(shown(diffText(before, after, 1))).toEqual([
      '@',
      '2,2    match:',
      '3, -    $user over [5m]',
      ',3 +    $user over [10m]',
      '4,4    condition:',
      '5,5      #push >= 5',
      ',6 +    or $x',
      '6,7  }',
    ]);
  });

  it('keeps changes that stand far apart in hunks of their own', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const edit = lines.map((line, index) => (index === 3 || index === 25 ? `${line}!` : line));
    const hunks = diffText(`${lines.join('\n')}\n`, `${edit.join('\n')}\n`, 2);
    expect(hunks.map(({ lines: all }) => all.length)).toEqual([6, 6]);
  });

  it('marks nothing in lines that have nothing to do with each other', () => {
    const [hunk] = diffText('completely = 1\n', 'something("else")\n');
    expect(hunk?.lines.flatMap(({ words }) => words.map(({ changed }) => changed))).toEqual([
      false,
      false,
    ]);
  });

  it.each([
    [
      'the end of a text without a last line end',
      'a\nb',
      'a\nc',
      ['@', '1,1  a', '2, -b', ',2 +c'],
    ],
    ['an empty text before', '', 'a\n', ['@', ',1 +a']],
    ['an empty text after', 'a\n', '', ['@', '1, -a']],
    [
      'lines that look like those of a patch',
      '-a\n+b\n',
      '-a\n+c\n',
      ['@', '1,1  -a', '2, -+b', ',2 ++c'],
    ],
  ])('reads %s', (_title, before, after, expected) => {
    expect(shown(diffText(before, after)).map((line) => line.replaceAll(/[[\]]/g, ''))).toEqual(
      expected,
    );
  });

  it('makes one text of the other', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '', '  x = 1', '  x = 2', '\\', '@@ -1 +1 @@'), {
        maxLength: 20,
      })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(text, text, fc.nat(3), (before, after, context) => {
        expect(patched(before, diffText(before, after, context))).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, string, string]>([
    ['that have nothing in common', big('a', String), big('b', String)],
    [
      'that are shuffled',
      big('', (index) => String((index * 7919) % 8000)),
      big('', (index) => String((index * 104_729) % 8000)),
    ],
    ['of one long line', `${'x'.repeat(262_143)}\n`, `${'y'.repeat(262_143)}\n`],
    ['of empty lines', '\n'.repeat(262_144), '\n'.repeat(131_072)],
    [
      'of lines that all changed a little',
      big(' = 1', (index) => `$e.field_${index}`),
      big(' = 2', (index) => `$e.field_${index}`),
    ],
  ])('compares texts of 256 KiB %s in good time', (_title, before, after) => {
    // Processor time, since others may be busy on this machine.
    const start = process.cpuUsage();
    const hunks = diffText(before, after);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(400);
    expect(patched(before, hunks)).toBe(after.endsWith('\n') ? after : `${after}\n`);
  });
});
