import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../lib/errors.ts';
import { openBackstory } from '../../lib/secops/backstory-v2.ts';
import { failure, HTML, script, startWireServer, type WireReply } from '../helpers/wire-server.ts';
import { openClient } from './client.ts';
import { SECRETS } from './secrets.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { realClock } from './real-clock.ts';

const RULES = 'GET /v2/detect/rules';
const ID = 'ru_de273fa1-e60b-481c-aa87-7f9b4b77f3cb';
const RULE = {
  ruleId: ID,
  versionId: `${ID}@v_1767225600_000000000`,
  ruleName: 'demo',
  ruleText: 'rule demo {\n}\n',
  versionCreateTime: '2026-01-01T00:00:00Z',
  compilationState: 'SUCCEEDED',
};

/** What a listing ends with when the server always answers the same. */
async function failureOf(reply: WireReply): Promise<{ error: ApiError; calls: number }> {
  const server = await startWireServer(script({ [RULES]: [reply] }));
  const { secops, calls } = openClient(server.url);
  const error: unknown = await secops.listRules().catch((caught: unknown) => caught);
  if (!(error instanceof ApiError)) throw new Error('no ApiError', { cause: error });
  return { error, calls: calls.length };
}

describe('answers', () => {
  it('trap 13: give the message without its prefix, as it is', async () => {
    const said = 'compiling rule: parsing: error with token: "events"\nexpected meta\nline: 2 ';
    const { error } = await failureOf(
      failure(400, 'INVALID_ARGUMENT', `generic::invalid_argument: ${said}`),
    );
    expect(error).toMatchObject({ operation: 'ListRules', status: 400, effect: 'rejected' });
    expect(error.detail).toBe(said);
  });

  it('trap 6: are read from the array of a stream too', async () => {
    const { error } = await failureOf({
      status: 400,
      json: [{ error: { code: 400, message: 'generic::invalid_argument: odd' } }],
    });
    expect(error.detail).toBe('odd');
  });

  it('trap 19: say that an HTML 404 may be a wrong region, and are no "not found"', async () => {
    const { error, calls } = await failureOf({ status: 404, body: HTML });
    expect(error.detail).toBe('the answer is an HTML page, not one of the API');
    expect(error.hint).toContain('wrong region');
    expect(calls).toBe(1);
    const server = await startWireServer(script({}));
    await expect(openClient(server.url).secops.getRule(ID)).rejects.toMatchObject({ status: 404 });
    await expect(openClient(server.url).secops.getList('x')).rejects.toMatchObject({ status: 404 });
  });

  it.each<[string, WireReply, RegExp]>([
    [
      '403 without a permission',
      failure(403, 'PERMISSION_DENIED', 'Permission denied'),
      /check that its key belongs/,
    ],
    [
      '403 with a permission',
      failure(
        403,
        'PERMISSION_DENIED',
        "Permission 'chronicle.rules.list' denied on backstory.googleapis.com",
      ),
      /^grant chronicle\.rules\.list to embedded$/,
    ],
    [
      '403 with a role',
      failure(403, 'PERMISSION_DENIED', 'needs roles/chronicle.viewer'),
      /^grant roles\/chronicle\.viewer to/,
    ],
    ['401', failure(401, 'UNAUTHENTICATED', 'bad token'), /clock of this machine/],
    ['a proxy page', { status: 403, body: HTML }, /proxy/],
  ])('advise after %s, and are not asked for again', async (_title, reply, hint) => {
    const { error, calls } = await failureOf(reply);
    expect(error.hint).toMatch(hint);
    expect(error.effect).toBe('rejected');
    expect(calls).toBe(1);
  });

  it.each<[string, WireReply]>([
    ['an HTML page with 200', { body: HTML }],
    ['nothing', { body: '' }],
    ['half of the JSON', { body: '{"rules":[{"ruleId":"ru_' }],
    ['an array', { json: [] }],
    ['a word', { json: 'ok' }],
    ['rules that are no list', { json: { rules: 'none' } }],
    ['a depth without end', { body: `{"rules":${'['.repeat(100_000)}` }],
  ])('that are %s are never a list', async (_title, reply) => {
    const { error } = await failureOf(reply);
    expect(error.effect).toBe('ambiguous');
    expect(error.status).toBe(200);
  });

  it('name what is missing in them', async () => {
    const { error } = await failureOf({ json: { rules: [{ ...RULE, ruleText: undefined }] } });
    expect(error.detail).toContain('ruleText');
  });

  it('are refused when they are too large, also when they unpack to that', async () => {
    const bomb = gzipSync(Buffer.alloc(70 * 1024 * 1024, 0x20));
    const { error, calls } = await failureOf({
      body: bomb,
      headers: { 'Content-Encoding': 'gzip' },
    });
    expect(error).toMatchObject({ effect: 'ambiguous' });
    expect(bomb.length).toBeLessThan(200_000);
    expect(calls).toBe(1);
  });

  it('are not looked for where a redirect leads', async () => {
    const elsewhere = await startWireServer(script({ 'GET /stolen': [{}] }));
    const { error, calls } = await failureOf({
      status: 302,
      headers: { Location: `${elsewhere.url}/stolen` },
    });
    expect(error.detail).toContain('redirect');
    expect(elsewhere.asked).toEqual([]);
    expect(calls).toBe(1);
  });

  it('come in small pieces', async () => {
    const server = await startWireServer(
      script({
        [RULES]: [{ json: { rules: [{ ...RULE, ruleName: 'tröpfeln' }] }, fault: 'drip' }],
      }),
    );
    const secops = openBackstory({
      target: { kind: 'loopback', endpoint: server.url },
      rates: 'none',
      clock: realClock,
      random: () => 0,
      timeoutMs: 60_000,
    });
    expect((await secops.listRules())[0]?.name).toBe('tröpfeln');
  });

  it('that do not come are not waited for longer than 30 s, and are asked for six times', async () => {
    const server = await startWireServer(script({ [RULES]: [{ fault: 'hang' }] }));
    // with the bare fetch, time passes while a request is under way
    const { secops, calls } = openClient(server.url, { fetch });
    await expect(secops.listRules()).rejects.toMatchObject({
      status: 0,
      effect: 'ambiguous',
      detail: 'no answer within 30 s',
    });
    expect(calls.map(({ durationMs }) => durationMs)).toEqual(Array(6).fill(30_000));
  });
});

describe('secrets', () => {
  it.each(SECRETS)('do not leave an error: %s', async (_title, secret, bare) => {
    for (const reply of [
      failure(400, 'INVALID_ARGUMENT', `you sent ${secret}`),
      { status: 500, body: `oops ${secret}` },
      { status: 403, json: { error: { message: secret, details: [{ reason: secret }] } } },
    ]) {
      const { error } = await failureOf(reply);
      expect(everything(error)).not.toContain(bare);
    }
  });

  it('are not in what is told of a call, nor in the error of a token that cannot be sent', async () => {
    const server = await startWireServer(script({ [RULES]: [{ fault: 'reset' }] }));
    const { secops, calls } = openClient(server.url);
    const error: unknown = await secops.listRules().catch((caught: unknown) => caught);
    expect(everything(error)).not.toContain('Bearer');
    expect(JSON.stringify(calls)).not.toMatch(/bearer|loopback/i);
  });

  it('stay at home: a loopback endpoint gets a fixed word instead of a token', async () => {
    const server = await startWireServer(script({ [RULES]: [{}] }));
    const { secops } = openClient(server.url);
    await secops.listRules();
    expect(server.asked[0]?.headers['authorization']).toBe('Bearer loopback');
    expect(secops.identity).toBe('embedded');
  });
});

describe('calls', () => {
  it('are told one by one, with their retries', async () => {
    const server = await startWireServer(
      script({ [RULES]: [failure(503, 'UNAVAILABLE', 'later'), { json: {} }] }),
    );
    const { secops, calls } = openClient(server.url);
    await secops.listRules();
    const path = '/v2/detect/rules?state=ALL&page_size=1000';
    expect(calls).toEqual([
      { method: 'ListRules', verb: 'GET', path, status: 503, attempt: 1, durationMs: 0 },
      { method: 'ListRules', verb: 'GET', path, status: 200, attempt: 2, durationMs: 0 },
    ]);
  });

  it('trap 4: ask for archived rules too', async () => {
    const server = await startWireServer(script({ [RULES]: [{}] }));
    await openClient(server.url).secops.listRules();
    expect(server.asked[0]?.path).toContain('state=ALL');
  });

  it('refuse a region that does not exist before anything is sent', () => {
    expect(() =>
      openBackstory({
        target: {
          kind: 'google',
          region: 'moon',
          identity: { who: 'x', token: () => Promise.reject(new Error('not asked')) },
        },
        rates: 'none',
        clock: new VirtualClock(),
        random: () => 0,
        timeoutMs: 1,
      }),
    ).toThrow('region "moon" does not exist');
  });
});

/** All that an error holds, as a crash dump would show it. */
function everything(error: unknown): string {
  const seen = new Set<unknown>();
  const walk = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return String(value);
    if (seen.has(value)) return '';
    seen.add(value);
    return Object.getOwnPropertyNames(value)
      .map((key) => `${key}: ${walk(Reflect.get(value, key))}`)
      .join('\n');
  };
  return walk(error);
}
