import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { findingsOf, marksOf, ruleOf } from './marked.ts';

/** Events of a rule of one event. */
function events(statements: string): string {
  return `
  events:
    $e.metadata.event_type = "USER_LOGIN"
    ${statements}
  condition:
    $e`;
}

/** The same with two events that a placeholder joins. */
function joined(statements: string, condition = '$e1 and $e2'): string {
  return `
  events:
    $e1.principal.hostname = $host
    $e2.principal.hostname = $host
    ${statements}
  match:
    $host over 5m
  condition:
    ${condition}`;
}

describe('a mistake in a field', () => {
  it.each<[id: string, title: string, body: string]>([
    ['FLD001', 'a misspelt field', events('$e.principal.«hostnam» = "x"')],
    ['FLD001', 'a field of the noun, not of the event', events('$e.«hostname» = "x"')],
    ['FLD001', 'a field of the user, not of the noun', events('$e.principal.«userid» = "x"')],
    ['FLD001', 'an entity without graph', events('$e.«entity».hostname = "x"')],
    [
      'FLD001',
      'a field of no entity',
      joined(
        '$g.graph.entity.hostname = $host\n$g.graph.«principal».ip = "x"',
        '$e1 and $e2 and $g',
      ),
    ],
    ['FLD001', 'a field in a function', events('re.regex($e.target.«uri», `x`)')],
    ['FLD001', 'a field with udm before it', events('$e.udm.principal.«hostnam» = "x"')],
    ['FLD002', 'a whole noun', events('«$e.principal» = "x"')],
    ['FLD002', 'a whole time', events('«$e.metadata.event_timestamp» > 5')],
    ['FLD002', 'a whole struct', events('«$e.additional» = "x"')],
    ['FLD002', 'a whole map', events('«$e.additional.fields» = "x"')],
    ['FLD002', 'a whole message in a function', events('strings.to_lower(«$e.principal») = "x"')],
    ['FLD003', 'a field of a string', events('$e.principal.hostname.«value» = "x"')],
    [
      'FLD003',
      'a field of what is read by key',
      events('$e.additional.fields["k"].«string_value» = "x"'),
    ],
    ['FLD004', 'a deprecated field', events('$e.about.«labels»["k"] = "x"')],
    ['FLD005', 'an index of a single value', events('$e.principal.hostname«[0]» = "x"')],
    ['FLD005', 'an index of an element', events('$e.principal.ip[0]«[0]» = "x"')],
    [
      'FLD005',
      'an index by a variable',
      events('$n = $e.principal.hostname\n$e.principal.ip«[$n]» = $n'),
    ],
    ['FLD006', 'an index on one of two repeated fields', events('$e.«intermediary».ip[0] = "x"')],
    ['FLD006', 'an index on the other', events('$e.intermediary[0].«ip» = "x"')],
    ['FLD007', 'a key of a noun', events('$e.principal«["x"]» = "y"')],
    ['FLD007', 'a key of a struct', events('$e.additional«["x"]» = "y"')],
    ['FLD007', 'a key of a list of strings', events('$e.principal.ip«["x"]» = "y"')],
    [
      'FLD008',
      'an index before a key',
      events('$e.security_result[0].detection_fields«["k"]» = "x"'),
    ],
    ['FLD009', 'all before a key', events('«all $e.udm.additional.fields["a"]» = "b"')],
    ['FLD009', 'any before an index', events('«any $e.principal.ip[0]» = "x"')],
    ['FLD010', 'any before a single value', events('«any $e.principal.hostname» = "x"')],
    ['FLD010', 'any before a placeholder', events('$ip = $e.principal.ip\n«any $ip» = "x"')],
    ['FLD011', 'any in a join', joined('«any $e1.principal.ip» = $e2.principal.ip')],
    [
      'FLD011',
      'any on the other side of a join',
      joined('$e2.principal.ip = «any $e1.principal.ip»'),
    ],
    ['FLD012', 'any before a list test', events('«any $e.principal.ip» in %addresses')],
    ['FLD012', 'any before a test of ranges', events('«any $e.principal.ip» in cidr %ranges')],
    ['FLD013', 'any before a function', events('«any re.regex($e.about.hostname, `x`)»')],
    ['FLD014', 'an unknown value', events('$e.metadata.event_type = «"LOGIN"»')],
    ['FLD014', 'an unknown value on the left', events('«"LOGIN"» = $e.metadata.event_type')],
    ['FLD014', 'an unknown value of a range', events('$e.metadata.event_type > «"USER"»')],
    [
      'FLD014',
      'an unknown value in a list',
      events('$e.security_result.action in ["ALLOW", «"DENY"»]'),
    ],
    [
      'FLD014',
      'an unknown value of a placeholder',
      events('$t = $e.metadata.event_type\n$t != «"LOGIN"»'),
    ],
    ['FLD014', 'an unknown value under any', events('any $e.security_result.action = «"DENY"»')],
    ['FLD014', 'an empty value', events('$e.network.direction != «""»')],
    ['FLD014', 'a value in another case', events('$e.network.direction = «"outbound"»')],
    ['FLD015', 'a deprecated value', events('$e.metadata.event_type = «"USER_STATS"»')],
  ])('is %s: %s', (id, _, body) => {
    expect(findingsOf(body).map((found) => [found.id, found.span])).toEqual(
      marksOf(body).map((span) => [id, span]),
    );
  });

  it.each<[title: string, body: string, found: readonly string[]]>([
    [
      'any before one index of two: both are wrong',
      events('any $e.intermediary.ip[0] = "x"'),
      ['FLD009', 'FLD006'],
    ],
    [
      'any in a binding: the placeholder is bound all the same',
      events('any $e.principal.ip = $ip\n$e.target.ip = $ip'),
      ['FLD011'],
    ],
    ['a negative index', events('$e.principal.ip[-1] = "x"'), ['FLD005', 'LEX006']],
  ])('is told: %s', (_, body, found) => {
    expect(findingsOf(body).map(({ id }) => id)).toEqual(found);
  });

  it.each<[title: string, statements: string]>([
    [
      'plain, repeated and nested fields',
      '$e.principal.ip = "x"\n$e.about.ip = "x"\n$e.udm.principal.hostname = "x"',
    ],
    [
      'all steps indexed',
      '$e.principal.ip[0] = "x"\n$e.about[0].ip[999] = "x"\n$e.security_result[0].severity = "HIGH"',
    ],
    [
      'maps read by key',
      '$e.additional.fields["k"] = "x"\n$e.target.resource.attribute.labels["k"] = "x"\n$e.security_result.rule_labels["k"] = "x"\n$e.extracted.fields["a.b c"] = "x"',
    ],
    [
      'labels read by key and value',
      'any $e.target.resource.attribute.labels.key = "k"\n$e.target.resource.attribute.labels.value = "v"',
    ],
    ['times by their seconds', '$e.metadata.event_timestamp.seconds > 5'],
    [
      'any and all before repeated fields',
      'any $e.principal.ip = "x"\nall $e.principal.ip != "x"\nnot any $e.about.hostname = "x"',
    ],
    [
      'any inside a function',
      're.regex(any $e.about.hostname, `x`)\nnet.ip_in_range_cidr(all $e.principal.ip, "10.0.0.0/8")',
    ],
    ['a repeated field in a join without any', '$ip = $e.principal.ip\n$e.target.ip = $ip'],
    ['any against a field of the same event', 'any $e.principal.ip = $e.principal.hostname'],
    [
      'lengths of repeated fields, messages too',
      'arrays.length($e.principal.ip) > 1\narrays.length($e.security_result) > 1',
    ],
    [
      'values of enums and ranges of them',
      '$e.security_result.action = "ALLOW"\n$e.metadata.event_type >= "USER_UNCATEGORIZED"\n$e.network.direction in ["INBOUND", `OUTBOUND`]',
    ],
    ['enums in reference lists', '$e.metadata.event_type in %types'],
    ['enums against text', '$e.metadata.event_type = $e.metadata.product_event_type'],
    ['members that the protos lack', '$e.network.http.parsed_user_agent.os = "x"'],
    ['entities', '$e.principal.hostname = $h\n$g.graph.entity.hostname = $h'],
    [
      'a field that is called key beside what is read by key',
      '$e.security_result.rule_labels.key = "x"\n$e.security_result.rule_labels["key"] = "x"\n$e.security_result[0].rule_labels[0].key = "x"\n$e.security_result.rule_labels.key = "x"',
    ],
    ['null tests', '$e.principal.hostname is not null'],
  ])('is none: %s', (_, statements) => {
    const ids = findingsOf(events(statements)).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('FLD'))).toEqual([]);
  });

  it.each<[title: string, path: string, ids: readonly string[]]>([
    ['deprecated outcomes', 'detection.outcomes["user"]', ['FLD004']],
    ['typed variables', 'detection.variables["user"].string_val', []],
    ['a misspelt field', 'detection.rulename', ['FLD001']],
  ])('is told of composite inputs by their own schema: %s', (_, path, ids) => {
    const body = `
  events:
    $d.detection.detection.rule_name = "x"
    $d.detection.${path} = $u
  match:
    $u over 5m
  condition:
    $d`;
    expect(findingsOf(body).map(({ id }) => id)).toEqual(ids);
  });
});

describe('the hint', () => {
  it.each<[title: string, statement: string, hint: string | undefined]>([
    ['a misspelt field', '$e.principal.hostnam = "x"', 'did you mean $e.principal.hostname?'],
    ['a step left out', '$e.target.userid = "x"', 'did you mean $e.target.user.userid?'],
    [
      'camel case',
      '$e.target.user.emailAddresses = "x"',
      'did you mean $e.target.user.email_addresses?',
    ],
    [
      'several',
      '$e.hostname = "x"',
      'did you mean $e.principal.hostname, $e.src.hostname or $e.target.hostname?',
    ],
    ['an entity', '$e.entity.hostname = "x"', 'did you mean $e.graph.entity?'],
    ['nothing near', '$e.principal.zzzzzzzz = "x"', undefined],
    ['a time', '$e.metadata.event_timestamp > 5', 'write $e.metadata.event_timestamp.seconds'],
    ['a struct', '$e.additional = "x"', 'write $e.additional.fields["key"]'],
    ['a map', '$e.additional.fields = "x"', 'write $e.additional.fields["key"]'],
    ['a noun', '$e.principal = "x"', 'write $e.principal.hostname'],
    [
      'past a string',
      '$e.principal.hostname.value = "x"',
      'end the path there: $e.principal.hostname',
    ],
    ['a key of a struct', '$e.additional["k"] = "x"', 'write $e.additional.fields["k"]'],
    [
      'index and key',
      '$e.security_result[0].detection_fields["k"] = "x"',
      'write $e.security_result.detection_fields["k"]: the first element with that key counts',
    ],
    [
      'an index missing',
      '$e.intermediary.ip[0] = "x"',
      'write intermediary[0], or leave out every index of the path',
    ],
    [
      'any before a function',
      'any re.regex($e.about.hostname, `x`)',
      'write re.regex(any $e.about.hostname, `x`)',
    ],
    ['any in a list test', 'any $e.principal.ip in cidr %l', 'write $e.principal.ip in cidr %l'],
    ['a value', '$e.metadata.event_type = "LOGIN"', 'did you mean "USER_LOGIN"?'],
    ['a raw value', '$e.network.direction = `outbound`', 'did you mean `OUTBOUND`?'],
    [
      'a value of a small enum',
      '$e.network.direction = "x"',
      'did you mean "UNKNOWN_DIRECTION", "INBOUND", "OUTBOUND" or "BROADCAST"?',
    ],
  ])('says what to write: %s', (_, statement, hint) => {
    const text = ruleOf(events(statement));
    const [found] = analyze({ path: 'a.yaral', text }).diagnostics;
    expect(found?.hint).toBe(hint);
  });
});
