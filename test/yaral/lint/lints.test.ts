import { describe, expect, it } from 'vitest';
import type { Known } from '../../../lib/yaral/lints/lint.ts';
import { lintText, ruleOf, saidOf } from './lint-text.ts';

const META =
  'meta:\n  author = "Ada"\n  description = "x"\n  rule_id = "mr_1"\n  severity = "HIGH"\n';
const LOGIN = '$e.metadata.event_type = "USER_LOGIN"\n';
const PAIR =
  '$a.metadata.event_type = "USER_LOGIN"\n$b.metadata.event_type = "USER_LOGOUT"\n$a.principal.ip = $ip\n$b.principal.ip = $ip\n';
const MATCH = '\nmatch:\n  $ip over 1h\ncondition:\n  $a and $b';

const LISTS: Known = {
  lists: new Map([
    ['internal_ranges', 'cidr'],
    ['backup_users', 'string'],
    ['agents', 'regex'],
  ]),
  tables: new Map([['assets', new Set(['owner', 'network'])]]),
};

/** What fires: a title, the sections, and what is said of them. */
const FIRES: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'CHR101 a missing key',
    'meta:\n  author = "Ada"\n  description = "x"\n  severity = "LOW"',
    ['CHR101 warning meta'],
  ],
  [
    'CHR101 empty values',
    'meta:\n  author = ""\n  description = " "\n  rule_id = "mr_1"\n  severity = "LOW"',
    ['CHR101 warning meta'],
  ],
  ['CHR102 a foreign severity', META.replace('HIGH', 'ERROR'), ['CHR102 warning "ERROR"']],
  ['CHR102 a misspelt priority', `${META}  priority = "Hihg"`, ['CHR102 warning "Hihg"']],
  [
    'CHR103 an id in lower case',
    `${META}  mitre_attack_technique = "t1059.001"`,
    ['CHR103 warning t1059.001'],
  ],
  [
    'CHR103 one bad id of several',
    `${META}  technique = "T1059, T10599, T1078"`,
    ['CHR103 warning T10599'],
  ],
  [
    'CHR103 a tactic as technique',
    `${META}  mitre_attack_technique_id = "TA0002"`,
    ['CHR103 warning TA0002'],
  ],
  [
    'CHR103 a page that cannot be',
    `${META}  reference = "https://attack.mitre.org/techniques/T1059.001/"`,
    ['CHR103 warning T1059.001/'],
  ],
  [
    'CHR103 an outcome',
    'outcome:\n  $risk_score = 65\n  $mitre_attack_technique_id = "T1059-001"',
    ['CHR103 warning T1059-001'],
  ],
  ['CHR105 no outcome', 'outcome:\n  $user = $e.principal.user.userid', ['CHR105 warning outcome']],
  [
    'CHR105 another outcome of like name',
    'outcome:\n  $riskscore = 65',
    ['CHR105 warning outcome'],
  ],
  ['CHR110 no filter at all', '$e.principal.hostname = "a" nocase', ['CHR110 warning $e']],
  [
    'CHR110 a filter in one branch',
    '$e.metadata.event_type = "USER_LOGIN" or $e.principal.port = 22',
    ['CHR110 warning $e'],
  ],
  [
    'CHR110 a filter that excludes',
    'not $e.metadata.event_type = "USER_LOGIN"',
    ['CHR110 warning $e'],
  ],
  ['CHR110 a product only', '$e.metadata.product_name = "Okta"', ['CHR110 info $e']],
  ['CHR111 a loose start', `${LOGIN}$e.target.url = /.*\\.onion/`, ['CHR111 warning .*']],
  [
    'CHR111 a loose end in a raw string',
    `${LOGIN}re.regex($e.target.url, \`^https?://x.*\`)`,
    ['CHR111 warning .*'],
  ],
  [
    'CHR111 all alternatives at once',
    `${LOGIN}re.regex($e.target.url, "(.*\\\\.zip|.*\\\\.rar)")`,
    ['CHR111 warning .*'],
  ],
  ['CHR111 next to an anchor', `${LOGIN}$e.target.url = /^.*\\.zip$/`, ['CHR111 warning .*']],
  ['CHR111 nothing but .*', `${LOGIN}$e.target.url = /.*/`, ['CHR111 warning .*']],
  [
    'CHR112 an excluded domain',
    `${LOGIN}$e.target.hostname != /corp\\.example\\.com/ nocase`,
    ['CHR112 warning /corp\\.example\\.com/'],
  ],
  [
    'CHR112 an address inside others',
    `${LOGIN}$e.target.asset.hostname = /10\\.0\\.0\\.1/`,
    ['CHR112 warning /10\\.0\\.0\\.1/'],
  ],
  [
    'CHR112 an excluded part of a name',
    `${LOGIN}not re.regex($e.principal.user.userid, \`test\`)`,
    ['CHR112 warning `test`'],
  ],
  [
    'CHR113 a fixed text',
    `${LOGIN}$e.target.user.userid = /^admin$/`,
    ['CHR113 warning /^admin$/'],
  ],
  [
    'CHR113 a fixed text in a call',
    `${LOGIN}re.regex($e.target.user.userid, \`(?i)^ad\\.min$\`)`,
    ['CHR113 warning `(?i)^ad\\.min$`'],
  ],
  [
    'CHR114 a host name',
    `${LOGIN}$e.principal.hostname = "DC01"`,
    ['CHR114 warning $e.principal.hostname = "DC01"'],
  ],
  [
    'CHR114 an element at a place',
    `${LOGIN}$e.udm.principal.asset.hostname = "DC01"\n$e.about[0].hostname = "dc"`,
    [
      'CHR114 warning $e.udm.principal.asset.hostname = "DC01"',
      'CHR114 warning $e.about[0].hostname = "dc"',
    ],
  ],
  [
    'CHR114 a mail address at a place',
    `${LOGIN}$e.network.email.to[0] = "ada@example.com"`,
    ['CHR114 warning $e.network.email.to[0] = "ada@example.com"'],
  ],
  [
    'CHR114 a path of Windows',
    `${LOGIN}re.regex($e.target.process.file.full_path, \`\\\\cmd\\.exe$\`)`,
    ['CHR114 warning re.regex($e.target.process.file.full_path, `\\\\cmd\\.exe$`)'],
  ],
  [
    'CHR114 the event that is not of another system',
    `${LOGIN}$e.principal.platform = "LINUX"\n$e.principal.process.command_line = /curl/\n$f.metadata.event_type = "USER_LOGOUT"\n$f.principal.process.command_line = /whoami/\n$e.principal.user.userid = $u\n$f.principal.user.userid = $u\nmatch:\n  $u over 1h\ncondition:\n  $e and $f`,
    ['CHR114 warning $f.principal.process.command_line = /whoami/'],
  ],
  [
    'CHR115 a window that loses the hour',
    `${LOGIN}$e.principal.user.userid = $u\nmatch:\n  $u by 72h`,
    ['CHR115 warning 72h'],
  ],
  [
    'CHR115 days',
    `${LOGIN}$e.principal.user.userid = $u\nmatch:\n  $u by 3d`,
    ['CHR115 warning 3d'],
  ],
  [
    'CHR120 an unknown list',
    `${LOGIN}$e.principal.user.userid in %backup_user`,
    ['CHR120 warning %backup_user'],
  ],
  [
    'CHR120 an unknown table',
    `${LOGIN}$e.principal.user.userid in %people.name`,
    ['CHR120 warning %people.name'],
  ],
  [
    'CHR120 an unknown column, and a known one',
    `${LOGIN}$e.principal.user.userid in %assets.owner\n$e.principal.hostname in %assets.ownr`,
    ['CHR120 warning %assets.ownr'],
  ],
  [
    'CHR121 ranges as texts',
    `${LOGIN}$e.principal.hostname in %internal_ranges`,
    ['CHR121 warning %internal_ranges'],
  ],
  [
    'CHR121 texts as patterns',
    `${LOGIN}$e.principal.user.userid in regex %backup_users`,
    ['CHR121 warning %backup_users'],
  ],
  [
    'CHR122 != on addresses',
    `${LOGIN}$e.principal.ip != "10.0.0.1"`,
    ['CHR122 warning $e.principal.ip != "10.0.0.1"'],
  ],
  [
    'CHR122 not on a list test',
    `${LOGIN}not $e.principal.ip in cidr %internal_ranges`,
    ['CHR122 warning $e.principal.ip in cidr %internal_ranges'],
  ],
  [
    'CHR122 not around a group',
    `${LOGIN}not ($e.principal.port = 1 or $e.security_result.action = "BLOCK")`,
    ['CHR122 warning $e.security_result.action = "BLOCK"'],
  ],
  [
    'CHR122 a call below not',
    `${LOGIN}not re.regex($e.principal.ip, \`^10[.][0-9.]+$\`)`,
    ['CHR122 warning re.regex($e.principal.ip, `^10[.][0-9.]+$`)'],
  ],
  [
    'CHR123 a variable outside match',
    `$a.metadata.event_type = "USER_LOGIN"\n$a.principal.ip = $ip\n$a.principal.user.userid = $u\n$b.metadata.event_type = "USER_LOGOUT"\n$b.principal.user.userid = $u\n$u != ""${MATCH}`,
    ['CHR123 info $b'],
  ],
  [
    'CHR123 a direct join',
    `$a.metadata.event_type = "USER_LOGIN"\n$a.principal.ip = $ip\n$b.metadata.event_type = "USER_LOGOUT"\n$a.metadata.id = $b.metadata.id${MATCH}`,
    ['CHR123 info $b'],
  ],
  [
    'CHR124 two fields',
    `${PAIR}$a.principal.hostname = $b.principal.hostname${MATCH}`,
    ['CHR124 warning $a.principal.hostname = $b.principal.hostname'],
  ],
  [
    'CHR124 numbers',
    `${PAIR}$a.principal.port = $b.principal.port${MATCH}`,
    ['CHR124 warning $a.principal.port = $b.principal.port'],
  ],
  [
    'CHR124 a placeholder',
    `${PAIR}$a.target.user.userid = $u\n$b.target.user.userid = $u${MATCH}`,
    ['CHR124 warning $u'],
  ],
  [
    'CHR124 a match variable with zero values',
    `${PAIR}\nmatch:\n  $ip over 1h\ncondition:\n  $a and $b\noptions:\n  allow_zero_values = true`,
    ['CHR124 warning $ip'],
  ],
];

/** What does not, though it looks like it. */
const SILENT: readonly (readonly [string, string])[] = [
  ['CHR101 all keys', META],
  [
    'CHR101 a key in another order',
    'meta:\n  severity = "LOW"\n  rule_id = "mr_1"\n  description = "x"\n  author = "Ada"',
  ],
  ['CHR102 any case', META.replace('HIGH', 'Medium')],
  ['CHR102 Info', META.replace('HIGH', 'Info')],
  [
    'CHR103 names instead of ids',
    `${META}  mitre_attack_tactic = "Initial Access"\n  mitre_attack_technique = "Phishing: Spearphishing Link"`,
  ],
  [
    'CHR103 an id with its name',
    `${META}  technique = "T1059.001 - PowerShell"\n  tactic = "TA0002"`,
  ],
  [
    'CHR103 a page with a version',
    `${META}  mitre_attack_url = "https://attack.mitre.org/versions/v14/techniques/T1562/001/"\n  mitre_attack_version = "v14.1"`,
  ],
  ['CHR103 a key of another kind', `${META}  team = "t1000"`],
  ['CHR105 a score', 'outcome:\n  $risk_score = 35'],
  [
    'CHR105 a score among others',
    'outcome:\n  $user = $e.principal.user.userid\n  $risk_score = if($user = "root", 85, 35)',
  ],
  [
    'CHR110 a log type in every branch',
    '$e.metadata.log_type = "OKTA" or $e.metadata.log_type = "AZURE_AD"',
  ],
  [
    'CHR110 a filter among others',
    '($e.metadata.event_type = "USER_LOGIN" and $e.principal.port = 22)',
  ],
  ['CHR110 a list of log types', '$e.udm.metadata.log_type in %backup_users'],
  ['CHR111 .* in the middle', `${LOGIN}$e.target.url = /a.*b/`],
  ['CHR111 a class that begins with a dot', `${LOGIN}$e.target.url = /[.*]a/`],
  [
    'CHR111 a captured part',
    `${LOGIN}$p = re.capture($e.target.url, \`.*/(.*)\`)\n$p != ""\nmatch:\n  $p over 1h`,
  ],
  ['CHR112 an anchored exclusion', `${LOGIN}$e.target.hostname != /(^|\\.)example\\.com$/ nocase`],
  [
    'CHR112 an exclusion by free text',
    `${LOGIN}not re.regex($e.target.process.command_line, \`backup\`) nocase`,
  ],
  ['CHR112 a wanted part of a name', `${LOGIN}$e.target.hostname = /vpn/ nocase`],
  ['CHR112 not not is no exclusion', `${LOGIN}not $e.principal.user.userid != /test/`],
  ['CHR113 half an anchor', `${LOGIN}$e.target.user.userid = /^admin/`],
  ['CHR113 a pattern between anchors', `${LOGIN}$e.target.user.userid = /^adm.n$/`],
  ['CHR113 alternatives', `${LOGIN}$e.target.user.userid = /^(admin|root)$/`],
  ['CHR114 nocase', `${LOGIN}$e.principal.hostname = "DC01" nocase`],
  ['CHR114 nothing that has case', `${LOGIN}$e.principal.hostname = "10"`],
  ['CHR114 a folded field', `${LOGIN}strings.to_lower($e.principal.hostname) = "dc01"`],
  ['CHR114 (?i)', `${LOGIN}$e.target.process.command_line = /(?i)whoami/`],
  ['CHR114 a path of another system', `${LOGIN}$e.target.process.file.full_path = "/usr/bin/curl"`],
  [
    'CHR114 several paths of another system',
    `${LOGIN}re.regex($e.target.file.full_path, "^(/usr|/opt)/bin")`,
  ],
  [
    'CHR114 an event of another system',
    `${LOGIN}$e.principal.platform = "LINUX"\n$e.target.process.command_line = /curl/`,
  ],
  ['CHR114 a field without habits', `${LOGIN}$e.target.user.userid = "Admin"`],
  ['CHR114 nocase after parentheses', `${LOGIN}($e.principal.hostname = "DC01") nocase`],
  ['CHR115 two days', `${LOGIN}$e.principal.user.userid = $u\nmatch:\n  $u by 2d`],
  ['CHR115 an hour', `${LOGIN}$e.principal.user.userid = $u\nmatch:\n  $u over 1h`],
  ['CHR120 a list that is there', `${LOGIN}$e.principal.user.userid in %backup_users`],
  ['CHR120 a table that is there', `${LOGIN}$e.principal.user.userid in %assets.owner`],
  ['CHR121 ranges as ranges', `${LOGIN}$e.principal.asset.hostname in cidr %internal_ranges`],
  ['CHR121 patterns as patterns', `${LOGIN}$e.principal.user.userid in regex %agents`],
  ['CHR122 all', `${LOGIN}all $e.principal.ip != "10.0.0.1"`],
  ['CHR122 an element that is there', `${LOGIN}$e.principal.ip != ""`],
  [
    'CHR122 the element of a placeholder',
    `${LOGIN}not $e.principal.ip in cidr %internal_ranges\n$e.principal.ip = $ip\nmatch:\n  $ip over 1h`,
  ],
  ['CHR122 an indexed element', `${LOGIN}$e.principal.ip[0] != "10.0.0.1"`],
  ['CHR122 a label', `${LOGIN}$e.additional.fields["k"] != "v"`],
  ['CHR122 a plain field', `${LOGIN}$e.principal.user.userid != "root"`],
  ['CHR122 not not', `${LOGIN}not $e.principal.ip != "10.0.0.1"`],
  ['CHR123 all bound', `${PAIR}${MATCH}`],
  ['CHR123 one event variable', `${LOGIN}$e.principal.user.userid = $u\nmatch:\n  $u over 1h`],
  [
    'CHR124 a guard',
    `${PAIR}$a.principal.hostname = $b.principal.hostname\n$b.principal.hostname != ""${MATCH}`,
  ],
  [
    'CHR124 a guard by a value',
    `${PAIR}$a.principal.port = $b.principal.port\n$a.principal.port = 22${MATCH}`,
  ],
  [
    'CHR124 a guard on the placeholder',
    `${PAIR}$a.target.user.userid = $u\n$b.target.user.userid = $u\nnot $u = ""${MATCH}`,
  ],
  ['CHR124 a match variable', `${PAIR}${MATCH}`],
  ['CHR124 an id', `${PAIR}$a.metadata.id = $b.metadata.id${MATCH}`],
  [
    'CHR124 times in order',
    `${PAIR}$a.metadata.event_timestamp.seconds < $b.metadata.event_timestamp.seconds${MATCH}`,
  ],
];

describe('lint', () => {
  it.each(FIRES)('says %s', (_title, sections, expected) => {
    const text = ruleOf(sections);
    expect(saidOf(text, lintText(text, { known: LISTS }))).toEqual(expected);
  });

  it.each(SILENT)('says nothing about %s', (_title, sections) => {
    const text = ruleOf(sections);
    expect(saidOf(text, lintText(text, { known: LISTS }))).toEqual([]);
  });

  it('says CHR104 where a file is not named after its rule', () => {
    const text = ruleOf('');
    expect(saidOf(text, lintText(text, { path: 'rules/aws/y.yaral' }))).toEqual([
      'CHR104 warning x',
    ]);
    expect(saidOf(text, lintText(text, { path: 'x_1.yaral' }))).toEqual(['CHR104 warning x']);
  });

  it.each(['rules/aws/x.yaral', 'x.yaral', '<stdin>'])(
    'says no CHR104 of a rule x in %s',
    (path) => {
      const text = ruleOf('');
      expect(saidOf(text, lintText(text, { path }))).toEqual([]);
    },
  );

  it('says nothing of lists where it does not know which there are', () => {
    const text = ruleOf(`${LOGIN}$e.principal.user.userid in %no_such_list`);
    expect(saidOf(text, lintText(text))).toEqual([]);
  });

  it('marks a hidden character in comments and strings only', () => {
    const text = ruleOf(
      '// a\u202Eb\n$e.metadata.event_type = "USER_LOGIN"\n$e.principal.user.userid = "a\u200Bb"',
    );
    expect(saidOf(text, lintText(text))).toEqual(['CHR130 error \u202E', 'CHR131 warning \u200B']);
    const raw = ruleOf(`${LOGIN}re.regex($e.target.url, \`a\u2066|\u00AD\`)`);
    expect(saidOf(raw, lintText(raw))).toEqual(['CHR130 error \u2066', 'CHR131 warning \u00AD']);
  });

  it.each(['é', '日本', '🙂', '\t', '\u00A0', 'ﬁ'])('takes %j for what it is', (text) => {
    const rule = ruleOf(`// ${text}\n${LOGIN}$e.principal.user.userid = "a${text}b"`);
    expect(saidOf(rule, lintText(rule))).toEqual([]);
  });

  it('marks a hidden character even where the rule cannot be read', () => {
    const text = '// \u202E\nrule x {';
    expect(saidOf(text, lintText(text))).toEqual(['CHR130 error \u202E']);
  });

  it('gives no other advice on what cannot be read', () => {
    const text = ruleOf('$e.principal.hostname = "a" nocase and and\noutcome:\n  $a = 1');
    expect(saidOf(text, lintText(text))).toEqual([]);
  });

  it('is as loud as the repository wants, for the checker’s warnings too', () => {
    const text = ruleOf('$e.metadata.product_name = "Okta"\n$e.principal.labels["k"] = "v"');
    const severities = new Map([
      ['CHR110', 'error'],
      ['FLD004', 'off'],
    ] as const);
    expect(lintText(text).map(({ id, severity }) => `${id} ${severity}`)).toContain(
      'FLD004 warning',
    );
    expect(lintText(text, { severities }).map(({ id, severity }) => `${id} ${severity}`)).toEqual([
      'CHR110 error',
    ]);
    expect(saidOf(text, lintText(text, { severities: new Map([['CHR110', 'off']]) }))).toEqual([]);
  });

  it('never softens an error', () => {
    const text = ruleOf(`${LOGIN}$e.target.port = "80"`);
    const severities = new Map([['TYP001', 'off']] as const);
    expect(lintText(text, { severities }).map(({ id, severity }) => `${id} ${severity}`)).toEqual([
      'TYP001 error',
    ]);
  });
});
