import { describe, expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { aDetection, hours, ScriptedDetector } from './detector.ts';
import { HandClock } from './hand-clock.ts';
import { envelope, rowsOf, start } from './start.ts';
import type { Heard, Running } from './start.ts';

const RULES = '/v2/detect/rules';
const BAD_VERSION =
  'generic::invalid_argument: version ID must be in format {rule_id} or {rule_id}@v_{version_timestamp.seconds}_{version_timestamp.nanos}';
const NOBODY = 'ru_00000000-0000-4000-8000-000000000000';

/** Ten days: 700 ms with huntTime=short. */
const RANGE = hours(240, 0);

async function run(running: Running, id: string, body: unknown = RANGE): Promise<Heard> {
  return running.call('POST', `${RULES}/${id}:runRetrohunt`, body);
}

async function runId(running: Running, id: string): Promise<string> {
  return String((await run(running, id)).body['retrohuntId']);
}

function versionOf({ body }: Heard): string {
  return String(body['versionId']);
}

/** Another version; gives its id and that of the one before. */
async function twoVersions(
  running: Running,
): Promise<{ ruleId: string; old: string; newer: string }> {
  const ruleId = await running.create('a');
  const old = versionOf(await running.call('GET', `${RULES}/${ruleId}`));
  const path = `${RULES}/${ruleId}:createVersion`;
  const newer = versionOf(await running.call('POST', path, { ruleText: ruleText('b') }));
  return { ruleId, old, newer };
}

describe('RunRetrohunt', () => {
  it('answers a running hunt without progress or end, at the full version', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    const { status, body } = await run(running, ruleId);
    expect(status).toBe(200);
    expect(body).toEqual({
      retrohuntId: expect.stringMatching(/^oh_[0-9a-f-]{36}$/),
      ruleId,
      versionId: `${ruleId}@v_1767225600_000000000`,
      eventStartTime: '2025-12-22T00:00:00Z',
      eventEndTime: '2026-01-01T00:00:00Z',
      retrohuntStartTime: '2026-01-01T00:00:00Z',
      state: 'RUNNING',
    });
  });

  it.each([
    ['camelCase', RANGE],
    ['snake_case', { start_time: RANGE.startTime, end_time: RANGE.endTime }],
    ['a form', new URLSearchParams({ start_time: RANGE.startTime, end_time: RANGE.endTime })],
    [
      'offsets and fractions',
      { startTime: '2025-12-22T01:00:00.000+01:00', endTime: RANGE.endTime },
    ],
  ])('reads %s', async (_, body) => {
    const running = await start();
    const answer = await run(running, await running.create('a'), body);
    expect(answer.body).toMatchObject({
      eventStartTime: '2025-12-22T00:00:00Z',
      eventEndTime: '2026-01-01T00:00:00Z',
    });
  });

  it('takes an old version, and a rule that is not live', async () => {
    const running = await start();
    const { old } = await twoVersions(running);
    expect((await run(running, old)).body['versionId']).toBe(old);
  });

  it.each([
    ['no body', '', 'generic::invalid_argument: start_time is required'],
    ['no end', { startTime: RANGE.startTime }, 'generic::invalid_argument: end_time is required'],
    [
      'an empty range',
      { startTime: RANGE.endTime, endTime: RANGE.endTime },
      'generic::invalid_argument: start time 2026-01-01T00:00:00Z is not before end time 2026-01-01T00:00:00Z',
    ],
    [
      'the future',
      { startTime: RANGE.startTime, endTime: '2026-01-01T00:00:01Z' },
      'generic::invalid_argument: end time 2026-01-01T00:00:01Z is in the future',
    ],
    [
      'no time',
      { startTime: 'yesterday', endTime: RANGE.endTime },
      'Invalid value at \'start_time\' (type.googleapis.com/google.protobuf.Timestamp), "yesterday"',
    ],
    [
      'a day that is none',
      { startTime: '2025-02-30T00:00:00Z', endTime: RANGE.endTime },
      'Invalid value at \'start_time\' (type.googleapis.com/google.protobuf.Timestamp), "2025-02-30T00:00:00Z"',
    ],
  ])('refuses %s', async (_, body, message) => {
    const running = await start();
    const refused = await run(running, await running.create('a'), body);
    expect([refused.status, refused.body]).toEqual([
      400,
      envelope(400, 'INVALID_ARGUMENT', message),
    ]);
    expect(rowsOf(await running.call('GET', `${RULES}/-/retrohunts`), 'retrohunts')).toEqual([]);
  });

  it('takes the future with futureHunts=accept', async () => {
    const running = await start({ options: { futureHunts: 'accept' } });
    const body = { startTime: RANGE.startTime, endTime: '2027-01-01T00:00:00Z' };
    expect((await run(running, await running.create('a'), body)).status).toBe(200);
  });

  it.each([
    ['refuse', 400],
    ['accept', 200],
  ] as const)(
    'with huntArchived=%s answers %i for an archived rule',
    async (huntArchived, status) => {
      const running = await start({ options: { huntArchived } });
      const ruleId = await running.create('a');
      await running.call('POST', `${RULES}/${ruleId}:archive`);
      expect((await run(running, ruleId)).status).toBe(status);
    },
  );

  it('starts another hunt for the same range', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    expect(await runId(running, ruleId)).not.toBe(await runId(running, ruleId));
  });

  it.each([
    ['3', [200, 200, 200, 429]],
    ['none', [200, 200, 200, 200]],
  ] as const)('with huntSlots=%s answers %j', async (huntSlots, statuses) => {
    const running = await start({ options: { huntSlots } });
    const ruleId = await running.create('a');
    const found: number[] = [];
    for (const _ of statuses) found.push((await run(running, ruleId)).status);
    expect(found).toEqual(statuses);
    running.clock.advance(700);
    expect((await run(running, ruleId)).status).toBe(200);
  });

  it('says in a 429 that slots are taken, and gives one back after a cancel', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    const first = await runId(running, ruleId);
    for (let count = 0; count < 2; count += 1) await run(running, ruleId);
    expect((await run(running, ruleId)).body).toEqual(
      envelope(
        429,
        'RESOURCE_EXHAUSTED',
        'generic::resource_exhausted: the limit of 3 concurrent retrohunts is reached',
      ),
    );
    await running.call('POST', `${RULES}/${ruleId}/retrohunts/${first}:cancelRetrohunt`);
    expect((await run(running, ruleId)).status).toBe(200);
  });

  it('with huntsOverSlots=queue lets hunts wait without progress', async () => {
    const running = await start({ options: { huntsOverSlots: 'queue' } });
    const ruleId = await running.create('a');
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await runId(running, ruleId));
    const progress = async (): Promise<unknown[]> => {
      const rows = rowsOf(await running.call('GET', `${RULES}/-/retrohunts`), 'retrohunts');
      return ids.map((id) => {
        const row = rows.find(({ retrohuntId }) => retrohuntId === id);
        return row?.['progressPercentage'] ?? row?.['state'];
      });
    };
    running.clock.advance(350);
    expect(await progress()).toEqual([50, 49.99, 49.99, 'RUNNING', 'RUNNING']);
    await running.call('POST', `${RULES}/${ruleId}/retrohunts/${ids[0]}:cancelRetrohunt`);
    running.clock.advance(70);
    expect(await progress()).toEqual([50, 59.99, 59.99, 10, 'RUNNING']);
    running.clock.advance(280);
    expect(await progress()).toEqual([50, 99.99, 99.99, 50, 'RUNNING']);
    running.clock.advance(351);
    expect(await progress()).toEqual([50, 100, 100, 100, 50.14]);
  });
});

describe('a retrohunt', () => {
  it.each([
    ['short', 700],
    ['published', 40_000],
  ] as const)('proceeds by the clock, in proportion to its range: %s', async (huntTime, ms) => {
    const running = await start({ options: { huntTime } });
    const ruleId = await running.create('a');
    const path = `${RULES}/${ruleId}/retrohunts/${await runId(running, ruleId)}`;
    running.clock.advance(ms / 4);
    const quarter = await running.call('GET', path);
    expect(quarter.body).toMatchObject({ state: 'RUNNING', progressPercentage: 25 });
    expect(quarter.body).not.toHaveProperty('retrohuntEndTime');
    running.clock.advance((ms / 4) * 3 - 1);
    expect((await running.call('GET', path)).body).toMatchObject({ state: 'RUNNING' });
    running.clock.advance(1);
    expect((await running.call('GET', path)).body).toMatchObject({
      state: 'DONE',
      progressPercentage: 100,
      retrohuntEndTime: new Date(running.clock.now()).toISOString().replace('.000Z', 'Z'),
    });
  });

  it('takes no time with huntTime=none', async () => {
    const running = await start({ options: { huntTime: 'none' } });
    const ruleId = await running.create('a');
    const { body } = await run(running, ruleId);
    expect(body['state']).toBe('RUNNING');
    const path = `${RULES}/${ruleId}/retrohunts/${String(body['retrohuntId'])}`;
    expect((await running.call('GET', path)).body['state']).toBe('DONE');
  });

  it('survives a restart, running or done', async () => {
    const detector = new ScriptedDetector([aDetection(1)]);
    const before = await start({ detector });
    const ruleId = await before.create('a');
    const path = `${RULES}/${ruleId}/retrohunts/${await runId(before, ruleId)}`;
    before.clock.advance(350);
    const told = await before.call('GET', path);
    await before.emulator.close();
    const after = await start({ records: before.records, clock: before.clock, detector });
    expect((await after.call('GET', path)).body).toEqual(told.body);
    before.clock.advance(350);
    expect((await after.call('GET', path)).body['state']).toBe('DONE');
    const { body } = await after.call('GET', `${RULES}/${ruleId}/detections`);
    expect(body['detections']).toHaveLength(1);
  });

  it('that a death left unsearched is searched again', async () => {
    const slow = new ScriptedDetector([]);
    slow.hold();
    const before = await start({ detector: slow });
    const ruleId = await before.create('a');
    const path = `${RULES}/${ruleId}/retrohunts/${await runId(before, ruleId)}`;
    await before.emulator.close();
    before.clock.advance(10_000);
    const detector = new ScriptedDetector([aDetection(1)]);
    const after = await start({ records: before.records, clock: before.clock, detector });
    expect((await after.call('GET', path)).body['state']).toBe('DONE');
    expect(detector.asked).toHaveLength(1);
  });

  it('loses nothing when a death came between its detections and its end', async () => {
    const detector = new ScriptedDetector([aDetection(180), aDetection(60)]);
    const before = await start({ detector });
    const ruleId = await before.create('a');
    const path = `${RULES}/${ruleId}/retrohunts/${await runId(before, ruleId)}`;
    before.clock.advance(350);
    await expect.poll(() => before.records.appended.at(-1)?.value).toHaveProperty('searched', true);
    await before.emulator.close();
    expect(before.records.appended.pop()?.key).toMatch(/^hunt/);
    const after = await start({ records: before.records, clock: before.clock, detector });
    before.clock.advance(350);
    expect((await after.call('GET', path)).body['state']).toBe('DONE');
    const { body } = await after.call('GET', `${RULES}/${ruleId}/detections`);
    expect(body['detections']).toHaveLength(2);
  });

  it('that was cancelled before a death is not searched again', async () => {
    const slow = new ScriptedDetector([]);
    slow.hold();
    const before = await start({ detector: slow });
    const ruleId = await before.create('a');
    const path = `${RULES}/${ruleId}/retrohunts/${await runId(before, ruleId)}`;
    await before.call('POST', `${path}:cancelRetrohunt`);
    await before.emulator.close();
    const detector = new ScriptedDetector([aDetection(1)]);
    const after = await start({ records: before.records, clock: before.clock, detector });
    expect((await after.call('GET', path)).body['state']).toBe('CANCELLED');
    expect(detector.asked).toEqual([]);
  });

  it('asks the detector for its version, its range and the lines of its lists', async () => {
    const detector = new ScriptedDetector([]);
    const running = await start({ detector });
    await running.call('POST', '/v2/lists', { name: 'l', lines: ['a'], contentType: 'REGEX' });
    const ruleId = await running.create('a', ruleText('a', { lists: ['l'] }));
    const { body } = await run(running, ruleId);
    expect(detector.asked).toEqual([
      {
        alerting: false,
        text: ruleText('a', { lists: ['l'] }),
        range: { from: new Date(RANGE.startTime), to: new Date(RANGE.endTime) },
        lists: [{ name: 'l', description: '', lines: ['a'], kind: 'regex' }],
        atMost: 1_000_000,
        version: { ruleId, versionId: body['versionId'] },
      },
    ]);
  });
});

describe('GetRetrohunt and CancelRetrohunt', () => {
  const VERBS = [
    ['GET', ''],
    ['POST', ':cancelRetrohunt'],
    ['POST', ':wait'],
  ] as const;

  it.each(VERBS)('%s %s refuses what names no hunt of the rule', async (method, verb) => {
    const running = await start();
    const [ruleId, other] = [await running.create('a'), await running.create('b')];
    const hunt = await runId(running, ruleId);
    const at = (rule: string, id: string): Promise<Heard> =>
      running.call(method, `${RULES}/${rule}/retrohunts/${id}${verb}`);
    const answers: Heard[] = [
      await at('dummy', hunt),
      await at(NOBODY, hunt),
      await at(ruleId, 'test'),
      await at(ruleId, 'oh_54c2f72b-7527-4f51-8d28-adb30d2d0'),
      await at(other, hunt),
      await at(`${ruleId}@-`, hunt),
    ];
    expect(answers.map(({ body }) => body)).toEqual([
      envelope(400, 'INVALID_ARGUMENT', BAD_VERSION),
      envelope(404, 'NOT_FOUND', `generic::not_found: rule with ID ${NOBODY} could not be found`),
      envelope(
        400,
        'INVALID_ARGUMENT',
        'generic::invalid_argument: provided retrohunt ID test is not valid',
      ),
      envelope(
        404,
        'NOT_FOUND',
        'generic::not_found: retrohunt not found with ID oh_54c2f72b-7527-4f51-8d28-adb30d2d0',
      ),
      envelope(
        404,
        'NOT_FOUND',
        `generic::not_found: retrohunt with ID ${hunt} does not belong to rule ID ${other}. Provide the correct rule ID`,
      ),
      envelope(400, 'INVALID_ARGUMENT', BAD_VERSION),
    ]);
  });

  it('find a hunt of an old version by the bare rule id', async () => {
    const running = await start();
    const { ruleId, old } = await twoVersions(running);
    const hunt = await runId(running, old);
    const { body } = await running.call('GET', `${RULES}/${ruleId}/retrohunts/${hunt}`);
    expect(body['versionId']).toBe(old);
  });

  it.each([
    ['any', 200],
    ['must-match', 404],
  ] as const)('with huntVersion=%s answer %i by another version', async (huntVersion, status) => {
    const running = await start({ options: { huntVersion } });
    const { old, newer } = await twoVersions(running);
    const hunt = await runId(running, old);
    const { status: found } = await running.call('GET', `${RULES}/${newer}/retrohunts/${hunt}`);
    expect(found).toBe(status);
  });

  it('trap 10: a second cancel is a 400, and CANCELLED has two L', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    const path = `${RULES}/${ruleId}/retrohunts/${await runId(running, ruleId)}`;
    running.clock.advance(7);
    const cancelled = await running.call('POST', `${path}:cancelRetrohunt`);
    expect([cancelled.status, cancelled.text]).toEqual([200, '{}']);
    expect((await running.call('GET', path)).body).toMatchObject({
      state: 'CANCELLED',
      progressPercentage: 1,
      retrohuntEndTime: '2026-01-01T00:00:00.007Z',
    });
    const again = await running.call('POST', `${path}:cancelRetrohunt`);
    expect([again.status, again.body]).toEqual([
      400,
      envelope(
        400,
        'FAILED_PRECONDITION',
        'generic::failed_precondition: cannot transition retrohunt status from CANCELLED to CANCELLED',
      ),
    ]);
  });

  it('refuse to cancel a hunt that is done', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    const path = `${RULES}/${ruleId}/retrohunts/${await runId(running, ruleId)}`;
    running.clock.advance(700);
    expect((await running.call('POST', `${path}:cancelRetrohunt`)).text).toContain(
      'cannot transition retrohunt status from DONE to CANCELLED',
    );
  });

  it('trap 11: a hunt starts without progress, has no detections of its own, and ends also when cancelled', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    const { body } = await run(running, ruleId);
    expect(body).not.toHaveProperty('progressPercentage');
    const path = `${RULES}/${ruleId}/retrohunts/${String(body['retrohuntId'])}`;
    expect((await running.call('GET', `${path}/detections`)).status).toBe(404);
    await running.call('POST', `${path}:cancelRetrohunt`);
    expect((await running.call('GET', path)).body).toHaveProperty('retrohuntEndTime');
  });
});

describe('WaitRetrohunt', () => {
  it('answers when the hunt has ended', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    const path = `${RULES}/${ruleId}/retrohunts/${await runId(running, ruleId)}`;
    const { status, body } = await running.call('POST', `${path}:wait`, { timeout: '30s' });
    expect([status, body['state']]).toEqual([200, 'DONE']);
    expect(running.clock.sleeps).toEqual([700]);
    expect((await running.call('POST', `${path}:wait`)).body).toEqual(body);
  });

  it.each([
    ['deadline-exceeded', '5s', 504, 'DEADLINE_EXCEEDED', 5],
    ['unavailable', '5s', 503, 'UNAVAILABLE', 5],
    ['deadline-exceeded', '0s', 504, 'DEADLINE_EXCEEDED', 3],
    ['deadline-exceeded', '3.5s', 504, 'DEADLINE_EXCEEDED', 3.5],
  ] as const)(
    'with waitTimeout=%s after %s answers %i %s',
    async (waitTimeout, timeout, code, status, seconds) => {
      const running = await start({ options: { huntTime: 'published', waitTimeout } });
      const ruleId = await running.create('a');
      const hunt = await runId(running, ruleId);
      const path = `${RULES}/${ruleId}/retrohunts/${hunt}:wait`;
      expect((await running.call('POST', path, { timeout })).body).toEqual(
        envelope(
          code,
          status,
          `generic::${status.toLowerCase()}: timed out after ${seconds}s waiting for retrohunt ${hunt}`,
        ),
      );
    },
  );

  it.each([
    ['2.9s', 400],
    ['3s', 200],
    ['300s', 200],
    ['301s', 400],
    ['5', 400],
    ['-5s', 400],
  ])('with waitBounds=refuse and %s answers %i', async (timeout, status) => {
    const running = await start({ options: { waitBounds: 'refuse' } });
    const ruleId = await running.create('a');
    const path = `${RULES}/${ruleId}/retrohunts/${await runId(running, ruleId)}:wait`;
    expect((await running.call('POST', path, { timeout })).status).toBe(status);
  });

  it('waits for a search that takes longer than the hunt', async () => {
    const detector = new ScriptedDetector([aDetection(1)]);
    detector.hold();
    const time = new HandClock();
    const running = await start({ detector, clock: time });
    const ruleId = await running.create('a');
    const path = `${RULES}/${ruleId}/retrohunts/${await runId(running, ruleId)}:wait`;
    const waiting = running.call('POST', path);
    await expect.poll(() => time.waiting).toBe(1);
    time.advance(700);
    await expect.poll(() => time.waiting).toBe(1);
    detector.open();
    expect((await waiting).body['state']).toBe('DONE');
  });

  it.each([0, 700])(
    'answers in time though the search goes on, asked %i ms after the hunt began',
    async (after) => {
      const detector = new ScriptedDetector([]);
      detector.hold();
      const time = new HandClock();
      const running = await start({ detector, clock: time });
      const ruleId = await running.create('a');
      const path = `${RULES}/${ruleId}/retrohunts/${await runId(running, ruleId)}:wait`;
      time.advance(after);
      const waiting = running.call('POST', path, { timeout: '3s' });
      await expect.poll(() => time.waiting).toBe(1);
      time.advance(700);
      await expect.poll(() => time.waiting).toBe(1);
      time.advance(2300);
      expect((await waiting).status).toBe(504);
    },
  );
});

describe('ListRetrohunts', () => {
  it('answers {} where there are none', async () => {
    const { call } = await start();
    expect((await call('GET', `${RULES}/-/retrohunts`)).text).toBe('{}');
  });

  it('trap 2: a bare rule id means the newest version; @- and - mean more', async () => {
    const running = await start({ options: { huntSlots: 'none' } });
    const { ruleId, old, newer } = await twoVersions(running);
    const other = await running.create('other');
    const hunts = {
      old: await runId(running, old),
      newer: await runId(running, newer),
      other: await runId(running, other),
    };
    const ids = async (of: string): Promise<unknown[]> => {
      const rows = rowsOf(await running.call('GET', `${RULES}/${of}/retrohunts`), 'retrohunts');
      return rows.map(({ retrohuntId }) => retrohuntId);
    };
    expect(await ids(ruleId)).toEqual([hunts.newer]);
    expect(await ids(newer)).toEqual([hunts.newer]);
    expect(await ids(old)).toEqual([hunts.old]);
    expect(await ids(`${ruleId}@-`)).toEqual([hunts.newer, hunts.old]);
    expect(await ids('-')).toEqual([hunts.other, hunts.newer, hunts.old]);
    expect((await running.call('GET', `${RULES}/-/retrohunts/`)).status).toBe(200);
  });

  it('filters by state', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    const [done, cancelled] = [await runId(running, ruleId), await runId(running, ruleId)];
    await running.call('POST', `${RULES}/${ruleId}/retrohunts/${cancelled}:cancelRetrohunt`);
    running.clock.advance(1000);
    const runs = await runId(running, ruleId);
    const ids = async (state: string): Promise<unknown[]> => {
      const path = `${RULES}/${ruleId}/retrohunts?state=${state}`;
      return rowsOf(await running.call('GET', path), 'retrohunts').map((row) => row['retrohuntId']);
    };
    expect(await ids('RUNNING')).toEqual([runs]);
    expect(await ids('DONE')).toEqual([done]);
    expect(await ids('CANCELLED')).toEqual([cancelled]);
    expect(await ids('STATE_UNSPECIFIED')).toEqual([runs, cancelled, done]);
    expect((await running.call('GET', `${RULES}/-/retrohunts?state=CANCELED`)).status).toBe(400);
  });

  it.each([
    [
      'ru_f04b9ef9-bd49',
      400,
      'generic::invalid_argument: invalid wildcard version ID: invalid rule_id: invalid rule_id ru_f04b9ef9-bd49, must be either a user rule_id or an uppercase rule_id',
    ],
    [NOBODY, 404, `generic::not_found: rule with ID ${NOBODY} could not be found`],
    [`${NOBODY}@-`, 404, `generic::not_found: rule with ID ${NOBODY} could not be found`],
    ['ur_ttp_x', 404, 'generic::not_found: rule with ID ur_ttp_x could not be found'],
    [`${NOBODY}@v_1`, 400, BAD_VERSION],
  ])('of %s answers %i', async (id, status, message) => {
    const { call } = await start();
    for (const what of ['retrohunts', 'detections']) {
      const heard = await call('GET', `${RULES}/${id}/${what}`);
      expect([heard.status, heard.body]).toEqual([
        status,
        envelope(status, status === 400 ? 'INVALID_ARGUMENT' : 'NOT_FOUND', message),
      ]);
    }
  });
});

describe('a rule with a running hunt', () => {
  it.each([
    ['POST', ':archive'],
    ['DELETE', ''],
  ])('trap 15: is refused %s %s', async (method, verb) => {
    const running = await start();
    const ruleId = await running.create('a');
    await run(running, ruleId);
    const refused = await running.call(method, `${RULES}/${ruleId}${verb}`);
    expect([refused.status, refused.body]).toEqual([
      400,
      envelope(
        400,
        'FAILED_PRECONDITION',
        `generic::failed_precondition: rule ${ruleId} has retrohunts in progress`,
      ),
    ]);
    running.clock.advance(700);
    expect((await running.call(method, `${RULES}/${ruleId}${verb}`)).text).toBe('{}');
  });

  it('takes its hunts and detections along when it is deleted', async () => {
    const running = await start({ detector: new ScriptedDetector([aDetection(1)]) });
    const ruleId = await running.create('a');
    await run(running, ruleId);
    running.clock.advance(700);
    await running.call('GET', `${RULES}/-/retrohunts`);
    await running.call('DELETE', `${RULES}/${ruleId}`);
    const last = new Map(running.records.appended.map(({ key, value }) => [key, value]));
    expect([...last.values()].filter((value) => value !== null)).toEqual([]);
  });
});
