import { UserError } from '../errors.ts';
import { nearest, visibleLine } from '../text.ts';

/** Regions of the Detection Engine API v2 (backstory-v2 §1.1). `us` is the host without a prefix; `eu` is `europe` by its old name. */
export const REGIONS = [
  'us',
  'africa-south1',
  'asia-northeast1',
  'asia-south1',
  'asia-southeast1',
  'asia-southeast2',
  'australia-southeast1',
  'eu',
  'europe',
  'europe-central2',
  'europe-west2',
  'europe-west3',
  'europe-west6',
  'europe-west9',
  'europe-west12',
  'me-central1',
  'me-central2',
  'me-west1',
  'northamerica-northeast2',
  'southamerica-east1',
] as const;

/**
 * Where the API of a region lies, e.g. `https://europe-backstory.googleapis.com`. The host is made from a name of
 * the list, never from anything that was typed (reliability B5). Throws a UserError for a region that is not on it.
 */
export function backstoryOrigin(region: string): string {
  const known = REGIONS.find((one) => one === region);
  if (known === undefined) throw unknownRegion(region);
  return known === 'us'
    ? 'https://backstory.googleapis.com'
    : `https://${known}-backstory.googleapis.com`;
}

/** Plain spellings only: no userinfo, no path, no number that only a URL parser would take for 127.0.0.1. */
const LOOPBACK =
  /^http:\/\/(localhost|\[::1\]|127(?:\.(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])){3})(?::([1-9]\d{0,4}))?\/?$/;

/**
 * The origin of an endpoint on this machine, which stands in for the service (the emulator). Anything else than plain
 * `http` to 127.0.0.0/8, `[::1]` or `localhost` is refused with a UserError. What is sent there never holds a real token.
 */
export function loopbackOrigin(endpoint: string): string {
  const [, host, port = '80'] = LOOPBACK.exec(endpoint) ?? [];
  if (host === undefined || Number(port) > 65_535) {
    throw new UserError(`endpoint "${visibleLine(endpoint)}" is not on this machine`, {
      hint: 'only http://127.0.0.1:PORT, http://[::1]:PORT or http://localhost:PORT can stand in for the service',
    });
  }
  return new URL(endpoint).origin;
}

function unknownRegion(region: string): UserError {
  const near = nearest(region, REGIONS);
  return new UserError(`region "${visibleLine(region)}" does not exist`, {
    hint: near === undefined ? `known are ${REGIONS.join(', ')}` : `did you mean ${near}?`,
  });
}
