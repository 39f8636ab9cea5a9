import { describe, expect, it } from 'vitest';
import { problemOf } from '../../cmd/verifying.ts';
import { ruleText } from '../helpers/builders.ts';
import { steadyFetch } from '../secops/client.ts';
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
