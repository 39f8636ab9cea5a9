import { mayTake, plain, takes, type Signature } from './functions-signature.ts';

const SECONDS = takes('int', 'seconds');
const ZONE = mayTake('string', 'time_zone', 'time-zone');

/** Times, yara-l §5.7. A time is seconds since 1970; a time zone is a name as `Europe/Berlin` or an offset as `+01:00`. */
export const TIME_FUNCTIONS = {
  'timestamp.as_unix_seconds': plain([takes('string', 'time'), ZONE], 'int', {
    doc: 'the seconds since 1970 of a time written as 2026-01-31 23:59:59',
    example: 'timestamp.as_unix_seconds("2026-01-31 23:59:59", "UTC")',
  }),
  'timestamp.current_seconds': plain([], 'int', {
    doc: 'the time at which the rule runs',
    example: 'timestamp.current_seconds() - $e.metadata.event_timestamp.seconds < 86400',
  }),
  'timestamp.get_date': plain([SECONDS, ZONE], 'string', {
    doc: 'the day as 2026-01-31',
    example: 'timestamp.get_date($e.metadata.event_timestamp.seconds, "Europe/Berlin")',
  }),
  'timestamp.get_day_of_week': plain([SECONDS, ZONE], 'int', {
    doc: 'the day of the week, 1 for Sunday to 7 for Saturday',
    example: 'timestamp.get_day_of_week($e.metadata.event_timestamp.seconds, "Europe/Berlin")',
  }),
  'timestamp.get_hour': plain([SECONDS, ZONE], 'int', {
    doc: 'the hour, 0 to 23',
    example: 'timestamp.get_hour($e.metadata.event_timestamp.seconds, "Europe/Berlin")',
  }),
  'timestamp.get_minute': plain([SECONDS, ZONE], 'int', {
    doc: 'the minute, 0 to 59',
    example: 'timestamp.get_minute($e.metadata.event_timestamp.seconds, "Europe/Berlin")',
  }),
  'timestamp.get_timestamp': plain(
    [SECONDS, mayTake('string', 'format', 'time-format'), ZONE],
    'string',
    {
      doc: 'the time as text: SECOND, MINUTE, HOUR, DATE, WEEK, MONTH, YEAR, or a format as "%F %T"',
      example: 'timestamp.get_timestamp($e.metadata.event_timestamp.seconds, "HOUR")',
    },
  ),
  'timestamp.get_week': plain([SECONDS, ZONE], 'int', {
    doc: 'the week of the year, 0 to 53, begun on Sundays',
    example: 'timestamp.get_week($e.metadata.event_timestamp.seconds)',
  }),
  'timestamp.now': plain([], 'int', {
    doc: 'the time at which the rule runs',
    example: 'timestamp.now() - $e.metadata.event_timestamp.seconds < 86400',
  }),
} as const satisfies Readonly<Record<string, Signature>>;
