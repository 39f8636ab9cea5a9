import { describe, expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { hours } from './detector.ts';
import { start } from './start.ts';

const RULES = '/v2/detect/rules';
const NOBODY = 'ru_00000000-0000-4000-8000-000000000000';
const VERSION =
  'version ID must be in format {rule_id} or {rule_id}@v_{version_timestamp.seconds}_{version_timestamp.nanos}';
const WILDCARD =
  'invalid wildcard version ID: invalid rule_id: invalid rule_id X, must be either a user rule_id or an uppercase rule_id';
const OLD_TIME = { continuationTime: '2020-01-01T00:00:00Z' };
const BAD_CIDR = { name: 'c', lines: ['dummy_lines'], contentType: 'CIDR' };

const rule = (events: string): string =>
  `rule a {\n  meta:\n    author = "x"\n  events:\n    ${events}\n  condition:\n    $e\n}\n`;
const NO_META = 'rule a {\n  events:\n    $e.metadata.id = "x"\n  condition:\n    $e\n}\n';
const MATCHED =
  'rule a {\n  meta:\n    author = "x"\n  events:\n    $e.target.file.full_path = $full_path\n  match:\n    $full_path over 5m\n  condition:\n    $e and $full_path = "x"\n}\n';

type Row = readonly [
  status: number,
  code: string,
  message: string,
  method: string,
  path: string,
  body?: unknown,
];

/** Rows of backstory-v2 §6: status, code, message, and a call that is answered so. RULE and HUNT stand for ids that exist. */
const CATALOGUE: readonly Row[] = [
  [
    400,
    'INVALID_ARGUMENT',
    'compiling rule: parsing: error with token: "events"\nexpected meta\nline: 2 \ncolumn: 3-9 ',
    'POST',
    RULES,
    { ruleText: NO_META },
  ],
  [
    400,
    'INVALID_ARGUMENT',
    'compiling rule: : variable full_path used in both condition section and match section, should only be used in one\nline: 9 \ncolumn: 12-22 ',
    'POST',
    `${RULES}:streamTestRule`,
    { rule: { ruleText: MATCHED }, ...hours(2, 1) },
  ],
  [
    400,
    'INVALID_ARGUMENT',
    'compiling rule: validating repeated fields: applying any/all to a non-repeated field',
    'POST',
    RULES,
    { ruleText: rule('any $e.metadata.id = "x"') },
  ],
  [400, 'INVALID_ARGUMENT', 'provided rule ID 12345 is not valid', 'DELETE', `${RULES}/12345`],
  [
    400,
    'INVALID_ARGUMENT',
    'provided rule ID 12345 is not valid',
    'POST',
    `${RULES}/12345:enableAlerting`,
  ],
  [400, 'INVALID_ARGUMENT', VERSION, 'GET', `${RULES}/12345`],
  [400, 'INVALID_ARGUMENT', VERSION, 'POST', `${RULES}/12345:runRetrohunt`, hours(2, 1)],
  [400, 'INVALID_ARGUMENT', WILDCARD, 'GET', `${RULES}/X/retrohunts`],
  [400, 'INVALID_ARGUMENT', WILDCARD, 'GET', `${RULES}/X/detections`],
  [
    400,
    'INVALID_ARGUMENT',
    'provided retrohunt ID test is not valid',
    'GET',
    `${RULES}/RULE/retrohunts/test`,
  ],
  [
    400,
    'INVALID_ARGUMENT',
    'provided retrohunt ID test is not valid',
    'POST',
    `${RULES}/RULE/retrohunts/test:cancelRetrohunt`,
  ],
  ...[
    RULES,
    `${RULES}/RULE:listVersions`,
    `${RULES}/-/retrohunts`,
    `${RULES}/-/detections`,
    '/v2/lists',
    '/v2/health/errors',
    '/v2/detect/curatedRules',
    '/v2/detect/curatedRules/-/detections',
  ].map(
    (path) =>
      [
        400,
        'INVALID_ARGUMENT',
        'page token is not valid',
        'GET',
        `${path}?page_token=junk`,
      ] as const,
  ),
  [
    400,
    'INVALID_ARGUMENT',
    'validating parsed content: invalid cidr pattern dummy_lines',
    'POST',
    '/v2/lists',
    BAD_CIDR,
  ],
  [
    400,
    'FAILED_PRECONDITION',
    'cannot transition retrohunt status from CANCELLED to CANCELLED',
    'POST',
    `${RULES}/RULE/retrohunts/HUNT:cancelRetrohunt`,
  ],
  ...['', '/retrohunts', '/detections', '/retrohunts/HUNT'].map(
    (path) =>
      [
        404,
        'NOT_FOUND',
        `rule with ID ${NOBODY} could not be found`,
        'GET',
        `${RULES}/${NOBODY}${path}`,
      ] as const,
  ),
  [
    404,
    'NOT_FOUND',
    `rule with ID ${NOBODY} could not be found`,
    'POST',
    `${RULES}/${NOBODY}:runRetrohunt`,
    hours(2, 1),
  ],
  [
    404,
    'NOT_FOUND',
    'retrohunt not found with ID oh_54c2f72b',
    'GET',
    `${RULES}/RULE/retrohunts/oh_54c2f72b`,
  ],
  [
    404,
    'NOT_FOUND',
    'retrohunt with ID HUNT does not belong to rule ID OTHER. Provide the correct rule ID',
    'POST',
    `${RULES}/OTHER/retrohunts/HUNT:cancelRetrohunt`,
  ],
  [404, 'NOT_FOUND', 'list with name dummy not found', 'GET', '/v2/lists/dummy'],
  [
    409,
    'ALREADY_EXISTS',
    'list with name taken already exists',
    'POST',
    '/v2/lists',
    { name: 'taken', lines: ['x'] },
  ],
  [
    403,
    'PERMISSION_DENIED',
    'DeleteRule is not enabled for this customer',
    'DELETE',
    `${RULES}/RULE`,
  ],
  [
    400,
    'INVALID_ARGUMENT',
    'continuation time 2020-01-01T00:00:00Z is more than 168 hours ago',
    'POST',
    `${RULES}:streamDetectionAlerts`,
    OLD_TIME,
  ],
];

describe('the error catalogue', () => {
  it.each(
    CATALOGUE.map(([status, code, message, method, path, body]) => ({
      status,
      code,
      message,
      method,
      path,
      body,
    })),
  )(
    '$status $code $message: $method $path',
    async ({ status, code, message, method, path, body }) => {
      const running = await start({
        options: { deleteRule: status === 403 ? 'denied' : 'allowed' },
      });
      const [ruleId, other] = [await running.create('a'), await running.create('b')];
      await running.emulator.console.createList({ name: 'taken', lines: ['x'] });
      const hunt = await running.call('POST', `${RULES}/${ruleId}:runRetrohunt`, hours(2, 1));
      const huntId = String(hunt.body['retrohuntId']);
      await running.call('POST', `${RULES}/${ruleId}/retrohunts/${huntId}:cancelRetrohunt`);
      const named = (text: string): string =>
        text.replace('RULE', ruleId).replace('HUNT', huntId).replace('OTHER', other);
      const heard = await running.call(method, named(path), body);
      const said: unknown = JSON.parse(heard.text);
      const error = {
        code: status,
        message: `generic::${code.toLowerCase()}: ${named(message)}`,
        status: code,
      };
      const streams = path.includes(':stream');
      expect([heard.status, said]).toEqual([status, streams ? [{ error }] : { error }]);
    },
  );

  it('has a 401 and a 429 in the words of the front end', async () => {
    const options = { authorization: 'required', quotas: 'published' } as const;
    const { call } = await start({ options });
    expect((await call('GET', RULES)).body).toMatchObject({
      error: { code: 401, status: 'UNAUTHENTICATED' },
    });
    const bearer = { authorization: 'Bearer x' };
    await call('POST', RULES, { ruleText: ruleText('a') }, bearer);
    expect((await call('POST', RULES, { ruleText: ruleText('a') }, bearer)).body).toMatchObject({
      error: { code: 429, status: 'RESOURCE_EXHAUSTED' },
    });
  });
});
