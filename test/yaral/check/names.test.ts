import { describe, expect, it } from 'vitest';
import { findingsOf, marksOf } from './marked.ts';

const JOINED = `
  events:
    $e1.metadata.event_type = "USER_LOGIN"
    $e1.principal.hostname = $host
    $e2.metadata.event_type = "NETWORK_DNS"
    $e2.principal.hostname = $host`;

/** Sections around a statement of a single event. */
function single(statement: string, condition = '$e'): string {
  return `
  events:
    $e.metadata.event_type = "USER_LOGIN"
    ${statement}
  condition:
    ${condition}`;
}

/** Sections around statements of two events that $host joins. */
function pair(
  statements: string,
  { match = '$host over 5m', condition = '$e1 and $e2' } = {},
): string {
  return `${JOINED}
    ${statements}
  match:
    ${match}
  condition:
    ${condition}`;
}

describe('a mistake with names', () => {
  it.each<[id: string, title: string, body: string]>([
    ['SEM001', 'a value that nothing gives', single('$e.principal.hostname != «$host»')],
    [
      'SEM001',
      'a value that nothing gives, told once',
      single('$e.principal.hostname != «$host»\n$host != ""'),
    ],
    [
      'SEM001',
      'a test of an outcome in events',
      `
  events:
    $e.metadata.event_type = "USER_LOGIN"
    «$risk_score» > 5
  outcome:
    $risk_score = 50
  condition:
    $e`,
    ],
    [
      'SEM001',
      'an unknown value to write into a table',
      `${single('')}
  export:
    %seen.write_row(host: «$host»)`,
    ],
    [
      'SEM001',
      'an unknown entity in setup',
      `
  setup:
    graph_override(«$g».graph.entity.hostname = %hosts.name)${single('')}`,
    ],
    [
      'SEM002',
      'a value from a placeholder only',
      single('$p1 = $e.principal.hostname\n«$p2 = strings.concat($p1, "x")»\n$p1 != ""'),
    ],
    ['SEM002', 'a value from a literal only', single('«$p = "x"»')],
    [
      'SEM003',
      'an event that is not joined',
      `
  events:
    $e1.src.ip = $ip
    $e2.target.ip = $ip
    «$e3».about.ip = "192.1.2.0"
  match:
    $ip over 5m
  condition:
    $e1 and $e2 and $e3`,
    ],
    [
      'SEM003',
      'an event that is neither joined nor in condition, told once',
      `${JOINED}
    «$e3».about.ip = "192.1.2.0"
  match:
    $host over 5m
  condition:
    $e1 and $e2`,
    ],
    ['SEM004', 'a join through arithmetic', pair('«$e1.principal.port = $e2.src.port + 1»')],
    [
      'SEM004',
      'a placeholder of arithmetic over two events',
      pair('«$total = $e1.principal.port + $e2.src.port»\n$total > 5'),
    ],
    [
      'SEM004',
      'a placeholder that joins through arithmetic',
      pair('$e1.principal.port = $port\n«$e2.principal.port + 800 = $port»'),
    ],
    [
      'SEM006',
      'an unbound match variable',
      single('').replace('condition:', 'match:\n    «$user» over 5m\n  condition:'),
    ],
    [
      'SEM007',
      'words as match keys',
      `
  events:
    $e.principal.hostname = $var1
    $e.principal.ip = $var2
    $var1 != ""
    $var2 != ""
  match:
    «var1», «var2» over 5m
  condition:
    $e`,
    ],
    [
      'SEM007',
      'a field as match key',
      `
  events:
    $e.metadata.event_type = "USER_LOGIN"
  match:
    «$e.principal.ip» over 5m
  condition:
    $e`,
    ],
    [
      'SEM007',
      'an event as match key',
      `
  events:
    $e.metadata.event_type = "USER_LOGIN"
  match:
    «$e» over 5m
  condition:
    $e`,
    ],
    [
      'SEM008',
      'a match variable in condition',
      `
  events:
    $e.principal.user.userid = $user
  match:
    $user over 5m
  condition:
    «#user» > 1`,
    ],
    [
      'SEM009',
      'an event that condition forgets',
      `${JOINED.replace('$e2', '«$e2»')}
  match:
    $host over 5m
  condition:
    $e1`,
    ],
    ['SEM010', 'an unknown name in condition', single('', '«$x»')],
    [
      'SEM011',
      'two events without match',
      `${JOINED.replace('$e2', '«$e2»')}
  condition:
    $e1 and $e2`,
    ],
    [
      'SEM011',
      'a joined data table without match',
      `
  events:
    $e.principal.hostname = «%hosts.name»
  condition:
    $e`,
    ],
    [
      'SEM012',
      'only an entity',
      `
  events:
    «$g».graph.metadata.entity_type = "ASSET"
  condition:
    $g`,
    ],
    [
      'SEM013',
      'an entity that is not joined',
      `${JOINED}
    «$g».graph.metadata.entity_type = "ASSET"
  match:
    $host over 5m
  condition:
    $e1 and $e2 and $g`,
    ],
    ['SEM014', 'a placeholder as pivot', pair('', { match: '$host over 5m after «$host»' })],
    ['SEM014', 'an unknown pivot', pair('', { match: '$host over 5m after «$e3»' })],
    [
      'SEM015',
      'a name that is a word of the language',
      `
  events:
    «$outcome».metadata.event_type = "USER_LOGIN"
  condition:
    $outcome`,
    ],
    [
      'SEM015',
      'a name that is an operator',
      `
  events:
    «$AND».metadata.event_type = "USER_LOGIN"
  condition:
    $AND`,
    ],
    [
      'SEM015',
      'a name that is a bound of windows',
      `
  events:
    $e.principal.hostname = «$window_start»
    $window_start != ""
  condition:
    $e`,
    ],
    ['SEM018', 'a name for an event and a value', single('«$e» = $e.principal.ip')],
    [
      'SEM018',
      'a field of a placeholder in outcome',
      `
  events:
    $e.principal.hostname = $host
  outcome:
    $name = «$host.name»
  condition:
    $e`,
    ],
    [
      'SEM019',
      'one variable of two sources',
      single('$e.principal.hostname = "x"\n«$e.graph.entity.hostname» = "y"'),
    ],
    [
      'SEM020',
      'a placeholder from two events',
      pair('$p = «strings.concat($e1.principal.hostname, $e2.principal.hostname)»\n$p != ""'),
    ],
    ['SEM020', 'a placeholder from no event', single('$p = «strings.concat("a", "b")»')],
    [
      'SEM021',
      'a function over two events',
      pair('«strings.coalesce($e1.principal.hostname, $e2.principal.hostname)» != ""'),
    ],
    [
      'SEM021',
      'a function over two events in outcome',
      `${JOINED}
  match:
    $host over 5m
  outcome:
    $both = array_distinct(«strings.concat($e1.principal.ip, $e2.principal.ip)»)
  condition:
    $e1 and $e2`,
    ],
    [
      'SEM023',
      'a count in outcome',
      `
  events:
    $e.metadata.event_type = "USER_LOGIN"
  outcome:
    $n = «#e»
  condition:
    $e`,
    ],
  ])('%s: %s', (id, _title, body) => {
    const found = marksOf(body).map((span) => ({ id, severity: 'error', span }));
    expect(found.length).toBeGreaterThan(0);
    expect(findingsOf(body)).toEqual(found);
  });

  it.each<[id: string, title: string, body: string]>([
    [
      'SEM005',
      'a join by an or alone',
      `
  events:
    «$e1.principal.hostname = $e2.principal.hostname or $e1.principal.hostname = $e2.target.hostname»
    $e2.principal.ip = $ip
  match:
    $ip over 5m
  condition:
    $e1 and $e2`,
    ],
    [
      'SEM005',
      'a join by a function alone',
      `
  events:
    $e1.principal.ip = $ip
    «$e1.principal.hostname = strings.to_lower($e2.principal.hostname)»
  match:
    $ip over 5m
  condition:
    $e1 and $e2`,
    ],
    [
      'SEM015',
      'a name that is an aggregate',
      `
  events:
    $e.metadata.event_type = "USER_LOGIN"
  outcome:
    «$count» = 5
  condition:
    $e`,
    ],
    [
      'SEM016',
      'names that differ in case',
      single(
        '$e.principal.hostname = $Host\n$e.target.hostname = «$host»\n$Host != ""\n$host != ""',
      ),
    ],
    ['SEM017', 'a placeholder that nothing uses', single('«$x» = $e.principal.ip')],
    [
      'SEM022',
      'a placeholder bound in or',
      single('«$e.principal.hostname = $x» or $e.target.hostname = "y"\n$x != ""'),
    ],
  ])('%s: %s, as a warning', (id, _title, body) => {
    const found = marksOf(body).map((span) => ({ id, severity: 'warning', span }));
    expect(found.length).toBeGreaterThan(0);
    expect(findingsOf(body)).toEqual(found);
  });
});

describe('what is right with names', () => {
  it.each<[ids: string, title: string, body: string]>([
    [
      'SEM001 SEM002 SEM017 SEM020',
      'a placeholder that is bound and tested',
      single('$e.principal.hostname = $host\n$host != "x"'),
    ],
    [
      'SEM002',
      'a placeholder equal to another, both bound',
      single('$a = $e.principal.hostname\n$b = $e.target.hostname\n$a = $b'),
    ],
    ['SEM003 SEM009 SEM011', 'two events that a placeholder joins', pair('')],
    [
      'SEM003',
      'events joined through a third',
      `
  events:
    $e1.principal.hostname = $e2.principal.hostname
    $e2.principal.ip = $ip
    $e3.principal.ip = $ip
  match:
    $ip over 5m
  condition:
    $e1 and $e2 and $e3`,
    ],
    [
      'SEM003',
      'events joined through a data table',
      `
  events:
    $e1.principal.hostname = %hosts.name
    $e2.target.hostname = %hosts.name
    $e1.principal.ip = $ip
  match:
    $ip over 5m
  condition:
    $e1 and $e2`,
    ],
    [
      'SEM004',
      'arithmetic in an ordered comparison of joined events',
      pair('$e1.metadata.event_timestamp.seconds + 60 < $e2.metadata.event_timestamp.seconds'),
    ],
    ['SEM004', 'arithmetic within one event', single('$p = $e.principal.port + 1\n$p > 5')],
    [
      'SEM005',
      'an or between events that a field joins too',
      pair('$e1.principal.ip = $e2.principal.ip or $e1.principal.ip = $e2.target.ip'),
    ],
    [
      'SEM006 SEM007 SEM008',
      'a match variable that is bound',
      `
  events:
    $e.principal.user.userid = $user
  match:
    $user over 5m
  condition:
    #e > 1`,
    ],
    [
      'SEM009',
      'an event in condition through its placeholder',
      `
  events:
    $e.principal.user.userid = $user
    $e.principal.ip = $ip
  match:
    $user over 5m
  condition:
    #ip > 3`,
    ],
    [
      'SEM009',
      'an outcome in condition of a tumbling window',
      `
  events:
    $e.principal.user.userid = $user
  match:
    $user by 1h
  outcome:
    $n = count($e.metadata.id)
  condition:
    $n > 3`,
    ],
    [
      'SEM010',
      'outcomes in condition',
      `
  events:
    $e.metadata.event_type = "USER_LOGIN"
  outcome:
    $risk_score = 50
  condition:
    $e and $risk_score > 40`,
    ],
    [
      'SEM012 SEM013',
      'an entity that is joined to an event',
      `
  events:
    $e.principal.hostname = $host
    $g.graph.entity.hostname = $host
  match:
    $host over 5m
  condition:
    $e and $g`,
    ],
    [
      'SEM012',
      'a detection alone',
      `
  events:
    $d.detection.detection.rule_name = "other"
  condition:
    $d`,
    ],
    ['SEM014', 'an event as pivot', pair('', { match: '$host over 5m after $e1' })],
    [
      'SEM015',
      'names that only hold a word',
      single('$e.principal.hostname = $rule_host\n$rule_host != ""'),
    ],
    ['SEM016', 'one spelling throughout', single('$e.principal.hostname = $Host\n$Host != ""')],
    ['SEM018 SEM019', 'an explicit and an implicit udm', single('$e.udm.principal.hostname = "x"')],
    [
      'SEM020 SEM021',
      'functions of one event each',
      pair(
        '$p = strings.concat($e1.principal.hostname, "x")\nstrings.to_lower($e2.target.hostname) = $p',
      ),
    ],
    [
      'SEM021',
      'a function over aggregates of two events',
      `${JOINED}
  match:
    $host over 5m
  outcome:
    $gap = math.abs(max($e1.metadata.event_timestamp.seconds) - min($e2.metadata.event_timestamp.seconds))
  condition:
    $e1 and $e2`,
    ],
    [
      'SEM022',
      'a bound placeholder tested in or',
      single('$e.principal.hostname = $x\n$x = "a" or $x = "b"'),
    ],
    ['SEM023', 'a count in condition', single('', '#e > 0')],
  ])('%s: %s', (_ids, _title, body) => {
    expect(findingsOf(body)).toEqual([]);
  });
});

describe('a name that a syntax error may have taken along', () => {
  it.each<[title: string, body: string]>([
    ['is not called unbound', single('$host = = $e.principal.hostname\n$host != ""')],
    [
      'is not called unknown in condition',
      `
  events:
    re.regex($x.principal.hostname = "a"
  condition:
    $x`,
    ],
    [
      'is not called missing from condition',
      `
  events:
    $e.principal.hostname = "x"
  condition:
    $e and (`,
    ],
    [
      'is not called unbound in match',
      `
  events:
    $e.principal.user.userid = = $user
  match:
    $user over 5m
  condition:
    $e`,
    ],
  ])('%s', (_title, body) => {
    expect(
      findingsOf(body)
        .map(({ id }) => id)
        .filter((id) => id.startsWith('SEM')),
    ).toEqual([]);
  });

  it('is spoken of if the error does not name it', () => {
    const ids = findingsOf(single('$e.principal.ip = = "1.2.3.4"\n$e.principal.hostname != $host'));
    expect(ids.map(({ id }) => id)).toContain('SEM001');
  });
});
