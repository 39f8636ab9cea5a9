import { describe, expect, it } from 'vitest';
import { failure, script, startWireServer, type WireReply } from '../helpers/wire-server.ts';
import { uuidOf } from '../helpers/builders.ts';
import { openClient } from './client.ts';

const RULES = 'GET /v2/detect/rules';
const LISTS = 'GET /v2/lists';

function rule(name: string, seconds = 1_767_225_600) {
  const ruleId = `ru_${uuidOf(name)}`;
  return {
    ruleId,
    versionId: `${ruleId}@v_${seconds}_000000000`,
    ruleName: name,
    ruleText: `rule ${name} {\n}\n`,
    versionCreateTime: new Date(seconds * 1000).toISOString(),
    compilationState: 'SUCCEEDED',
  };
}

async function client(replies: Readonly<Record<string, readonly WireReply[]>>) {
  const server = await startWireServer(script(replies));
  return { server, ...openClient(server.url) };
}

describe('listRules', () => {
  it('trap 20: follows page tokens, which it does not look into, encoded', async () => {
    const { server, secops } = await client({
      [RULES]: [
        { json: { rules: [rule('a')], nextPageToken: 'CgA-_w==' } },
        { json: { rules: [rule('b')], next_page_token: 'x&y=z' } },
        { json: { rules: [rule('c')] } },
      ],
    });
    expect((await secops.listRules()).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(server.asked.map(({ path }) => path.split('page_token=')[1])).toEqual([
      undefined,
      'CgA-_w%3D%3D',
      'x%26y%3Dz',
    ]);
  });

  it.each([
    ['at once', ['again', 'again']],
    ['in a loop', ['one', 'two', 'three', 'one']],
  ])('ends when a page token comes back %s', async (_title, tokens) => {
    const { secops, calls } = await client({
      [RULES]: tokens.map((nextPageToken) => ({ json: { rules: [rule('a')], nextPageToken } })),
    });
    await expect(secops.listRules()).rejects.toThrow('page token for the second time');
    expect(calls).toHaveLength(tokens.length);
  });

  it('rejects as a whole when a later page fails', async () => {
    const { secops } = await client({
      [RULES]: [
        { json: { rules: [rule('a')], nextPageToken: 'two' } },
        failure(400, 'INVALID_ARGUMENT', 'generic::invalid_argument: page token is not valid'),
      ],
    });
    await expect(secops.listRules()).rejects.toMatchObject({ detail: 'page token is not valid' });
  });

  it('rejects as a whole when one rule of a later page cannot be read', async () => {
    const { secops } = await client({
      [RULES]: [
        { json: { rules: [rule('a')], nextPageToken: 'two' } },
        { json: { rules: [rule('b'), { ruleId: 'ru_x' }] } },
      ],
    });
    await expect(secops.listRules()).rejects.toMatchObject({ operation: 'ListRules' });
  });

  it('asks again for the page that failed, not for all', async () => {
    const { server, secops } = await client({
      [RULES]: [
        { json: { rules: [rule('a')], nextPageToken: 'two' } },
        failure(503, 'UNAVAILABLE', 'later'),
        { json: { rules: [rule('b')] } },
      ],
    });
    expect(await secops.listRules()).toHaveLength(2);
    expect(server.asked.filter(({ path }) => path.includes('page_token=two'))).toHaveLength(2);
  });

  it('goes on over an empty page that has a next one', async () => {
    const { secops } = await client({
      [RULES]: [{ json: { nextPageToken: 'two' } }, { json: { rules: [rule('b')] } }],
    });
    expect(await secops.listRules()).toHaveLength(1);
  });

  it('takes a rule once that moved between the pages, as it is now', async () => {
    const { secops } = await client({
      [RULES]: [
        { json: { rules: [rule('a', 1_767_225_700), rule('b')], nextPageToken: 'two' } },
        { json: { rules: [rule('a', 1_767_225_600)] } },
      ],
    });
    const rules = await secops.listRules();
    expect(rules.map(({ base }) => base)).toEqual([
      rule('a', 1_767_225_700).versionId,
      rule('b').versionId,
    ]);
  });

  it('trap 17: keeps texts as they were sent', async () => {
    const ruleText = 'rule a {\r\n}\n\n\n';
    const { secops } = await client({
      [RULES]: [{ json: { rules: [{ ...rule('a'), ruleText }] } }],
    });
    expect((await secops.listRules())[0]?.version.text).toBe(ruleText);
  });
});

describe('getRule', () => {
  it('gives nothing for a 404 in the words of the API', async () => {
    const { ruleId } = rule('a');
    const { secops } = await client({
      [`GET /v2/detect/rules/${ruleId}`]: [
        failure(404, 'NOT_FOUND', `generic::not_found: rule with ID ${ruleId} could not be found`),
      ],
    });
    expect(await secops.getRule(ruleId)).toBeUndefined();
  });
});

describe('listVersions', () => {
  it('trap 9: reads versions from a key that is called rules', async () => {
    const { ruleId } = rule('a');
    const { secops } = await client({
      [`GET /v2/detect/rules/${ruleId}:listVersions`]: [{ json: { rules: [rule('a')] } }],
    });
    expect((await secops.listVersions(ruleId))[0]?.versionId).toBe(rule('a').versionId);
  });
});

describe('verifyRule', () => {
  it('trap 5: takes a 200 with only a context for a failure', async () => {
    const { secops } = await client({
      'POST /v2/detect/rules:verifyRule': [
        { json: { context: 'generic::invalid_argument: compiling rule: odd' } },
      ],
    });
    expect(await secops.verifyRule('x')).toEqual({
      success: false,
      context: 'compiling rule: odd',
    });
  });
});

describe('listLists', () => {
  const time = '2026-01-01T00:00:00Z';

  it('trap 16: asks for the lines, and takes a list without any for empty', async () => {
    const { server, secops } = await client({
      [LISTS]: [
        {
          json: {
            lists: [
              { name: 'full', createTime: time, lines: ['a'] },
              { name: 'empty', createTime: time },
            ],
          },
        },
      ],
    });
    expect((await secops.listLists()).map(({ lines }) => lines)).toEqual([['a'], []]);
    expect(server.asked.map(({ path }) => path)).toEqual(['/v2/lists?view=FULL&page_size=1000']);
  });

  it('trap 16: reads each list by itself when no lines come at all', async () => {
    const { secops } = await client({
      [LISTS]: [{ json: { lists: [{ name: 'one' }, { name: 'two' }] } }],
      'GET /v2/lists/one': [{ json: { name: 'one', createTime: time, lines: ['a'] } }],
      'GET /v2/lists/two': [{ json: { name: 'two', createTime: time, contentType: 'REGEX' } }],
    });
    expect(await secops.listLists()).toEqual([
      { name: 'one', kind: 'string', description: '', lines: ['a'], base: time },
      { name: 'two', kind: 'regex', description: '', lines: [], base: time },
    ]);
  });

  it('asks for fewer lists at once when an answer is too large', async () => {
    const server = await startWireServer(({ path }) =>
      path.includes('page_size=1000')
        ? { body: new Uint8Array(65 * 1024 * 1024).fill(0x20) }
        : { json: { lists: [{ name: 'one', createTime: time, lines: ['a'] }] } },
    );
    const { secops, calls } = openClient(server.url);
    expect((await secops.listLists()).map(({ name }) => name)).toEqual(['one']);
    expect(calls.at(-1)?.path).toContain('page_size=5');
  });

  it('does not write a list of a type that it does not know', async () => {
    const { secops, server } = await client({
      'GET /v2/lists/odd': [{ json: { name: 'odd', createTime: time, contentType: 'HOLOGRAM' } }],
    });
    const list = { name: 'odd', kind: 'string', description: '', lines: ['a'] } as const;
    await expect(secops.updateList(list, time)).rejects.toMatchObject({ name: 'ConflictError' });
    expect(server.asked.map(({ method }) => method)).toEqual(['GET']);
  });
});

describe('createRule', () => {
  it('turns off a rule that the service stored enabled', async () => {
    const stored = { ...rule('a'), liveRuleEnabled: true, alertingEnabled: true };
    const path = `POST /v2/detect/rules/${stored.ruleId}`;
    const { secops, calls } = await client({
      'POST /v2/detect/rules': [{ json: stored }],
      [`${path}:disableAlerting`]: [{}],
      [`${path}:disableLiveRule`]: [{}],
      [RULES]: [{ json: { rules: [rule('a')] } }],
    });
    const created = await secops.createRule('rule a {\n}\n');
    expect(created.deployment).toEqual({ enabled: false, alerting: false });
    expect(calls.map(({ method }) => method)).toEqual([
      'CreateRule',
      'DisableAlerting',
      'DisableLiveRule',
      'ListRules',
    ]);
  });
});
