import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTENT_TYPES, kindOfContentType } from '../../lib/wire/content-type.ts';
import { formatTimestamp, parseTimestamp } from '../../lib/wire/timestamp.ts';
import { formatVersionId, isRuleId, parseVersionId } from '../../lib/wire/version-id.ts';

const moments = fc.record({
  seconds: fc.integer({ min: 0, max: 4_000_000_000 }),
  nanos: fc.integer({ min: 0, max: 999_999_999 }),
});

describe('version ids', () => {
  it('trap 3: pads nanoseconds to nine digits', () => {
    expect(formatVersionId({ ruleId: 'ru_x', seconds: 1_654_143_964, nanos: 46_511_000 })).toBe(
      'ru_x@v_1654143964_046511000',
    );
  });

  it('are the same after reading and writing', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const parts = { ruleId: 'ru_x', ...moment };
        expect(parseVersionId(formatVersionId(parts))).toEqual(parts);
      }),
    );
  });

  it.each(['ru_x', 'ru_x@-', '-', 'ru_x@v_1654143964_46511000', '@v_1_000000000', ''])(
    '%s is none',
    (word) => {
      expect(parseVersionId(word)).toBeUndefined();
    },
  );

  it.each([
    ['ru_de273fa1-e60b-481c-aa87-7f9b4b77f3cb', true],
    ['ru_f04b9ef9-bd49', false],
    ['ur_ttp_GCP__GlobalSSHKeys_Added', false],
  ])('%s as a rule id', (word, expected) => {
    expect(isRuleId(word)).toBe(expected);
  });
});

describe('timestamps', () => {
  it('are the same after writing and reading, with as few digits as say it all', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const text = formatTimestamp(moment);
        expect(parseTimestamp(text)).toEqual(moment);
        expect(text).toMatch(/:\d\d(\.\d{3}|\.\d{6}|\.\d{9})?Z$/);
      }),
    );
  });

  it('equal the version id of the same moment', () => {
    expect(parseTimestamp('2020-11-20T17:18:20.409247Z')).toEqual({
      seconds: 1_605_892_700,
      nanos: 409_247_000,
    });
  });

  it.each([
    '2020-11-20',
    '2020-02-30T00:00:00Z',
    '2020-11-20T24:00:00Z',
    '2020-11-20T17:18:20.4092470001Z',
    '2020-11-20T17:18:20',
    '',
  ])('%s is none', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

describe('content types', () => {
  it.each(Object.entries(CONTENT_TYPES))('%s is read back', (kind, contentType) => {
    expect(kindOfContentType(contentType)).toBe(kind);
  });
});
