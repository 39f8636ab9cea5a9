import type { Entries } from './catalogue-entry.ts';
import type { ConditionParams } from './messages-condition.ts';
import { snippet } from './snippet.ts';

/** What is wrong with the condition: what must exist, what may be missing (yara-l §3.3, CND). */
export const CONDITION_ENTRIES: Entries<ConditionParams> = {
  CND001: {
    title: 'a condition that demands no event',
    text: 'A detection needs at least one event that must exist: $e, or #e > 0. A condition that holds where nothing happened can never be found.',
    bad: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 1h
      condition:
        #a < 5 and !$b
    `,
    good: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 1h
      condition:
        #a > 0 and #a < 5 and !$b
    `,
  },
  CND002: {
    title: 'something that may be missing, joined to nothing that must exist',
    text: 'An entity or a placeholder that need not exist is looked for around an event that must.',
    bad: snippet`
      events:
        $a.principal.user.userid = $user
        $b.principal.user.userid = $user
        $b.principal.hostname = $host
        $g.graph.entity.hostname = $host
      match:
        $user over 1h
      condition:
        $a and !$b and !$g
    `,
    good: snippet`
      events:
        $a.principal.user.userid = $user
        $b.principal.user.userid = $user
        $a.principal.hostname = $host
        $g.graph.entity.hostname = $host
      match:
        $user over 1h
      condition:
        $a and !$b and !$g
    `,
  },
  CND003: {
    title: 'a match variable only of events that may be missing',
    text: 'A match variable needs a value for every detection, so it must be bound to an event that must exist.',
    bad: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
        $b.principal.user.userid = $user
      match:
        $host, $user over 1h
      condition:
        $a and !$b
    `,
    good: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
        $a.principal.user.userid = $user
      match:
        $host, $user over 1h
      condition:
        $a and !$b
    `,
  },
  CND004: {
    title: 'a window that slides on an event that may be missing',
    text: 'A sliding window begins or ends at each event of one variable; without such an event there is no window.',
    bad: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 10m after $a
      condition:
        !$a and $b
    `,
    good: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 10m after $b
      condition:
        !$a and $b
    `,
  },
  CND005: {
    title: 'not before an event',
    text: 'That an event is missing is written with an exclamation mark. not is for comparisons of outcomes.',
    bad: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 10m
      condition:
        $a and not $b
    `,
    good: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 10m
      condition:
        $a and !$b
    `,
  },
  CND006: {
    title: 'or with something that may be missing',
    text: 'On both sides of or stand events that must exist.',
    bad: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 10m
      condition:
        $a or #b < 5
    `,
    good: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 10m
      condition:
        $a and #b < 5
    `,
  },
  CND007: {
    title: 'or between events',
    text:
      "Google's pages disagree: older ones forbid or between two event variables, newer ones allow it for at most two, both of " +
      'them events that must exist, without entities and tumbling windows. What only the older ones forbid is a warning, and ' +
      'under --strict an error.',
    bad: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
        $c.principal.hostname = $host
      match:
        $host over 10m
      condition:
        $a or $b or $c
    `,
    good: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
        $c.principal.hostname = $host
      match:
        $host over 10m
      condition:
        $a and $b and $c
    `,
  },
  CND008: {
    title: 'a count of events that cannot be taken',
    text: 'N of [$a, $b, …] takes events that must exist, at least one and at most as many as the list has, and no tumbling window.',
    bad: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 10m
      condition:
        3 of [$a, $b]
    `,
    good: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 10m
      condition:
        2 of [$a, $b]
    `,
  },
  CND009: {
    title: 'or and and without parentheses',
    text: 'and binds tighter than or, so a test of an outcome would belong to the last event alone. Say with parentheses which is meant, or write a rule for each event.',
    bad: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 10m
      outcome:
        $risk_score = max($a.security_result.risk_score)
      condition:
        $a or $b and $risk_score > 50
    `,
    good: snippet`
      events:
        $a.principal.hostname = $host
        $b.principal.hostname = $host
      match:
        $host over 10m
      outcome:
        $risk_score = max($a.security_result.risk_score)
      condition:
        $a and $b and $risk_score > 50
    `,
  },
  CND010: {
    title: 'an outcome compared in a way its type does not allow',
    text: 'Numbers take = != < <= > >=, strings only = and !=, lists only arrays.contains(list, value).',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $addresses = array_distinct($e.principal.ip)
      condition:
        $e and $addresses = "192.0.2.1"
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $addresses = array_distinct($e.principal.ip)
      condition:
        $e and arrays.contains($addresses, "192.0.2.1")
    `,
  },
  CND011: {
    title: 'a field in the condition',
    text: 'The condition tests which events exist and what the outcomes are. Fields are tested in events.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
      condition:
        $e and $e.principal.hostname = "db-1"
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
        $e.principal.hostname = "db-1"
      condition:
        $e
    `,
  },
  CND012: {
    title: '# before an outcome',
    text: '# counts events and the values of placeholders. An outcome is a value already.',
    bad: snippet`
      outcome:
        $risk_score = 65
      condition:
        $e and #risk_score > 50
    `,
    good: snippet`
      outcome:
        $risk_score = 65
      condition:
        $e and $risk_score > 50
    `,
  },
  CND013: {
    title: 'a part of the condition that always or never holds',
    text: 'Nothing is tested by it, so something else was meant.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host by 1h
      condition:
        #e >= 0
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host by 1h
      condition:
        #e > 5
    `,
  },
  CND014: {
    title: 'a count that is not compared with a whole number',
    text: 'After # and a name stands a comparison with a whole number, and nothing is computed with it.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h
      condition:
        #e + 5 > 6
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h
      condition:
        #e > 1
    `,
  },
  CND015: {
    title: 'the bounds of a window that is not there',
    text: 'window_start and window_end are those of the match window, and known once events are grouped: in outcome and condition.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
      outcome:
        $from = window_start
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h
      outcome:
        $from = window_start
    `,
  },
};
