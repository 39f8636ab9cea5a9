import type { Entries } from './catalogue-entry.ts';
import type { OutcomeParams } from './messages-outcome.ts';
import { snippet } from './snippet.ts';

/** What is wrong with outcomes and aggregates (yara-l §3.3, OUT). */
export const OUTCOME_ENTRIES: Entries<OutcomeParams> = {
  OUT001: {
    title: 'an outcome that is given twice',
    text: 'Each outcome gets its value once.',
    bad: snippet`
      outcome:
        $risk_score = 35
        $risk_score = 65
    `,
    good: snippet`
      outcome:
        $risk_score = 65
    `,
  },
  OUT002: {
    title: 'a field without an aggregate in a rule with match',
    text: 'With match a detection has many events, and a field as many values. An aggregate makes one value of them, or a list.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $host = $e.principal.hostname
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $host = array_distinct($e.principal.hostname)
    `,
  },
  OUT003: {
    title: 'a repeated field without an aggregate',
    text:
      'A repeated field has many values even in one event, so an outcome needs an aggregate. An index leaves one value, but the ' +
      'service takes it in outcome only through a placeholder.',
    bad: snippet`
      outcome:
        $address = $e.principal.ip
    `,
    good: snippet`
      outcome:
        $address = array_distinct($e.principal.ip)
    `,
  },
  OUT004: {
    title: 'an aggregate of an aggregate',
    text: 'An aggregate takes values of events. What is aggregated already can be computed with, not aggregated again.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $most = max(count($e.target.port))
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $most = max($e.target.port)
    `,
  },
  OUT005: {
    title: 'an outcome used before it has a value',
    text: 'Outcomes are computed from top to bottom.',
    bad: snippet`
      outcome:
        $risk_score = $base + 10
        $base = 35
    `,
    good: snippet`
      outcome:
        $base = 35
        $risk_score = $base + 10
    `,
  },
  OUT006: {
    title: 'an outcome of a variable that events does not declare',
    text: 'Outcomes take fields and placeholders of events.',
    bad: snippet`
      events:
        $login.metadata.event_type = "USER_LOGIN"
      outcome:
        $host = $logon.principal.hostname
      condition:
        $login
    `,
    good: snippet`
      events:
        $login.metadata.event_type = "USER_LOGIN"
      outcome:
        $host = $login.principal.hostname
      condition:
        $login
    `,
  },
  OUT007: {
    title: 'an outcome where only a field can stand',
    text: 'arrays.length, any and all take a repeated field of an event, not a list that an outcome made.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $hosts = array_distinct($e.principal.hostname)
        $number = arrays.length($hosts)
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $hosts = array_distinct($e.principal.hostname)
        $number = arrays.size($hosts)
    `,
  },
  OUT008: {
    title: 'an outcome with the name of something else',
    text: 'Outcomes, placeholders and event variables share one set of names.',
    bad: snippet`
      events:
        $e.principal.ip = $address
      match:
        $address over 1h
      outcome:
        $address = array_distinct($e.principal.ip)
    `,
    good: snippet`
      events:
        $e.principal.ip = $address
      match:
        $address over 1h
      outcome:
        $addresses = array_distinct($e.principal.ip)
    `,
  },
  OUT009: {
    title: 'an aggregate outside outcome',
    text: 'events looks at one event at a time. To test how many there are, count them in condition, or aggregate in outcome and test that.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
        count($e.target.port) > 5
      match:
        $user over 1h
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $ports = count_distinct($e.target.port)
      condition:
        $e and $ports > 5
    `,
  },
  OUT010: {
    title: 'a statistic without the prefix window',
    text: 'In rules average, deviation, median and their like are window.avg, window.stddev, window.median. The short names are of searches.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $sent = avg($e.network.sent_bytes)
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $sent = window.avg($e.network.sent_bytes)
    `,
  },
  OUT011: {
    title: 'an outcome over events that nothing joins',
    text: 'One outcome may compute with fields of two events only where events joins them directly or through a placeholder.',
    bad: '',
    good: '',
  },
  OUT012: {
    title: 'a metric in the wrong place',
    text: 'Metrics are counts that the service has made over months. They stand in outcome only, and in a rule with match within an aggregate.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
        $e.target.user.userid = $user
      match:
        $user over 1d
      outcome:
        $failures = metrics.auth_attempts_fail(
          period: 1d, window: 30d, metric: event_count_sum, agg: avg, target.user.userid: $user
        )
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
        $e.target.user.userid = $user
      match:
        $user over 1d
      outcome:
        $failures = max(metrics.auth_attempts_fail(
          period: 1d, window: 30d, metric: event_count_sum, agg: avg, target.user.userid: $user
        ))
    `,
  },
  OUT013: {
    title: 'an aggregate that counts an event more than once',
    text:
      'A repeated field makes a row of each of its values, and a join a row of each pair. count, sum and array see every row; ' +
      'their sisters with _distinct see each value once.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
        $e.target.ip = /^192\.0\.2\./
      match:
        $user over 1h
      outcome:
        $number = count($e.metadata.id)
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
        $e.target.ip = /^192\.0\.2\./
      match:
        $user over 1h
      outcome:
        $number = count_distinct($e.metadata.id)
    `,
  },
};
