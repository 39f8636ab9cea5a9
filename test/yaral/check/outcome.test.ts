import { describe, expect, it } from 'vitest';
import { findingsOf, marksOf } from './marked.ts';

/** Sections around outcomes of a rule without match. */
function single(outcome: string, { events = '', condition = '$e' } = {}): string {
  return `
  events:
    $e.metadata.event_type = "USER_LOGIN"
    ${events}
  outcome:
    ${outcome}
  condition:
    ${condition}`;
}

/** The same of a rule with match. */
function windowed(outcome: string, { events = '', condition = '$e' } = {}): string {
  return `
  events:
    $e.principal.user.userid = $user
    ${events}
  match:
    $user over 5m
  outcome:
    ${outcome}
  condition:
    ${condition}`;
}

describe('a mistake in outcome', () => {
  it.each<[id: string, title: string, body: string]>([
    ['OUT001', 'one name twice', single('$a = 1\n«$a» = 2')],
    ['OUT002', 'a field without aggregate', windowed('$h = «$e.principal.hostname»')],
    ['OUT002', 'a match variable without aggregate', windowed('$u = «$user»')],
    [
      'OUT002',
      'fields without aggregate, told once',
      windowed('$score = if(«$e.principal.hostname» = "x" and $e.target.hostname = "y", 10)'),
    ],
    ['OUT003', 'a repeated field without aggregate', single('$ip = «$e.principal.ip»')],
    [
      'OUT003',
      'a repeated field in a function',
      single('$ip = strings.concat(«$e.principal.ip», "/32")'),
    ],
    [
      'OUT003',
      'a placeholder of a repeated field',
      single('$addresses = «$ip»', {
        events: '$ip = $e.principal.ip',
      }),
    ],
    ['OUT003', 'an indexed path alone', single('$d = «$e.principal.user.department[0]»')],
    ['OUT004', 'an aggregate in an aggregate', windowed('$n = max(«count»($e.metadata.id))')],
    [
      'OUT004',
      'an aggregate of an outcome',
      windowed('$event_count = count_distinct($e.metadata.id)\n$n = sum(«$event_count»)'),
    ],
    ['OUT005', 'an outcome before its value', single('$b = «$a» + 1\n$a = 2')],
    ['OUT005', 'an outcome in its own value', single('$a = «$a» + 1')],
    ['OUT006', 'an unknown event', windowed('$n = count_distinct(«$z».metadata.id)')],
    ['OUT006', 'an unknown placeholder', windowed('$n = count_distinct(«$host»)')],
    [
      'OUT007',
      'an outcome under arrays.length',
      windowed('$list = array_distinct($e.principal.hostname)\n$n = arrays.length(«$list»)'),
    ],
    [
      'OUT008',
      'the name of a placeholder',
      windowed('«$ip» = array_distinct($ip)', {
        events: '$ip = $e.principal.ip',
      }),
    ],
    ['OUT008', 'the name of a match variable', windowed('«$user» = array_distinct($user)')],
    ['OUT008', 'the name of an event', windowed('«$e» = 1')],
    [
      'OUT009',
      'an aggregate in events',
      windowed('$n = 1', {
        events: '«count»($e.metadata.id) > 5',
      }),
    ],
    [
      'OUT009',
      'an aggregate in condition',
      windowed('$n = 1', {
        condition: '$e and «count»($e.metadata.id) > 5',
      }),
    ],
    ['OUT010', 'avg without its prefix', windowed('$a = «avg»($e.network.sent_bytes)')],
    [
      'OUT012',
      'a metric in events',
      windowed('$n = 1', {
        events:
          '«metrics.auth_attempts_fail(period: 1d, window: 30d, metric: event_count_sum, agg: sum, principal.user.userid: $user)» > 3',
      }),
    ],
    [
      'OUT012',
      'a metric without aggregate',
      windowed(
        '$n = «metrics.auth_attempts_fail(period: 1d, window: 30d, metric: event_count_sum, agg: sum, principal.user.userid: $user)»',
      ),
    ],
  ])('%s: %s', (id, _title, body) => {
    const found = marksOf(body).map((span) => ({ id, severity: 'error', span }));
    expect(found.length).toBeGreaterThan(0);
    expect(findingsOf(body)).toEqual(found);
  });

  it('OUT011: events that nothing joins, besides the missing join', () => {
    const body = `
  events:
    $e1.principal.hostname = $host
    «$e2».metadata.event_type = "USER_LOGIN"
  match:
    $host over 5m
  outcome:
    $n = «sum($e1.network.sent_bytes + $e2.network.sent_bytes)»
  condition:
    $e1 and $e2`;
    const [missing, outcome] = marksOf(body);
    expect(findingsOf(body)).toEqual([
      { id: 'SEM003', severity: 'error', span: missing },
      { id: 'OUT011', severity: 'error', span: outcome },
    ]);
  });

  it.each<[title: string, body: string]>([
    [
      'by a repeated field',
      windowed('$n = «count($e.metadata.id)»', {
        events: '$e.target.ip = "10.0.0.1"',
      }),
    ],
    [
      'by a repeated field of outcome',
      single('$n = «array($e.metadata.id)»\n$ips = array_distinct($e.target.ip)'),
    ],
    [
      'by a joined event',
      windowed('$n = «sum($e.network.sent_bytes)»', {
        events: '$e2.principal.user.userid = $user',
        condition: '$e and $e2',
      }),
    ],
  ])('OUT013: rows multiplied %s, as information', (_title, body) => {
    const found = marksOf(body).map((span) => ({ id: 'OUT013', severity: 'info', span }));
    expect(findingsOf(body, { infos: ['OUT013'] })).toEqual(found);
  });
});

describe('what is right in outcome', () => {
  it.each<[ids: string, title: string, body: string]>([
    ['OUT001 OUT005 OUT006', 'an outcome of an earlier one', single('$a = 1\n$b = $a + 1')],
    [
      'OUT002',
      'fields in an aggregate',
      windowed(
        '$risk_score = max(35 + if($e.principal.hostname = "x", 10))\n$h = array_distinct($e.principal.hostname)',
      ),
    ],
    ['OUT002', 'constants', windowed('$risk_score = 35\n$why = "because"')],
    ['OUT003', 'a field that has one value', single('$h = $e.principal.hostname')],
    ['OUT003', 'a map read by key', single('$k = $e.additional.fields["key"]')],
    [
      'OUT003',
      'a placeholder of an indexed path',
      single('$d = $department', {
        events: '$department = $e.principal.user.department[0]',
      }),
    ],
    [
      'OUT003',
      'a repeated field under any and in arrays.length',
      single(
        '$a = if(any $e.principal.ip = "10.0.0.1", 1, 0)\n$b = arrays.length($e.principal.ip)',
      ),
    ],
    [
      'OUT003',
      'a repeated field in an aggregate',
      single('$ips = array_distinct($e.principal.ip)'),
    ],
    [
      'OUT004',
      'an outcome that takes another as it is',
      windowed('$n = count_distinct($e.metadata.id)\n$m = $n + 1'),
    ],
    [
      'OUT007',
      'an outcome in arrays.size',
      windowed('$list = array_distinct($e.principal.hostname)\n$n = arrays.size($list)'),
    ],
    ['OUT008', 'a name that only resembles another', windowed('$users = array_distinct($user)')],
    [
      'OUT009',
      'an aggregate tested through its outcome',
      windowed('$n = count_distinct($e.metadata.id)', { condition: '$e and $n > 5' }),
    ],
    ['OUT010', 'avg with its prefix', windowed('$a = window.avg($e.network.sent_bytes)')],
    [
      'OUT011',
      'events that are joined',
      windowed('$n = max($e.principal.port + $e2.principal.port)', {
        events: '$e2.principal.user.userid = $user',
        condition: '$e and $e2',
      }),
    ],
    [
      'OUT012',
      'a metric in an aggregate',
      windowed(
        '$n = max(metrics.auth_attempts_fail(period: 1d, window: 30d, metric: event_count_sum, agg: sum, principal.user.userid: $user))',
      ),
    ],
    ['OUT013', 'a count of the repeated field itself', windowed('$n = count($e.target.ip)')],
    [
      'OUT013',
      'a distinct count beside a repeated field',
      windowed('$n = count_distinct($e.metadata.id)\n$ips = array_distinct($e.target.ip)'),
    ],
    [
      'OUT013',
      'a repeated field read under any',
      windowed('$n = count($e.metadata.id)', {
        events: 'any $e.target.ip = "10.0.0.1"',
      }),
    ],
  ])('%s: %s', (_ids, _title, body) => {
    expect(findingsOf(body, { infos: ['OUT013'] })).toEqual([]);
  });
});
