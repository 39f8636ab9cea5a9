import { describe, expect, it } from 'vitest';
import { plainCause, redact } from '../../lib/secops/redact.ts';
import { SECRETS } from './secrets.ts';

describe('redact', () => {
  it.each(SECRETS)('hides a secret in a sentence: %s', (_title, secret, bare) => {
    const text = redact(`the call said "${secret}", which failed`);
    expect(text).not.toContain(bare);
    expect(text).toContain('<redacted>');
    expect(text).toMatch(/^the call said/);
  });

  it('leaves ordinary messages alone', () => {
    const message =
      'rule with ID ru_de273fa1-e60b-481c-aa87-7f9b4b77f3cb@v_1653309550_046511000 could not be found\nline: 2 ';
    expect(redact(message)).toBe(message);
  });

  it('takes no time for a text that is made to take long', () => {
    const hostile = '-----BEGIN A-----'.repeat(20_000) + 'eyJ'.repeat(20_000);
    const startedAt = performance.now();
    redact(hostile);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

describe('plainCause', () => {
  it('keeps the innermost message and nothing that hangs on the error', () => {
    const inner = Object.assign(new Error('connect refused, Bearer ya29.secretsecret'), {
      config: { headers: { Authorization: 'Bearer ya29.secretsecret' } },
    });
    const cause = plainCause(new TypeError('fetch failed', { cause: inner }));
    expect(cause.message).toBe('connect refused, <redacted>');
    expect(JSON.stringify(cause, Object.getOwnPropertyNames(cause))).not.toContain('secretsecret');
  });
});
