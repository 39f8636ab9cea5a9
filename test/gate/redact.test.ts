import { describe, expect, it } from 'vitest';
import { openRedactor } from '../../lib/gate/redact.ts';

const user = (value: string) => [{ name: 'user', value }];

describe('openRedactor', () => {
  it('names a value the same throughout a report, and otherwise in the next', () => {
    const redact = openRedactor('salt');
    const ann = redact(user('ann@example.org'));
    expect(ann).toMatch(/^user-[0-9a-f]{4}$/);
    expect(redact(user('ann@example.org'))).toBe(ann);
    expect(redact([{ name: 'who', value: 'ann@example.org' }])).toBe(ann.replace('user', 'who'));
    expect(openRedactor('another')(user('ann@example.org'))).not.toBe(ann);
  });

  it('never names two values alike', () => {
    const redact = openRedactor('salt');
    const names = Array.from({ length: 20_000 }, (_, at) => redact(user(`user ${at}`)));
    expect(new Set(names).size).toBe(names.length);
  });

  it('redacts each value of several, and lets nothing of a hostile name through', () => {
    const redact = openRedactor('salt');
    expect(
      redact([
        { name: 'user', value: 'ann' },
        { name: '<b>\u001B[31m|ip', value: '10.0.0.1' },
        { name: '…', value: 'x' },
      ]),
    ).toMatch(/^user-[0-9a-f]{4}, b31mip-[0-9a-f]{4}, value-[0-9a-f]{4}$/);
    expect(redact([])).toBe('unnamed');
  });
});
