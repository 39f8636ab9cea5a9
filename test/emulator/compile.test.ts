import { describe, expect, it } from 'vitest';
import { start } from './start.ts';

const RULES = '/v2/detect/rules';
const PREFIX = 'generic::invalid_argument: compiling rule: ';

const rule = (events: string, rest = 'condition:\n    $e'): string =>
  `rule a {\n  meta:\n    author = "x"\n  events:\n    ${events}\n  ${rest}\n}\n`;

const LOGIN = '$e.metadata.event_type = "USER_LOGIN"';

describe('the compiler', () => {
  it.each([
    [
      'a missing section, by its token, column range and trailing spaces',
      `rule a {\n  events:\n    ${LOGIN}\n  condition:\n    $e\n}\n`,
      'parsing: error with token: "events"\nexpected meta\nline: 2 \ncolumn: 3-9 ',
    ],
    [
      'a match variable in condition, with an empty phase',
      rule(
        `${LOGIN}\n    $e.principal.hostname = $full_path`,
        'match:\n    $full_path over 5m\n  condition:\n    $e and $full_path = "x"',
      ),
      ': variable full_path used in both condition section and match section, should only be used in one\nline: 10 \ncolumn: 12-22 ',
    ],
    [
      'any of a field that is not repeated, without a place',
      rule('any $e.principal.hostname = "x"'),
      'validating repeated fields: applying any/all to a non-repeated field',
    ],
    [
      'an unknown field, with its place',
      rule('$e.metadata.event_typ = "USER_LOGIN"'),
      ': there is no field "event_typ" in Metadata\nline: 5 \ncolumn: 17-26 ',
    ],
    [
      'an expression that is none of RE2',
      rule('re.regex($e.principal.hostname, `(`)'),
      ': this is no regular expression of RE2: missing closing )\nline: 5 \ncolumn: 37-40 ',
    ],
  ])(
    'refuses %s, in CreateRule, createVersion, VerifyRule and StreamTestRule',
    async (_, ruleText, message) => {
      const { call, create, emulator } = await start();
      const ruleId = await create('sound');
      const stored = emulator.console.rules();
      const error = { code: 400, message: PREFIX + message, status: 'INVALID_ARGUMENT' };
      const created = await call('POST', RULES, { ruleText });
      expect([created.status, created.body]).toEqual([400, { error }]);
      const versioned = await call('POST', `${RULES}/${ruleId}:createVersion`, { ruleText });
      expect([versioned.status, versioned.body]).toEqual([400, { error }]);
      const verified = await call('POST', `${RULES}:verifyRule`, { ruleText });
      expect([verified.status, verified.body]).toEqual([200, { context: error.message }]);
      expect(emulator.console.rules()).toEqual(stored);
    },
  );

  it.each([
    ['full', 400],
    ['header', 200],
  ] as const)('with check=%s answers %i to a text that only starts well', async (check, status) => {
    const { call } = await start({ options: { check } });
    const ruleText = rule('$e.metadata.event_typ = "USER_LOGIN"');
    expect((await call('POST', RULES, { ruleText })).status).toBe(status);
  });

  it('lets warnings pass', async () => {
    const { call } = await start();
    const ruleText = rule(`${LOGIN}\n    re.regex($e.principal.hostname, \`.*x\`)`);
    expect((await call('POST', RULES, { ruleText })).status).toBe(200);
  });
});
