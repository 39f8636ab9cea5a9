import { describe, expect, it } from 'vitest';
import { workTree } from '../../lib/repo/file-tree.ts';
import { readRuleTest } from '../../lib/repo/rule-test.ts';
import { pairTests, readRuleTests } from '../../lib/repo/rule-tests.ts';
import { timeOf } from '../../lib/repo/rule-test-time.ts';
import { readFixture } from '../../lib/udm/fixture.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';
import { join } from 'node:path';

const read = (...lines: readonly string[]) =>
  readRuleTest({ path: 'r.test.yaml', text: `${lines.join('\n')}\n` }, readFixture);

const START = ['rule: r', 'cases:', '  - name: a', '    expect: 0'];

describe('readRuleTest', () => {
  it('fills defaults and times in, whichever spelling is used', () => {
    const { test, diagnostics } = read(
      'rule: r',
      'start: 2026-02-01T00:00:00Z',
      'defaults: { metadata: { logType: OKTA }, principal: { ip: [10.0.0.1] } }',
      'cases:',
      '  - name: a',
      '    lists: { known: [x, "7"] }',
      '    events:',
      '      - { at: +1h30m, metadata: { product_event_type: t }, principal: { ip: [10.0.0.2] } }',
      '      - { metadata: { event_timestamp: "2026-03-01T00:00:00Z" } }',
      '    entities:',
      '      - { entity: { hostname: h } }',
      '    expect:',
      '      - { match: { ip: 10.0.0.2 }, outcomes: { score: 85, who: [a, b] }, events: [0] }',
      '      - {}',
    );
    expect(said(diagnostics)).toEqual([]);
    const [one] = test?.cases ?? [];
    expect(one?.events.map(({ event }) => event)).toEqual([
      {
        metadata: {
          logType: 'OKTA',
          productEventType: 't',
          eventTimestamp: '2026-02-01T01:30:00.000Z',
        },
        principal: { ip: ['10.0.0.2'] },
      },
      {
        metadata: { logType: 'OKTA', eventTimestamp: '2026-03-01T00:00:00Z' },
        principal: { ip: ['10.0.0.1'] },
      },
    ]);
    expect(one?.entities.map(({ event }) => event)).toEqual([{ entity: { hostname: 'h' } }]);
    expect(one?.lists).toEqual(new Map([['known', ['x', '7']]]));
    expect(one?.expected).toMatchObject({
      kind: 'detections',
      detections: [
        {
          match: new Map([['ip', '10.0.0.2']]),
          outcomes: new Map<string, unknown>([
            ['score', 85],
            ['who', ['a', 'b']],
          ]),
          events: [0],
        },
        { match: new Map(), outcomes: new Map(), events: undefined },
      ],
    });
  });

  it.each<[title: string, lines: readonly string[], expected: readonly string[]]>([
    [
      'a misspelt key',
      ['rul: r', 'cases: []'],
      [
        'r.test.yaml:1:1 unknown-key: "rul" is not a key of a rule test (did you mean rule?)',
        'r.test.yaml:1:1 wrong-value: expected the name of a rule, but this is empty',
        'r.test.yaml:2:8 wrong-value: expected a list of cases, but this is an empty list',
      ],
    ],
    [
      'no YAML',
      ['rule: [r'],
      [
        'r.test.yaml:2:1 yaml: this is not YAML: flow sequence in block collection must be sufficiently indented and end with a ] (look at the indentation, and whether every [ and { is closed)',
      ],
    ],
    [
      'a start that is no time',
      ['start: tomorrow', ...START, '    events: []'],
      [
        'r.test.yaml:1:8 wrong-value: expected a time such as 2026-01-01T00:00:00Z, but this is no time',
      ],
    ],
    [
      'an offset without a unit',
      [...START, '    events:', '      - { at: +5 }'],
      [
        'r.test.yaml:6:15 wrong-value: expected a time after the start such as +5m, or 2026-01-01T00:00:00Z (units are ms, s, m, h and d)',
      ],
    ],
    [
      'an event without a time',
      [...START, '    events:', '      - { principal: { hostname: a } }'],
      [
        'r.test.yaml:6:9 missing-key: the event has no time (write at: +5m for five minutes after the start)',
      ],
    ],
    [
      'an unknown field',
      [...START, '    events:', '      - { at: +0m, principal: { hostnam: a } }'],
      [
        'r.test.yaml:6:33 unknown-field: "hostnam" is not a field of principal (did you mean hostname?)',
      ],
    ],
    [
      'an unknown field of the defaults',
      ['defaults: { metdata: {} }', ...START, '    events: []'],
      [
        'r.test.yaml:1:13 unknown-field: "metdata" is not a field of an event (did you mean metadata?)',
      ],
    ],
    [
      'an unknown enumerator',
      [...START, '    events:', '      - at: +0m', '        metadata: { event_type: USER_LOGON }'],
      [
        'r.test.yaml:7:33 wrong-value: expected a value of Metadata.EventType, but this is "USER_LOGON" (did you mean USER_LOGIN?)',
      ],
    ],
    [
      'a case twice',
      [...START, '    events: []', '  - { name: a, events: [], expect: 0 }'],
      [
        'r.test.yaml:6:13 duplicate-case: a case with this name stands above, as number 1 (say what sets this one apart)',
      ],
    ],
    [
      'no expectation',
      ['rule: r', 'cases:', '  - { name: a, events: [] }'],
      [
        'r.test.yaml:3:5 missing-key: the case does not say what it expects (write expect: 0 where none may come)',
      ],
    ],
    [
      'a strange expectation',
      ['rule: r', 'cases:', '  - { name: a, events: [], expect: unsuported }'],
      [
        'r.test.yaml:3:36 wrong-value: expected a number of detections, a list of them, or unsupported, but this is "unsuported" (did you mean unsupported?)',
      ],
    ],
    [
      'a misspelt key of a detection',
      ['rule: r', 'cases:', '  - { name: a, events: [], expect: [{ outcome: { a: 1 } }] }'],
      [
        'r.test.yaml:3:39 unknown-key: "outcome" is not a key of an expected detection (did you mean outcomes?)',
      ],
    ],
    [
      'a place beyond the events',
      ['rule: r', 'cases:', '  - { name: a, events: [{ at: +0m }], expect: [{ events: [1] }] }'],
      ['r.test.yaml:3:59 wrong-value: there is no event 1 in this case (its events are 0 to 0)'],
    ],
    [
      'a number in a list',
      ['rule: r', 'cases:', '  - { name: a, events: [], lists: { l: [7] }, expect: 0 }'],
      [
        'r.test.yaml:3:41 wrong-value: expected a line of text, in quotes if it is a number, but this is 7',
      ],
    ],
  ])('refuses %s', (_title, lines, expected) => {
    const { test, diagnostics } = read(...lines);
    expect(said(diagnostics)).toEqual(expected);
    expect(test).toBeUndefined();
  });
});

describe('timeOf', () => {
  it.each<[written: string, time: string | undefined]>([
    ['+0m', '2026-01-01T00:00:00.000Z'],
    ['+5m', '2026-01-01T00:05:00.000Z'],
    ['+1d2h3m4s5ms', '2026-01-02T02:03:04.005Z'],
    ['-30s', '2025-12-31T23:59:30.000Z'],
    ['2026-05-01T00:00:00+02:00', '2026-05-01T00:00:00+02:00'],
    ['2026-05-32T00:00:00Z', undefined],
    ['5m', undefined],
    ['+5', undefined],
    ['+5w', undefined],
    [`+${'9'.repeat(30)}d`, undefined],
  ])('reads %s', (written, time) => {
    expect(timeOf(written, '2026-01-01T00:00:00Z')).toBe(time);
  });
});

describe('pairTests', () => {
  it('names the rule that a test without one may mean', async () => {
    const text = [...START, '    events: []', ''].join('\n');
    const tree = memoryTree({
      'rules/a/ra.test.yaml': text,
      'rules/a/rb.test.yaml': text.replace('rule: r', 'rule: suspicius_login'),
    });
    const { tests } = await readRuleTests(tree, await tree.list('rules'), readFixture);
    const rule = { path: 'rules/a/s.yaral', text: '' };
    const { paired, diagnostics } = pairTests(
      tests,
      new Map([
        ['suspicious_login', rule],
        ['r', rule],
      ]),
    );
    expect(paired.map(({ test }) => test.path)).toEqual(['rules/a/ra.test.yaml']);
    expect(said(diagnostics)).toEqual([
      'rules/a/rb.test.yaml:1:7 unknown-rule: there is no rule "suspicius_login" (did you mean suspicious_login?)',
    ]);
  });
});

describe('the shipped tests', () => {
  it('read without a problem', async () => {
    const tree = workTree(join(import.meta.dirname, '../..'));
    const { tests, diagnostics } = await readRuleTests(tree, await tree.list('rules'), readFixture);
    expect(said(diagnostics)).toEqual([]);
    expect(tests.length).toBeGreaterThan(0);
  });
});
