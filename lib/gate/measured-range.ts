import type { TimeRange } from '../model/detection.ts';
import type { GatePolicy } from '../model/gate.ts';

const HOUR_MS = 3_600_000;

/**
 * The past that is measured: the policy's window, up to what is left out of the newest, rounded down to the hour
 * (design §5), so that measurements of one hour are of one range.
 */
export function measuredRange(
  { windowMs, excludeLastMs }: Pick<GatePolicy, 'windowMs' | 'excludeLastMs'>,
  now: Date,
): TimeRange {
  const to = Math.floor((now.getTime() - excludeLastMs) / HOUR_MS) * HOUR_MS;
  return { from: new Date(to - windowMs), to: new Date(to) };
}
