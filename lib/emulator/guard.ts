/** What a browser says of where a request comes from. */
export interface RequestOrigin {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly site: string | string[] | undefined;
}

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;
const OWN_SITES: readonly unknown[] = [undefined, 'none', 'same-origin'];

/**
 * Whether a web page is behind a request: through a name that was made to mean this machine (DNS rebinding), or
 * from another site. Programs send a loopback host and none of the rest.
 */
export function fromWebPage({ host = '', origin, site }: RequestOrigin): boolean {
  if (!LOOPBACK.test(host) || !OWN_SITES.includes(site)) return true;
  return origin !== undefined && origin !== `http://${host}`;
}
