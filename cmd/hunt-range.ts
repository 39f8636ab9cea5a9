import { UserError } from '../lib/errors.ts';
import type { TimeRange } from '../lib/model/detection.ts';
import { parseDuration } from './duration.ts';

/** The range that was asked for; `slackMs` says how much earlier a hunt may lie that does as well. */
export interface AskedRange {
  readonly range: TimeRange;
  readonly slackMs: number;
}

const HOUR_MS = 3_600_000;
/** "The last days" of a few hours ago are the same ones: a second run takes the hunts of the first. */
const SLACK_MS = 6 * HOUR_MS;
const RFC3339 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** Reads `--last`, or `--from` and `--to`. The last days end at the last full hour. Throws UserError. */
export function askedRange(
  {
    last,
    from,
    to,
  }: {
    readonly last?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  },
  now: Date,
): AskedRange {
  if (from === undefined && to === undefined) {
    const lengthMs = parseDuration(last ?? '14d', '--last');
    const end = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
    return { range: { from: new Date(end - lengthMs), to: new Date(end) }, slackMs: SLACK_MS };
  }
  if (last !== undefined) {
    throw new UserError('--last and --from say two different ranges', { hint: 'name one of them' });
  }
  if (from === undefined || to === undefined) {
    throw new UserError('--from and --to belong together', {
      hint: '--from 2026-01-01 --to 2026-01-15, or --last 14d',
    });
  }
  const range = { from: timeOf(from, '--from'), to: timeOf(to, '--to') };
  if (range.from >= range.to) {
    throw new UserError(`--from ${from} is not before --to ${to}`);
  }
  if (range.to > now) {
    throw new UserError(`--to ${to} lies in the future`, {
      hint: 'a retrohunt runs over what has been',
    });
  }
  return { range, slackMs: 0 };
}

function timeOf(text: string, option: string): Date {
  const time = new Date(text);
  if (RFC3339.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new UserError(`${option} is "${text}", which is no time`, {
    hint: 'write a day (2026-01-31, UTC) or a time with its zone (2026-01-31T08:00:00Z)',
  });
}
