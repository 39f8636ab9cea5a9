import type { TimeRange } from '../model/detection.ts';
import type { Retrohunt, RuleError } from '../model/retrohunt.ts';
import type { Hunts } from '../ports/hunts.ts';

/**
 * The errors of a hunt's version that leave its count incomplete: the rule was blind in a window of the hunt's range.
 * The service names no hunt in an error, and whether its time is that of the events or of the work is not documented
 * (backstory-v2 §4.21); so both are asked for. `now` is the end of what can have been an error. Rejects with ApiError.
 */
export async function errorsDuring(
  hunt: Retrohunt,
  hunts: Pick<Hunts, 'listErrors'>,
  now: Date,
): Promise<readonly RuleError[]> {
  const { from, to } = hunt.range;
  const errors = await hunts.listErrors(hunt.versionId, { from, to: to > now ? to : now });
  return errors.filter((error) => concerns(error, hunt));
}

function concerns({ window, at }: RuleError, { range, startedAt, endedAt }: Retrohunt): boolean {
  if (window !== undefined) return window.from < range.to && window.to >= range.from;
  if (at === undefined || isIn(at, range)) return true;
  return at >= startedAt && (endedAt === undefined || at <= endedAt);
}

function isIn(at: Date, { from, to }: TimeRange): boolean {
  return at >= from && at < to;
}
