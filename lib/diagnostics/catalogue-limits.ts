import type { Entries } from './catalogue-entry.ts';
import type { LimitParams } from './messages-limits.ts';
import { snippet } from './snippet.ts';

/** Windows, counts, nesting and options (yara-l §3.3, LIM and OPT). */
export const LIMIT_ENTRIES: Entries<LimitParams> = {
  LIM001: {
    title: 'a window over a span that is out of range',
    text: 'A window with over is at least 1m and at most 48h long.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 3d
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 2d
    `,
  },
  LIM002: {
    title: 'a window by a span that is out of range',
    text: 'A window with by is at least 1m and at most 72h long.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host by 7d
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host by 3d
    `,
  },
  LIM003: {
    title: 'a window with over in which nothing need happen',
    text: 'Windows with over are laid around events, so there is none in which an event is missing. Windows with by are there whatever happens.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h
      condition:
        #e = 0
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h
      condition:
        #e > 5
    `,
  },
  LIM004: {
    title: 'a sliding window on the only event',
    text: 'A window that slides on one event to find others is slower than one with over. With a single event variable both find the same.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h after $e
      condition:
        #e > 5
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h
      condition:
        #e > 5
    `,
  },
  LIM005: {
    title: 'more than 20 outcomes',
    text: 'A rule has at most 20 outcome variables.',
    bad: '',
    good: '',
  },
  LIM006: {
    title: 'too many list tests',
    text:
      'A rule tests membership of lists at most 10 times, of these at most 5 with in regex and 5 with in cidr. Older pages of the ' +
      'reference say 7, 4 and 2; what is between is a warning, and under --strict an error.',
    bad: snippet`
      events:
        $e.principal.ip in cidr %office_ranges
        not $e.principal.ip in cidr %guest_ranges
        not $e.principal.ip in cidr %lab_ranges
        not $e.principal.ip in cidr %vpn_ranges
        not $e.principal.ip in cidr %printer_ranges
        not $e.principal.ip in cidr %door_ranges
    `,
    good: snippet`
      events:
        $e.principal.ip in cidr %office_ranges
        not $e.principal.ip in cidr %excepted_ranges
    `,
  },
  LIM007: {
    title: 'more than 10 joins with data tables',
    text: 'A rule compares at most 10 columns of data tables with fields.',
    bad: '',
    good: '',
  },
  LIM008: {
    title: 'functions nested more than 20 deep',
    text: 'Functions and if() stand at most 20 deep in each other.',
    bad: '',
    good: '',
  },
  LIM009: {
    title: 'a table test beside other conditions',
    text:
      'A test of a data table stands in a statement of its own, or among such tests: not in one or or and with other conditions. ' +
      'For reference lists this is a warning, because rules are in use that do it.',
    bad: snippet`
      events:
        ($e.principal.hostname = "db-1" or $e.principal.hostname in %assets.hostname)
    `,
    good: snippet`
      events:
        $e.principal.hostname in %assets.hostname
    `,
  },
  LIM010: {
    title: 'too much in setup or export',
    text: 'setup has at most two operations, and export writes to at most two tables.',
    bad: '',
    good: '',
  },
  OPT001: {
    title: 'not an option',
    text: 'The options are allow_zero_values and suppression_window.',
    bad: snippet`
      options:
        allow_zero_value = true
    `,
    good: snippet`
      options:
        allow_zero_values = true
    `,
  },
  OPT002: {
    title: 'a value that the option does not take',
    text: 'allow_zero_values is true or false, suppression_window a duration.',
    bad: snippet`
      options:
        suppression_window = "1 hour"
    `,
    good: snippet`
      options:
        suppression_window = 1h
    `,
  },
  OPT003: {
    title: 'a suppression window without effect',
    text: 'Detections with the same match values within one match window are one already. Suppression begins beyond it.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h
      options:
        suppression_window = 30m
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h
      options:
        suppression_window = 1d
    `,
  },
  OPT004: {
    title: 'suppression without a key',
    text: 'In a rule without match the outcome $suppression_key says which detections are alike. Without it the first one suppresses all others, of whatever user or host.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
      outcome:
        $risk_score = 65
      options:
        suppression_window = 1h
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
      outcome:
        $suppression_key = $e.principal.hostname
      options:
        suppression_window = 1h
    `,
  },
  OPT005: {
    title: 'a suppression key in a rule with match',
    text: 'With match the match variables say which detections are alike; $suppression_key is not looked at.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h
      outcome:
        $suppression_key = max($e.principal.user.userid)
      options:
        suppression_window = 1d
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 1h
      options:
        suppression_window = 1d
    `,
  },
};
