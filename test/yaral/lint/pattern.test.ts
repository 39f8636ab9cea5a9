import { describe, expect, it } from 'vitest';
import { readPattern } from '../../../lib/yaral/lints/pattern.ts';

describe('readPattern', () => {
  it('takes a pattern apart once', () => {
    expect(readPattern('^a+|b$')).toBe(readPattern('^a+|b$'));
  });

  it('says each time of what it cannot read that it cannot', () => {
    expect([readPattern('a\\Q.\\E'), readPattern('a\\Q.\\E')]).toEqual([undefined, undefined]);
  });

  it('keeps no more than some hundreds of them', () => {
    const first = readPattern('kept for a while');
    for (let at = 0; at < 1000; at += 1) readPattern(`other ${at}`);
    expect(readPattern('kept for a while')).not.toBe(first);
    expect(readPattern('kept for a while')).toEqual(first);
  });

  it('keeps no long ones', () => {
    const long = 'a'.repeat(5000);
    expect(readPattern(long)).not.toBe(readPattern(long));
  });
});
