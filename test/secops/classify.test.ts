import { describe, expect, it } from 'vitest';
import { effectOfError, effectOfStatus } from '../../lib/secops/classify.ts';

/** As fetch wraps it. */
function failed(code: string, message = 'it failed'): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

describe('effectOfError', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_HAS_EXPIRED',
    'ERR_SSL_WRONG_VERSION_NUMBER',
  ])('%s was not sent', (code) => {
    expect(effectOfError(failed(code))).toBe('not-sent');
  });

  it.each([
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
    'UND_ERR_SOCKET',
    'UND_ERR_RESPONSE_CONTENT_LENGTH_MISMATCH',
    'HPE_INVALID_CONSTANT',
    'Z_DATA_ERROR',
    'EPROTO',
    'ABORT_ERR',
    'EWHATEVER',
  ])('%s may have had its effect', (code) => {
    expect(effectOfError(failed(code))).toBe('ambiguous');
  });

  it('looks at all attempts to connect', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const error = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) });
    expect(effectOfError(error)).toBe('not-sent');
  });

  it('knows a connection that ended before its handshake', () => {
    const message =
      'Client network socket disconnected before secure TLS connection was established';
    expect(effectOfError(failed('ECONNRESET', message))).toBe('not-sent');
  });

  it.each([new TypeError('terminated'), new Error('timed out'), 'text', undefined, null])(
    'takes anything else for ambiguous: %s',
    (error) => {
      expect(effectOfError(error)).toBe('ambiguous');
    },
  );

  it('does not run in circles', () => {
    const error = new Error('one');
    error.cause = error;
    expect(effectOfError(error)).toBe('ambiguous');
  });
});

describe('effectOfStatus', () => {
  it.each([400, 401, 403, 404, 405, 409, 412, 413, 429, 501])('%i is rejected', (status) => {
    expect(effectOfStatus(status)).toBe('rejected');
  });

  it.each([200, 204, 304, 408, 499, 500, 502, 503, 504, 599])('%i is ambiguous', (status) => {
    expect(effectOfStatus(status)).toBe('ambiguous');
  });
});
