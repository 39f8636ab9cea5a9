import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { chron } from '../helpers/chron.ts';
import { testRepository, type TestRepository } from '../helpers/repository.ts';

const RULE = `rule okta_push_storm {
  meta:
    author = "test"
    severity = "LOW"
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.user.userid = $user
    not $user in %robots
  match:
    $user over 5m
  outcome:
    $risk_score = 40
    $times = count($e.metadata.id)
  condition:
    #e > 1
}
`;

const TEST = `rule: okta_push_storm
defaults: { metadata: { event_type: USER_LOGIN }, principal: { user: { userid: alice } } }
cases:
  - name: twice
    events: [{ at: +0m }, { at: +1m }]
    expect: [{ match: { user: alice }, outcomes: { risk_score: 40 }, events: [0, 1] }]
  - name: once
    events: [{ at: +0m }]
    expect: 0
  - name: a robot
    lists: { robots: [alice] }
    events: [{ at: +0m }, { at: +1m }]
    expect: 0
`;

const world = (files: Readonly<Record<string, string>> = {}): Promise<TestRepository> =>
  testRepository({
    'rules/okta/okta_push_storm.yaral': RULE,
    'rules/okta/okta_push_storm.test.yaml': TEST,
    'rules/lists/robots.string.txt': '// robots\nbob\n',
    ...files,
  });

const run = async (words: string, files: Readonly<Record<string, string>> = {}) =>
  chron(words, { cwd: (await world(files)).root });

const eventOf = (given: object): string => JSON.stringify([{ at: '+0m', ...given }]);

const robot = (interval: string): string =>
  `{ metadata: { entity_type: USER${interval} }, entity: { user: { userid: alice, title: Robot } } }`;

const withEntity = (name: string, entities: string, expected: number): string =>
  `  - { name: ${name}, events: [{ at: +0m }], entities: [${entities}], expect: ${expected} }`;

const TEST_PATH = 'rules/okta/okta_push_storm.test.yaml';

describe('chron test', () => {
  it('passes', async () => {
    expect(await run('test')).toEqual({
      code: 0,
      out: `ok    ${TEST_PATH}  3 cases\n\n3 cases of 1 rule: all passed\n`,
      err: '',
    });
  });

  it('sets the difference out, and ends with 3', async () => {
    const broken = TEST.replace(
      'risk_score: 40 }, events: [0, 1]',
      'risk_score: 85 }, events: [0]',
    );
    const { code, out } = await run('test', {
      [TEST_PATH]: broken.replace('expect: 0', 'expect: 1'),
    });
    expect(code).toBe(3);
    expect(out).toBe(
      [
        `FAIL  ${TEST_PATH}  2 of 3 cases failed`,
        `  twice  ${TEST_PATH}:6:14`,
        '    detection 0: outcome risk_score expected "85", found "40"',
        '    detection 0: expected to stand on event 0, found events 0, 1 (of 2 events)',
        '    found 0: events 0, 1; match user "alice"; outcomes risk_score "40", times "2"',
        `  once  ${TEST_PATH}:9:13`,
        '    expected 1 detection, found 0',
        '',
        '3 cases of 1 rule: 2 failed',
        '',
      ].join('\n'),
    );
  });

  it('explains which line of the rule which event fulfils', async () => {
    const test = `rule: okta_push_storm
defaults: { metadata: { event_type: USER_LOGIN }, principal: { user: { userid: alice } } }
cases:
  - name: another type, a robot
    events: [{ at: +0m }, { at: +1m, metadata: { event_type: USER_LOGOUT } }, { at: +2m, principal: { user: { userid: bob } } }]
    expect: 1
`;
    const { code, out } = await run('test --explain', { [TEST_PATH]: test });
    expect(code).toBe(3);
    expect(out).toContain(
      [
        '    the events that fulfil each line of the rule:',
        '         6  $e.metadata.event_type = "USER_LOGIN"  0, 2',
        '         7  $e.principal.user.userid = $user  all',
        '         8  not $user in %robots  0, 1',
        '    SQL:',
        '      WITH',
      ].join('\n'),
    );
  });

  it.each<[title: string, words: string, files: Record<string, string>, expected: string]>([
    [
      'an unknown field',
      'test',
      { [TEST_PATH]: TEST.replace('userid: alice', 'usrid: alice') },
      `${TEST_PATH}:2:72: error[unknown-field]: "usrid" is not a field of principal.user\n  hint: did you mean userid?\n`,
    ],
    [
      'a value that an enumeration has not got',
      'test',
      { [TEST_PATH]: TEST.replace('USER_LOGIN', 'USER_LOGIM') },
      `${TEST_PATH}:2:37: error[wrong-value]: expected a value of Metadata.EventType, but this is "USER_LOGIM"\n  hint: did you mean USER_LOGIN?\n`,
    ],
    [
      'a time that is none',
      'test',
      { [TEST_PATH]: TEST.replace('at: +1m', 'at: soon') },
      `${TEST_PATH}:5:33: error[wrong-value]: expected a time after the start such as +5m, or 2026-01-01T00:00:00Z\n`,
    ],
    [
      'a missing rule',
      'test',
      { [TEST_PATH]: TEST.replace('okta_push_storm', 'okta_push_strom') },
      `${TEST_PATH}:1:7: error[unknown-rule]: there is no rule "okta_push_strom"\n  hint: did you mean okta_push_storm?\n`,
    ],
    [
      'a missing list',
      'test',
      {
        [TEST_PATH]: TEST.replace('lists: { robots: [alice] }', 'lists: {}'),
        'rules/okta/okta_push_storm.yaral': RULE.replace('%robots', '%machines'),
      },
      'error[EVA001]: there is no reference list %machines here',
    ],
    [
      'too few cases',
      'test',
      { 'rules/check.yaml': 'minCases: { firing: 2, silent: 1 }\n' },
      `${TEST_PATH}:1:7: error[too-few-cases]: rule okta_push_storm has 1 case in which it fires (2 wanted)\n`,
    ],
    [
      'a rule without a test',
      'test rules/okta',
      {
        'rules/check.yaml': 'minCases: { firing: 1 }\n',
        [TEST_PATH.replace('okta_push', 'other')]: TEST,
        [TEST_PATH]: '',
      },
      'error[wrong-value]: expected the name of a rule, but this is empty',
    ],
    [
      'a list of no kind',
      'test',
      { 'rules/lists/office.txt': '// no kind\na\n' },
      'rules/lists/office.txt:1:1: error[list-file-name]: ',
    ],
    [
      'a rule without a name',
      'test',
      { 'rules/okta/nameless.yaral': 'rule {\n}\n' },
      'rules/okta/nameless.yaral:1:6: error[',
    ],
    [
      'a broken rule',
      'test',
      { 'rules/okta/okta_push_storm.yaral': RULE.replace('USER_LOGIN', 'USER_LOGON') },
      'rules/okta/okta_push_storm.yaral:6:30: error[FLD014]',
    ],
    [
      'a rule that can be evaluated after all',
      'test',
      { [TEST_PATH]: TEST.replace('expect: 0', 'expect: unsupported') },
      'the rule can be evaluated: say what the case expects, instead of unsupported',
    ],
  ])('says %s, and ends with 3', async (_title, words, files, expected) => {
    const { code, out } = await run(words, files);
    expect(code).toBe(3);
    expect(out).toContain(expected);
  });

  it('lets a case expect that a rule cannot be evaluated here', async () => {
    const test = 'rule: okta_push_storm\ncases: [{ name: a, events: [], expect: unsupported }]\n';
    const { code, out } = await run('test', {
      'rules/check.yaml': 'minCases: { firing: 1, silent: 1 }\n',
      'rules/okta/okta_push_storm.yaral': RULE.replace('%robots', '%machines'),
      [TEST_PATH]: test,
    });
    expect(out).toBe(`ok    ${TEST_PATH}  1 case\n\n1 case of 1 rule: all passed\n`);
    expect(code).toBe(0);
  });

  it.each([['rules/okta/okta_push_storm.yaral'], [TEST_PATH]])(
    'runs the cases of %s',
    async (path) => {
      expect((await run(`test ${path}`)).out).toContain('3 cases of 1 rule: all passed');
    },
  );

  it('writes JSON, JUnit and annotations', async () => {
    const { root } = await world({ [TEST_PATH]: TEST.replace('expect: 0', 'expect: 1') });
    const json: unknown = JSON.parse((await chron('test --format json', { cwd: root })).out);
    expect(json).toMatchObject({
      version: 1,
      passed: false,
      counts: { cases: 3, failed: 1, problems: 0 },
      tests: [
        { rule: 'okta_push_storm', cases: [{ passed: true }, { passed: false, line: 7 }, {}] },
      ],
    });
    const junit = await chron('test --format junit', { cwd: root });
    expect(junit.out).toContain('<testsuites name="chron" tests="3" failures="1" errors="0">');
    expect(junit.out).toContain('<failure type="test" message="expected 1 detection, found 0">');
    const { out, err } = await chron('test --format github', { cwd: root });
    expect(out).toBe(
      `::error file=${TEST_PATH},line=9,endLine=9,col=13,endColumn=14,title=test-failed::once: expected 1 detection, found 0\n`,
    );
    expect(err).toBe('3 cases of 1 rule: 1 failed\n');
  });

  it('looks only at what the branch touches', async () => {
    const repository = await world();
    const { root } = repository;
    expect(await chron('test --changed', { cwd: root })).toEqual({
      code: 0,
      out: '',
      err: 'nothing to test: no rule, test or list differs from main\n',
    });
    repository.git('checkout', '-q', '-b', 'topic');
    repository.write('rules/lists/robots.string.txt', '// robots\nalice\n');
    const { code, out } = await chron('test --changed', { cwd: root });
    expect(out).toContain('detection 0 is expected and was not found');
    expect(code).toBe(3);
  });

  it('ends with 130 when interrupted, and writes no result', async () => {
    const { root } = await world();
    const ran = await chron('test', { cwd: root, onReady: (interrupt) => interrupt() });
    expect(ran).toEqual({ code: 130, out: '', err: '' });
  });

  it.each([
    [
      'junit',
      /^<\?xml[^]*<testsuites name="chron" tests="0" failures="0" errors="0">\n<\/testsuites>\n$/,
    ],
    ['json', /"passed": true/],
    ['github', /^$/],
  ])('writes an empty report as %s where the branch touches nothing', async (format, expected) => {
    const { root } = await world();
    const { code, out, err } = await chron(`test --changed --format ${format}`, { cwd: root });
    expect(out).toMatch(expected);
    expect(err).toBe('nothing to test: no rule, test or list differs from main\n');
    expect(code).toBe(0);
  });

  it.each([
    ['a range of a list of ranges', '$e.principal.ip in %known', '10.0.0.0/8', 'ip: [10.1.2.3]'],
    ['an address with //', '$e.target.url in %names', 'https://a.example/x', 'x'],
    ['a backslash', '$e.target.url in %names', 'CORP\\alice', 'x'],
    ['a pattern with //', '$e.target.url in regex %names', '^https://\\w+/$', 'https://web1/'],
    [
      'a pattern with a backslash before a slash',
      '$e.target.url in regex %names',
      '^a\\/b$',
      'a/b',
    ],
  ])('takes the items of a list as they are: %s', async (_, test, item, url) => {
    const field = test.includes('principal.ip')
      ? { principal: { ip: ['10.1.2.3'] } }
      : { target: { url: url === 'x' ? item : url } };
    const name = test.includes('%known') ? 'known' : 'names';
    const { out } = await run('test', {
      'rules/okta/okta_push_storm.yaral': RULE.replace('not $user in %robots', test).replace(
        '#e > 1',
        '#e > 0',
      ),
      [TEST_PATH]: [
        'rule: okta_push_storm',
        'defaults: { metadata: { event_type: USER_LOGIN }, principal: { user: { userid: alice } } }',
        'cases:',
        `  - { name: in it, lists: { ${name}: [${JSON.stringify(item)}] }, events: ${eventOf(field)}, expect: 1 }`,
        `  - { name: not in it, lists: { ${name}: [${JSON.stringify(item)}] }, events: ${eventOf({ target: { url: 'other' } })}, expect: 0 }`,
      ].join('\n'),
      'rules/lists/known.cidr.txt': '// known\n192.0.2.0/24\n',
      'rules/lists/names.string.txt': '// names\nnone\n',
    });
    expect(out).toContain('2 cases of 1 rule: all passed');
  });

  it('explains a case at its own time', async () => {
    const age = 'timestamp.now() - $e.metadata.event_timestamp.seconds < 90';
    const { out } = await run('test --explain', {
      'rules/okta/okta_push_storm.yaral': RULE.replace('not $user in %robots', age),
      [TEST_PATH]: TEST.replace(
        '- name: twice',
        '- name: long ago\n    events: [{ at: +0m }, { at: +1m }, { at: +2m }]\n    expect: 0\n  - name: twice',
      ).replace('at: +1m }]\n    expect: 0', 'at: +90m }]\n    expect: 0'),
    });
    expect(out).toMatch(
      /long ago[^]*timestamp\.now\(\) - \$e\.metadata\.event_timestamp\.seconds < 90 {2}1, 2\n/,
    );
  });

  it('gives each case its own entities, at the times at which they hold', async () => {
    const rule = RULE.replace(
      '    not $user in %robots\n',
      [
        '    $g.graph.metadata.entity_type = "USER"',
        '    $g.graph.entity.user.userid = $user',
        '    $g.graph.entity.user.title = "Robot"',
        '',
      ].join('\n'),
    ).replace('#e > 1', '$e and $g');
    const before =
      ', interval: { start_time: "2025-01-01T00:00:00Z", end_time: "2025-06-01T00:00:00Z" }';
    const { code, out } = await run('test', {
      'rules/okta/okta_push_storm.yaral': rule,
      [TEST_PATH]: [
        ...TEST.split('\n').slice(0, 3),
        withEntity('a robot', robot(''), 1),
        withEntity('a robot once', robot(before), 0),
        withEntity('no robot', '', 0),
        '',
      ].join('\n'),
    });
    expect(out).toContain('3 cases of 1 rule: all passed');
    expect(code).toBe(0);
  });

  it('gives each case its own detections of other rules', async () => {
    const rule = RULE.replace(
      /events:[^]*match:/,
      [
        'events:',
        '    $d.detection.detection.rule_name = "a_login"',
        '    $d.detection.detection.outcomes["user"] = $user',
        '  match:',
      ].join('\n'),
    ).replace(/ {2}outcome:[^]*/, '  condition:\n    #d > 1\n}\n');
    const one = '{ rule_name: a_login, outcomes: [{ key: user, value: ada }] }';
    const cases = (second: string, expected: number): string =>
      `  - { name: ${second}, events: [], detections: [{ at: +0m, detection: [${one}] }, { at: ${second}, detection: [${one}] }], expect: ${expected} }`;
    const text = ['rule: okta_push_storm', 'cases:', cases('+4m', 1), cases('+6m', 0), ''];
    const { code, out } = await run('test', {
      'rules/okta/okta_push_storm.yaral': rule,
      [TEST_PATH]: text.join('\n'),
    });
    expect(out).toContain('2 cases of 1 rule: all passed');
    expect(code).toBe(0);
    const misspelt = text.join('\n').replace('rule_name', 'rule_nam').replace('at: +0m, ', '');
    const broken = await run('test', { [TEST_PATH]: misspelt });
    expect(broken.out).toContain('error[unknown-field]: "rule_nam" is not a field of detection');
    expect(broken.out).toContain('error[missing-key]: the detection has no time');
  });

  it('passes over the shipped rules', async () => {
    const cwd = join(import.meta.dirname, '../..');
    const { code, out } = await chron('test', { cwd });
    expect(out).toMatch(/\n\d+ cases of \d+ rules: all passed\n$/);
    expect(code).toBe(0);
  });
});
