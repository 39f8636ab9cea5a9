import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { envelope, start } from './start.ts';

const RULES = '/v2/detect/rules';

describe('the front end', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/v2/detect/rule'],
    ['GET', '/v2/detect/rules/'],
    ['GET', '/v1/detect/rules'],
    ['POST', `${RULES}:noSuchVerb`],
    ['POST', `${RULES}/ru_x:noSuchVerb`],
    ['PUT', RULES],
    ['PATCH', `${RULES}/ru_x`],
    ['DELETE', '/v2/lists/a'],
    ['GET', `${RULES}:verifyRule`],
    ['POST', '/v2/detect/rules%2Fru_x:archive'],
    ['GET', '/v2/detect/rules/%E0%A4%A'],
    ['GET', '/v2/<script>'],
  ])('answers %s %s with a page, not with JSON', async (method, path) => {
    const { call } = await start();
    const { status, headers, text } = await call(method, path, method === 'GET' ? undefined : '');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(text).not.toContain('<script>');
  });

  it.each([
    ['broken JSON', '{"ruleText":', 'Invalid JSON payload received. Unexpected token.'],
    ['words', 'ruleText', 'Invalid JSON payload received. Unexpected token.'],
    [
      'a list',
      '[]',
      'Invalid JSON payload received. Unknown name "": Root element must be a message.',
    ],
    ['bytes', new Uint8Array([0x7b, 0xff, 0x7d]), 'Invalid JSON payload received. Invalid UTF-8.'],
    [
      'an unknown name',
      '{"ruleTxt":"x"}',
      'Invalid JSON payload received. Unknown name "ruleTxt": Cannot find field.',
    ],
    [
      'a name of the language',
      '{"__proto__":"x"}',
      'Invalid JSON payload received. Unknown name "__proto__": Cannot find field.',
    ],
    [
      'an unknown name of a form',
      new URLSearchParams({ 'rule.rule_text': 'x' }),
      'Invalid JSON payload received. Unknown name "rule": Cannot find field.',
    ],
    ['a number', '{"rule_text":5}', "Invalid value at 'rule_text' (TYPE_STRING), 5"],
  ])('refuses %s as a body', async (_, body, message) => {
    const { call } = await start();
    const heard = await call('POST', RULES, body);
    expect(heard.status).toBe(400);
    expect(heard.body).toEqual(envelope(400, 'INVALID_ARGUMENT', message));
  });

  it.each([
    [
      'POST',
      '/v2/lists',
      { name: 'a', lines: [1] },
      "Invalid value at 'lines[0]' (TYPE_STRING), 1",
    ],
    ['POST', '/v2/lists', { lines: 'a' }, 'Invalid value at \'lines\' (TYPE_STRING), "a"'],
    [
      'POST',
      '/v2/lists',
      { contentType: 'PLAIN_TEXT' },
      'Invalid value at \'content_type\' (TYPE_ENUM), "PLAIN_TEXT"',
    ],
    ['GET', `${RULES}?state=LIVE`, undefined, 'Invalid value at \'state\' (TYPE_ENUM), "LIVE"'],
    [
      'GET',
      `${RULES}?page_size=ten`,
      undefined,
      'Invalid value at \'page_size\' (TYPE_INT32), "ten"',
    ],
    [
      'GET',
      `${RULES}?filter=x`,
      undefined,
      'Invalid JSON payload received. Unknown name "filter": Cannot bind query parameter. Field \'filter\' could not be found in request message.',
    ],
    [
      'POST',
      `${RULES}/ru_x:enableLiveRule`,
      { force: true },
      'Invalid JSON payload received. Unknown name "force": Cannot find field.',
    ],
  ])('%s %s refuses %o', async (method, path, body, message) => {
    const { call } = await start();
    const heard = await call(method, path, body);
    expect(heard.status).toBe(400);
    expect(heard.body).toEqual(envelope(400, 'INVALID_ARGUMENT', message));
  });

  it.each([
    [undefined, {}],
    ['', { 'content-type': 'application/json' }],
    ['{}', {}],
    ['  ', {}],
  ])('takes %j as the body of an action', async (body, headers) => {
    const { call, create } = await start();
    const path = `${RULES}/${await create('a')}:enableLiveRule`;
    const heard = await call('POST', path, body, headers);
    expect([heard.status, heard.text]).toEqual([200, '{}']);
  });

  it('does not mind alt=json', async () => {
    const { call, create } = await start();
    const ruleId = await create('a');
    expect((await call('GET', `${RULES}/${ruleId}?alt=json`)).status).toBe(200);
    expect((await call('POST', `${RULES}/${ruleId}:archive?alt=json`)).status).toBe(200);
  });

  it('takes 8 MiB and not a byte more', async () => {
    const { call, create } = await start();
    const body = JSON.stringify({ ruleText: ruleText('a') });
    const room = 8 * 1024 * 1024 - body.length;
    expect((await call('POST', RULES, body + ' '.repeat(room))).status).toBe(200);
    const refused = await call('POST', RULES, body + ' '.repeat(room + 1));
    expect(refused.status).toBe(413);
    expect(await create('another')).toMatch(/^ru_/);
  });

  it.each([
    ['optional', {}, 200],
    ['optional', { authorization: 'Bearer anything' }, 200],
    ['required', {}, 401],
    ['required', { authorization: 'Basic eDp5' }, 401],
    ['required', { authorization: 'Bearer anything' }, 200],
  ] as const)(
    'with authorization=%s answers %o with %i',
    async (authorization, headers, status) => {
      const { call } = await start({ options: { authorization } });
      const heard = await call('GET', RULES, undefined, headers);
      expect(heard.status).toBe(status);
      expect(heard.headers.has('www-authenticate')).toBe(status === 401);
    },
  );

  it('answers 500 when a record cannot be kept, and nothing is changed', async () => {
    const { call, records, create } = await start();
    records.failure = new Error('no space left');
    const refused = await call('POST', RULES, { ruleText: ruleText('a') });
    expect(refused.status).toBe(500);
    expect(refused.body).toEqual(envelope(500, 'INTERNAL', 'generic::internal: no space left'));
    records.failure = undefined;
    expect((await call('GET', RULES)).text).toBe('{}');
    expect(await create('b')).toMatch(/^ru_/);
  });
});

describe('a web page', () => {
  it.each([
    [{ host: 'evil.example' }, 403],
    [{ host: 'evil.example:80' }, 403],
    [{ host: '127.0.0.1.evil.example' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost:3000' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ host: 'localhost' }, 200],
    [{ host: '[::1]:8080' }, 200],
    [{ host: '127.0.0.1:1', origin: 'http://127.0.0.1:1' }, 200],
  ])('with %o gets %i', async (headers, status) => {
    const { emulator } = await start();
    expect(await statusOf(`${emulator.url}${RULES}`, headers)).toBe(status);
  });

  it('changes nothing', async () => {
    const { emulator, call } = await start();
    const headers = { origin: 'https://evil.example' };
    const { status } = await call('POST', RULES, { ruleText: ruleText('a') }, headers);
    expect(status).toBe(403);
    expect(emulator.console.rules()).toEqual([]);
  });
});

/** By node:http, since fetch does not send a Host of ours. */
function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
