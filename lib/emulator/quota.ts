import type { Clock } from '../ports/clock.ts';
import type { EmulatorOptions } from './options.ts';
import type { Quota, Route } from './route.ts';

/**
 * How much too early a call may come. A client that keeps exactly to the rate is moved by the network now and then;
 * the mean rate is still the published one.
 */
const TOLERANCE_MS = 50;

type Limit = Extract<Quota, object>;

/** Says whether one more call of a method is within its quota, and counts it if it is. */
export type Meter = (route: Route) => boolean;

/**
 * No more calls of a method in any stretch of its time than its quota says (backstory-v2 §5.4), on the emulator's clock.
 * Refused calls do not count.
 */
export function makeMeter(clock: Clock, options: EmulatorOptions): Meter {
  /** When the last calls of a method were due, the oldest first; no more than its quota has. */
  const taken = new Map<string, readonly number[]>();
  return ({ operation, quota }) => {
    const limit = options.quotas === 'off' ? undefined : limitOf(quota, options);
    if (limit === undefined) return true;
    const now = clock.now().getTime();
    const before = taken.get(operation) ?? [];
    const oldest = before.length < limit.calls ? undefined : before[0];
    const earliest = oldest === undefined ? now : oldest + limit.perMs;
    if (now < earliest - TOLERANCE_MS) return false;
    taken.set(operation, [...before, Math.max(now, earliest)].slice(-limit.calls));
    return true;
  };
}

function limitOf(quota: Quota, options: EmulatorOptions): Limit | undefined {
  if (quota === 'none') return undefined;
  if (quota !== 'unlisted') return quota;
  return options.unlistedQuotas === 'none' ? undefined : { calls: 1, perMs: 1000 };
}

/** The message of a 429 (backstory-v2 §5.4; the text is UNCONFIRMED). */
export function quotaMessage({ operation, quota }: Pick<Route, 'operation' | 'quota'>): string {
  const per = typeof quota === 'object' && quota.perMs === 60_000 ? 'minute' : 'second';
  return (
    `Quota exceeded for quota metric '${operation} requests' and limit '${operation} requests per ${per}' ` +
    "of service 'backstory.googleapis.com' for consumer 'project_number:0'."
  );
}
