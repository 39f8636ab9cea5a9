import { describe, expect, it } from 'vitest';
import {
  wireList,
  wireListPage,
  wireRule,
  wireRulePage,
  wireVerification,
  wireVersion,
} from '../../lib/wire/backstory-v2.ts';

const RULE = {
  ruleId: 'ru_de273fa1-e60b-481c-aa87-7f9b4b77f3cb',
  versionId: 'ru_de273fa1-e60b-481c-aa87-7f9b4b77f3cb@v_1653309550_046511000',
  ruleName: 'demo',
  metadata: { author: 'somebody', snake_key: 'kept' },
  ruleText: 'rule demo {\r\n}\n\n',
  versionCreateTime: '2022-05-23T12:39:10.046511Z',
  compilationState: 'SUCCEEDED',
  ruleType: 'SINGLE_EVENT',
};

describe('wireRule', () => {
  it('trap 1: reads what is absent as false', () => {
    expect(wireRule.parse(RULE)).toEqual({
      ruleId: RULE.ruleId,
      name: 'demo',
      version: {
        ruleId: RULE.ruleId,
        versionId: RULE.versionId,
        name: 'demo',
        text: 'rule demo {\r\n}\n\n',
        createTime: new Date('2022-05-23T12:39:10.046Z'),
      },
      deployment: { enabled: false, alerting: false },
      archived: false,
      multiEvent: false,
      compileState: 'succeeded',
      base: RULE.versionId,
    });
  });

  it('trap 3: keeps the version id as it was sent', () => {
    expect(wireRule.parse(RULE).base).toBe(
      'ru_de273fa1-e60b-481c-aa87-7f9b4b77f3cb@v_1653309550_046511000',
    );
  });

  it.each([
    ['booleans', { liveRuleEnabled: true, alertingEnabled: true }],
    ['trap 21: booleans in quotes', { liveRuleEnabled: 'true', alertingEnabled: 'True' }],
    ['snake_case', { live_rule_enabled: true, alerting_enabled: true }],
  ])('reads a live and alerting rule from %s', (_title, flags) => {
    expect(wireRule.parse({ ...RULE, ...flags }).deployment).toEqual({
      enabled: true,
      alerting: true,
    });
  });

  it.each([
    ['"false" in quotes', { liveRuleEnabled: 'false' }],
    ['null', { liveRuleEnabled: null }],
  ])('does not take %s for true', (_title, flags) => {
    expect(wireRule.parse({ ...RULE, ...flags }).deployment.enabled).toBe(false);
  });

  it('reads a rule that is in snake_case throughout', () => {
    const snake = Object.fromEntries(
      Object.entries(RULE).map(([key, value]) => [
        key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        value,
      ]),
    );
    expect(wireRule.parse(snake)).toEqual(wireRule.parse(RULE));
  });

  it('lets the camelCase spelling win where both are there', () => {
    const both = { rule_name: 'other', ...RULE };
    expect(wireRule.parse(both).name).toBe('demo');
    expect(wireRule.parse({ ...RULE, rule_name: 'other' }).name).toBe('demo');
  });

  it.each([
    ['2022-05-23T12:39:10Z', '2022-05-23T12:39:10.000Z'],
    ['2022-05-23T12:39:10.5Z', '2022-05-23T12:39:10.500Z'],
    ['2022-05-23T12:39:10.585Z', '2022-05-23T12:39:10.585Z'],
    ['2022-05-23T12:39:10.409247Z', '2022-05-23T12:39:10.409Z'],
    ['2022-05-23T12:39:10.666064010Z', '2022-05-23T12:39:10.666Z'],
    ['2022-05-23T14:39:10.666064010+02:00', '2022-05-23T12:39:10.666Z'],
  ])('reads %s', (versionCreateTime, expected) => {
    const rule = wireRule.parse({ ...RULE, versionCreateTime });
    expect(rule.version.createTime.toISOString()).toBe(expected);
  });

  it('takes the time from the version id where it is absent', () => {
    const { versionCreateTime: _, ...rest } = RULE;
    expect(wireRule.parse(rest).version.createTime.toISOString()).toBe('2022-05-23T12:39:10.046Z');
  });

  it('does not read a time that is none', () => {
    expect(wireRule.safeParse({ ...RULE, versionCreateTime: 'yesterday' }).success).toBe(false);
  });

  it.each([
    ['FAILED', { compilationState: 'FAILED', compilationError: 'generic::unknown: odd\nline: 1 ' }],
    ['no state but an error', { compilationState: undefined, compilationError: 'odd\nline: 1 ' }],
  ])('reads a rule that no longer compiles from %s', (_title, fields) => {
    const { compileState, compileError } = wireRule.parse({ ...RULE, ...fields });
    expect({ compileState, compileError }).toEqual({
      compileState: 'failed',
      compileError: 'odd\nline: 1 ',
    });
  });

  it.each<[string, unknown]>([
    ['an unknown kind of rule', { ruleType: 'QUANTUM_EVENT' }],
    ['no kind of rule, whatever the text says', { ruleType: undefined, ruleText: 'match: $u' }],
    ['an unknown compile state', { compilationState: 'PENDING' }],
    ['unknown keys', { inputsUsed: { usesUdm: 'true' }, lastAlertStatsuChangeTime: '?' }],
  ])('tolerates %s', (_title, fields) => {
    const rule = wireRule.parse(Object.assign({ ...RULE }, fields));
    expect(rule).toMatchObject({ multiEvent: false, compileState: 'succeeded', archived: false });
  });

  it('is not reached by a key that is the name of every object', () => {
    const hostile: unknown = JSON.parse(
      JSON.stringify(RULE).replace('{', '{"__proto__":{"archivedTime":"2023-01-01T00:00:00Z"},'),
    );
    expect(wireRule.parse(hostile).archived).toBe(false);
    expect('archivedTime' in {}).toBe(false);
  });

  it('reads an archived multi-event rule', () => {
    const rule = wireRule.parse({
      ...RULE,
      ruleType: 'MULTI_EVENT',
      archivedTime: '2023-01-01T00:00:00Z',
    });
    expect(rule).toMatchObject({ archived: true, multiEvent: true });
  });

  it.each(['ruleId', 'versionId', 'ruleName', 'ruleText'])(
    'does not take a missing %s for an empty one',
    (key) => {
      expect(wireRule.safeParse({ ...RULE, [key]: undefined }).success).toBe(false);
      expect(wireRule.safeParse({ ...RULE, [key]: '' }).success).toBe(false);
    },
  );

  it('reads a version from the same clothes', () => {
    expect(wireVersion.parse(RULE)).toEqual(wireRule.parse(RULE).version);
  });
});

describe('wireRulePage', () => {
  it('trap 1: reads {} as an empty page', () => {
    expect(wireRulePage.parse({})).toEqual({ items: [], nextPageToken: '' });
    expect(wireListPage.parse({})).toEqual({ items: [], nextPageToken: '' });
  });

  it.each([
    ['nextPageToken', { rules: [RULE], nextPageToken: 'a-_=' }],
    ['next_page_token', { rules: [RULE], next_page_token: 'a-_=' }],
  ])('keeps the token under %s as it was sent', (_title, page) => {
    expect(wireRulePage.parse(page)).toEqual({ items: [RULE], nextPageToken: 'a-_=' });
  });

  it.each([[[]], ['rules'], [null], [{ rules: 'none' }]])('does not read %j', (page) => {
    expect(wireRulePage.safeParse(page).success).toBe(false);
  });
});

describe('wireList', () => {
  const LIST = { name: 'admins', createTime: '2022-05-23T12:39:10.046511Z', lines: ['a // b'] };

  it('trap 1: reads a list without a content type as one of strings', () => {
    expect(wireList.parse(LIST)).toEqual({
      list: {
        name: 'admins',
        kind: 'string',
        description: '',
        lines: ['a // b'],
        base: '2022-05-23T12:39:10.046511Z',
      },
      hasLines: true,
      kindKnown: true,
    });
  });

  it.each([
    ['CONTENT_TYPE_DEFAULT_STRING', 'string', true],
    ['REGEX', 'regex', true],
    ['CIDR', 'cidr', true],
    ['HOLOGRAM', 'string', false],
  ])('reads the content type %s', (contentType, kind, kindKnown) => {
    const read = wireList.parse({ ...LIST, content_type: contentType });
    expect([read.list.kind, read.kindKnown]).toEqual([kind, kindKnown]);
  });

  it('says when no lines were sent', () => {
    expect(wireList.parse({ ...LIST, lines: undefined })).toMatchObject({
      hasLines: false,
      list: { lines: [] },
    });
  });

  it('has another base for another content where no time is sent', () => {
    const [base, again, other] = [['a'], ['a'], ['b']].map(
      (lines) => wireList.parse({ name: 'admins', lines }).list.base,
    );
    expect(again).toBe(base);
    expect(other).not.toBe(base);
  });
});

describe('wireVerification', () => {
  it.each([
    ['success', { success: true, context: 'fine' }, { success: true, context: 'fine' }],
    [
      'trap 21: success in quotes',
      { success: 'true', context: 'fine' },
      { success: true, context: 'fine' },
    ],
    [
      'trap 5: a failure that is only a context',
      { context: 'generic::invalid_argument invalid token line: 1-2, column: 3-4' },
      { success: false, context: 'invalid token line: 1-2, column: 3-4' },
    ],
    [
      'trap 5: the obsolete form',
      { compilationError: 'generic::invalid_argument: compiling rule: odd' },
      { success: false, context: 'compiling rule: odd' },
    ],
  ])('reads %s', (_title, answer, expected) => {
    expect(wireVerification.parse(answer)).toEqual(expected);
  });
});
