import { describe, expect, it } from 'vitest';
import { findingsOf, marksOf } from './marked.ts';

/** Sections around a condition on $e1 and $e2, which $host joins, on the entity $g and on an outcome of each type. */
function joined(condition: string, { match = '$host over 5m', events = '' } = {}): string {
  return `
  events:
    $e1.principal.hostname = $host
    $e2.target.hostname = $host
    $e2.principal.port = $port
    $port > 0
    ${events}
  match:
    ${match}
  outcome:
    $score = max($e1.principal.port)
    $name = "x"
    $ips = array_distinct($e1.principal.ip)
  condition:
    ${condition}`;
}

/** Sections around a condition on a single event. */
function single(condition: string, { match = '', events = '' } = {}): string {
  return `
  events:
    $e.principal.hostname = $host
    $host != "x"
    ${events}${match === '' ? '' : `\n  match:\n    ${match}`}
  outcome:
    $risk_score = ${match === '' ? '50' : 'max(50)'}
  condition:
    ${condition}`;
}

const ENTITY = '$g.graph.entity.hostname = $host';

describe('a mistake in condition', () => {
  it.each<[id: string, title: string, body: string]>([
    [
      'CND001',
      'nothing demanded but an entity',
      joined('«!$e1 and !$e2 and $g»', { events: ENTITY }),
    ],
    ['CND001', 'only counts that may be zero', joined('«#e1 < 50 and #port = 0»')],
    ['CND001', 'an absent event without match', single('«!$e»')],
    [
      'CND002',
      'an absent entity beside an absent event',
      joined('$e1 and !$e2 and «!$g»', {
        events: '$g.graph.entity.ip = $ip\n$e2.principal.ip = $ip',
      }),
    ],
    ['CND002', 'a placeholder of an absent event', joined('$e1 and !$e2 and «#port = 0»')],
    [
      'CND003',
      'a match variable of an absent event',
      joined('$e1 and !$e2', {
        match: '$host, «$user» over 10m',
        events: '$user = $e2.principal.user.userid',
      }),
    ],
    [
      'CND004',
      'a window that slides on an absent event',
      joined('!$e1 and $e2', {
        match: '$host over 10m after «$e1»',
      }),
    ],
    ['CND005', 'not before an event', joined('«not $e1» and $e2')],
    ['CND005', 'not before a group of events', joined('$e1 and «not ($e2)»')],
    ['CND005', '! before a group', joined('$e1 and «!($e2 and $e2)»')],
    ['CND005', 'not in or', joined('$e1 or «not $e2»')],
    ['CND006', 'or with what may be absent', joined('($e1 or «#port < 50») and $e2')],
    [
      'CND007',
      'or between three events',
      joined('«$e1 or $e2 or $e3»', {
        events: '$e3.target.hostname = $host',
      }),
    ],
    ['CND007', 'or with an entity', joined('$e2 and («$e1 or $g»)', { events: ENTITY })],
    ['CND007', 'or in a tumbling window', joined('«$e1 or $e2»', { match: '$host by 5m' })],
    ['CND008', 'more than there are', joined('«3» of [$e1, $e2]')],
    ['CND008', 'none of a list', joined('«0» of [$e1, $e2]')],
    ['CND008', 'a member that may be absent', joined('$e1 and 1 of [$e1, «#e2 < 5»]')],
    ['CND008', 'an entity among events', joined('$e2 and any of [$e1, «$g»]', { events: ENTITY })],
    ['CND008', 'in a tumbling window', joined('«1 of [$e1, $e2]»', { match: '$host by 5m' })],
    ['CND008', 'a member that is an outcome', joined('$e1 and 1 of [$e2, «$score»]')],
    ['CND008', 'more than there are, in or', joined('$e1 and ($e2 or «2» of [$e2])')],
    ['CND009', 'or before a test of an outcome', joined('«$e1 or $e2 and $score > 0»')],
    ['CND010', 'a list compared', joined('$e1 and $e2 and «$ips = "1.1.1.1"»')],
    ['CND010', 'a string ordered', joined('$e1 and $e2 and «$name > "a"»')],
    ['CND010', 'an outcome alone', joined('$e1 and $e2 and «$score»')],
    ['CND011', 'a field', single('«$e.principal.hostname» = "x"')],
    ['CND011', 'a value of a placeholder', single('$e and «$host» = "x"')],
    ['CND014', 'arithmetic on a count', single('«#e» + 5 > 6', { match: '$host over 5m' })],
    ['CND014', 'a count against a string', single('$e and «#e > "5"»')],
    ['CND014', 'a count against another', joined('$e1 and $e2 and «#e1 > #e2»')],
    ['CND014', 'a count against a negative number', single('$e and «#e > -1»')],
    ['CND014', 'a count alone', single('«#e»')],
    ['CND015', 'a bound of the window without match', single('$e and «window_start» != ""')],
    [
      'CND015',
      'a bound of the window in events',
      single('$e', {
        events: '«window_start» != "2026-01-01T00:00:00Z"',
        match: '$host over 5m',
      }),
    ],
  ])('%s: %s', (id, _title, body) => {
    const found = marksOf(body).map((span) => ({ id, severity: 'error', span }));
    expect(found.length).toBeGreaterThan(0);
    // A negative number is a warning of its own.
    expect(findingsOf(body).filter((one) => one.id !== 'LEX006')).toEqual(found);
  });

  it.each<[id: string, title: string, body: string]>([
    ['CND007', 'or between two events, on which pages disagree', joined('«$e1 or $e2»')],
    ['CND012', 'a count of an outcome', joined('$e1 and $e2 and «#score» > 5')],
  ])('%s: %s, as a warning that strict makes an error', (id, _title, body) => {
    const [span] = marksOf(body);
    expect(findingsOf(body)).toEqual([{ id, severity: 'warning', span }]);
    expect(findingsOf(body, { strict: true })).toEqual([{ id, severity: 'error', span }]);
  });

  it.each<[id: string, title: string, body: string]>([
    ['CND013', 'what always holds', single('«#e >= 0»', { match: '$host by 5m' })],
    ['CND013', 'what never holds', joined('$e1 and «#e2 < 0»')],
  ])('%s: %s, as a warning', (id, _title, body) => {
    const [span] = marksOf(body);
    expect(findingsOf(body)).toEqual([{ id, severity: 'warning', span }]);
  });
});

describe('what is right in condition', () => {
  it.each<[ids: string, title: string, body: string]>([
    ['CND001 CND002 CND003', 'an absent event beside one that must exist', joined('$e1 and !$e2')],
    ['CND001', 'a mirrored count', single('0 < #e')],
    ['CND001', 'only a placeholder demanded', joined('$e1 and #port > 1')],
    ['CND001', 'an absent event in a tumbling window', single('#e = 0', { match: '$host by 5m' })],
    [
      'CND002',
      'an absent entity beside its event',
      joined('$e1 and $e2 and !$g', { events: ENTITY }),
    ],
    ['CND003', 'a match variable of both events', joined('$e1 and #e2 >= 0')],
    [
      'CND004',
      'a window that slides on an event that must exist',
      joined('$e1 and !$e2', {
        match: '$host over 10m after $e1',
      }),
    ],
    ['CND005', 'not before a test of an outcome', joined('$e1 and $e2 and not $score > 5')],
    [
      'CND006 CND009',
      'or between tests of outcomes',
      joined('$e1 and $e2 and ($score > 5 or $name = "x")'),
    ],
    ['CND006', 'or between counts of one event', joined('$e1 and (#e2 > 5 or #port > 3)')],
    [
      'CND007 CND009',
      'or in parentheses before a test of an outcome',
      joined('$e1 and ($e2 or #e2 > 3) and $score > 0'),
    ],
    ['CND008', 'some of a list', joined('$e1 and 1 of [$e1, $e2]')],
    ['CND008', 'all of a list', joined('all of [$e1, $e2]')],
    ['CND010', 'a list that contains', joined('$e1 and $e2 and arrays.contains($ips, "1.1.1.1")')],
    [
      'CND010',
      'a string compared and a number ordered',
      joined('$e1 and $e2 and $name != "y" and $score >= 5'),
    ],
    ['CND011', 'a test of an outcome', single('$e and $risk_score > 5')],
    [
      'CND012',
      'counts of an event and of a placeholder',
      joined('#e1 > 1 and #e2 > 0 and #port > 2'),
    ],
    ['CND013', 'an event that may be absent', joined('$e1 and #e2 >= 0')],
    ['CND014', 'a count against a whole number', single('#e = 3')],
    [
      'CND015',
      'a bound of the window with match',
      single('$e and window_start != "2026-01-01T00:00:00Z"', {
        match: '$host over 5m',
      }),
    ],
  ])('%s: %s', (_ids, _title, body) => {
    expect(findingsOf(body)).toEqual([]);
  });
});
