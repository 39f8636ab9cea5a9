import type { Signature } from './functions-signature.ts';

/** Metrics with their variants, yara-l §5.10. */
const NAMES = {
  alert_event_name_count: 'alerts by the name of their event',
  auth_attempts_total: 'attempts to log in',
  auth_attempts_success: 'successful attempts to log in',
  auth_attempts_fail: 'failed attempts to log in',
  dns_bytes_outbound: 'bytes sent in DNS queries',
  dns_queries_total: 'DNS queries',
  dns_queries_success: 'successful DNS queries',
  dns_queries_fail: 'failed DNS queries',
  file_executions_total: 'executions of files',
  file_executions_success: 'successful executions of files',
  file_executions_fail: 'failed executions of files',
  http_queries_total: 'HTTP requests',
  http_queries_success: 'successful HTTP requests',
  http_queries_fail: 'failed HTTP requests',
  network_bytes_inbound: 'bytes received',
  network_bytes_outbound: 'bytes sent',
  network_bytes_total: 'bytes sent and received',
  resource_creation_total: 'creations of resources',
  resource_creation_success: 'successful creations of resources',
  resource_deletion_success: 'successful deletions of resources',
  resource_read_success: 'successful reads of resources',
  resource_read_fail: 'failed reads of resources',
};

function metric(name: string, what: string): Signature {
  const value = measuresBytes(name) ? 'value_sum' : 'event_count_sum';
  return {
    kind: 'metric',
    parameters: [],
    variadic: true,
    returns: 'number',
    places: ['outcome'],
    doc: `what the service has counted of ${what} before`,
    example: `max(metrics.${name}(period: 1d, window: 30d, metric: ${value}, agg: avg, principal.user.userid: $user))`,
  };
}

/** Whether a metric sums bytes, so that it has `value_sum`. */
export function measuresBytes(name: string): boolean {
  return name.includes('bytes');
}

/** Metrics by their whole name. Their arguments are named: `METRIC_ARGUMENTS`, and fields that narrow them. */
export const METRICS: ReadonlyMap<string, Signature> = new Map(
  Object.entries(NAMES).map(([name, what]) => [`metrics.${name}`, metric(name, what)]),
);

/** The values that the named arguments of a metric may have. All four must be given. */
export const METRIC_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  period: ['1h', '1d'],
  window: ['today', '30d'],
  metric: ['event_count_sum', 'first_seen', 'last_seen', 'value_sum', 'num_unique_filter_values'],
  agg: ['avg', 'max', 'min', 'num_metric_periods', 'stddev', 'sum'],
};

/** The window that goes with a period. */
export const METRIC_WINDOWS: Readonly<Record<string, string>> = { '1h': 'today', '1d': '30d' };
