import { aggregate, mayTake, plain, takes, type Signature } from './functions-signature.ts';

const VALUE = takes('value', 'value');
const NUMBER = takes('number', 'number');
const ZEROS = mayTake('bool', 'ignore_zeros');

/** `if`, yara-l §2.8 and §5.8. */
export const CONDITIONAL = {
  if: plain(
    [takes('bool', 'condition'), takes('value', 'then'), mayTake('value', 'else')],
    'branch',
    {
      doc: 'the second argument if the condition holds, else the third; without one 0',
      example: 'if($e.target.port = 22, 40, 10)',
    },
  ),
} as const satisfies Readonly<Record<string, Signature>>;

/** Aggregates over the rows of a detection, yara-l §4.10. */
export const AGGREGATES = {
  array: aggregate([VALUE], 'list of argument', {
    doc: 'the values of all rows',
    example: 'array($e.principal.ip)',
  }),
  array_distinct: aggregate([VALUE], 'list of argument', {
    doc: 'the values of all rows, each once',
    example: 'array_distinct($e.principal.ip)',
  }),
  count: aggregate([VALUE], 'int', {
    doc: 'the number of rows; count_distinct of metadata.id counts events',
    example: 'count($e.metadata.id)',
  }),
  count_distinct: aggregate([VALUE], 'int', {
    doc: 'the number of different values, the empty one among them',
    example: 'count_distinct($e.metadata.id)',
  }),
  earliest: aggregate([takes('timestamp', 'time')], 'timestamp', {
    doc: 'the earliest time',
    example: 'earliest($e.metadata.event_timestamp)',
  }),
  latest: aggregate([takes('timestamp', 'time')], 'timestamp', {
    doc: 'the latest time',
    example: 'latest($e.metadata.event_timestamp)',
  }),
  max: aggregate([NUMBER], 'as argument', {
    doc: 'the greatest number',
    example: 'max($e.security_result.risk_score)',
  }),
  min: aggregate([NUMBER], 'as argument', {
    doc: 'the least number; 0 if a row has none',
    example: 'min($e.metadata.event_timestamp.seconds)',
  }),
  period_start_for_max: aggregate([NUMBER], 'int', {
    doc: 'when the period with the greatest value of a metric began',
    example:
      'period_start_for_max(metrics.network_bytes_outbound(period: 1d, window: 30d, metric: value_sum, agg: max, principal.asset.ip: $ip))',
  }),
  period_start_for_min: aggregate([NUMBER], 'int', {
    doc: 'when the period with the least value of a metric began',
    example:
      'period_start_for_min(metrics.network_bytes_outbound(period: 1d, window: 30d, metric: value_sum, agg: min, principal.asset.ip: $ip))',
  }),
  sum: aggregate([NUMBER], 'as argument', {
    doc: 'the sum over all rows',
    example: 'sum($e.network.sent_bytes)',
  }),
} as const satisfies Readonly<Record<string, Signature>>;

/** Statistics over the window of a rule, yara-l §5.11. */
export const WINDOW_FUNCTIONS = {
  'window.avg': aggregate([NUMBER, ZEROS], 'float', {
    doc: 'the mean',
    example: 'window.avg($e.network.sent_bytes, true)',
  }),
  'window.first': aggregate([takes('int', 'order'), takes('string', 'value')], 'string', {
    doc: 'the value of the row that comes first in the order',
    example: 'window.first($e.metadata.event_timestamp.seconds, $e.target.url)',
  }),
  'window.last': aggregate([takes('int', 'order'), takes('string', 'value')], 'string', {
    doc: 'the value of the row that comes last in the order',
    example: 'window.last($e.metadata.event_timestamp.seconds, $e.target.url)',
  }),
  'window.last_non_null': aggregate([takes('int', 'order'), takes('string', 'value')], 'string', {
    doc: 'the same, of rows that have a value',
    example: 'window.last_non_null($e.metadata.event_timestamp.seconds, $e.target.url)',
  }),
  'window.median': aggregate([NUMBER, ZEROS], 'float', {
    doc: 'the number in the middle, one of two if there is none',
    example: 'window.median($e.network.sent_bytes)',
  }),
  'window.mode': aggregate([VALUE], 'string', {
    doc: 'the most frequent value',
    example: 'window.mode($e.target.url)',
  }),
  'window.percentile': aggregate([NUMBER, takes('number', 'percent')], 'float', {
    doc: 'the number below which so many percent lie',
    example: 'window.percentile($e.network.sent_bytes, 95)',
  }),
  'window.range': aggregate([NUMBER, ZEROS], 'list of numbers', {
    doc: 'the least and the greatest number',
    example: 'window.range($e.network.sent_bytes)',
  }),
  'window.stddev': aggregate([NUMBER, ZEROS], 'float', {
    doc: 'the standard deviation of a sample',
    example: 'window.stddev($e.network.sent_bytes)',
  }),
  'window.variance': aggregate([NUMBER, ZEROS], 'float', {
    doc: 'the variance of a sample',
    example: 'window.variance($e.network.sent_bytes)',
  }),
  'window.variance_pop': aggregate([NUMBER, ZEROS], 'float', {
    doc: 'the variance of a population',
    example: 'window.variance_pop($e.network.sent_bytes)',
  }),
} as const satisfies Readonly<Record<string, Signature>>;
