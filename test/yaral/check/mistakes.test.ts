import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';

const RULE = `rule logins_in_a_row {
  meta:
    author = "me"
    severity = "HIGH"

  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.user.userid = $user
    ($e.principal.hostname = "a" or $e.principal.hostname = "b")
    $f.metadata.event_type = "USER_LOGOUT"
    $f.principal.user.userid = $user

  match:
    $user over 1h

  outcome:
    $hosts = array_distinct($e.principal.hostname)

  condition:
    #e > 5 and $f
}
`;

/** What is said of the rule once a part of it is written otherwise: one line a diagnostic. */
function said(...changes: readonly (readonly [from: string, to: string])[]): readonly string[] {
  const text = changes.reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replace(from, to);
  }, RULE);
  return analyze({ path: 'rule.yaral', text }).diagnostics.map(
    ({ id, line, column, message, hint }) => `${line}:${column} ${id} ${message}: ${hint}`,
  );
}

describe('a mistake that a new author makes', () => {
  it('is none in the rule itself', () => {
    expect(said()).toEqual([]);
  });

  it.each<[title: string, from: string, to: string, message: string]>([
    [
      'missing quote',
      '"me"',
      '"me',
      '3:14 LEX002 this string does not end on its line: close it with "',
    ],
    [
      '==',
      'event_type = "USER_LOGIN"',
      'event_type == "USER_LOGIN"',
      '7:28 LEX001 "==" is not part of the language: equality is written with one =',
    ],
    ['&&', '"a" or', '"a" &&', '9:34 LEX001 "&&" is not part of the language: write and'],
    ['missing colon', 'match:', 'match', '13:3 PAR001 expected :, found "$user": write match:'],
    [
      'misspelt field',
      'principal.hostname = "a"',
      'principal.hostnam = "a"',
      '9:19 FLD001 there is no field "hostnam" in Noun: did you mean $e.principal.hostname?',
    ],
    [
      'wrong enum',
      '"USER_LOGIN"',
      '"LOGIN"',
      '7:30 FLD014 "LOGIN" is no value of Metadata.EventType: did you mean "USER_LOGIN"?',
    ],
    [
      'unbalanced parenthesis',
      '= "b")',
      '= "b"',
      '9:5 PAR015 this ( is never closed: write ) where it ends',
    ],
    [
      'outcome without aggregate under match',
      'array_distinct($e.principal.hostname)',
      '$e.principal.hostname',
      '17:14 OUT002 with match, $e.principal.hostname has many values and needs an aggregate: write array_distinct($e.principal.hostname)',
    ],
    [
      'event variable never joined',
      '    $f.principal.user.userid = $user\n',
      '',
      '10:5 SEM003 event variable $f is not joined to the other events: join it with a field of theirs: $f.principal.user.userid = $user',
    ],
    [
      'event variable missing from condition',
      ' and $f',
      '',
      '10:5 SEM009 event variable $f is not in condition: write #e > 5 and $f',
    ],
    [
      'forgotten condition',
      '  condition:\n    #e > 5 and $f\n',
      '',
      '19:1 PAR012 the rule has no condition section: write condition: before the end of the rule',
    ],
  ])('is told in one line: %s', (_title, from, to, message) => {
    expect(said([from, to])).toEqual([message]);
  });

  it('is told beside others: five of one file', () => {
    const found = said(
      ['"HIGH"', '"HIGH'],
      ['"a" or', '"a" &&'],
      ['"USER_LOGOUT"', '"LOGOUT"'],
      ['array_distinct($e.principal.hostname)', '$e.principal.hostname'],
      ['and $f', 'and $f and $risk > 5'],
    );
    expect(found.map((line) => line.split(' ')[1])).toEqual([
      'LEX002',
      'LEX001',
      'FLD014',
      'OUT002',
      'SEM010',
    ]);
  });

  it.each<[title: string, from: string, to: string, hint: string]>([
    ['of a placeholder in match', '$user over', '$usr over', 'did you mean $user?'],
    [
      'of an event in condition',
      '#e > 5 and $f',
      '#e > 5 and $f and $hots',
      'did you mean $hosts?',
    ],
    ['of a section', 'outcome:', 'outcomes:', 'did you mean outcome?'],
  ])('is a misspelt name, and the right one is told: %s', (_title, from, to, hint) => {
    expect(said([from, to]).join('\n')).toContain(hint);
  });
});
