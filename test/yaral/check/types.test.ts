import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { findingsOf, marksOf, ruleOf } from './marked.ts';

/** A rule of one event. */
function events(statements: string, assignments = '$n = 1', condition = '$e'): string {
  return `
  events:
    $e.metadata.event_type = "USER_LOGIN"
    ${statements}
  outcome:
    ${assignments}
  condition:
    ${condition}`;
}

function outcome(assignments: string): string {
  return events('', assignments);
}

/** The same with `match`, so that outcomes need aggregates. */
function windowed(assignments: string): string {
  return `
  events:
    $e.principal.user.userid = $user
  match:
    $user over 5m
  outcome:
    ${assignments}
  condition:
    $e`;
}

const METRIC =
  'period: 1d, window: 30d, metric: event_count_sum, agg: avg, target.user.userid: $user';

describe('a mistake in types', () => {
  it.each<[id: string, title: string, body: string]>([
    ['TYP001', 'a port as text', events('$e.target.port = «"80"»')],
    ['TYP001', 'text as a number', events('$e.principal.hostname = «5»')],
    ['TYP001', 'text before an integer', events('«"80"» = $e.target.port')],
    ['TYP001', 'text against a number', events('«$e.principal.hostname = $e.target.port»')],
    ['TYP001', 'an enum against a number', events('$e.metadata.event_type = «5»')],
    ['TYP001', 'a list with =', events('$e.principal.hostname = «%hosts»')],
    ['TYP001', 'a number in a list of text', events('«$e.target.port» in %ports')],
    ['TYP001', 'text in a list of numbers', events('$e.target.port in [80, «"443"»]')],
    [
      'TYP001',
      'the text of a placeholder against a number',
      events('$h = $e.principal.hostname\n$h = «5»'),
    ],
    [
      'TYP001',
      'an outcome of another type in condition',
      events('', '$n = $e.target.port', '$e and $n = «"5"»'),
    ],
    ['TYP001', 'a quotient against text', events('$e.target.port / 2 = «"5"»')],
    ['TYP001', 'null with =', events('$e.principal.hostname = «null»')],
    ['TYP002', 'two constants', events('«"a" = "a"»')],
    ['TYP002', 'two constants in if', outcome('$a = if(«1 = 1», 2)')],
    ['TYP003', 'a pattern against a port', events('$e.target.port = «/8/»')],
    ['TYP003', 'a number in a list of patterns', events('«$e.target.port» in regex %ports')],
    ['TYP004', 'a pattern against an enum', events('$e.metadata.event_type = «/USER_.*/»')],
    ['TYP004', 'nocase against an enum', events('$e.metadata.event_type = "NETWORK_DNS" «nocase»')],
    ['TYP004', 'an enum in re.regex', events('re.regex(«$e.metadata.event_type», `USER`)')],
    ['TYP004', 'an enum in a list of patterns', events('«$e.metadata.event_type» in regex %types')],
    ['TYP005', 'an ordered boolean', events('«$e.metadata.event_timestamp.seconds > true»')],
    ['TYP005', 'ordered bytes', events('«$e.metadata.id < "x"»')],
    ['TYP005', 'an ordered pattern', events('«$e.principal.hostname > /x/»')],
    ['TYP006', 'an unknown function', events('«strings.lower»($e.principal.hostname) = "x"')],
    [
      'TYP006',
      'a function in another case',
      events('«Strings.to_lower»($e.principal.hostname) = "x"'),
    ],
    [
      'TYP006',
      'a function of searches',
      events('$x = «group»($e.principal.ip, $e.target.ip)\n$e.src.ip = $x'),
    ],
    [
      'TYP006',
      'an undocumented function',
      events('«timestamp.diff»($e.metadata.event_timestamp.seconds, 1, "x") > 5'),
    ],
    ['TYP007', 'too few arguments', events('«re.regex($e.principal.hostname)»')],
    [
      'TYP007',
      'too many arguments',
      events('«strings.to_lower($e.principal.hostname, "x")» = "x"'),
    ],
    ['TYP007', 'arguments where there are none', events('«timestamp.now(1)» > 5')],
    ['TYP007', 'a number for text', events('strings.contains(«$e.target.port», "8")')],
    ['TYP007', 'text for a number', events('timestamp.get_hour(«$e.principal.hostname») = 5')],
    ['TYP007', 'a value for a list', events('arrays.size(«$e.principal.hostname») = 5')],
    [
      'TYP007',
      'a value for a repeated field',
      events('arrays.length(«$e.principal.hostname») = 5'),
    ],
    [
      'TYP007',
      'seconds for a time',
      windowed('$t = earliest(«$e.metadata.event_timestamp.seconds»)'),
    ],
    ['TYP007', 'a whole event', windowed('$n = count(«$e»)')],
    ['TYP007', 'a pattern for text', events('strings.contains($e.principal.hostname, «/x/»)')],
    ['TYP007', 'a named argument', events('strings.contains($e.principal.hostname, «part: "x"»)')],
    [
      'TYP007',
      'a metric without a period',
      windowed(`$n = max(«metrics.auth_attempts_fail»(${METRIC.replace('period: 1d, ', '')}))`),
    ],
    [
      'TYP007',
      'a metric of a wrong window',
      windowed(`$n = max(metrics.auth_attempts_fail(${METRIC.replace('30d', '«today»')}))`),
    ],
    [
      'TYP007',
      'a sum of what are no bytes',
      windowed(
        `$n = max(metrics.auth_attempts_fail(${METRIC.replace('event_count_sum', '«value_sum»')}))`,
      ),
    ],
    [
      'TYP007',
      'a metric with plain arguments',
      windowed('$n = max(metrics.auth_attempts_fail(«$user»))'),
    ],
    ['TYP008', 'nocase of a number', events('$e.target.port = 80 «nocase»')],
    [
      'TYP008',
      'nocase of no comparison',
      events('strings.to_lower($e.principal.hostname) «nocase»'),
    ],
    [
      'TYP008',
      'nocase of an or',
      events('($e.principal.hostname = "x" or $e.principal.hostname = "y") «nocase»'),
    ],
    [
      'TYP008',
      'nocase of a number call',
      events('math.is_increasing(1, $e.target.port, 5) «nocase»'),
    ],
    [
      'TYP009',
      'a pattern that is no constant',
      events('re.regex($e.principal.hostname, «$e.target.hostname»)'),
    ],
    ['TYP010', 'look-around', events('re.regex($e.principal.hostname, «`(?!x)`»)')],
    ['TYP010', 'a back-reference', events('$e.principal.hostname = «/(a)\\1/»')],
    ['TYP010', 'a possessive repeat', events('re.capture($e.principal.hostname, «"a++"») = "x"')],
    ['TYP010', 'too many repeats', events('$e.principal.hostname in regex [«`a{1001}`»]')],
    [
      'TYP010',
      'a group that is not closed, in slashes, as an argument',
      events('re.regex($e.principal.hostname, «/(a/»)'),
    ],
    ['TYP011', 'two groups', events('re.capture($e.principal.hostname, «"(a)(b)"») = "x"')],
    [
      'TYP011',
      'two groups of all',
      events('arrays.size(re.capture_all($e.principal.hostname, «`(a)(b)`»)) = 1'),
    ],
    [
      'TYP012',
      'a group that is not there',
      events('re.replace($e.principal.hostname, `a`, «`\\2`») = "x"'),
    ],
    [
      'TYP013',
      'a prefix that is too long',
      events('net.ip_in_range_cidr($e.principal.ip, «"10.0.0.0/33"»)'),
    ],
    ['TYP013', 'no address', events('net.ip_in_range_cidr($e.principal.ip, «"10.0.0/8"»)')],
    ['TYP013', 'no prefix', events('$e.principal.ip in cidr ["10.0.0.0/8", «"10.0.0.1"»]')],
    ['TYP014', 'nocase of ranges', events('$e.principal.ip in cidr %ranges «nocase»')],
    ['TYP015', 'branches of two types', outcome('$a = if($e.target.port = 1, 1, «"a"»)')],
    ['TYP016', 'a text without else', outcome('$a = «if($e.target.port = 1, "HIGH")»')],
    ['TYP016', 'an outcome without else', outcome('$a = 5\n$b = «if($e.target.port = 1, $a)»')],
    ['TYP017', 'a value as a condition', outcome('$a = if(«$e.principal.hostname», 1, 0)')],
    ['TYP018', 'arithmetic of text', outcome('$a = «$e.principal.hostname» + 1')],
    ['TYP018', 'modulus of a float', outcome('$a = «1.5» % 2')],
    ['TYP018', 'a sum of texts', outcome('$a = «"x"» + "y"')],
    ['TYP019', 'a value as a statement', events('«strings.to_lower($e.principal.hostname)»')],
    ['TYP019', 'a field as a statement', events('«$e.principal.hostname»')],
    ['TYP019', 'a value between or', events('$e.principal.hostname = "x" or «$e.target.hostname»')],
    ['TYP019', 'a value after not', events('not «$e.target.hostname»')],
    ['TYP020', 'a comparison as an outcome', outcome('$x = («$e.principal.hostname = "b"»)')],
    [
      'TYP020',
      'a call that is a condition',
      outcome('$x = «strings.contains($e.principal.hostname, "b")»'),
    ],
    ['TYP020', 'a list', outcome('$x = «%hosts»')],
    ['TYP021', 'the greatest text', windowed('$m = max(«$e.principal.hostname»)')],
    ['TYP021', 'the mean of text', windowed('$m = window.avg(«$e.principal.hostname»)')],
    ['TYP022', 'a score in words', outcome('$risk_score = «"HIGH"»')],
    [
      'TYP023',
      'an abbreviated time zone',
      events('timestamp.get_hour($e.metadata.event_timestamp.seconds, «"PST"») = 5'),
    ],
    [
      'TYP023',
      'a misspelt time zone',
      events('timestamp.get_hour($e.metadata.event_timestamp.seconds, «"Europe/Berln"») = 5'),
    ],
    [
      'TYP023',
      'a format without elements',
      events('timestamp.get_timestamp($e.metadata.event_timestamp.seconds, «"hourly"») = "x"'),
    ],
    [
      'CMP001',
      'arithmetic in parentheses first',
      events(
        '«($e.metadata.event_timestamp.seconds - $e.metadata.collected_timestamp.seconds)» / 3600 > 1',
      ),
    ],
    ['CMP002', 'an unsigned field plus an integer', events('«$e.network.sent_bytes» + 1 > 5')],
    ['CMP003', 'ordered text', events('«$e.principal.hostname > "x"»')],
  ])('is %s: %s', (id, _, body) => {
    expect(findingsOf(body).map((found) => [found.id, found.span])).toEqual(
      marksOf(body).map((span) => [id, span]),
    );
  });

  it.each<[title: string, body: string]>([
    [
      'text with text',
      events('$e.principal.hostname = "x"\n$e.principal.hostname != $e.target.hostname'),
    ],
    [
      'numbers of any kind',
      events(
        '$e.target.port = 80\n$e.network.sent_bytes > 1000\n80 < $e.target.port\n1.5 < $e.target.port',
      ),
    ],
    [
      'times',
      events('$e.metadata.event_timestamp.seconds - $e.metadata.collected_timestamp.seconds > 5'),
    ],
    ['bytes with text', events('$e.metadata.id != "x"')],
    [
      'enums by name and order',
      events(
        '$e.security_result.severity >= "HIGH"\n$e.metadata.event_type = $e.metadata.product_event_type',
      ),
    ],
    [
      'patterns',
      events(
        '$e.principal.hostname = /x/ nocase\n$e.principal.hostname != /y/\nre.regex($e.target.url, /a\\/b/) nocase\nre.regex($e.target.url, "a\\\\.b")',
      ),
    ],
    [
      'nocase after what compares text',
      events(
        '$e.principal.hostname = "x" nocase\n$e.principal.hostname in regex %l nocase\nany $e.principal.ip = "x" nocase\nstrings.contains($e.target.url, "x") nocase\n($e.principal.hostname = "x") nocase',
      ),
    ],
    [
      'lists',
      events(
        '$e.principal.hostname in %l\nnot $e.principal.ip in cidr %c\n$e.target.port in [80, 443]\nstrings.concat($e.target.port, "") in %ports\n$e.target.hostname in %t.column',
      ),
    ],
    [
      'columns of data tables, whose types only the service knows',
      `
  events:
    $e.principal.hostname = $host
    re.regex($e.principal.hostname, %t.pattern)
    $e.target.port = %t.port
  match:
    $host over 5m
  condition:
    $e`,
    ],
    [
      'ranges',
      events(
        'net.ip_in_range_cidr($e.principal.ip, "192.0.2.0/8")\nnet.ip_in_range_cidr($e.target.ip, "2001:db8::/32")\n$e.src.ip in cidr ["::1/128", "::ffff:10.0.0.0/104"]',
      ),
    ],
    [
      'groups that are there',
      events(
        're.capture($e.principal.hostname, `(?:a|b)(c)`) = "x"\nre.replace($e.principal.hostname, `(a)`, `\\0\\1\\\\2`) = "x"',
      ),
    ],
    [
      'if in every form',
      outcome(
        '$a = if($e.target.port = 1, 2)\n$b = if($a > 1, "x", "y")\n$c = if($a > 1 and not $e.principal.hostname = "x", 1, 1.5)\n$d = if(if($a = 1, 1) > 0, 3)\n$f = if($e.principal.hostname in %l, $e.principal.hostname, $b)',
      ),
    ],
    [
      'arithmetic',
      outcome(
        '$a = $e.target.port * 2 - 1 + 7 % 3\n$b = $e.network.sent_bytes / $e.network.received_bytes\n$c = (1 + 2) / 3\n$d = cast.as_int($e.network.sent_bytes) + 1',
      ),
    ],
    [
      'aggregates',
      windowed(
        '$a = max(35)\n$b = sum($e.network.sent_bytes)\n$c = array_distinct($e.metadata.id)\n$d = count_distinct($e.metadata.event_type) - 1\n$f = max(45 + if($e.target.port = 1, 5))\n$g = earliest($e.metadata.event_timestamp)\n$h = arrays.index_to_str(array($e.target.hostname), 0)\n$i = window.avg($e.target.port, true)\n$risk_score = $a + 1',
      ),
    ],
    [
      'metrics',
      windowed(
        `$n = max(metrics.auth_attempts_fail(${METRIC}))\n$m = max(metrics.network_bytes_total(${METRIC.replace('1d', '1h').replace('30d', 'today').replace('event_count_sum', 'value_sum')}))`,
      ),
    ],
    [
      'time zones',
      events(
        'timestamp.get_hour($e.metadata.event_timestamp.seconds, "America/New_York") = 5\ntimestamp.get_minute($e.metadata.event_timestamp.seconds, "+1") = 5\ntimestamp.get_week($e.metadata.event_timestamp.seconds, "-08:00") = 5\ntimestamp.get_date($e.metadata.event_timestamp.seconds, "UTC") = "x"\ntimestamp.get_timestamp($e.metadata.event_timestamp.seconds, "%Y-%m-%dT%H:%M:%E3S", "Etc/GMT+5") = "x"\ntimestamp.get_timestamp($e.metadata.event_timestamp.seconds, "WEEK") = "x"',
      ),
    ],
    [
      'conditions without comparison',
      events(
        'strings.contains($e.target.url, "x")\nnot strings.starts_with($e.target.url, "x")\n$e.principal.hostname is null\nif($e.target.port = 1, true, false)',
      ),
    ],
  ])('is none: %s', (_, body) => {
    expect(findingsOf(body)).toEqual([]);
  });
});

describe('the hint', () => {
  it.each<[title: string, body: string, hint: string | undefined]>([
    ['a port as text', events('$e.target.port = "80"'), 'write 80 without quotes'],
    ['a mask as text', events('$e.target.process.access_mask = "0x1F"'), 'write 31 without quotes'],
    ['a number for text', events('$e.principal.hostname = 5'), 'write "5"'],
    ['a list with =', events('$e.principal.hostname = %l'), 'write in %l'],
    [
      'a number in a list',
      events('$e.target.port in %l'),
      'write strings.concat($e.target.port, "") in %l',
    ],
    [
      'a pattern for a number',
      events('$e.target.port = /8/'),
      'write strings.concat($e.target.port, "") = /8/',
    ],
    [
      'a function by half its name',
      events('strings.lower($e.target.url) = "x"'),
      'did you mean strings.to_lower?',
    ],
    [
      'a function without its room',
      events('to_lower($e.target.url) = "x"'),
      'did you mean strings.to_lower?',
    ],
    [
      'a function in another case',
      events('Strings.To_Lower($e.target.url) = "x"'),
      'did you mean strings.to_lower?',
    ],
    ['an argument missing', events('re.regex($e.target.url)'), 'write re.regex(text, pattern)'],
    [
      'an argument too many',
      events('strings.split($e.target.url, ",", "x") = $l\n$e.src.hostname = $l'),
      'write strings.split(text, [delimiter])',
    ],
    [
      'look-around',
      events('re.regex($e.target.url, `(?!x)`)'),
      'RE2 has no look-around: write a second condition, with not before it',
    ],
    [
      'the end of the text',
      events('re.regex($e.target.url, `x\\Z`)'),
      'write \\z for the end of the text',
    ],
    [
      'a time zone',
      events('timestamp.get_hour(5, "EST") = $e.target.port'),
      'write the name of a place as "America/New_York", or an offset as "+01:00"',
    ],
    [
      'a condition as an outcome',
      outcome('$a = strings.contains($e.target.url, "x")'),
      'write if(condition, 1, 0)',
    ],
    [
      'a value as a condition',
      outcome('$a = if($e.target.port, 1, 0)'),
      'write $e.target.port > 0',
    ],
  ])('says what to write: %s', (_, body, hint) => {
    const [found] = analyze({ path: 'a.yaral', text: ruleOf(body) }).diagnostics;
    expect(found?.hint).toBe(hint);
  });
});
