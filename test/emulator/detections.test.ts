import { describe, expect, it } from 'vitest';
import type { CuratedRule } from '../../lib/emulator/console-past.ts';
import type { Detection } from '../../lib/model/detection.ts';
import { ruleText } from '../helpers/builders.ts';
import { aDetection, hours, NOW, ScriptedDetector } from './detector.ts';
import { envelope, rowsOf, start } from './start.ts';
import type { Heard, Running } from './start.ts';

const RULES = '/v2/detect/rules';
const NOBODY = 'ru_00000000-0000-4000-8000-000000000000';

function tokenOf({ body }: Heard): string {
  return typeof body['nextPageToken'] === 'string' ? body['nextPageToken'] : '';
}

/** The hour so long before the clocks start. */
function at(hoursAgo: number): Date {
  return new Date(NOW - hoursAgo * 3_600_000);
}

/** A rule of Google's. */
function rule(ruleSet: string, name: string): CuratedRule {
  return { ruleId: `ur_${name}`, ruleSet, ruleName: name, severity: 'Low' };
}

/** So many detections, each an hour older than the one before. */
function hourly(count: number): readonly Detection[] {
  return Array.from({ length: count }, (_, index) => aDetection(index + 1));
}

async function idsOf(
  running: Running,
  path: string,
  key: 'detections' | 'curatedRuleDetections' = 'detections',
): Promise<unknown[]> {
  return rowsOf(await running.call('GET', path), key).map(({ id }) => id);
}

describe('ListDetections', () => {
  it('answers {} where there are none', async () => {
    const { call, create } = await start();
    expect((await call('GET', `${RULES}/${await create('a')}/detections`)).text).toBe('{}');
    expect((await call('GET', `${RULES}/-/detections`)).text).toBe('{}');
  });

  it('shows a detection of a multi-event rule as the service does', async () => {
    const running = await start();
    const text = ruleText('logins', { multiEvent: true });
    const ruleId = await running.create('logins', text);
    const [id] = await running.emulator.console.addDetections(ruleId, [
      aDetection(2, {
        window: { from: new Date(NOW - 3 * 3_600_000), to: new Date(NOW - 2 * 3_600_000) },
        matches: [{ key: 'user', value: 'alice', source: 'udm.principal.user.userid' }],
        outcomes: [{ key: 'ips', value: '192.0.2.1, 192.0.2.2' }],
        riskScore: 35,
        samples: [{ label: 'e', events: [], entities: [{ a: 1 }] }],
      }),
    ]);
    const { body } = await running.call('GET', `${RULES}/${ruleId}/detections/${id}`);
    const versionId = `${ruleId}@v_1767225600_000000000`;
    expect(body).toEqual({
      type: 'RULE_DETECTION',
      detection: [
        {
          ruleName: 'logins',
          ruleId,
          ruleVersion: versionId,
          urlBackToProduct: expect.stringMatching(
            /^https:\/\/\w+\.backstory\.chronicle\.security\/ruleDetections\?ruleId=ru_.*&selectedParentDetectionId=de_.*&selectedTimestamp=2025-12-31T22:00:00Z&versionTimestamp=2026-01-01T00:00:00Z$/,
          ),
          alertState: 'NOT_ALERTING',
          ruleType: 'MULTI_EVENT',
          detectionFields: [{ key: 'user', value: 'alice', source: 'udm.principal.user.userid' }],
          ruleLabels: [
            { key: 'author', value: 'detection engineering' },
            { key: 'rule_id', value: 'id_logins' },
            { key: 'severity', value: 'HIGH' },
          ],
          outcomes: [{ key: 'ips', value: '192.0.2.1, 192.0.2.2' }],
          riskScore: 35,
        },
      ],
      createdTime: '2026-01-01T00:00:00Z',
      id,
      timeWindow: { startTime: '2025-12-31T21:00:00Z', endTime: '2025-12-31T22:00:00Z' },
      collectionElements: [{ references: [{ entity: { a: 1 } }], label: 'e' }],
      detectionTime: '2025-12-31T22:00:00Z',
    });
    expect(
      rowsOf(await running.call('GET', `${RULES}/${ruleId}/detections`), 'detections'),
    ).toEqual([body]);
  });

  it('trap 2: a bare rule id means the newest version; @- and - mean more', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    const person = running.emulator.console;
    const old = await person.addDetections(ruleId, [aDetection(1)]);
    const oldVersion = String((await running.call('GET', `${RULES}/${ruleId}`)).body['versionId']);
    await person.editRule(ruleId, ruleText('b'));
    expect(await idsOf(running, `${RULES}/${ruleId}/detections`)).toEqual([]);
    const newer = await person.addDetections(ruleId, [aDetection(2)]);
    const other = await person.addDetections(await running.create('o'), [aDetection(3)]);
    expect(await idsOf(running, `${RULES}/${ruleId}/detections`)).toEqual(newer);
    expect(await idsOf(running, `${RULES}/${oldVersion}/detections`)).toEqual(old);
    expect(await idsOf(running, `${RULES}/${ruleId}@-/detections`)).toEqual([...old, ...newer]);
    expect(await idsOf(running, `${RULES}/-/detections`)).toEqual([...old, ...newer, ...other]);
    const single = (of: string, id: unknown): Promise<{ status: number; body: unknown }> =>
      running.call('GET', `${RULES}/${of}/detections/${String(id)}`);
    expect((await single(ruleId, newer[0])).status).toBe(200);
    expect((await single(oldVersion, old[0])).status).toBe(200);
    expect((await single(ruleId, old[0])).body).toEqual(
      envelope(
        404,
        'NOT_FOUND',
        `generic::not_found: detection with ID ${old[0]} could not be found`,
      ),
    );
  });

  it.each([
    ['', [1, 2, 3, 4]],
    ['?start_time=2025-12-31T21:00:00Z', [1, 2, 3]],
    ['?startTime=2025-12-31T21:00:00Z', [1, 2, 3]],
    ['?end_time=2025-12-31T21:00:00Z', [4]],
    ['?start_time=2025-12-31T21:00:00.001Z&end_time=2025-12-31T23:00:00Z', [2]],
    ['?detection_start_time=2025-12-31T21:00:00Z', [1, 2, 3]],
    ['?detectionStartTime=2025-12-31T21:00:00Z&detectionEndTime=2025-12-31T23:00:00Z', [2, 3]],
    ['?list_basis=DETECTION_TIME', [1, 2, 3, 4]],
    ['?list_basis=CREATED_TIME', [4, 3, 2, 1]],
    ['?listBasis=CREATED_TIME&startTime=2026-01-01T00:00:02Z', [4, 3]],
    ['?listBasis=CREATED_TIME&detectionStartTime=2025-12-31T22:00:00Z', [2, 1]],
    ['?alert_state=ALERTING', [2]],
    ['?alertState=NOT_ALERTING', [1, 3, 4]],
    ['?alert_state=ALERT_STATE_UNSPECIFIED', [1, 2, 3, 4]],
    ['?include_simulated_detections=true', [1, 2, 3, 4, 5]],
    ['?includeSimulatedDetections=false', [1, 2, 3, 4]],
    ['?page_token=&start_time=&page_size=', [1, 2, 3, 4]],
  ])('with %s finds %j', async (query, expected) => {
    const running = await start();
    const ruleId = await running.create('a');
    const person = running.emulator.console;
    const byHours = new Map<unknown, number>();
    for (const hoursAgo of [1, 2, 3, 4, 5]) {
      const createdTime = new Date(NOW + hoursAgo * 1000 - 1000);
      const facts = { simulated: hoursAgo === 5, alerting: hoursAgo === 2 };
      const one = aDetection(hoursAgo, { createdTime });
      const [id] = await person.addDetections(ruleId, [one], facts);
      byHours.set(id, hoursAgo);
    }
    running.clock.advance(10_000);
    const ids = await idsOf(running, `${RULES}/${ruleId}/detections${query}`);
    expect(ids.map((id) => byHours.get(id))).toEqual(expected);
  });

  it.each([
    ['list_basis=NEWEST', 'list_basis'],
    ['alert_state=LOUD', 'alert_state'],
    ['start_time=today', 'start_time'],
    ['include_simulated_detections=maybe', 'include_simulated_detections'],
    ['simulated=true', 'simulated'],
  ])('refuses %s', async (query, name) => {
    const { call } = await start();
    const { status, text } = await call('GET', `${RULES}/-/detections?${query}`);
    expect([status, text.includes(name)]).toEqual([400, true]);
  });

  it.each([
    ['when-made', 'NOT_ALERTING'],
    ['current', 'ALERTING'],
  ] as const)(
    'with alertState=%s says %s after alerting is turned on',
    async (alertState, said) => {
      const running = await start({ options: { alertState } });
      const ruleId = await running.create('a');
      await running.emulator.console.addDetections(ruleId, [aDetection(1)]);
      await running.call('POST', `${RULES}/${ruleId}:enableAlerting`);
      const [row] = rowsOf(
        await running.call('GET', `${RULES}/${ruleId}/detections`),
        'detections',
      );
      expect(row).toMatchObject({ detection: [{ alertState: said }] });
    },
  );

  it('pages through what was there at the first call, though more comes', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    const person = running.emulator.console;
    const ids = await person.addDetections(ruleId, hourly(5));
    const told: unknown[] = [];
    let token = '';
    do {
      const query = `page_size=2&page_token=${encodeURIComponent(token)}`;
      const heard = await running.call('GET', `${RULES}/${ruleId}/detections?${query}`);
      told.push(...rowsOf(heard, 'detections').map(({ id }) => id));
      token = tokenOf(heard);
      running.clock.advance(1000);
      await person.addDetections(ruleId, [aDetection(2.5 + told.length)]);
    } while (token !== '');
    expect(told).toEqual(ids);
    expect(await idsOf(running, `${RULES}/${ruleId}/detections`)).toHaveLength(8);
  });

  it.each([
    [0, 100, true],
    [1, 1, true],
    [999, 999, true],
    [1000, 1000, true],
    [1001, 1000, true],
  ])('with page_size %i gives %i of 1001', async (size, count, more) => {
    const running = await start();
    const ruleId = await running.create('a');
    await running.emulator.console.addDetections(ruleId, hourly(1001));
    const heard = await running.call('GET', `${RULES}/${ruleId}/detections?pageSize=${size}`);
    expect(rowsOf(heard, 'detections')).toHaveLength(count);
    expect('nextPageToken' in heard.body).toBe(more);
    expect((await running.call('GET', `${RULES}/${ruleId}/detections?pageToken=x`)).text).toContain(
      'generic::invalid_argument: page token is not valid',
    );
  });

  it.each([
    ['10000', 10_000],
    ['none', 10_003],
  ] as const)('with detectionCap=%s a version makes %i a day', async (detectionCap, count) => {
    const running = await start({ options: { detectionCap } });
    const ruleId = await running.create('a');
    const person = running.emulator.console;
    const noon = Date.parse('2025-12-30T12:00:00Z');
    const many = Array.from({ length: 10_003 }, (_, index) =>
      aDetection(0, { detectionTime: new Date(noon + index) }),
    );
    const ids = await person.addDetections(ruleId, many);
    expect(ids).toHaveLength(count);
    expect(await person.addDetections(ruleId, many)).toHaveLength(count);
    const nextDay = aDetection(0, { detectionTime: new Date('2025-12-31T00:00:00Z') });
    expect(await person.addDetections(ruleId, [nextDay])).toHaveLength(1);
    await person.editRule(ruleId, ruleText('b'));
    expect(await person.addDetections(ruleId, many.slice(0, 5))).toHaveLength(5);
  });
});

describe('the detections of a hunt', () => {
  it('come as it proceeds, stay when it is cancelled, and are of its version', async () => {
    const detector = new ScriptedDetector([aDetection(180), aDetection(60)], [{ text: 'blind' }]);
    const running = await start({ detector });
    const ruleId = await running.create('a');
    const { body } = await running.call('POST', `${RULES}/${ruleId}:runRetrohunt`, hours(240, 0));
    const path = `${RULES}/${ruleId}/detections`;
    const stored = (): boolean =>
      running.records.appended.some(({ key }) => key.startsWith('batch/'));
    await expect.poll(stored).toBe(true);
    const counts: number[] = [];
    for (const ms of [174, 1, 349]) {
      running.clock.advance(ms);
      counts.push((await idsOf(running, path)).length);
    }
    expect(counts).toEqual([0, 1, 1]);
    const hunt = `${RULES}/${ruleId}/retrohunts/${String(body['retrohuntId'])}`;
    await running.call('POST', `${hunt}:cancelRetrohunt`);
    running.clock.advance(10_000);
    expect(rowsOf(await running.call('GET', path), 'detections')).toMatchObject([
      {
        detection: [{ ruleVersion: body['versionId'], alertState: 'NOT_ALERTING' }],
        detectionTime: '2025-12-24T12:00:00Z',
        createdTime: '2026-01-01T00:00:00.175Z',
      },
    ]);
    expect(rowsOf(await running.call('GET', '/v2/health/errors'), 'errors')).toMatchObject([
      { text: 'blind', ruleExecution: { versionId: body['versionId'] } },
    ]);
  });

  it('found twice are there once, whole though the first hunt was cancelled', async () => {
    const detector = new ScriptedDetector(hourly(240));
    const running = await start({ detector });
    const ruleId = await running.create('a');
    const run = (): Promise<{ body: Record<string, unknown> }> =>
      running.call('POST', `${RULES}/${ruleId}:runRetrohunt`, hours(240, 0));
    const { body } = await run();
    running.clock.advance(350);
    const hunt = `${RULES}/${ruleId}/retrohunts/${String(body['retrohuntId'])}`;
    await running.call('POST', `${hunt}:cancelRetrohunt`);
    await run();
    running.clock.advance(700);
    const path = `${RULES}/${ruleId}/detections?page_size=1000`;
    const ids = await idsOf(running, path);
    expect([ids.length, new Set(ids).size]).toEqual([240, 240]);
    await run();
    running.clock.advance(700);
    expect(await idsOf(running, path)).toEqual(ids);
  });

  it.each([
    ['raised', true, ['ALERTING', 'NOT_ALERTING']],
    ['raised', false, ['NOT_ALERTING', 'ALERTING']],
    ['none', true, ['NOT_ALERTING', 'NOT_ALERTING']],
  ] as const)(
    'with huntAlerts=%s alert as the rule does when each is made, alerting from then on: %s',
    async (huntAlerts, alerting, states) => {
      const detector = new ScriptedDetector([aDetection(180), aDetection(60)]);
      const running = await start({ detector, options: { huntAlerts } });
      const ruleId = await running.create('a');
      if (!alerting) await running.call('POST', `${RULES}/${ruleId}:enableAlerting`);
      await running.call('POST', `${RULES}/${ruleId}:runRetrohunt`, hours(240, 0));
      const stored = (): boolean =>
        running.records.appended.some(({ key }) => key.startsWith('batch/'));
      await expect.poll(stored).toBe(true);
      running.clock.advance(350);
      const verb = alerting ? 'enableAlerting' : 'disableAlerting';
      await running.call('POST', `${RULES}/${ruleId}:${verb}`);
      running.clock.advance(350);
      const rows = rowsOf(await running.call('GET', `${RULES}/${ruleId}/detections`), 'detections');
      expect(rows.map(({ detection }) => detection)).toEqual(
        states.map((alertState) => [expect.objectContaining({ alertState })]),
      );
    },
  );

  it('are stored once, however often it is done', async () => {
    const running = await start({ detector: new ScriptedDetector(hourly(3)) });
    const ruleId = await running.create('a');
    const stored = (): number =>
      running.records.appended.filter(({ key }) => key.startsWith('batch/')).length;
    for (let count = 0; count < 3; count += 1) {
      await running.call('POST', `${RULES}/${ruleId}:runRetrohunt`, hours(240, 0));
      running.clock.advance(700);
      expect(await idsOf(running, `${RULES}/${ruleId}/detections`)).toHaveLength(3);
      expect(stored()).toBe(1);
    }
  });

  it('are none where it was cancelled before it had looked, and take no room', async () => {
    const day = Array.from({ length: 10_000 }, (_, index) =>
      aDetection(30, { matches: [{ key: 'n', value: String(index) }] }),
    );
    const detector = new ScriptedDetector(day);
    detector.hold();
    const running = await start({ detector });
    const ruleId = await running.create('a');
    const { body } = await running.call('POST', `${RULES}/${ruleId}:runRetrohunt`, hours(240, 0));
    const hunt = `${RULES}/${ruleId}/retrohunts/${String(body['retrohuntId'])}`;
    await running.call('POST', `${hunt}:cancelRetrohunt`);
    detector.open();
    running.clock.advance(700);
    expect(await idsOf(running, `${RULES}/${ruleId}/detections`)).toEqual([]);
    expect(running.records.appended.map(({ key }) => key)).not.toContainEqual(
      expect.stringMatching(/^batch/),
    );
    const person = running.emulator.console;
    expect(await person.addDetections(ruleId, [aDetection(29)])).toHaveLength(1);
  });

  it('are all there once it is done, at any number', async () => {
    const running = await start({ detector: new ScriptedDetector(hourly(1234)) });
    const ruleId = await running.create('a');
    await running.call('POST', `${RULES}/${ruleId}:runRetrohunt`, hours(2000, 0));
    running.clock.advance(60_000);
    const first = await running.call('GET', `${RULES}/${ruleId}/detections?page_size=1000`);
    const token = encodeURIComponent(String(first.body['nextPageToken']));
    const path = `${RULES}/${ruleId}/detections?page_size=1000&page_token=${token}`;
    expect(await idsOf(running, path)).toHaveLength(234);
  });
});

describe('GetDetection', () => {
  it.each([
    [NOBODY, 'de_x', 404, 'rule with ID'],
    ['dummy', 'de_x', 400, 'version ID must be in format'],
    ['RULE', 'x', 400, 'provided detection ID x is not valid'],
    ['RULE', 'de_x', 404, 'detection with ID de_x could not be found'],
  ])('of %s and %s answers %i', async (of, id, status, message) => {
    const { call, create } = await start();
    const ruleId = await create('a');
    const heard = await call('GET', `${RULES}/${of.replace('RULE', ruleId)}/detections/${id}`);
    expect([heard.status, heard.text.includes(message)]).toEqual([status, true]);
  });
});

describe('curated rules', () => {
  it('are none until somebody puts some in', async () => {
    const { call } = await start();
    expect((await call('GET', '/v2/detect/curatedRules')).text).toBe('{}');
    expect((await call('GET', '/v2/detect/curatedRules/-/detections')).text).toBe('{}');
  });

  it('are listed by rule set, in pages', async () => {
    const running = await start();
    const person = running.emulator.console;
    const [first, second, third] = [rule('s1', 'b'), rule('s2', 'a'), rule('s2', 'c')];
    for (const one of [third, first, second]) await person.putCuratedRule(one);
    const page = await running.call('GET', '/v2/detect/curatedRules?page_size=2');
    expect(rowsOf(page, 'curatedRules')).toEqual([first, second]);
    const token = encodeURIComponent(String(page.body['nextPageToken']));
    const last = await running.call('GET', `/v2/detect/curatedRules?pageToken=${token}`);
    expect(last.body).toEqual({ curatedRules: [third] });
  });

  it('trap 18: have findings under a key of their own, with a severity in upper case', async () => {
    const running = await start();
    const person = running.emulator.console;
    await person.putCuratedRule(rule('s', 'x'));
    await person.putCuratedRule(rule('s', 'y'));
    for (const [name, hour] of [
      ['x', 1],
      ['y', 2],
    ] as const) {
      await person.addCuratedDetection(`ur_${name}`, {
        detectionId: `de_${name}`,
        detectionTime: new Date(NOW - hour * 3_600_000),
        alerting: name === 'x',
        body: { type: 'GCTI_FINDING', id: `de_${name}`, detection: [{ severity: 'LOW' }] },
      });
    }
    const ids = (path: string): Promise<unknown[]> =>
      idsOf(running, `/v2/detect/curatedRules/${path}`, 'curatedRuleDetections');
    expect(await ids('-/detections')).toEqual(['de_x', 'de_y']);
    expect(await ids('ur_y/detections')).toEqual(['de_y']);
    expect(await ids('-/detections?alert_state=ALERTING')).toEqual(['de_x']);
    const { body } = await running.call('GET', '/v2/detect/curatedRules/ur_x/detections');
    expect(body).toEqual({
      curatedRuleDetections: [
        {
          type: 'GCTI_FINDING',
          id: 'de_x',
          detection: [{ severity: 'LOW', alertState: 'ALERTING' }],
          createdTime: '2026-01-01T00:00:00Z',
        },
      ],
    });
    expect((await running.call('GET', '/v2/detect/curatedRules/ur_z/detections')).status).toBe(404);
    expect((await running.call('GET', '/v2/detect/curatedRules/x/detections')).status).toBe(400);
    expect(rowsOf(await running.call('GET', `${RULES}/-/detections`), 'detections')).toEqual([]);
  });
});

describe('rule errors', () => {
  it('trap 8: lie under /v2/health, are ed_… and are filtered by rule_filter.version_id', async () => {
    const running = await start();
    const ruleId = await running.create('a');
    const person = running.emulator.console;
    const versionOf = async (): Promise<string> =>
      String((await running.call('GET', `${RULES}/${ruleId}`)).body['versionId']);
    const old = await versionOf();
    const window = { from: at(4), to: at(3) };
    const [first] = await person.addErrors(ruleId, [{ text: 'first', at: at(3), window }]);
    await person.editRule(ruleId, ruleText('b'));
    const newer = await versionOf();
    const [second] = await person.addErrors(ruleId, [{ text: 'second', at: at(2), window }]);
    const [other] = await person.addErrors(await running.create('o'), [{ text: 'x', at: at(1) }]);
    const ids = async (query: string): Promise<unknown[]> => {
      const rows = rowsOf(await running.call('GET', `/v2/health/errors${query}`), 'errors');
      return rows.map(({ errorId }) => errorId);
    };
    expect(await ids('')).toEqual([other, second, first]);
    expect(await ids(`?rule_filter.version_id=${ruleId}`)).toEqual([second, first]);
    expect(await ids(`?ruleFilter.versionId=${old}`)).toEqual([first]);
    expect(await ids(`?rule_filter.version_id=${newer}&category=RULES_EXECUTION_ERROR`)).toEqual([
      second,
    ]);
    expect(await ids('?start_time=2025-12-31T22:00:00Z&end_time=2025-12-31T23:00:00Z')).toEqual([
      second,
    ]);
    const page = await running.call('GET', '/v2/health/errors?page_size=2');
    const token = encodeURIComponent(String(page.body['nextPageToken']));
    expect(await ids(`?page_token=${token}`)).toEqual([first]);
    expect((await running.call('GET', `/v2/health/errors/${first}`)).body).toEqual({
      errorId: expect.stringMatching(/^ed_[0-9a-f-]{36}$/),
      category: 'RULES_EXECUTION_ERROR',
      text: 'first',
      errorTime: '2025-12-31T21:00:00Z',
      ruleExecution: {
        windowStartTime: '2025-12-31T20:00:00Z',
        windowEndTime: '2025-12-31T21:00:00Z',
        ruleId,
        versionId: old,
      },
    });
  });

  it.each([
    ['/v2/health/errors/x', 400, 'provided error ID x is not valid'],
    ['/v2/health/errors/ed_x', 404, 'error with ID ed_x could not be found'],
    ['/v2/health/errors?rule_filter.version_id=x', 400, 'version ID must be in format'],
    [`/v2/health/errors?rule_filter.version_id=${NOBODY}`, 404, 'could not be found'],
    ['/v2/health/errors?category=OTHER', 400, 'category'],
    ['/v2/health/errors?rule_filter=x', 400, 'rule_filter'],
    ['/v2/detect/errors', 404, 'was not found'],
  ])('at %s answer %i', async (path, status, message) => {
    const { call } = await start();
    const heard = await call('GET', path);
    expect([heard.status, heard.text.includes(message)]).toEqual([status, true]);
  });
});
