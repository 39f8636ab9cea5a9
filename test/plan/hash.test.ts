import { describe, expect, it } from 'vitest';
import { contentHash, textHash } from '../../lib/plan/hash.ts';
import { aList } from '../helpers/builders.ts';

describe('textHash', () => {
  it.each(['a\n', 'a', '\uFEFFa\r\n'])(
    'is the same for what the service keeps the same: %j',
    (text) => {
      expect(textHash(text)).toBe(
        '87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7',
      );
    },
  );

  it.each(['a\n\n', 'a \n', ' a\n', 'A\n'])('tells apart: %j', (text) => {
    expect(textHash(text)).not.toBe(textHash('a\n'));
  });
});

describe('contentHash', () => {
  it('is that of kind, description and lines, and of nothing else', () => {
    expect(contentHash(aList('a', { description: '' }))).toBe(
      contentHash(aList('b', { description: '', path: 'elsewhere' })),
    );
  });

  it.each([
    ['the kind', { kind: 'regex' as const }],
    ['the description', { description: 'other' }],
    ['a line', { lines: ['one', 'three'] }],
    ['the order of lines', { lines: ['two', 'one'] }],
    ['lines run together', { lines: ['one\ntwo'] }],
    ['an empty line more', { lines: ['one', 'two', ''] }],
    ['a description that looks like lines', { description: 'x","one', lines: ['two'] }],
  ])('tells apart by %s', (_title, other) => {
    expect(contentHash(aList('a', other))).not.toBe(contentHash(aList('a', { description: 'x' })));
    expect(contentHash(aList('a', other))).not.toBe(contentHash(aList('a')));
  });
});
