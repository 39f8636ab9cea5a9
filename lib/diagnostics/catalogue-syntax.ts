import type { Entries } from './catalogue-entry.ts';
import type { SyntaxParams } from './messages-syntax.ts';
import { snippet } from './snippet.ts';

/** What lexer and grammar find wrong (yara-l §3.3, LEX and PAR). */
export const SYNTAX_ENTRIES: Entries<SyntaxParams> = {
  LEX001: {
    title: 'a sign that is not part of the language',
    text:
      'YARA-L compares with a single = and joins conditions with the words and, or, not. Strings stand in straight double ' +
      'quotes; curly ones come from word processors and chats.',
    bad: snippet`
      events:
        $e.principal.hostname == "db-1"
    `,
    good: snippet`
      events:
        $e.principal.hostname = "db-1"
    `,
  },
  LEX002: {
    title: 'a string or regular expression that does not end on its line',
    text: 'A string in double quotes and a regular expression between slashes end on the line they begin on.',
    bad: snippet`
      meta:
        author = "Security Team
    `,
    good: snippet`
      meta:
        author = "Security Team"
    `,
  },
  LEX003: {
    title: 'a raw string or block comment that never ends',
    text: 'A raw string ends with a back-quote, a block comment with */. Without it the rest of the file is part of it.',
    bad: snippet`
      events:
        re.regex($e.principal.hostname, \`^db-[0-9]+$)
    `,
    good: snippet`
      events:
        re.regex($e.principal.hostname, \`^db-[0-9]+$\`)
    `,
  },
  LEX004: {
    title: 'an unknown escape in a string',
    text:
      'In a string in double quotes a backslash begins an escape. One that is not known keeps its backslash, which is ' +
      'seldom what was meant: write two backslashes for one, or take a raw string in back-quotes.',
    bad: snippet`
      events:
        $e.target.file.full_path = "C:\Programs\tool.exe"
    `,
    good: snippet`
      events:
        $e.target.file.full_path = "C:\\Programs\\tool.exe"
    `,
  },
  LEX005: {
    title: 'neither a number nor a duration',
    text: 'A duration is a whole number and one of s, m, h, d, w, mo, without a blank between them.',
    bad: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 5y
    `,
    good: snippet`
      events:
        $e.principal.hostname = $host
      match:
        $host over 5m
    `,
  },
  LEX006: {
    title: 'a negative number',
    text: 'The reference has no negative numbers, so nobody knows whether every part of the service takes one. A difference is certain.',
    bad: snippet`
      outcome:
        $change = -1
    `,
    good: snippet`
      outcome:
        $change = 0 - 1
    `,
  },
  LEX007: {
    title: 'flags after a regular expression',
    text: 'A regular expression takes no flags after its slash. For case write nocase, for others put them inside, as in /(?s)a.b/.',
    bad: snippet`
      events:
        $e.target.url = /admin/i
    `,
    good: snippet`
      events:
        $e.target.url = /admin/ nocase
    `,
  },
  PAR001: {
    title: 'something else was expected here',
    text: 'At this place only the named words or signs can follow. Often a word is missing just before it.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user 1h
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
    `,
  },
  PAR002: {
    title: 'the rule has no name, or one that cannot be a name',
    text: 'A name has letters, digits and underscores, and does not begin with a digit.',
    bad: snippet`
      rule failed-login {
        meta:
          author = "Security Team"
        events:
          $e.metadata.event_type = "USER_LOGIN"
        condition:
          $e
      }
    `,
    good: snippet`
      rule failed_login {
        meta:
          author = "Security Team"
        events:
          $e.metadata.event_type = "USER_LOGIN"
        condition:
          $e
      }
    `,
  },
  PAR010: {
    title: 'sections in another order',
    text: 'The order is meta, setup, events, match, outcome, condition, options, export. The service takes no other.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
      condition:
        $e
      match:
        $user over 1h
    `,
    good: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      condition:
        $e
    `,
  },
  PAR011: {
    title: 'a section that stands twice',
    text: 'Each section stands once. Put the lines of both together.',
    bad: snippet`
      outcome:
        $risk_score = 65
      outcome:
        $host = $e.principal.hostname
    `,
    good: snippet`
      outcome:
        $risk_score = 65
        $host = $e.principal.hostname
    `,
  },
  PAR012: {
    title: 'a section is missing',
    text: 'Every rule has meta, events and condition.',
    bad: snippet`
      rule login {
        meta:
          author = "Security Team"
        events:
          $e.metadata.event_type = "USER_LOGIN"
      }
    `,
    good: snippet`
      rule login {
        meta:
          author = "Security Team"
        events:
          $e.metadata.event_type = "USER_LOGIN"
        condition:
          $e
      }
    `,
  },
  PAR013: {
    title: 'not a section',
    text: 'The sections of a rule are meta, setup, events, match, outcome, condition, options and export.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
      conditions:
        $e
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
      condition:
        $e
    `,
  },
  PAR014: {
    title: 'a section of searches and dashboards',
    text: 'The sections order, limit, select, unselect and dedup shape the table that a search shows. A rule makes detections and has none of them.',
    bad: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
      condition:
        $e
      limit:
        10
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN"
      condition:
        $e
    `,
  },
  PAR015: {
    title: 'a bracket that is never closed',
    text: 'Each ( needs its ), each [ its ]. The place is that of the opening one.',
    bad: snippet`
      events:
        ($e.principal.hostname = "a" or $e.principal.hostname = "b"
    `,
    good: snippet`
      events:
        ($e.principal.hostname = "a" or $e.principal.hostname = "b")
    `,
  },
  PAR020: {
    title: 'a value that stands where a condition should',
    text: 'On both sides of and and or stands a whole condition. What is to be compared with two values is written twice.',
    bad: snippet`
      events:
        $e.principal.hostname = "a" or "b"
    `,
    good: snippet`
      events:
        $e.principal.hostname = "a" or $e.principal.hostname = "b"
    `,
  },
  PAR021: {
    title: 'an operator is missing',
    text: 'Lines of events are joined by an unwritten and. Inside parentheses it must be written.',
    bad: snippet`
      events:
        ($e.principal.hostname = "a" $e.principal.ip = "192.0.2.1")
    `,
    good: snippet`
      events:
        ($e.principal.hostname = "a" and $e.principal.ip = "192.0.2.1")
    `,
  },
  PAR022: {
    title: 'a chain of comparisons',
    text: 'A comparison has two sides. A range is two comparisons.',
    bad: snippet`
      events:
        1024 < $e.target.port < 2000
    `,
    good: snippet`
      events:
        1024 < $e.target.port and $e.target.port < 2000
    `,
  },
  PAR023: {
    title: 'a condition of several parts that nothing joins',
    text: 'The condition is one expression. Lines and commas do not join its parts; and and or do.',
    bad: snippet`
      events:
        $login.principal.user.userid = $user
        $change.principal.user.userid = $user
      match:
        $user over 1h
      condition:
        $login, $change
    `,
    good: snippet`
      events:
        $login.principal.user.userid = $user
        $change.principal.user.userid = $user
      match:
        $user over 1h
      condition:
        $login and $change
    `,
  },
  PAR024: {
    title: 'nested too deep',
    text: 'Parentheses, functions and if() are followed only so deep: no rule that a person wrote goes there. Split the statement.',
    bad: '',
    good: '',
  },
  PAR030: {
    title: 'two rules of one name',
    text:
      'A rule is known by its name, in git as in the tenant. Two files cannot declare the same one, for then nobody could ' +
      'tell which of them a live rule belongs to.',
    bad: snippet`
      // rules/aws/root_login.yaral and rules/entra/root_login.yaral both begin with
      rule root_login {
    `,
    good: snippet`
      // rules/aws/aws_root_login.yaral
      rule aws_root_login {
    `,
  },
  PAR031: {
    title: 'a meta key that stands twice',
    text: 'Of two values of one meta key only one can be shown.',
    bad: snippet`
      meta:
        author = "Ada"
        author = "Grace"
    `,
    good: snippet`
      meta:
        author = "Ada, Grace"
    `,
  },
  PAR032: {
    title: 'a meta value that is no string in double quotes',
    text: 'Meta values are strings, numbers and versions too.',
    bad: snippet`
      meta:
        version = 1
    `,
    good: snippet`
      meta:
        version = "1"
    `,
  },
  PAR033: {
    title: 'a file without a rule',
    text: 'A file below rules/ whose name ends in .yaral holds exactly one rule. A note is better kept under another name.',
    bad: snippet`
      // to be written
    `,
    good: snippet`
      rule login {
        meta:
          author = "Security Team"
        events:
          $e.metadata.event_type = "USER_LOGIN"
        condition:
          $e
      }
    `,
  },
  PAR034: {
    title: 'a second rule in a file',
    text: 'A file holds one rule, so that its name, its history and its owner are those of the rule.',
    bad: snippet`
      rule login {
        meta:
          author = "Security Team"
        events:
          $e.metadata.event_type = "USER_LOGIN"
        condition:
          $e
      }

      rule logout {
        meta:
          author = "Security Team"
        events:
          $e.metadata.event_type = "USER_LOGOUT"
        condition:
          $e
      }
    `,
    good: snippet`
      rule login {
        meta:
          author = "Security Team"
        events:
          $e.metadata.event_type = "USER_LOGIN"
        condition:
          $e
      }
    `,
  },
};
