import type { Entries } from './catalogue-entry.ts';
import type { TypeParams } from './messages-types.ts';
import { snippet } from './snippet.ts';

/** What is wrong with types, functions and their arguments (yara-l §3.3, TYP and CMP). */
export const TYPE_ENTRIES: Entries<TypeParams> = {
  TYP001: {
    title: 'two sides that cannot be compared',
    text: 'A number is compared with a number, a string with a string. Nothing is converted.',
    bad: snippet`
      events:
        $e.target.port = "80"
    `,
    good: snippet`
      events:
        $e.target.port = 80
    `,
  },
  TYP002: {
    title: 'two literals compared',
    text: 'A comparison of two literals is true or false for every event, and the service refuses it.',
    bad: snippet`
      events:
        "a" = "a"
    `,
    good: snippet`
      events:
        $e.principal.hostname = "a"
    `,
  },
  TYP003: {
    title: 'a regular expression against something that is no string',
    text: 'Regular expressions look into strings. Compare numbers as numbers.',
    bad: snippet`
      events:
        $e.target.port = /80/
    `,
    good: snippet`
      events:
        $e.target.port = 80 or $e.target.port = 8080
    `,
  },
  TYP004: {
    title: 'a regular expression or nocase against an enum',
    text: 'The value of an enum is one of a few names in capitals, compared as a whole. Name those that are meant.',
    bad: snippet`
      events:
        $e.metadata.event_type = /USER_LOG.*/
    `,
    good: snippet`
      events:
        $e.metadata.event_type = "USER_LOGIN" or $e.metadata.event_type = "USER_LOGOUT"
    `,
  },
  TYP005: {
    title: 'an order where there is none',
    text: 'Numbers and enums have an order; true and false, bytes, lists and messages do not.',
    bad: snippet`
      events:
        $e.network.is_proxy > true
    `,
    good: snippet`
      events:
        $e.network.is_proxy = true
    `,
  },
  TYP006: {
    title: 'an unknown function',
    text: 'docs/yara-l/functions.md lists the functions of the language.',
    bad: snippet`
      events:
        strings.lower($e.principal.hostname) = "db-1"
    `,
    good: snippet`
      events:
        strings.to_lower($e.principal.hostname) = "db-1"
    `,
  },
  TYP007: {
    title: 'arguments that the function does not take',
    text: 'There are too many or too few of them, or one is of another type.',
    bad: snippet`
      events:
        re.regex($e.principal.hostname)
    `,
    good: snippet`
      events:
        re.regex($e.principal.hostname, \`^db-\`)
    `,
  },
  TYP008: {
    title: 'nocase where there is no case',
    text: 'nocase stands behind a comparison of strings, a regular expression, or a function that gives true or false.',
    bad: snippet`
      events:
        $e.target.port = 80 nocase
    `,
    good: snippet`
      events:
        $e.target.hostname = "db-1" nocase
    `,
  },
  TYP009: {
    title: 'a regular expression that is not written out',
    text: 'Regular expressions are compiled before the rule runs, so they are literals.',
    bad: snippet`
      events:
        re.regex($e.principal.hostname, $e.target.hostname)
    `,
    good: snippet`
      events:
        re.regex($e.principal.hostname, \`^db-\`)
    `,
  },
  TYP010: {
    title: 'not a regular expression of RE2',
    text: "Google's engine is RE2: no look-around, no back-references, no possessive quantifiers, and at most 1,000 repetitions.",
    bad: snippet`
      events:
        re.regex($e.principal.hostname, \`^(?!db-)\`)
    `,
    good: snippet`
      events:
        not re.regex($e.principal.hostname, \`^db-\`)
    `,
  },
  TYP011: {
    title: 'more than one group to capture',
    text: 're.capture and re.capture_all give the one group of the pattern. Others are written (?:…).',
    bad: snippet`
      outcome:
        $domain = re.capture($e.principal.hostname, \`^(db|web)-[0-9]+\.(.*)$\`)
    `,
    good: snippet`
      outcome:
        $domain = re.capture($e.principal.hostname, \`^(?:db|web)-[0-9]+\.(.*)$\`)
    `,
  },
  TYP012: {
    title: 'a group that the pattern does not have',
    text: 'In a replacement \\1 to \\9 stand for the groups of the pattern, \\0 for the whole match.',
    bad: snippet`
      outcome:
        $name = re.replace($e.principal.hostname, \`^db-\`, \`\2\`)
    `,
    good: snippet`
      outcome:
        $name = re.replace($e.principal.hostname, \`^(db)-\`, \`\1\`)
    `,
  },
  TYP013: {
    title: 'not a range of addresses',
    text: 'A range is an address, a slash and the length of its prefix: at most 32, with IPv6 128.',
    bad: snippet`
      events:
        net.ip_in_range_cidr($e.principal.ip, "10.0.0.0/33")
    `,
    good: snippet`
      events:
        net.ip_in_range_cidr($e.principal.ip, "10.0.0.0/8")
    `,
  },
  TYP014: {
    title: 'nocase with a list of address ranges',
    text: 'Addresses have no case.',
    bad: snippet`
      events:
        $e.principal.ip in cidr %office_ranges nocase
    `,
    good: snippet`
      events:
        $e.principal.ip in cidr %office_ranges
    `,
  },
  TYP015: {
    title: 'branches of if() of different types',
    text: 'if() gives one type, whichever branch is taken.',
    bad: snippet`
      outcome:
        $score = if($e.target.port = 80, 1, "none")
    `,
    good: snippet`
      outcome:
        $score = if($e.target.port = 80, 1, 0)
    `,
  },
  TYP016: {
    title: 'if() without its last part',
    text: 'Without an else part if() gives 0, which is no string. Say what it gives otherwise.',
    bad: snippet`
      outcome:
        $level = if($e.target.port = 80, "HIGH")
    `,
    good: snippet`
      outcome:
        $level = if($e.target.port = 80, "HIGH", "LOW")
    `,
  },
  TYP017: {
    title: 'a condition of if() that is not true or false',
    text: 'The first part of if() is a comparison or another value that is true or false.',
    bad: snippet`
      outcome:
        $score = if($e.principal.hostname, 1, 0)
    `,
    good: snippet`
      outcome:
        $score = if($e.principal.hostname != "", 1, 0)
    `,
  },
  TYP018: {
    title: 'arithmetic on what is no number',
    text: '+ - * / take numbers, % whole ones. Strings are put together with strings.concat.',
    bad: snippet`
      outcome:
        $place = $e.principal.hostname + ":"
    `,
    good: snippet`
      outcome:
        $place = strings.concat($e.principal.hostname, ":")
    `,
  },
  TYP019: {
    title: 'a statement in events that is not true or false',
    text: 'Each statement of events is a condition that an event meets or not.',
    bad: snippet`
      events:
        strings.to_lower($e.principal.hostname)
    `,
    good: snippet`
      events:
        strings.to_lower($e.principal.hostname) = "db-1"
    `,
  },
  TYP020: {
    title: 'an outcome that is neither number nor string nor a list of them',
    text: 'An outcome cannot be true or false. if() makes a number or a string of it.',
    bad: snippet`
      outcome:
        $remote = ($e.principal.hostname = "db-1")
    `,
    good: snippet`
      outcome:
        $remote = if($e.principal.hostname = "db-1", 1, 0)
    `,
  },
  TYP021: {
    title: 'a sum or an extreme of strings',
    text: 'max, min and sum, and the statistics of window, take numbers. Of strings make a list.',
    bad: snippet`
      events:
        $e.principal.user.userid = $user
      match:
        $user over 1h
      outcome:
        $host = max($e.principal.hostname)
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
  TYP022: {
    title: 'a $risk_score that is no number',
    text: '$risk_score is a number, by custom from 0 to 100; the severity of meta is a word.',
    bad: snippet`
      outcome:
        $risk_score = "HIGH"
    `,
    good: snippet`
      outcome:
        $risk_score = 85
    `,
  },
  TYP023: {
    title: 'an unknown time zone or time format',
    text: 'A time zone is a name such as Europe/Berlin or America/New_York, or an offset such as +02:00. Abbreviations such as PST are not taken.',
    bad: snippet`
      outcome:
        $hour = timestamp.get_hour($e.metadata.event_timestamp.seconds, "PST")
    `,
    good: snippet`
      outcome:
        $hour = timestamp.get_hour($e.metadata.event_timestamp.seconds, "America/Los_Angeles")
    `,
  },
  CMP001: {
    title: 'a statement that begins with arithmetic in parentheses',
    text: 'The service is known to refuse such a statement, although the grammar allows it. Turn the comparison round.',
    bad: snippet`
      events:
        ($e.network.sent_bytes + $e.network.received_bytes) > $e.target.file.size
    `,
    good: snippet`
      events:
        $e.target.file.size < ($e.network.sent_bytes + $e.network.received_bytes)
    `,
  },
  CMP002: {
    title: 'arithmetic of an unsigned field with an integer',
    text: 'The service is known to refuse this when the rule runs. cast.as_int makes the field an integer like the other.',
    bad: snippet`
      events:
        $e.network.sent_bytes / 1024 > 100
    `,
    good: snippet`
      events:
        cast.as_int($e.network.sent_bytes) / 1024 > 100
    `,
  },
  CMP003: {
    title: 'text compared by order',
    text: 'No page of the reference says how < and > order texts.',
    bad: snippet`
      events:
        $e.principal.hostname > "db-5"
    `,
    good: snippet`
      events:
        $e.principal.hostname = /^db-[6-9]$/
    `,
  },
};
