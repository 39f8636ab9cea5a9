import type * as library from 'google-auth-library';
import { isGoogleUrl, isTokenSource } from './credential-file.ts';

/** The library's own HTTP client, kept to Google's addresses. */
export type Transporter = InstanceType<typeof library.gaxios.Gaxios> & {
  readonly tokenServer: string | undefined;
};

/** One try of a token call; the library repeats those that may be repeated. */
const ONE_TRY_MS = 10_000;

/**
 * Makes the client that token calls go through: no address but the allowed ones, no redirects, an end when the signal
 * says so, the way that `fetch` goes. `tokenServer` stands in for Google in tests.
 */
export function makeTransporter(
  lib: typeof library,
  {
    signal,
    tokenServer,
    fetch,
  }: {
    readonly signal: AbortSignal;
    readonly tokenServer?: string | undefined;
    readonly fetch?: typeof globalThis.fetch | undefined;
  },
): Transporter {
  const made = new lib.gaxios.Gaxios({
    timeout: ONE_TRY_MS,
    signal,
    ...(fetch === undefined ? {} : { fetchImplementation: fetch }),
  });
  made.interceptors.request.add({
    resolved: (config) => {
      const google = isGoogleUrl(config.url.href, tokenServer);
      if (!google && !isTokenSource(config.url.href, tokenServer)) {
        return Promise.reject(new Error(`no token is sent to ${config.url.host}`));
      }
      config.redirect = 'error';
      if (google && tokenServer !== undefined) {
        config.url = new URL(`${tokenServer}${config.url.pathname}${config.url.search}`);
      }
      return Promise.resolve(config);
    },
  });
  return Object.assign(made, { tokenServer });
}
