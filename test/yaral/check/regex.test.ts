import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { countGroups } from '../../../lib/yaral/regex-quick.ts';
import { glanceAt, patternWork, readPattern } from '../../../lib/yaral/regex.ts';

/** What RE2 itself makes of a pattern. */
function groupsOf(pattern: string): number | undefined {
  try {
    return RE2JS.compile(pattern).groupCount();
  } catch {
    return undefined;
  }
}

const PIECES = [
  ...'a b 0 9 . * + ? | ( ) [ ] { } ^ $ - / , : & ~'.split(' '),
  ' ',
  '\n',
  'é',
  '{2}',
  '{2,}',
  '{2,5}',
  '{3,1}',
  '{1000}',
  '{1001}',
  '(?:',
  '(?i)',
  '(?is:',
  '(?=',
  '(?<n>',
  '(?P<n>',
  '[^',
  'a-z',
  'z-a',
  '[[:alpha:]]',
  '\\d',
  '\\b',
  '\\.',
  '\\-',
  '\\_',
  '\\/',
  '\\ ',
  '\\\\',
  '\\]',
  '\\Z',
  '\\z',
  '\\1',
  '\\0',
  '\\x41',
  '\\x',
  '\\pL',
  '\\Q',
  '\\C',
];

describe('countGroups', () => {
  it('never takes a pattern for valid that RE2 refuses, and counts its groups', () => {
    const pattern = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 });
    fc.assert(
      fc.property(pattern, (pieces) => {
        const text = pieces.join('');
        // The reader itself: glanceAt also tells what was read in full before.
        expect(countGroups(text) ?? groupsOf(text)).toBe(groupsOf(text));
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('glanceAt', () => {
  it.each([
    ['.*\\\\temp\\\\[a-z0-9_-]{8}\\.exe$', 0],
    ['(?i)^(?:cmd|powershell)(\\.exe)?\\s+(/c|-enc)\\b', 2],
    ['[\\x2F\\x5C]+(Program\\ Files|Progra~[1-9])', 1],
    ['', 0],
  ])('takes in %j, which has %i groups', (pattern, groups) => {
    expect(glanceAt(pattern)).toEqual({ valid: true, groups });
  });
});

describe('readPattern', () => {
  it.each([
    ['(?!x)', /^invalid or unsupported Perl syntax$/, expect.stringMatching(/look-around/)],
    ['(?<=x)y', /^invalid named capture$/, expect.stringMatching(/look-around/)],
    ['(?>x)', /^invalid or unsupported Perl syntax$/, expect.stringMatching(/atomic/)],
    ['(a)\\1', /^invalid escape sequence$/, expect.stringMatching(/back-references/)],
    ['a++', /^invalid nested repetition operator$/, expect.stringMatching(/possessive/)],
    ['a\\Z', /^invalid escape sequence$/, expect.stringMatching(/\\z/)],
    ['a{1001}', /^invalid repeat count$/, expect.stringMatching(/1000/)],
    ['((a{100}){100}){100}', /^invalid repeat count$/, undefined],
    ['*a', /^missing argument to repetition operator$/, expect.stringMatching(/before a repeat/)],
    ['[a', /^missing closing \]$/, undefined],
    ['(a', /^missing closing \)$/, undefined],
    ['(a'.repeat(50_000), /./, undefined],
  ])('refuses %.20j, says why and what to write', (pattern, reason, advice) => {
    expect(readPattern(pattern)).toEqual({
      valid: false,
      reason: expect.stringMatching(reason),
      instead: advice,
    });
  });

  it.each(['(?P<name>a)', '[[:alpha:]]+', '\\pL', 'a{2,5}?', '/processid:{3E5F}', '\\Q.*\\E'])(
    'takes %j, whose syntax is RE2’s',
    (pattern) => {
      expect(readPattern(pattern).valid).toBe(true);
    },
  );
});

describe('patternWork', () => {
  it('multiplies nested counts', () => {
    expect(patternWork('((a{9}){9}){9}')).toBeGreaterThan(9 * 9 * 9);
    expect(patternWork('abc')).toBeLessThan(200);
  });
});
