import type { ApiError } from '../errors.ts';
import { causesOf } from './redact.ts';

/** What is known of a failed call's effect (reliability B2). */
export type Effect = ApiError['effect'];

/** The connection never stood, so nothing can have been asked. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_CHAIN_TOO_LONG',
  'HOSTNAME_MISMATCH',
]);

/** How Node words a connection that went before the TLS handshake was over; its code is that of any reset. */
const BEFORE_TLS = 'before secure TLS connection was established';

/** How undici words a proxy that does not let a connection through. */
const NO_TUNNEL = /when HTTP Tunneling|Proxy Authentication/;

/** Whether it was the proxy that did not let a call through: then it was not sent. */
export function isProxyRefusal(message: string): boolean {
  return NO_TUNNEL.test(message);
}

/**
 * The class of a call that got no answer. Only what surely was not sent is called so: any other error (reset, end of
 * stream, time-out, unknown) may have come after the service began.
 */
export function effectOfError(error: unknown): 'not-sent' | 'ambiguous' {
  const neverSent = causesOf(error).some(
    ({ code, message }) =>
      (typeof code === 'string' && NEVER_CONNECTED.has(code)) ||
      message.includes(BEFORE_TLS) ||
      isProxyRefusal(message),
  );
  return neverSent ? 'not-sent' : 'ambiguous';
}

/** Statuses that a client or proxy error page may carry although the service went to work: 408 and 499 are time-outs. */
const TIMED_OUT = new Set([408, 499]);

/**
 * The class of an answer that is no success: below 500 it proves that nothing was done, except for time-outs; 501 says
 * that nothing could be. A status of 2xx only comes here when its body cannot be read: then the effect is unknown.
 */
export function effectOfStatus(status: number): 'rejected' | 'ambiguous' {
  if (status === 501) return 'rejected';
  return status >= 400 && status < 500 && !TIMED_OUT.has(status) ? 'rejected' : 'ambiguous';
}
