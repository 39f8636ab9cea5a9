import type { TimeRange } from '../model/detection.ts';
import type { LogTypeProbe } from '../model/verdict.ts';
import type { RunOnce } from './whole-run.ts';

const HOUR_MS = 3_600_000;
/** The longest range of one run (backstory-v2 §4.16). */
const LONGEST_MS = 14 * 24 * HOUR_MS;

/** Whether the tenant has events of a log type near the end of a range. */
export type Probe = (logType: string, range: TimeRange) => Promise<LogTypeProbe>;

/**
 * Asks the tenant for one event of a log type: within the last hour, and where there is none within the last 14 days of
 * the range. Each log type is asked for once a range. What could not be asked is unknown.
 */
export function openProbe(runOnce: RunOnce): Probe {
  const asked = new Map<string, Promise<LogTypeProbe>>();
  return (logType, range) => {
    const key = `${logType} ${range.from.getTime()} ${range.to.getTime()}`;
    const known = asked.get(key) ?? ask(logType, range, runOnce);
    asked.set(key, known);
    return known;
  };
}

async function ask(logType: string, range: TimeRange, runOnce: RunOnce): Promise<LogTypeProbe> {
  // a log type is a word; anything else is not put into a rule
  if (!/^\w+$/.test(logType)) return { logType, events: 'unknown' };
  for (const lengthMs of [HOUR_MS, LONGEST_MS]) {
    const events = await look(logType, lastOf(range, lengthMs), runOnce);
    if (events !== 'none') return { logType, events };
  }
  return { logType, events: 'none' };
}

async function look(
  logType: string,
  range: TimeRange,
  runOnce: RunOnce,
): Promise<LogTypeProbe['events']> {
  const run = await runOnce(probeText(logType), range);
  if ('kind' in run) return 'unknown';
  if (run.detections.length > 0) return 'seen';
  return run.errors.length > 0 || run.incomplete !== undefined ? 'unknown' : 'none';
}

function lastOf({ from, to }: TimeRange, lengthMs: number): TimeRange {
  return { from: new Date(Math.max(from.getTime(), to.getTime() - lengthMs)), to };
}

/** A rule that every event of the log type fulfils. */
export function probeText(logType: string): string {
  return [
    'rule chron_probe {',
    '  meta:',
    '    author = "chron"',
    '  events:',
    `    $e.metadata.log_type = "${logType}"`,
    '  condition:',
    '    $e',
    '}',
    '',
  ].join('\n');
}
