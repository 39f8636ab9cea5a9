import { describe, expect, it } from 'vitest';
import { scriptFaults } from '../../lib/emulator/faults.ts';
import type { Fault } from '../../lib/emulator/faults.ts';
import type { Detection } from '../../lib/model/detection.ts';
import { ruleText } from '../helpers/builders.ts';
import { aDetection, hours, NOW, ScriptedDetector } from './detector.ts';
import { HandClock } from './hand-clock.ts';
import { elementsOf, listen } from './listen.ts';
import type { Listened } from './listen.ts';
import { envelope, start } from './start.ts';
import type { Running } from './start.ts';

const PATH = '/v2/detect/rules:streamTestRule';
const RANGE = hours(24, 0);
const RULE = { rule: { ruleText: ruleText('a') }, ...RANGE };

const WINDOW = { from: new Date(NOW - 7_200_000), to: new Date(NOW - 3_600_000) };

/** Posts and hears the whole of it. */
async function run(running: Running, body: unknown = RULE): Promise<Listened> {
  const heard = await listen(`${running.emulator.url}${PATH}`, body);
  await expect.poll(() => heard.end()).toBeDefined();
  return heard;
}

function many(count: number): readonly Detection[] {
  return Array.from({ length: count }, (_, index) =>
    aDetection(1, { matches: [{ key: 'n', value: String(index) }] }),
  );
}

describe('StreamTestRule', () => {
  it('answers [] where nothing is found', async () => {
    const heard = await run(await start());
    expect([heard.status, heard.text()]).toEqual([200, '[]']);
    expect(heard.headers['transfer-encoding']).toBe('chunked');
    expect(heard.headers['content-type']).toBe('application/json; charset=UTF-8');
  });

  it('gives errors of the rule and detections, parted by a comma and \\r\\n', async () => {
    const detection = aDetection(2, {
      matches: [{ key: 'user', value: 'a\r\nb' }],
      outcomes: [{ key: 'risk_score', value: '35' }],
      samples: [{ label: 'e', events: [{ metadata: { eventType: 'USER_LOGIN' } }], entities: [] }],
    });
    const detector = new ScriptedDetector(
      [detection],
      [{ text: 'no', window: WINDOW }, { text: '' }],
    );
    const heard = await run(await start({ detector }));
    expect(elementsOf(heard.text())).toEqual([
      {
        error: {
          category: 'RULES_EXECUTION_ERROR',
          text: 'no',
          ruleExecution: {
            windowStartTime: '2025-12-31T22:00:00Z',
            windowEndTime: '2025-12-31T23:00:00Z',
          },
        },
      },
      { error: { category: 'RULES_EXECUTION_ERROR' } },
      {
        detection: {
          type: 'RULE_DETECTION',
          detection: [
            {
              ruleName: 'a',
              ruleType: 'SINGLE_EVENT',
              detectionFields: [{ key: 'user', value: 'a\r\nb' }],
              ruleLabels: [
                { key: 'author', value: 'detection engineering' },
                { key: 'rule_id', value: 'id_a' },
                { key: 'severity', value: 'HIGH' },
              ],
              outcomes: [{ key: 'risk_score', value: '35' }],
              riskScore: 35,
            },
          ],
          id: expect.stringMatching(/^de_[0-9a-f-]{36}$/),
          timeWindow: { startTime: '2025-12-31T22:00:00Z', endTime: '2025-12-31T22:00:00Z' },
          collectionElements: [
            { references: [{ event: { metadata: { eventType: 'USER_LOGIN' } } }], label: 'e' },
          ],
          detectionTime: '2025-12-31T22:00:00Z',
        },
      },
    ]);
    expect(JSON.parse(heard.text())).toHaveLength(3);
    expect(heard.text().match(/\r\n/g)).toHaveLength(2);
  });

  it('stores nothing', async () => {
    const running = await start({ detector: new ScriptedDetector(many(3)) });
    await run(running);
    expect(running.records.appended).toEqual([]);
  });

  it.each([
    [
      'snake_case',
      { rule: { rule_text: ruleText('a') }, start_time: RANGE.startTime, end_time: RANGE.endTime },
    ],
    [
      'a dotted form',
      new URLSearchParams({
        'rule.rule_text': ruleText('a'),
        start_time: RANGE.startTime,
        end_time: RANGE.endTime,
        max_results: '0',
      }),
    ],
    [
      'a dotted form in camelCase',
      new URLSearchParams({
        'rule.ruleText': ruleText('a'),
        startTime: RANGE.startTime,
        endTime: RANGE.endTime,
      }),
    ],
  ])('reads %s', async (_, body) => {
    const running = await start({ detector: new ScriptedDetector(many(1)) });
    const { status, text } = await running.call(
      'POST',
      PATH,
      body,
      body instanceof URLSearchParams
        ? { 'content-type': 'application/x-www-form-urlencoded' }
        : {},
    );
    expect([status, elementsOf(text.trimEnd())]).toMatchObject([200, [{ detection: {} }]]);
  });

  it.each([
    [undefined, 1000],
    [0, 1000],
    [1, 1],
    [9999, 9999],
    [10_000, 10_000],
    [10_001, 10_000],
    [-1, 1000],
  ])('with maxResults %s gives %i of more, and all errors', async (maxResults, count) => {
    const errors = [{ text: 'x' }, { text: 'y' }];
    const detector = new ScriptedDetector(many(10_001), errors);
    const heard = await run(await start({ detector }), { ...RULE, maxResults });
    expect(elementsOf(heard.text())).toHaveLength(count + errors.length);
    expect(detector.asked[0]?.atMost).toBe(count);
  });

  it.each([
    ['14 days', hours(336, 0), 'refuse', 200],
    ['more than 14 days', hours(336.001, 0), 'refuse', 400],
    ['more than 14 days', hours(400, 0), 'coerce', 200],
  ] as const)('over %s (%o) with testRange=%s answers %i', async (_, range, testRange, status) => {
    const detector = new ScriptedDetector([]);
    const heard = await run(await start({ detector, options: { testRange } }), {
      ...RULE,
      ...range,
    });
    expect(heard.status).toBe(status);
    const from = detector.asked.map(({ range: asked }) => asked.from.getTime());
    expect(from).toEqual(status === 200 ? [NOW - 336 * 3_600_000] : []);
  });

  it('trap 6: a text that does not compile is a 400 whose body is an array', async () => {
    const heard = await run(await start(), { ...RULE, rule: { ruleText: 'rule a {' } });
    expect([heard.status, JSON.parse(heard.text())]).toEqual([
      400,
      [
        envelope(
          400,
          'INVALID_ARGUMENT',
          'generic::invalid_argument: compiling rule: parsing: error with token: ""\nexpected }\nline: 1 \ncolumn: 9-9 ',
        ),
      ],
    ]);
  });

  it.each([
    ['no range', { rule: RULE.rule }, 'generic::invalid_argument: start_time is required'],
    [
      'a rule that is no message',
      { ...RULE, rule: 'x' },
      'Invalid value at \'rule\' (TYPE_MESSAGE), "x"',
    ],
    [
      'an unknown inner name',
      { ...RULE, rule: { name: 'x' } },
      'Invalid JSON payload received. Unknown name "rule.name": Cannot find field.',
    ],
    [
      'words for a number',
      { ...RULE, maxResults: 'x' },
      'Invalid value at \'max_results\' (TYPE_INT32), "x"',
    ],
  ])('refuses %s in an array', async (_, body, message) => {
    const heard = await run(await start(), body);
    expect(JSON.parse(heard.text())).toEqual([envelope(400, 'INVALID_ARGUMENT', message)]);
  });

  it('answers the fourth in a minute with 429 in an array', async () => {
    const running = await start({ options: { quotas: 'published' } });
    for (let count = 0; count < 3; count += 1) expect((await run(running)).status).toBe(200);
    const heard = await run(running);
    expect([heard.status, JSON.parse(heard.text())]).toMatchObject([
      429,
      [{ error: { status: 'RESOURCE_EXHAUSTED' } }],
    ]);
  });

  it('stops after five minutes with an error that has a code', async () => {
    const detector = new ScriptedDetector(many(1));
    detector.hold();
    const time = new HandClock();
    const running = await start({ detector, clock: time });
    const heard = await listen(`${running.emulator.url}${PATH}`, RULE);
    await expect.poll(() => detector.asked).toHaveLength(1);
    time.advance(299_999);
    expect(time.waiting).toBe(1);
    time.advance(1);
    await expect.poll(() => heard.end()).toBe('whole');
    expect(detector.ended).toBe(1);
    expect(elementsOf(heard.text())).toEqual([
      {
        error: {
          code: 504,
          status: 'DEADLINE_EXCEEDED',
          message: 'generic::deadline_exceeded: test run did not end within 5 minutes',
        },
      },
    ]);
  });

  it('takes a detector that fails for an error of the rule', async () => {
    const detector = { about: '', detect: () => Promise.reject(new Error('out of memory')) };
    const heard = await run(await start({ detector }));
    expect(elementsOf(heard.text())).toMatchObject([
      { error: { category: 'RULES_EXECUTION_ERROR', text: 'out of memory' } },
    ]);
  });

  it('sends while it is read, and ends when nobody reads', async () => {
    const value = 'x'.repeat(100_000);
    const detections = many(200).map((one) => ({ ...one, outcomes: [{ key: 'o', value }] }));
    const running = await start({ detector: new ScriptedDetector(detections) });
    const heard = await listen(`${running.emulator.url}${PATH}`, RULE);
    await expect.poll(() => heard.text().length).toBeGreaterThan(200_000);
    heard.leave();
    expect((await run(running)).end()).toBe('whole');
  });

  const STATUS = { kind: 'status', status: 503, code: 'UNAVAILABLE', message: 'gone' } as const;
  it.each<[string, Fault, string, 'whole' | 'broken']>([
    ['a cut', { when: 'after', effect: { kind: 'cut' } }, '"type": "RULE_DETECTION"', 'broken'],
    ['a status', { when: 'after', effect: STATUS }, '"code": 503', 'whole'],
    ['an empty body', { when: 'after', effect: { kind: 'empty' } }, '', 'whole'],
  ])('can meet %s after the first element', async (_, fault, part, end) => {
    const faults = scriptFaults([{ ...fault, operation: 'StreamTestRule' }]);
    const running = await start({ faults, detector: new ScriptedDetector(many(3)) });
    const heard = await run(running);
    expect([heard.status, heard.end()]).toEqual([200, end]);
    expect(heard.text()).toContain(part);
    expect(heard.text().split('RULE_DETECTION').length - 1).toBeLessThanOrEqual(1);
    expect(faults.left()).toBe(0);
  });

  it('can be reset after the first element', async () => {
    const faults = scriptFaults([
      { when: 'after', effect: { kind: 'reset' }, operation: 'StreamTestRule' },
    ]);
    const running = await start({ faults, detector: new ScriptedDetector(many(3)) });
    const end = await run(running).then(
      (heard) => heard.end(),
      () => 'broken',
    );
    expect(end).toBe('broken');
  });

  it('can be refused before it begins, in an array', async () => {
    const fault = { when: 'before', effect: STATUS, operation: 'StreamTestRule' } as const;
    const heard = await run(await start({ faults: scriptFaults([fault]) }));
    expect([heard.status, JSON.parse(heard.text())]).toEqual([
      503,
      [envelope(503, 'UNAVAILABLE', 'gone')],
    ]);
  });
});
