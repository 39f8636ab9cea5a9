import { describe, expect, it } from 'vitest';
import { problemOf, verifyRules } from '../../cmd/verifying.ts';
import { aRule, ruleText } from '../helpers/builders.ts';
import { startWireServer } from '../helpers/wire-server.ts';
import { openClient, steadyFetch } from '../secops/client.ts';
import { tenantWorld } from './tenant-world.ts';

function isVerify(input: Parameters<typeof fetch>[0]): boolean {
  return (input instanceof Request ? input.url : String(input)).endsWith(':verifyRule');
}

const TEXT = 'rule a {\n  events:\n  condition:\n}\n';

describe("the place in a server's message", () => {
  it.each<[said: string, place: readonly number[], message: string]>([
    [
      'compiling rule: parsing: error with token: "events"\nexpected meta\nline: 2 \ncolumn: 3-9 ',
      [2, 3, 2, 9],
      'parsing: error with token: "events": expected meta',
    ],
    ['compiling rule: : variable x\nline: 3 \ncolumn: 3-6 ', [3, 3, 3, 6], 'variable x'],
    [
      'generic::invalid_argument invalid token line: 1-2, column: 3-4',
      [1, 3, 2, 4],
      'generic::invalid_argument invalid token',
    ],
    ['compiling rule: validating: no place', [1, 1, 1, 1], 'validating: no place'],
    [
      'line: 999 \ncolumn: 999',
      [5, 1, 5, 1],
      'the server does not compile it, and does not say why',
    ],
    ['', [1, 1, 1, 1], 'the server does not compile it, and does not say why'],
  ])('%j', (said, place, message) => {
    const { line, column, endLine, endColumn, ...problem } = problemOf(
      { path: 'rules/a.yaral', text: TEXT },
      said,
    );
    expect([line, column, endLine, endColumn]).toEqual(place);
    expect(problem.message).toBe(message);
  });
});

const THIRTY = Array.from({ length: 30 }, (_, n) => aRule(`rule_${n}`));

/** A server that gives no answer about these of the thirty. */
function failingAt(failing: readonly number[]) {
  const texts = new Set(failing.map((at) => THIRTY[at]?.text));
  return {
    verifyRule: (text: string) =>
      texts.has(text)
        ? Promise.reject(new Error('no answer'))
        : Promise.resolve({ success: true, context: '' }),
  };
}

describe('asking about many rules', () => {
  it('takes longer than the service may, as every answer begins its time anew', async () => {
    const server = await startWireServer(() => ({ json: { success: true } }));
    const { secops, clock } = openClient(server.url, { rates: 'published', timeoutMs: 10_000 });
    const startedAt = clock.now().getTime();
    const counts: number[] = [];
    const { verified, failed } = await verifyRules(secops, THIRTY, (done) => {
      secops.renew();
      counts.push(done);
    });
    expect(failed).toEqual([]);
    expect(verified.map(({ rule }) => rule)).toEqual(THIRTY);
    expect(counts).toEqual(THIRTY.map((_, n) => n + 1));
    // the rate is kept busy: one a second
    expect(clock.now().getTime() - startedAt).toBeLessThan(31_000);
  });

  it.each([
    ['goes on after one that fails', [7], 29, 1, 0],
    ['goes on after some that fail', [3, 7, 20], 27, 3, 0],
  ])('%s', async (_title, failing, answered, failed, unasked) => {
    const result = await verifyRules(failingAt(failing), THIRTY, () => {});
    expect(result.verified).toHaveLength(answered);
    expect(result.failed.map(({ rule }) => rule)).toEqual(failing.map((at) => THIRTY[at]));
    expect([result.failed.length, result.unasked.length]).toEqual([failed, unasked]);
  });

  it('stops where nothing is answered any more, and keeps what was', async () => {
    const after = THIRTY.map((_, at) => at).filter((at) => at >= 10);
    const { verified, failed, unasked } = await verifyRules(failingAt(after), THIRTY, () => {});
    expect(verified.map(({ rule }) => rule)).toEqual(THIRTY.slice(0, 10));
    expect(failed.length).toBeGreaterThanOrEqual(3);
    expect(failed.length).toBeLessThanOrEqual(6);
    expect(verified.length + failed.length + unasked.length).toBe(30);
  });
});

describe('chron verify', () => {
  it('asks about texts that differ from what is live, and stores nothing', async () => {
    const { run, emulator, clock } = await tenantWorld();
    await emulator.console.createRule(ruleText('one'));
    const sent: string[] = [];
    const steady = steadyFetch(clock);
    const { code, out } = await run('verify --env prod', {
      fetch: (input, init) => {
        sent.push(
          `${init?.method ?? ''} ${new URL(input instanceof Request ? input.url : input).pathname}`,
        );
        return steady(input, init);
      },
    });
    expect(code).toBe(0);
    expect(out).toBe('prod: 1 rule verified\n');
    expect(sent).toEqual(['GET /v2/detect/rules', 'POST /v2/detect/rules:verifyRule']);
    expect((await run('verify --env prod --all')).out).toBe('prod: 2 rules verified\n');
    expect((await run('verify one --env prod')).out).toBe('prod: 1 rule verified\n');
  });

  it('says all refusals at their places, with exit 3', async () => {
    const { run, clock } = await tenantWorld();
    const steady = steadyFetch(clock);
    const refusing: typeof fetch = async (input, init) => {
      const response = await steady(input, init);
      if (!isVerify(input)) return response;
      const context =
        'generic::invalid_argument: compiling rule: parsing: error with token: "meta"\nline: 2 \ncolumn: 3-7 ';
      return Response.json({ context });
    };
    const { code, out, err } = await run('verify --env prod', { fetch: refusing });
    expect(code).toBe(3);
    expect(out).toBe('prod: 2 rules verified, 2 refused\n');
    expect(err).toContain(
      'rules/family/one.yaral:2:3: error[server]: parsing: error with token: "meta"',
    );
    expect(err).toContain('rules/family/two.yaral:2:3');
    const json = await run('verify --env prod --format json --quiet', { fetch: refusing });
    expect(JSON.parse(json.out)).toMatchObject({
      environments: [
        { exit: 3, rules: [{ rule: 'one', success: false, line: 2, column: 3 }, { rule: 'two' }] },
      ],
    });
  });

  it('keeps the answers that it has where another call fails', async () => {
    const { run, clock } = await tenantWorld();
    const steady = steadyFetch(clock);
    const partly: typeof fetch = async (input, init) => {
      const sent = typeof init?.body === 'string' ? init.body : '';
      if (!isVerify(input) || !sent.includes('rule two')) return steady(input, init);
      const error = { code: 403, message: 'not permitted', status: 'PERMISSION_DENIED' };
      return Response.json({ error }, { status: 403 });
    };
    const { code, out, err } = await run('verify --env prod --quiet', { fetch: partly });
    expect(out).toBe('prod: 1 rule verified, 1 not verified\n');
    expect(err).toContain('not verified: two');
    expect(err).toContain('VerifyRule: 403: not permitted');
    expect(code).toBe(7);
    const json = await run('verify --env prod --format json --quiet', { fetch: partly });
    expect(JSON.parse(json.out)).toMatchObject({
      environments: [
        {
          status: 'incomplete',
          exit: 7,
          rules: [{ rule: 'one', success: true }],
          failed: [{ rule: 'two', message: 'VerifyRule: 403: not permitted' }],
          unasked: [],
        },
      ],
    });
  });

  it.each([
    ['no environment', 'verify', '--env is missing'],
    ['a misspelt rule', 'verify onne --env prod', 'did you mean one?'],
  ])('refuses %s', async (_title, words, says) => {
    const { run } = await tenantWorld();
    const { code, err } = await run(words);
    expect(code).toBe(1);
    expect(err).toContain(says);
  });
});
