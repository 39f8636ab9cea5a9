import type { CallInput, Emit } from './emitter.ts';
import { integer, raw, sql, text, type Sql } from './sql.ts';
import { INT, STRING, Unsupported, value } from './value.ts';

/** `+1`, `-08:00` in seconds east of Greenwich; undefined for names of places. */
function offsetOf(zone: string): number | undefined {
  const [, sign, hours = '', minutes = '0'] = /^([+-])(\d{1,2})(?::(\d{1,2}))?$/.exec(zone) ?? [];
  if (sign === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

/** The clock on the wall at seconds since 1970, as TIMESTAMP; NULL for times that there are not. */
function wall(input: CallInput, zoneAt: number): Sql {
  const seconds = input.integer(0);
  if (input.size <= zoneAt) return sql`try(make_timestamp(${seconds} * 1000000))`;
  const zone = input.literal(zoneAt);
  const offset = zone === undefined ? undefined : offsetOf(zone);
  if (offset !== undefined) {
    return sql`try(make_timestamp((${seconds} + ${integer(offset)}) * 1000000))`;
  }
  return sql`try(timezone(${input.text(zoneAt)}, to_timestamp(${seconds})))`;
}

function part(function_: string, zero: string, zoneAt = 1): Emit {
  return (input) =>
    value(INT, sql`coalesce(${raw(function_)}(${wall(input, zoneAt)})${raw(zero)}, 0)`);
}

const now: Emit = ({ self }) => {
  const { now: given } = self.environment.options;
  return value(
    INT,
    given === undefined
      ? sql`(SELECT coalesce(max(t), 0) // 1000000 FROM udm)`
      : integer(Math.floor(given)),
  );
};

/** Words of BigQuery's formats that DuckDB has not, in its own. */
function strftimeFormat(format: string): string {
  return format.replaceAll(/%([FTRDhekl])/g, (_, letter: string) => OWN[letter] ?? letter);
}

const OWN: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  h: '%b',
  e: '%-d',
  k: '%-H',
  l: '%-I',
};

const WORDS: Readonly<Record<string, string>> = {
  SECOND: '%Y-%m-%d %H:%M:%S',
  MINUTE: '%Y-%m-%d %H:%M',
  HOUR: '%Y-%m-%d %H',
  DATE: '%Y-%m-%d',
  MONTH: '%Y-%m',
  YEAR: '%Y',
};

/** Times, yara-l §5.7. */
export const TIME_EMITS: Readonly<Record<string, Emit>> = {
  'timestamp.now': now,
  'timestamp.current_seconds': now,
  'timestamp.as_unix_seconds': (input) => {
    const local = sql`try_strptime(${input.text(0)}, '%Y-%m-%d %H:%M:%S')`;
    const zone = input.size > 1 ? input.literal(1) : 'UTC';
    const offset = zone === undefined ? undefined : offsetOf(zone);
    if (offset !== undefined) {
      return value(INT, sql`coalesce(epoch(${local})::BIGINT - ${integer(offset)}, 0)`);
    }
    const named = input.size > 1 ? input.text(1) : raw("'UTC'");
    return value(INT, sql`coalesce(epoch(timezone(${named}, ${local}))::BIGINT, 0)`);
  },
  'timestamp.get_date': (input) =>
    value(STRING, sql`coalesce(strftime(${wall(input, 1)}, '%Y-%m-%d'), '')`),
  'timestamp.get_hour': part('hour', ''),
  'timestamp.get_minute': part('minute', ''),
  'timestamp.get_day_of_week': part('dayofweek', ' + 1'),
  'timestamp.get_week': (input) =>
    value(INT, sql`coalesce(strftime(${wall(input, 1)}, '%U')::BIGINT, 0)`),
  'timestamp.get_timestamp': (input) => {
    const literal = input.size > 1 ? input.literal(1) : '%F %T';
    if (literal === undefined) {
      const { span } = input.node(1) ?? input.call;
      throw new Unsupported('a time format that is no literal', span, 'write it out');
    }
    const local = wall(input, 2);
    if (literal === 'WEEK') {
      return value(
        STRING,
        sql`coalesce(strftime(date_trunc('week', ${local} + INTERVAL 1 DAY) - INTERVAL 1 DAY, '%Y-%m-%d'), '')`,
      );
    }
    const format = WORDS[literal] ?? strftimeFormat(literal);
    return value(STRING, sql`coalesce(strftime(${local}, ${text(format)}), '')`);
  },
};
