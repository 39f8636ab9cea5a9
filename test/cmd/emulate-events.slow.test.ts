import { writeFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chron, type Ran } from '../helpers/chron.ts';
import { testRepository, type TestRepository } from '../helpers/repository.ts';

const HOUR = 3_600_000;

const SINGLE = `rule one_login {
  meta:
    author = "a"
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.user.userid in %watched
  condition:
    $e
}
`;

const MULTI = `rule many_logins {
  meta:
    author = "a"
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.user.userid = $user
  match:
    $user over 10m
  outcome:
    $count = count($e.metadata.id)
  condition:
    #e > 2
}
`;

/** What no rule over events can be evaluated to here: detections of other rules. */
const FOREIGN = `rule over_detections {
  meta:
    author = "a"
  events:
    $d.detection.detection.rule_name = "one_login"
    $d.detection.detection.rule_id = $id
  match:
    $id over 10m
  condition:
    $d
}
`;

function login(user: string, hoursAgo: number, minutes = 0): object {
  const time = new Date(Date.now() - hoursAgo * HOUR + minutes * 60_000);
  return {
    metadata: { eventTimestamp: time.toISOString(), eventType: 'USER_LOGIN' },
    principal: { user: { userid: user } },
  };
}

function lines(...events: readonly unknown[]): string {
  return events.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join('');
}

function repositoryOfRules(): Promise<TestRepository> {
  return testRepository({
    'rules/one_login.yaral': SINGLE,
    'rules/many_logins.yaral': MULTI,
    'rules/lists/watched.string.txt': '// people to look at\nalice\n',
  });
}

interface Emulating {
  readonly url: string;
  readonly said: () => Promise<Ran>;
}

/** Runs `chron emulate` until the test is over, or until somebody wants to know what it said. */
async function emulate(cwd: string, ...words: readonly string[]): Promise<Emulating> {
  return new Promise((resolve, reject) => {
    let stop: (() => void) | undefined;
    const ended = chron(['emulate', ...words], {
      cwd,
      onReady: (interrupt) => {
        stop = interrupt;
      },
      onOut: (text) =>
        resolve({
          url: text.trim(),
          said: () => {
            stop?.();
            return ended;
          },
        }),
    });
    onTestFinished(async () => {
      stop?.();
      await ended;
    });
    ended.then(({ err }) => reject(new Error(`chron emulate ended: ${err}`)), reject);
  });
}

async function hunted(cwd: string): Promise<Readonly<Record<string, unknown>>> {
  const words = 'retrohunt --env local --all --last 14d --format json --quiet';
  const { out, err } = await chron(words, { cwd });
  const {
    environments,
  }: { environments: { retrohunts: { rule: string; detections: number }[] }[] } = JSON.parse(
    out === '' ? `{"environments":[],"err":${JSON.stringify(err)}}` : out,
  );
  return Object.fromEntries(
    environments.flatMap(({ retrohunts }) => retrohunts).map((one) => [one.rule, one.detections]),
  );
}

async function apply(cwd: string): Promise<void> {
  const { code, err } = await chron('apply --env local --yes', { cwd });
  expect(code, err).toBe(0);
}

const EVENTS = [
  login('alice', 30),
  login('alice', 30, 1),
  login('alice', 30, 2),
  login('bob', 40),
  login('bob', 40),
  login('bob', 40),
  login('alice', 24 * 20),
];

describe('the emulator with events', () => {
  it('takes files in, finds in them what rules say, and keeps them', async () => {
    const { root } = await repositoryOfRules();
    await apply(root);
    const path = join(root, 'events.ndjson.gz');
    writeFileSync(path, gzipSync(lines(...EVENTS, '{"metadata":{}}', 'no event')));
    const running = await emulate(root, '--events', 'events.ndjson.gz');
    expect(await hunted(root)).toEqual({ one_login: 3, many_logins: 2 });
    const { err } = await running.said();
    expect(err).toContain('7 events taken in from');
    expect(err).toContain('events.ndjson.gz:8: it has no metadata.event_timestamp in RFC 3339');
    expect(err).toContain('events.ndjson.gz:9: this is no JSON object');
    expect(err).toContain('2 lines of');

    // Again without the emulator beside it, and with the file once more: nothing is there twice.
    const again = await chron('emulate --events events.ndjson.gz --export-events out.ndjson', {
      cwd: root,
    });
    expect(again.err).toContain('0 events taken in');
    expect(again.err).toContain('7 that it held already');
    expect(again.err).toContain('7 events written to out.ndjson');
    const written = readFileSync(join(root, 'out.ndjson'), 'utf8').trim().split('\n');
    expect(written.map((line) => JSON.parse(line))).toEqual(
      EVENTS.map((event) => ({
        ...event,
        metadata: expect.objectContaining({ id: expect.any(String), eventType: 'USER_LOGIN' }),
      })),
    );
    expect(new Set(written).size).toBe(7);
  });

  it('takes files in before it listens, and exports without listening', async () => {
    const { root } = await repositoryOfRules();
    writeFileSync(join(root, 'events.ndjson'), lines(...EVENTS));
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => void taken.close());
    const address = taken.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const words = `emulate --port ${port} --events events.ndjson`;
    const refused = await chron(words, { cwd: root });
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/7 events taken in from [\s\S]*something listens there already/);
    const written = await chron(`${words} --export-events out.ndjson`, { cwd: root });
    expect([written.code, written.err]).toEqual([0, expect.stringContaining('7 events written')]);
  });

  it('takes no more files in, and does not listen, once it is interrupted', async () => {
    const { root } = await repositoryOfRules();
    for (const name of ['a', 'b']) writeFileSync(join(root, `${name}.ndjson`), lines(...EVENTS));
    let interrupt: (() => void) | undefined;
    const { code, out, err } = await chron('emulate --events a.ndjson b.ndjson', {
      cwd: root,
      onReady: (stop) => {
        interrupt = stop;
      },
      onErr: () => interrupt?.(),
    });
    expect([code, out]).toEqual([130, '']);
    expect(err).toContain('a.ndjson');
    expect(err).not.toContain('b.ndjson');
  });

  it('runs live rules over what is sent to it', async () => {
    const { root } = await repositoryOfRules();
    await apply(root);
    const { url } = await emulate(root);
    const send = (...events: readonly unknown[]): Promise<Response> =>
      fetch(`${url}/v1alpha/projects/p/locations/l/instances/i/events:import`, {
        method: 'POST',
        body: JSON.stringify({ inlineSource: { events: events.map((udm) => ({ udm })) } }),
      });
    const found = async (): Promise<unknown[]> => {
      const answer = await fetch(`${url}/v2/detect/rules/-/detections`);
      const {
        detections = [],
      }: { detections?: { detection: { ruleName: string; alertState: string }[] }[] } = JSON.parse(
        await answer.text(),
      );
      return detections
        .flatMap(({ detection }) => detection)
        .map(({ ruleName, alertState }) => `${ruleName} ${alertState}`)
        .toSorted();
    };
    expect((await send(login('alice', 3), login('alice', 3, 1))).status).toBe(200);
    expect(await found()).toEqual(['one_login NOT_ALERTING', 'one_login NOT_ALERTING']);
    // The third of the window comes later; a fourth adds nothing.
    await send(login('alice', 3, 2));
    await send(login('alice', 3, 3));
    expect(await found()).toEqual([
      'many_logins NOT_ALERTING',
      ...Array.from({ length: 4 }, () => 'one_login NOT_ALERTING'),
    ]);
    expect((await send('nothing')).status).toBe(400);
  });

  it('says what it cannot evaluate as an error of the rule', async () => {
    const { root } = await repositoryOfRules();
    const { url } = await emulate(root, '--check', 'header');
    const answer = await fetch(`${url}/v2/detect/rules:streamTestRule`, {
      method: 'POST',
      body: JSON.stringify({
        rule: { ruleText: FOREIGN },
        startTime: new Date(Date.now() - 10 * HOUR).toISOString(),
        endTime: new Date(Date.now()).toISOString(),
      }),
    });
    const [first, ...others]: { error?: { category: string; text: string } }[] = JSON.parse(
      await answer.text(),
    );
    expect(others).toEqual([]);
    expect(first?.error).toMatchObject({
      category: 'RULES_EXECUTION_ERROR',
      text: expect.stringMatching(/cannot be evaluated locally \(line \d+, column \d+\)$/),
    });
  });
});
