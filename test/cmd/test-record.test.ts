import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chron } from '../helpers/chron.ts';
import { testRepository } from '../helpers/repository.ts';

const RULE = `rule shell_by_service {
  meta:
    author = "test"
    severity = "LOW"
  events:
    $e.metadata.event_type = "PROCESS_LAUNCH"
    re.regex($e.target.process.command_line, \`\\bcurl .*\\| *sh$\`)
    $e.principal.hostname = $host
    $e.principal.user.userid = $user
    not $user in %robots
  match:
    $host, $user over 5m
  outcome:
    $risk_score = max(if($e.principal.labels["zone"] = "dmz", 85, 40))
    $from = array_distinct($e.principal.ip)
  condition:
    #e > 1
}
`;

const FILES = {
  'rules/shell/shell_by_service.yaral': RULE,
  'rules/lists/robots.string.txt': '// robots\nbuildbot\n',
};
const TEST_PATH = 'rules/shell/shell_by_service.test.yaml';

const event = (time: string, more: object = {}): object => ({
  metadata: {
    eventTimestamp: time,
    eventType: 'PROCESS_LAUNCH',
    logType: 'NIX_SYSTEM',
    id: btoa(time),
  },
  principal: {
    hostname: 'db7.acme.com',
    user: { userid: 'carol', emailAddresses: ['carol@acme.com'] },
    ip: ['10.44.0.9'],
    labels: [
      { key: 'owner', value: 'Carol Danvers' },
      { key: 'zone', value: 'dmz' },
    ],
  },
  target: { process: { commandLine: 'curl -H token:hunter2secret https://acme.com/x | sh' } },
  ...more,
});
const EVENTS = [event('2026-03-05T10:00:00.5Z'), event('2026-03-05T10:02:00.5Z')];
const SECRETS = /carol|acme|db7|hunter2|danvers|10\.44|2026-03/i;

const DETECTION = {
  type: 'RULE_DETECTION',
  detection: [{ ruleName: 'shell_by_service', ruleId: 'ru_1', ruleType: 'MULTI_EVENT' }],
  id: 'de_1',
  detectionTime: '2026-03-05T10:05:00Z',
  timeWindow: { startTime: '2026-03-05T10:00:00Z', endTime: '2026-03-05T10:05:00Z' },
  collectionElements: [{ label: 'e', references: EVENTS.map((one) => ({ event: one })) }],
};

const world = async (from: readonly object[], test?: string) => {
  const { root } = await testRepository({
    ...FILES,
    ...(test === undefined ? {} : { [TEST_PATH]: test }),
  });
  await writeFile(
    join(root, 'from.ndjson'),
    from.map((one) => `${JSON.stringify(one)}\n`).join(''),
  );
  return {
    run: (words: string) => chron(words, { cwd: root }),
    written: () => readFile(join(root, TEST_PATH), 'utf8'),
  };
};

const CASE = `  - name: recorded detection
    events:
      - at: +0m
        metadata: { event_type: PROCESS_LAUNCH, log_type: NIX_SYSTEM }
        principal: { hostname: host1.example.com, user: { userid: user1 }, ip: [ 10.0.0.1 ] }
        target: { process: { command_line: curl -H x2:x3 x4://x5.x6/x | sh } }
`;

describe('chron test --record', () => {
  it('makes the least of a detection that the rule fires on alike, and says what it had to leave', async () => {
    const { run, written } = await world([{ ...DETECTION, id: 'de_0' }, DETECTION]);
    const { code, out, err } = await run(
      'test --record shell_by_service --from from.ndjson --detection de_1',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      [
        `added "recorded detection" to ${TEST_PATH}: 2 events, 1 detection`,
        'of these texts the rule tests what is left; look at them before you commit:',
        '  target.process.command_line  "curl -H x2:x3 x4://x5.x6/x | sh"',
        '  principal.labels.value  "dmz"',
        '',
      ].join('\n'),
    );
    const text = await written();
    expect(text).not.toMatch(SECRETS);
    expect(text).toContain(`rule: shell_by_service\n\ncases:\n${CASE}      - at: +2m\n`);
    expect(text).toContain('outcomes: { risk_score: 85 }');
    expect((await run('test')).code).toBe(0);
  });

  it('runs the rule over events first, and adds to what is there without touching it', async () => {
    const before = `# by hand
rule: shell_by_service
defaults: { metadata: { log_type: NIX_SYSTEM } }
cases:
  - name: recorded detection   # an old one
    events: []
    expect: 0
`;
    const elsewhere = event('2026-03-05T12:00:00Z', { principal: { hostname: 'other' } });
    const { run, written } = await world([...EVENTS, elsewhere], before);
    const { code, err } = await run(
      'test --record shell_by_service --from from.ndjson --case twice',
    );
    expect({ code, err }).toMatchObject({ code: 0, err: '' });
    const text = await written();
    expect(text.startsWith(`${before}\n`)).toBe(true);
    expect(text).not.toMatch(SECRETS);
    expect(text.match(/ at: \+/g)).toHaveLength(2);
    // What the defaults say is not said again.
    expect(text).toContain('metadata: { event_type: PROCESS_LAUNCH }');
  });

  const HEAD = 'rule: shell_by_service\ncases:\n';
  it.each<
    [
      title: string,
      words: string,
      from: readonly object[],
      test: string | undefined,
      expected: object,
    ]
  >([
    [
      'a name that is taken',
      '--from from.ndjson --case old',
      [DETECTION],
      `${HEAD}  - { name: old, events: [], expect: 0 }\n`,
      { code: 1, err: expect.stringContaining(`${TEST_PATH} has a case named "old" already`) },
    ],
    [
      'a test file with a mistake',
      '--from from.ndjson',
      [DETECTION],
      `${HEAD}  - { name: old, event: [], expect: 0 }\n`,
      { code: 3, err: expect.stringContaining(`nothing was recorded: ${TEST_PATH} has mistakes`) },
    ],
    [
      'a detection of another rule',
      '--from from.ndjson',
      [{ ...DETECTION, detection: [{ ruleName: 'shell_by_servise' }] }],
      undefined,
      { code: 1, err: expect.stringContaining('hint: they are of shell_by_servise') },
    ],
    [
      'an id that is not there',
      '--from from.ndjson --detection de_9',
      [DETECTION],
      undefined,
      { code: 1, err: expect.stringContaining('there is no detection "de_9" among them') },
    ],
    [
      'samples that are not enough',
      '--from from.ndjson',
      [{ ...DETECTION, collectionElements: [{ label: 'e', references: [{ event: EVENTS[0] }] }] }],
      undefined,
      { code: 3, err: expect.stringContaining('shell_by_service does not fire on the 1 event') },
    ],
    [
      'events that the rule does not fire on',
      '--from from.ndjson',
      [event('2026-03-05T10:00:00Z')],
      undefined,
      { code: 3, err: expect.stringContaining('finds nothing in the 1 event of "from.ndjson"') },
    ],
    [
      'an empty file',
      '--from from.ndjson',
      [],
      undefined,
      { code: 1, err: expect.stringContaining('"from.ndjson" holds no event and no detection') },
    ],
    [
      'no source',
      '',
      [],
      undefined,
      { code: 1, err: expect.stringContaining('where does the detection come from?') },
    ],
  ])('refuses %s, and writes nothing', async (_title, words, from, test, expected) => {
    const { run, written } = await world(from, test);
    expect(await run(`test --record shell_by_service ${words}`)).toMatchObject({
      out: '',
      ...expected,
    });
    expect(await written().catch(() => undefined)).toBe(test);
  });

  it('is what its options are for', async () => {
    const { run } = await world([]);
    expect(await run('test --from from.ndjson')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--from is of --record'),
    });
    expect(await run('test --record shell_by_servise --from from.ndjson')).toMatchObject({
      code: 1,
      err: expect.stringContaining('did you mean shell_by_service?'),
    });
  });
});
