import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeClasses, isHarmless, type ChangeClass } from '../../lib/plan/change-class.ts';

const RULE = `// Catches failed sign-ins.
rule sign_in_failures {
  meta:
    author = "chron"
    severity = "LOW"
    description = "many failures"

  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.security_result.action = "BLOCK"
    $e.principal.user.userid = $user
    not $e.principal.ip in cidr %office
    re.regex($e.target.hostname, \`^vpn\`) nocase

  match:
    $user over 10m

  outcome:
    $risk_score = max(40)
    $count = count($e.metadata.id)
    $weighted = $count * 2
    $ips = array_distinct($e.principal.ip)

  condition:
    #e > 5 and $weighted > 20

  options:
    allow_zero_values = false
}
`;

type Mutation = readonly [
  title: string,
  from: string | RegExp,
  to: string,
  classes: readonly ChangeClass[],
];

const MUTATIONS: readonly Mutation[] = [
  // formatting: nothing that the language sees
  ['a comment is edited', 'Catches', 'Finds', ['formatting']],
  ['a comment is added at a line end', '"BLOCK"', '"BLOCK" // denied', ['formatting']],
  ['a block comment comes between tokens', 'over 10m', 'over /* short */ 10m', ['formatting']],
  ['indentation goes', /^ {4}/gm, '  ', ['formatting']],
  ['empty lines go', /\n\n/g, '\n', ['formatting']],
  ['line ends become CRLF', /\n/g, '\r\n', ['formatting']],
  ['a keyword is in capitals', 'not $e', 'NOT $e', ['formatting']],
  ['another keyword is in capitals', '5 and $w', '5 AND $w', ['formatting']],
  ['white space around an operator goes', '#e > 5', '#e>5', ['formatting']],
  ['a line is broken', 'array_distinct($e', 'array_distinct(\n      $e', ['formatting']],
  ['the last line end goes', /\n$/, '', ['formatting']],
  ['a comment with a fake section', 'match:', '// condition:\n  match:', ['formatting']],
  // meta
  ['the author changes', 'author = "chron"', 'author = "soc"', ['meta']],
  ['the description changes', 'many failures', 'too many failures', ['meta']],
  ['a meta key is added', 'author =', 'team = "blue"\n    author =', ['meta']],
  ['a meta key goes', '    author = "chron"\n', '', ['meta']],
  ['a meta key is renamed', 'author =', 'writer =', ['meta']],
  ['a description names logic', 'many failures', '#e > 5', ['meta']],
  // severity
  ['the severity rises', 'severity = "LOW"', 'severity = "HIGH"', ['severity']],
  ['the severity goes', '    severity = "LOW"\n', '', ['severity']],
  [
    'severity and author change',
    'author = "chron"\n    severity = "LOW"',
    'author = "x"\n    severity = "HIGH"',
    ['severity', 'meta'],
  ],
  ['the severity is in other letters', '"LOW"', '"low"', ['severity']],
  // name
  ['the rule is renamed', 'rule sign_in_failures', 'rule sign_in_storm', ['name']],
  [
    'renamed, with another severity',
    'rule sign_in_failures {\n  meta:\n    author = "chron"\n    severity = "LOW"',
    'rule other {\n  meta:\n    author = "chron"\n    severity = "HIGH"',
    ['severity', 'name'],
  ],
  // window
  ['the window grows', 'over 10m', 'over 20m', ['window']],
  ['the window shrinks', 'over 10m', 'over 1m', ['window']],
  ['the window has another unit', 'over 10m', 'over 1h', ['window']],
  ['the window is written in seconds', 'over 10m', 'over 600s', ['window']],
  ['the window slides', 'over 10m', 'over 10m after $e', ['window']],
  ['the window tumbles', 'over 10m', 'by 10m', ['window']],
  // outcome
  ['a risk score rises', 'max(40)', 'max(80)', ['outcome']],
  [
    'an outcome is added',
    '$ips =',
    '$hosts = array_distinct($e.target.hostname)\n    $ips =',
    ['outcome'],
  ],
  ['an outcome goes', '    $ips = array_distinct($e.principal.ip)\n', '', ['outcome']],
  [
    'an outcome has another field',
    'array_distinct($e.principal.ip)',
    'array_distinct($e.target.ip)',
    ['outcome'],
  ],
  ['an outcome is renamed', '$ips =', '$addresses =', ['outcome']],
  ['outcomes change places', /( +\$risk_score.*\n)(.*\n.*\n)/, '$2$1', ['outcome']],
  // logic through outcomes
  ['an outcome of the condition changes', '$count * 2', '$count * 3', ['logic', 'outcome']],
  [
    'an outcome behind it changes',
    'count($e.metadata.id)',
    'count_distinct($e.metadata.id)',
    ['logic', 'outcome'],
  ],
  [
    'a suppression key is added',
    '$ips =',
    '$suppression_key = max($e.target.port)\n    $ips =',
    ['logic', 'outcome'],
  ],
  ['the outcome of the condition is renamed', /\$weighted/g, '$doubled', ['logic', 'outcome']],
  // logic
  ['an event type changes', 'USER_LOGIN', 'USER_LOGOUT', ['logic']],
  [
    'a statement is added',
    '$e.principal.user',
    '$e.target.port = 443\n    $e.principal.user',
    ['logic'],
  ],
  ['a statement goes', '    $e.security_result.action = "BLOCK"\n', '', ['logic']],
  ['a not goes', 'not $e.principal', '$e.principal', ['logic']],
  ['an operator turns', 'action = "BLOCK"', 'action != "BLOCK"', ['logic']],
  ['another list is named', '%office', '%homes', ['logic']],
  ['another kind of list', 'in cidr', 'in regex', ['logic']],
  ['a regular expression changes', '`^vpn`', '`^vpn-`', ['logic']],
  ['nocase goes', ' nocase', '', ['logic']],
  ['a field changes', '$e.target.hostname', '$e.principal.hostname', ['logic']],
  ['the match key changes', '$user over', '$user, $ip over', ['logic']],
  ['the count rises', '#e > 5', '#e > 6', ['logic']],
  ['and becomes or', '5 and $w', '5 or $w', ['logic']],
  ['a limit on an outcome changes', '$weighted > 20', '$weighted > 30', ['logic']],
  ['an option changes', 'allow_zero_values = false', 'allow_zero_values = true', ['logic']],
  ['an option is added', 'options:', 'options:\n    suppression_window = 1h', ['logic']],
  ['the options go', /\n {2}options:\n.*\n/, '', ['logic']],
  ['match goes', /\n {2}match:\n.*\n/, '', ['logic', 'window']],
  ['statements change places', /( +\$e\.metadata.*\n)(.*\n)/, '$2$1', ['logic']],
  ['a comment takes a statement away', '$e.security_result', '// $e.security_result', ['logic']],
  ['a string eats a line', '"BLOCK"', '"BLOCK', ['logic']],
  ['the rule no longer parses', 'condition:', 'condition', ['logic']],
  [
    'a second rule follows',
    /$/,
    '\nrule b { meta: events: $e.a = "b" condition: $e }\n',
    ['logic'],
  ],
  // several at once, weightiest first
  [
    'everything changes',
    /[^]*/,
    RULE.replace('"LOW"', '"HIGH"')
      .replace('many', 'few')
      .replace('10m', '5m')
      .replace('max(40)', 'max(1)')
      .replace('> 5', '> 4'),
    ['logic', 'window', 'outcome', 'severity', 'meta'],
  ],
  [
    'window and outcome',
    /over 10m[^]*max\(40\)/,
    'over 5m\n\n  outcome:\n    $risk_score = max(1)',
    ['window', 'outcome'],
  ],
];

describe('changeClasses', () => {
  it.each(MUTATIONS)('%s', (_title, from, to, classes) => {
    const after = RULE.replace(from, to);
    expect(after).not.toBe(RULE);
    expect(changeClasses(RULE, after)).toEqual(classes);
    expect(changeClasses(after, RULE)).toEqual(classes);
  });

  it('has nothing to say of equal texts', () => {
    expect(changeClasses(RULE, RULE)).toEqual([]);
  });

  it('calls two broken texts another logic', () => {
    expect(changeClasses('rule {', 'rule }')).toEqual(['logic']);
  });

  it('sees only formatting in a shipped rule without its comments', () => {
    const folder = resolve(import.meta.dirname, '../../rules');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.yaral'),
    );
    expect(files.length).toBeGreaterThanOrEqual(10);
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      const bare = text.replace(/^\s*\/\/.*\n/gm, '');
      expect(changeClasses(text, bare), file).toEqual(bare === text ? [] : ['formatting']);
    }
  });
});

describe('isHarmless', () => {
  it.each<[readonly ChangeClass[], boolean]>([
    [['formatting'], true],
    [['meta'], true],
    [['severity', 'meta', 'name'], true],
    [[], true],
    [['outcome'], false],
    [['window'], false],
    [['logic', 'meta'], false],
  ])('%j: %s', (classes, harmless) => {
    expect(isHarmless(classes)).toBe(harmless);
  });
});
