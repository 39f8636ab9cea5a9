import type { Clock } from '../ports/clock.ts';
import type { EmulatorOptions } from './options.ts';
import type { Quota, Route } from './route.ts';

/**
 * How much too early a call may come. A client that keeps exactly to the rate is moved by the network now and then;
 * the mean rate is still the published one.
 */
const TOLERANCE_MS = 50;

/** Says whether one more call of a method is within its quota, and counts it if it is. */
export type Meter = (route: Route) => boolean;

/** One bucket a method with a burst of one (backstory-v2 §5.4), on the emulator's clock. Refused calls do not count. */
export function makeMeter(clock: Clock, options: EmulatorOptions): Meter {
  const due = new Map<string, number>();
  return ({ operation, quota }) => {
    const spacing = options.quotas === 'off' ? 0 : spacingMs(quota, options);
    if (spacing === 0) return true;
    const now = clock.now().getTime();
    const earliest = due.get(operation) ?? now;
    if (now < earliest - TOLERANCE_MS) return false;
    due.set(operation, Math.max(now, earliest) + spacing);
    return true;
  };
}

function spacingMs(quota: Quota, options: EmulatorOptions): number {
  if (quota !== 'unlisted') return quota.perMs / quota.calls;
  return options.unlistedQuotas === 'none' ? 0 : 1000;
}

/** The message of a 429 (backstory-v2 §5.4; the text is UNCONFIRMED). */
export function quotaMessage(operation: string): string {
  return (
    `Quota exceeded for quota metric '${operation} requests' and limit '${operation} requests per second' ` +
    "of service 'backstory.googleapis.com' for consumer 'project_number:0'."
  );
}
