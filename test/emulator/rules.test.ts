import { describe, expect, it } from 'vitest';
import { compareText } from '../../lib/text.ts';
import { ruleText } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { envelope, rowsOf, start } from './start.ts';
import type { Heard } from './start.ts';

const RULES = '/v2/detect/rules';

describe('CreateRule', () => {
  it('answers the rule, neither live nor alerting, with defaults left out', async () => {
    const { call } = await start({ clock: new VirtualClock('2022-05-23T12:39:10.046Z') });
    const { status, body, headers } = await call('POST', RULES, { ruleText: ruleText('demo') });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=UTF-8');
    const ruleId = String(body['ruleId']);
    expect(ruleId).toMatch(
      /^ru_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(body).toEqual({
      ruleId,
      versionId: `${ruleId}@v_1653309550_046000000`,
      ruleName: 'demo',
      metadata: { author: 'detection engineering', rule_id: 'id_demo', severity: 'HIGH' },
      ruleText: ruleText('demo'),
      versionCreateTime: '2022-05-23T12:39:10.046Z',
      compilationState: 'SUCCEEDED',
      ruleType: 'SINGLE_EVENT',
    });
  });

  it.each([
    ['lowerCamelCase', { ruleText: ruleText('a') }],
    ['snake_case', { rule_text: ruleText('a') }],
    ['a form', new URLSearchParams({ rule_text: ruleText('a') })],
    ['a form in camelCase', new URLSearchParams({ ruleText: ruleText('a') })],
    [
      'bytes without a content type',
      new TextEncoder().encode(JSON.stringify({ ruleText: ruleText('a') })),
    ],
  ])('reads the text from %s', async (_, body) => {
    const { call } = await start();
    expect((await call('POST', RULES, body)).body['ruleName']).toBe('a');
  });

  it('reads JSON that says it is a form, as curl sends it', async () => {
    const { call } = await start();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status } = await call('POST', RULES, { ruleText: ruleText('a') }, type);
    expect(status).toBe(200);
  });

  it('knows a multi-event rule by its match section', async () => {
    const { call } = await start();
    const text = ruleText('a', { multiEvent: true });
    expect((await call('POST', RULES, { ruleText: text })).body['ruleType']).toBe('MULTI_EVENT');
  });

  it('stores two rules of one name under two ids', async () => {
    const { create, emulator } = await start();
    expect(await create('twin')).not.toBe(await create('twin'));
    expect(emulator.console.rules().map(({ version }) => version.name)).toEqual(['twin', 'twin']);
  });

  it.each([
    ['appends', 'append', ruleText('a').trimEnd(), ruleText('a')],
    ['keeps all of', 'append', `${ruleText('a')}\n`, `${ruleText('a')}\n`],
    ['can be told not to append', 'keep', ruleText('a').trimEnd(), ruleText('a').trimEnd()],
  ] as const)('%s line ends at the end', async (_, missingNewline, given, kept) => {
    const { call } = await start({ options: { missingNewline } });
    expect((await call('POST', RULES, { ruleText: given })).body['ruleText']).toBe(kept);
  });

  it.each([
    [
      'a section that is missing',
      'rule a {\n        events:\n    $e.x = 1\n  condition:\n    $e\n}\n',
      'parsing: error with token: "events"\nexpected meta\nline: 2 \ncolumn: 9-15 ',
    ],
    ['an empty text', '', 'parsing: error with token: ""\nexpected rule\nline: 1 \ncolumn: 1-1 '],
    [
      'a string that does not end',
      'rule a {\n  meta:\n    b = "c\n  events:\n    $e.x = 1\n  condition:\n    $e\n}\n',
      'parsing: this string does not end on its line\nline: 3 \ncolumn: 9-11 ',
    ],
  ])('refuses %s in the wording of the service and stores nothing', async (_, text, wording) => {
    const { call, emulator, records } = await start();
    const { status, body } = await call('POST', RULES, { ruleText: text });
    expect(status).toBe(400);
    expect(body).toEqual(
      envelope(400, 'INVALID_ARGUMENT', `generic::invalid_argument: compiling rule: ${wording}`),
    );
    expect(emulator.console.rules()).toEqual([]);
    expect(records.appended).toEqual([]);
  });

  it('refuses a text with two rules', async () => {
    const { call } = await start();
    const { status } = await call('POST', RULES, { ruleText: ruleText('a') + ruleText('b') });
    expect(status).toBe(400);
  });

  it.each([
    ['refuse', 400],
    ['accept', 200],
  ] as const)(
    'with unknownLists=%s answers %i to a list that does not exist',
    async (unknownLists, status) => {
      const { call } = await start({ options: { unknownLists } });
      const text = ruleText('a', { lists: ['nowhere'] });
      expect((await call('POST', RULES, { ruleText: text })).status).toBe(status);
    },
  );

  it('takes a rule once its list exists', async () => {
    const { call } = await start();
    const text = ruleText('a', { lists: ['somewhere'] });
    const early = await call('POST', RULES, { ruleText: text });
    expect(early.body).toMatchObject({
      error: {
        message:
          'generic::invalid_argument: compiling rule: validating rule: reference list somewhere not found',
      },
    });
    await call('POST', '/v2/lists', { name: 'somewhere', lines: ['x'] });
    expect((await call('POST', RULES, { ruleText: text })).status).toBe(200);
  });

  it.each([
    ['none', 200],
    ['1MB', 400],
  ] as const)(
    'with ruleTextLimit=%s answers %i to a text of 2 MB',
    async (ruleTextLimit, status) => {
      const { call } = await start({ options: { ruleTextLimit } });
      const text = `${ruleText('a')}// ${'x'.repeat(2_000_000)}\n`;
      expect((await call('POST', RULES, { ruleText: text })).status).toBe(status);
    },
  );

  it('never gives an id again, though its random repeats', async () => {
    const uuids = ['1', '1', '2'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`);
    const { create } = await start({ uuid: () => uuids.shift() ?? '' });
    await create('a');
    expect(await create('b')).toBe('ru_22222222-1111-4111-8111-111111111111');
  });
});

describe('GetRule', () => {
  it('gives the newest version for a rule id and the one asked for otherwise', async () => {
    const { call, create, emulator } = await start();
    const ruleId = await create('before');
    const first = emulator.console.rule(ruleId)?.version.versionId ?? '';
    await call('POST', `${RULES}/${ruleId}:createVersion`, { ruleText: ruleText('after') });
    expect((await call('GET', `${RULES}/${ruleId}`)).body['ruleName']).toBe('after');
    expect((await call('GET', `${RULES}/${first}`)).body['ruleName']).toBe('before');
    const escaped = first.replace('@', '%40');
    expect((await call('GET', `${RULES}/${escaped}`)).body['versionId']).toBe(first);
  });

  it('gives archived rules too', async () => {
    const { call, create, emulator } = await start();
    const ruleId = await create('a');
    await emulator.console.archiveRule(ruleId);
    expect((await call('GET', `${RULES}/${ruleId}`)).body['archivedTime']).toBe(
      '2026-01-01T00:00:00Z',
    );
  });

  it('shows a stored text that no longer compiles', async () => {
    const { call, create, emulator } = await start();
    const ruleId = await create('a');
    await emulator.console.breakRule(ruleId, 'rule needs to be updated');
    expect((await call('GET', `${RULES}/${ruleId}`)).body).toMatchObject({
      compilationState: 'FAILED',
      compilationError: 'rule needs to be updated',
    });
    await emulator.console.breakRule(ruleId, undefined);
    expect((await call('GET', `${RULES}/${ruleId}`)).body).not.toHaveProperty('compilationError');
  });
});

describe('ListRules', () => {
  it('answers {} when there are none', async () => {
    const { call } = await start();
    expect((await call('GET', RULES)).text).toBe('{}');
  });

  it.each([
    ['', ['active']],
    ['?state=ACTIVE', ['active']],
    ['?state=ARCHIVED', ['archived']],
    ['?state=ALL', ['active', 'archived']],
    ['?state=1', ['active']],
  ])('with %s gives %s', async (query, names) => {
    const { call, create, emulator } = await start();
    await create('active');
    await emulator.console.archiveRule(await create('archived'));
    expect(namesOf(await call('GET', `${RULES}${query}`)).toSorted(compareText)).toEqual(names);
  });

  it.each([
    ['newest-version', ['late', 'middle', 'early']],
    ['rule-id', ['early', 'middle', 'late']],
  ] as const)('orders by %s', async (ruleOrder, names) => {
    let digit = 0;
    const { create, call, clock } = await start({
      options: { ruleOrder },
      uuid: () => `${String((digit += 1)).repeat(8)}-1111-4111-8111-111111111111`,
    });
    for (const name of ['early', 'middle', 'late']) {
      await create(name);
      clock.advance(1000);
    }
    expect(namesOf(await call('GET', RULES))).toEqual(names);
  });

  it('gives full newest versions', async () => {
    const { create, call, emulator } = await start();
    const ruleId = await create('a');
    await emulator.console.editRule(ruleId, ruleText('a', { threshold: 2 }));
    const { body } = await call('GET', RULES);
    expect(body['rules']).toEqual([(await call('GET', `${RULES}/${ruleId}`)).body]);
  });
});

describe('ListRuleVersions', () => {
  it('gives versions newest first under the key rules, live on the newest alone', async () => {
    const { create, call, emulator } = await start();
    const ruleId = await create('one');
    await emulator.console.editRule(ruleId, ruleText('two'));
    await emulator.console.setLive(ruleId, true);
    await emulator.console.setAlerting(ruleId, true);
    const heard = await call('GET', `${RULES}/${ruleId}:listVersions`);
    expect(Object.keys(heard.body)).toEqual(['rules']);
    const rows = rowsOf(heard, 'rules');
    expect(rows).toMatchObject([
      { ruleName: 'two', liveRuleEnabled: true, alertingEnabled: true },
      { ruleName: 'one', alertingEnabled: true },
    ]);
    expect(rows[1]).not.toHaveProperty('liveRuleEnabled');
  });

  it('hides the flags of the rule on old versions if told so', async () => {
    const { create, call, emulator } = await start({ options: { oldVersionFlags: 'hidden' } });
    const ruleId = await create('one');
    await emulator.console.editRule(ruleId, ruleText('two'));
    await emulator.console.setAlerting(ruleId, true);
    await emulator.console.archiveRule(ruleId);
    const heard = await call('GET', `${RULES}/${ruleId}:listVersions`);
    const [newest, old] = rowsOf(heard, 'rules');
    expect(newest).toHaveProperty('archivedTime');
    expect(old).not.toHaveProperty('archivedTime');
  });
});

describe('CreateRuleVersion', () => {
  it('puts a text on top, under the same id, whatever its name', async () => {
    const { create, call } = await start();
    const ruleId = await create('before');
    const path = `${RULES}/${ruleId}:createVersion`;
    const { body } = await call('POST', path, { rule_text: ruleText('after') });
    expect(body).toMatchObject({ ruleId, ruleName: 'after' });
  });

  it('keeps the rule as it is when the text does not compile', async () => {
    const { create, call } = await start();
    const ruleId = await create('a');
    const before = await call('GET', `${RULES}/${ruleId}`);
    const refused = await call('POST', `${RULES}/${ruleId}:createVersion`, { ruleText: 'rule' });
    expect(refused.status).toBe(400);
    expect((await call('GET', `${RULES}/${ruleId}`)).body).toEqual(before.body);
  });

  it('gives strictly later versions though the clock stands', async () => {
    const { create, call } = await start();
    const ruleId = await create('a');
    const versionIds: unknown[] = [];
    for (const threshold of [2, 3]) {
      const text = ruleText('a', { threshold });
      const { body } = await call('POST', `${RULES}/${ruleId}:createVersion`, { ruleText: text });
      versionIds.push(body['versionId'], body['versionCreateTime']);
    }
    expect(versionIds).toEqual([
      `${ruleId}@v_1767225600_000001000`,
      '2026-01-01T00:00:00.000001Z',
      `${ruleId}@v_1767225600_000002000`,
      '2026-01-01T00:00:00.000002Z',
    ]);
  });

  it.each([
    ['create', 2],
    ['keep', 1],
  ] as const)(
    'with identicalVersion=%s has %i versions after the same text',
    async (identicalVersion, count) => {
      const { create, call, emulator } = await start({ options: { identicalVersion } });
      const ruleId = await create('a');
      const text = ruleText('a').trimEnd();
      const { status } = await call('POST', `${RULES}/${ruleId}:createVersion`, { ruleText: text });
      expect(status).toBe(200);
      expect(emulator.console.rule(ruleId)?.versions).toHaveLength(count);
    },
  );
});

describe('DeleteRule', () => {
  it('takes a live rule away with all its versions', async () => {
    const { create, call, emulator } = await start();
    const ruleId = await create('a');
    await emulator.console.editRule(ruleId, ruleText('b'));
    await emulator.console.setLive(ruleId, true);
    const { status, text } = await call('DELETE', `${RULES}/${ruleId}`);
    expect([status, text]).toEqual([200, '{}']);
    expect((await call('GET', `${RULES}/${ruleId}`)).status).toBe(404);
    expect((await call('GET', `${RULES}?state=ALL`)).text).toBe('{}');
  });

  it('can be denied, as it is to most customers', async () => {
    const { create, call } = await start({ options: { deleteRule: 'denied' } });
    const { status, body } = await call('DELETE', `${RULES}/${await create('a')}`);
    expect(status).toBe(403);
    expect(body).toMatchObject({ error: { status: 'PERMISSION_DENIED' } });
  });
});

describe('VerifyRule', () => {
  it('answers success for a text that compiles, and stores nothing', async () => {
    const { call, records } = await start();
    const { status, body } = await call('POST', `${RULES}:verifyRule`, { ruleText: ruleText('a') });
    expect(status).toBe(200);
    expect(body).toEqual({ success: true, context: 'identified no known errors' });
    expect(records.appended).toEqual([]);
  });

  it('answers 200 without success for one that does not', async () => {
    const { call } = await start();
    const { status, body } = await call('POST', `${RULES}%3AverifyRule`, { ruleText: 'rule a {' });
    expect(status).toBe(200);
    expect(body).toEqual({
      context:
        'generic::invalid_argument: compiling rule: parsing: error with token: ""\nexpected }\nline: 1 \ncolumn: 9-9 ',
    });
  });
});

describe('ids', () => {
  const JUNK = 'provided rule ID dummy is not valid';
  const FORMAT =
    'version ID must be in format {rule_id} or {rule_id}@v_{version_timestamp.seconds}_{version_timestamp.nanos}';
  const METHODS = [
    ['DELETE', '', JUNK],
    ['GET', ':listVersions', JUNK],
    ['POST', ':createVersion', JUNK],
    ['POST', ':enableLiveRule', JUNK],
    ['POST', ':disableLiveRule', JUNK],
    ['POST', ':enableAlerting', JUNK],
    ['POST', ':disableAlerting', JUNK],
    ['GET', '', FORMAT],
    ['POST', ':archive', FORMAT],
    ['POST', ':unarchive', FORMAT],
  ] as const;

  it.each(METHODS)('%s …%s refuses junk with its own message', async (method, verb, message) => {
    const { call } = await start();
    const { status, body } = await call(method, `${RULES}/dummy${verb}`);
    expect(status).toBe(400);
    expect(body).toEqual(
      envelope(400, 'INVALID_ARGUMENT', `generic::invalid_argument: ${message}`),
    );
  });

  it.each(METHODS)('%s …%s answers 404 to a rule that is not there', async (method, verb) => {
    const { call } = await start();
    const ruleId = 'ru_11111111-2222-4333-8444-555555555555';
    const { status, body } = await call(method, `${RULES}/${ruleId}${verb}`);
    expect(status).toBe(404);
    expect(body).toEqual(
      envelope(404, 'NOT_FOUND', `generic::not_found: rule with ID ${ruleId} could not be found`),
    );
  });

  it.each(METHODS.filter(([, , message]) => message === JUNK))(
    '%s …%s refuses a version id',
    async (method, verb) => {
      const { call, create, emulator } = await start();
      const versionId = emulator.console.rule(await create('a'))?.version.versionId ?? '';
      const { body } = await call(method, `${RULES}/${versionId}${verb}`);
      expect(body).toMatchObject({
        error: { message: `generic::invalid_argument: provided rule ID ${versionId} is not valid` },
      });
    },
  );

  it.each(['-', 'ru_11111111-2222-4333-8444-555555555555@-', 'ru_f04b9ef9-bd49'])(
    'GetRule takes no wildcard and no stump: %s',
    async (id) => {
      const { call } = await start();
      expect((await call('GET', `${RULES}/${id}`)).status).toBe(400);
    },
  );

  it('answers 404 to a version that the rule does not have', async () => {
    const { call, create } = await start();
    const versionId = `${await create('a')}@v_1000000000_000000000`;
    const { body } = await call('GET', `${RULES}/${versionId}`);
    expect(body).toMatchObject({
      error: {
        message: `generic::not_found: rule with version ID ${versionId} could not be found`,
      },
    });
  });
});

function namesOf(heard: Heard): readonly string[] {
  return rowsOf(heard, 'rules').map(({ ruleName }) => String(ruleName));
}
