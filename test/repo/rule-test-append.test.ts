import { describe, expect, it } from 'vitest';
import { appendCase, newRuleTest, type WrittenCase } from '../../lib/repo/rule-test-append.ts';
import { readRuleTest } from '../../lib/repo/rule-test.ts';
import { readFixture } from '../../lib/udm/fixture.ts';

const LINE = `first line\n  "second": # '${'x'.repeat(200)}'`;

const CASE: WrittenCase = {
  name: 'recorded detection',
  events: [
    { at: '+0m', metadata: { log_type: 'OKTA' }, principal: { user: { userid: 'user1' } } },
    {
      at: '+1m',
      target: { process: { command_line: LINE } },
    },
  ],
  entities: [],
  expect: [{ match: { user: 'user1' }, outcomes: { risk_score: 40 } }],
};

const ITEM = `  - name: recorded detection
    events:
      - { at: +0m, metadata: { log_type: OKTA }, principal: { user: { userid: user1 } } }
`;

describe('a case that is written into a file', () => {
  it('begins the file where there is none', () => {
    expect(newRuleTest('a_rule', CASE)).toContain(`rule: a_rule\n\ncases:\n${ITEM}`);
  });

  it.each<[title: string, text: string]>([
    [
      'one case',
      'rule: r # why\ncases:\n  - name: a\n    events: []\n    expect: 0 # none\n# the end\n',
    ],
    ['dashes at the margin', 'rule: r\ncases:\n- name: a\n  events: []\n  expect: 0\n'],
    ['no line end', 'rule: r\ncases:\n  - name: a\n    events: []\n    expect: 0'],
    [
      'keys after the cases',
      'rule: r\ncases:\n  - name: a\n    events: []\n    expect: 0\nstart: 2026-02-01T00:00:00Z\n',
    ],
    [
      'several, close together',
      'rule: r\ncases:\n  - { name: a, events: [], expect: 0 }\n  # b\n  - { name: b, events: [], expect: 0 }\n',
    ],
    [
      'a block of text at the end',
      'rule: r\ncases:\n  - expect: 0\n    events: []\n    name: |\n      a\n\n',
    ],
  ])('leaves all that stood there as it was: %s', (_title, text) => {
    const made = appendCase(text, CASE);
    const kept = made.split('\n').filter((line) => line !== '');
    for (const line of text.split('\n').filter((one) => one !== '')) {
      expect(kept).toContain(line);
    }
    const { test, diagnostics } = readRuleTest({ path: 'a.test.yaml', text: made }, readFixture);
    expect(diagnostics).toEqual([]);
    expect(test?.cases.at(-1)).toMatchObject({
      name: 'recorded detection',
      events: [
        { event: { principal: { user: { userid: 'user1' } } } },
        { event: { target: { process: { commandLine: LINE } } } },
      ],
    });
  });

  it('keeps comments of a file whose cases stand in brackets', () => {
    const made = appendCase(
      'rule: r\n# before\ncases: [{ name: a, events: [], expect: 0 }] # after\n',
      CASE,
    );
    expect(made).toContain('# before');
    expect(made).toContain('# after');
    const { test } = readRuleTest({ path: 'a.test.yaml', text: made }, readFixture);
    expect(test?.cases.map(({ name }) => name)).toEqual(['a', 'recorded detection']);
  });
});
