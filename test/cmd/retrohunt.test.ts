import { describe, expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import type { Ran } from '../helpers/chron.ts';
import { steadyFetch } from '../secops/client.ts';
import { tenantWorld, type TenantWorld } from './tenant-world.ts';

async function stored(
  names: readonly string[],
  alerting: readonly string[] = [],
): Promise<TenantWorld> {
  const world = await tenantWorld({ options: { huntTime: 'published' } });
  for (const name of names) {
    const ruleId = await world.emulator.console.createRule(ruleText(name));
    if (alerting.includes(name)) await world.emulator.console.setAlerting(ruleId, true);
  }
  return world;
}

/** A run that Ctrl-C ends once as many hunts were started as there are `starts`. */
async function interrupted(
  words: string,
  { run, clock }: TenantWorld,
  {
    starts,
    afterwards = () => {},
    answer = () => undefined,
  }: {
    readonly starts: number;
    readonly afterwards?: () => void;
    readonly answer?: (path: string) => Response | undefined;
  },
): Promise<Ran> {
  const steady = steadyFetch(clock);
  let interrupt: (() => void) | undefined;
  let started = 0;
  return await run(words, {
    onReady: (stop) => {
      interrupt = stop;
    },
    fetch: async (input, init) => {
      const path = new URL(input instanceof Request ? input.url : input).pathname;
      const response = answer(path) ?? (await steady(input, init));
      if (path.endsWith(':runRetrohunt')) started += 1;
      if (path.endsWith(':runRetrohunt') && started === starts) {
        afterwards();
        interrupt?.();
      }
      return response;
    },
  });
}

describe('chron retrohunt', () => {
  it('hunts named rules over the last days, and says what they found', async () => {
    const { run } = await stored(['one', 'two']);
    const { code, out, err } = await run('retrohunt one two --env prod --last 5d');
    expect(err).toMatch(/prod: one: \d+ %/);
    expect(out).toContain('prod · 2 retrohunts');
    expect(out).toMatch(/one +0 detections in 5 d · 0\.0 a day, worst day 0/);
    expect(code).toBe(0);
  });

  it('says the same to machines', async () => {
    const { run } = await stored(['one']);
    const { code, out } = await run(
      'retrohunt one --env prod --from 2025-12-01 --to 2025-12-02T00:00:00Z --format json --quiet',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      environments: [
        {
          environment: 'prod',
          status: 'hunted',
          exit: 0,
          refused: [],
          retrohunts: [
            {
              rule: 'one',
              status: 'done',
              from: '2025-12-01T00:00:00.000Z',
              to: '2025-12-02T00:00:00.000Z',
              adopted: false,
              detections: 0,
              days: [],
              cappedDays: [],
            },
          ],
        },
      ],
    });
  });

  it('takes the hunts of an earlier run', async () => {
    const { run } = await stored(['one']);
    await run('retrohunt one --env prod');
    const again = await run('retrohunt one --env prod --format json');
    expect(again.out).toContain('"adopted": true');
    const anew = await run('retrohunt one --env prod --format json --again');
    expect(anew.out).toContain('"adopted": false');
  });

  it('--all hunts what git gives the environment, and leaves alerting rules out', async () => {
    const { run } = await stored(['one', 'two', 'theirs'], ['two']);
    const { code, out } = await run('retrohunt --all --env prod --format json --quiet');
    expect(code).toBe(4);
    expect(JSON.parse(out)).toMatchObject({
      environments: [{ exit: 4, refused: ['two'], retrohunts: [{ rule: 'one', status: 'done' }] }],
    });
    const raised = await run('retrohunt --all --env prod --raise-alerts --quiet');
    expect(raised.code).toBe(0);
    expect(raised.out).toMatch(/two +0 detections/);
  });

  it('--all says what of git is not stored, and what is stored in another text', async () => {
    const { run, emulator } = await stored([]);
    await emulator.console.createRule(ruleText('one', { threshold: 2 }));
    const { code, out } = await run('retrohunt --all --env prod --quiet');
    expect(code).toBe(0);
    expect(out).toMatch(/one +0 detections/);
    expect(out).toContain('not stored, so not hunted: two');
    expect(out).toContain('hunted as stored, which is not the text of git: one');
    const json = await run('retrohunt --all --env prod --quiet --format json');
    expect(JSON.parse(json.out)).toMatchObject({
      environments: [{ exit: 0, missing: ['two'], differs: ['one'], twins: [] }],
    });
  });

  it.each(['--all', 'one two'])('hunts the others where two have one name: %s', async (which) => {
    const { run } = await stored(['one', 'one', 'two']);
    const { code, out } = await run(`retrohunt ${which} --env prod --quiet --format json`);
    expect(code).toBe(4);
    expect(JSON.parse(out)).toMatchObject({
      environments: [
        {
          exit: 4,
          differs: [],
          twins: [{ name: 'one', ruleIds: [expect.any(String), expect.any(String)] }],
          retrohunts: [{ rule: 'two', status: 'done' }],
        },
      ],
    });
  });

  it.each([
    ['nothing of git is stored', ['theirs'], 'none of the 2 rules that git gives it', 1],
    ['all that is left has twins', ['one', 'one'], 'several rules of prod are named "one"', 4],
  ])('is an error where %s', async (_title, names, says, exit) => {
    const { run } = await stored(names);
    const { code, out, err } = await run('retrohunt --all --env prod --quiet');
    expect(err).toContain(says);
    expect(out).toBe('');
    expect(code).toBe(exit);
  });

  it.each([
    ['leaves hunts running and says how to find them', '', 'running'],
    ['cancels them where it is told to', ' --cancel-on-interrupt', 'cancelled'],
  ])('after Ctrl-C %s', async (_title, option, state) => {
    const { run, emulator, clock } = await stored(['one']);
    const steady = steadyFetch(clock);
    let interrupt: (() => void) | undefined;
    const fetched: typeof fetch = async (input, init) => {
      const response = await steady(input, init);
      const path = new URL(input instanceof Request ? input.url : input).pathname;
      if (path.endsWith(':runRetrohunt')) interrupt?.();
      return response;
    };
    const { code, err } = await run(`retrohunt one --env prod${option}`, {
      onReady: (stop) => {
        interrupt = stop;
      },
      fetch: fetched,
    });
    expect(code).toBe(130);
    expect(err.includes('chron retrohunt one --env prod')).toBe(state === 'running');
    const listed = await fetch(`${emulator.url}/v2/detect/rules/-/retrohunts`);
    expect(await listed.text()).toContain(state === 'running' ? 'RUNNING' : 'CANCELLED');
  });

  const CANCELLING = 'retrohunt one two --env prod --cancel-on-interrupt --format json --quiet';

  it('cancels no hunt that it did not start', async () => {
    const world = await stored(['one', 'two']);
    await world.run('retrohunt one --env prod --wait 1s');
    const { code, out } = await interrupted(CANCELLING, world, { starts: 1 });
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({
      environments: [
        {
          retrohunts: [
            { rule: 'one', status: 'left-running', adopted: true },
            { rule: 'two', status: 'cancelled', adopted: false },
          ],
        },
      ],
    });
  });

  it('goes on cancelling where one cannot be', async () => {
    const world = await stored(['one', 'two']);
    let asked = 0;
    const { code, out } = await interrupted(CANCELLING, world, {
      starts: 2,
      answer: (path) => {
        if (path.endsWith(':cancelRetrohunt')) asked += 1;
        if (!path.endsWith(':cancelRetrohunt') || asked > 1) return undefined;
        const error = { code: 403, message: 'not permitted', status: 'PERMISSION_DENIED' };
        return Response.json({ error }, { status: 403 });
      },
    });
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({
      environments: [
        {
          retrohunts: [
            { status: 'left-running', error: 'CancelRetrohunt: 403: not permitted' },
            { status: 'cancelled' },
          ],
        },
      ],
    });
  });

  it('does not say of a hunt that ended meanwhile that it runs', async () => {
    const world = await stored(['one']);
    const { code, out, err } = await interrupted(
      'retrohunt one --env prod --cancel-on-interrupt',
      world,
      { starts: 1, afterwards: () => world.clock.advance(3_600_000) },
    );
    expect(code).toBe(130);
    expect(out).toMatch(/one +ended; its detections were not counted/);
    expect(err).not.toContain('runs on');
  });

  it.each([
    ['no tenant', 'https://elsewhere.example'],
    ['a tenant', undefined],
  ])('leaves Ctrl-C alone afterwards, with %s', async (_title, elsewhere) => {
    const { run, emulator } = await stored(['one']);
    let listening = 0;
    await run('retrohunt one --env prod --quiet', {
      env: { CHRON_BACKSTORY_ENDPOINT: elsewhere ?? emulator.url },
      onReady: () => {
        listening += 1;
      },
      onForgotten: () => {
        listening -= 1;
      },
    });
    expect(listening).toBe(0);
  });

  it('does not call a count failed that Ctrl-C cut short', async () => {
    const { run, clock } = await stored(['one', 'two']);
    const steady = steadyFetch(clock);
    let interrupt: (() => void) | undefined;
    const { code, out } = await run('retrohunt one two --env prod --quiet', {
      onReady: (stop) => {
        interrupt = stop;
      },
      fetch: (input, init) => {
        const path = new URL(input instanceof Request ? input.url : input).pathname;
        if (!path.endsWith('/detections')) return steady(input, init);
        interrupt?.();
        return Promise.reject(new TypeError('socket closed'));
      },
    });
    expect(code).toBe(130);
    expect(out).toMatch(/one +done; its detections were not counted\n +two +done; its/);
  });

  it('stops waiting when the wait is over, and does not call that a result', async () => {
    const { run } = await stored(['one']);
    const { code, out, err } = await run('retrohunt one --env prod --wait 1s');
    expect(code).toBe(1);
    expect(out).toMatch(/left running \(oh_/);
    expect(err).toContain('a hunt runs on in prod');
  });

  it('waits for hunts longer than for the service', async () => {
    const { run, clock } = await stored(['one']);
    const startedAt = clock.now().getTime();
    const { code, out } = await run('retrohunt one --env prod --last 365d --timeout 10s --quiet');
    expect(out).toMatch(/one +0 detections in 365 d/);
    const longest = 1105_000;
    expect(clock.now().getTime() - startedAt).toBeLessThanOrEqual(longest + 15_000);
    expect(code).toBe(0);
  });

  it('does not call a count that broke off a count, and counts the other rules', async () => {
    const { run, clock } = await stored(['one', 'two']);
    const steady = steadyFetch(clock);
    let listings = 0;
    const { code, out } = await run('retrohunt one two --env prod --quiet', {
      fetch: (input, init) => {
        const path = new URL(input instanceof Request ? input.url : input).pathname;
        if (path.endsWith('/detections')) listings += 1;
        if (!path.endsWith('/detections') || listings > 1) return steady(input, init);
        const error = { code: 400, message: 'page token is not valid', status: 'INVALID_ARGUMENT' };
        return Promise.resolve(Response.json({ error }, { status: 400 }));
      },
    });
    expect(code).toBe(1);
    expect(out).toMatch(/one +failed: ListDetections: 400: page token is not valid/);
    expect(out).toMatch(/two +0 detections/);
  });

  it('does not call a hunt complete during which the rule failed', async () => {
    const { run, emulator, clock } = await stored(['two']);
    const ruleId = await emulator.console.createRule(ruleText('one'));
    const at = new Date(clock.now().getTime() - 86_400_000);
    await emulator.console.addErrors(ruleId, [
      { text: 'too slow', at, window: { from: at, to: at } },
    ]);
    const { code, out } = await run('retrohunt one two --env prod --quiet');
    expect(code).toBe(1);
    expect(out).toMatch(/one +0 detections.*\n +1 error of the rule, incomplete: too slow\n +two/);
  });

  it.each([
    ['no rule', 'retrohunt --env prod', 'which rules?'],
    ['both', 'retrohunt one --all --env prod', 'two different things'],
    ['no environment', 'retrohunt one', '--env is missing'],
    ['another environment', 'retrohunt one --env prd', 'did you mean prod'],
    ['a misspelt rule', 'retrohunt onne --env prod', 'did you mean one?'],
    [
      'a rule that is not stored',
      'retrohunt something_else --env prod',
      'chron apply --env prod first',
    ],
    ['no duration', 'retrohunt one --env prod --last fortnight', 'is not a duration'],
    ['half a range', 'retrohunt one --env prod --from 2025-12-01', 'belong together'],
    ['no time', 'retrohunt one --env prod --from yesterday --to today', 'which is no time'],
    [
      'a range backwards',
      'retrohunt one --env prod --from 2025-12-02 --to 2025-12-01',
      'is not before',
    ],
    ['the future', 'retrohunt one --env prod --from 2025-12-02 --to 2030-01-01', 'in the future'],
    ['two ranges', 'retrohunt one --env prod --last 1d --from 2025-12-02', 'two different ranges'],
  ])('refuses %s', async (_title, words, says) => {
    const { run } = await stored(['one']);
    const { code, out, err } = await run(words);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(says);
  });

  it('has help with an example', async () => {
    const { run } = await tenantWorld();
    const { code, out } = await run('retrohunt --help');
    expect(code).toBe(0);
    expect(out).toContain('chron retrohunt okta_mfa_fatigue --env prod');
  });
});
