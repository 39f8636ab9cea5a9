import { describe, expect, it } from 'vitest';
import { ApiError } from '../../lib/errors.ts';
import type { Detection } from '../../lib/model/detection.ts';
import type { CutShort } from '../../lib/model/retrohunt.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { failure, script, startWireServer, type WireReply } from '../helpers/wire-server.ts';
import { openClient } from './client.ts';

const RULE = 'ru_1f54ab4b-e523-48f7-ae25-271b5ea8337d';
const VERSION = `${RULE}@v_1706774400_409247000`;
const RANGE = { from: new Date('2025-12-01T00:00:00Z'), to: new Date('2025-12-15T00:00:00Z') };
const HUNT = {
  retrohuntId: 'oh_1',
  ruleId: RULE,
  versionId: VERSION,
  eventStartTime: '2025-12-01T00:00:00Z',
  eventEndTime: '2025-12-15T00:00:00Z',
  retrohuntStartTime: '2026-01-01T00:00:01Z',
  state: 'RUNNING',
};
const RUN = `POST /v2/detect/rules/${VERSION}:runRetrohunt`;
const LIST = `GET /v2/detect/rules/${VERSION}/retrohunts`;
const DETECTIONS = `GET /v2/detect/rules/${VERSION}/detections`;
const TEST_RUN = 'POST /v2/detect/rules:streamTestRule';

const detection = (n: number, event: object = {}): object => ({
  type: 'RULE_DETECTION',
  id: `de_${n}`,
  detection: [{ ruleName: 'r', ruleType: 'SINGLE_EVENT' }],
  timeWindow: { startTime: '2025-12-02T00:00:00Z', endTime: '2025-12-02T00:00:00Z' },
  collectionElements: [{ label: 'e', references: [{ event }] }],
  detectionTime: '2025-12-02T00:00:00Z',
});

async function clientOf(replies: Readonly<Record<string, readonly WireReply[]>>) {
  const server = await startWireServer(script(replies));
  return { server, ...openClient(server.url) };
}

async function collect(pages: AsyncIterable<readonly Detection[]>): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of pages) ids.push(...page.map(({ detectionId = '' }) => detectionId));
  return ids;
}

describe('a hunt whose start got no answer', () => {
  it.each<[title: string, lost: WireReply]>([
    ['a reset', { fault: 'reset' }],
    ['503', failure(503, 'UNAVAILABLE', 'later')],
    ['half of an answer', { json: HUNT, fault: 'truncate' }],
    ['an answer without an id', { json: { ...HUNT, retrohuntId: undefined } }],
  ])('is found in the list after %s, and not started twice', async (_title, lost) => {
    const { server, secops } = await clientOf({
      [RUN]: [lost],
      [LIST]: [{ json: {} }, { json: { retrohunts: [HUNT] } }],
    });
    expect(await secops.runRetrohunt(VERSION, RANGE)).toMatchObject({ retrohuntId: 'oh_1' });
    expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it.each<[title: string, other: object]>([
    ['of another range', { ...HUNT, eventEndTime: '2025-12-14T00:00:00Z' }],
    ['of long ago', { ...HUNT, retrohuntStartTime: '2025-12-20T00:00:00Z' }],
    ['that was cancelled', { ...HUNT, state: 'CANCELLED' }],
  ])('is started again, once, if there is only one %s', async (_title, other) => {
    const { server, secops } = await clientOf({
      [RUN]: [{ fault: 'reset' }, { json: { ...HUNT, retrohuntId: 'oh_2' } }],
      [LIST]: [{ json: { retrohunts: [other] } }],
    });
    expect(await secops.runRetrohunt(VERSION, RANGE)).toMatchObject({ retrohuntId: 'oh_2' });
    expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  it('is given up if the second start is lost as well', async () => {
    const { server, secops } = await clientOf({ [RUN]: [{ fault: 'reset' }], [LIST]: [{}] });
    await expect(secops.runRetrohunt(VERSION, RANGE)).rejects.toMatchObject({
      effect: 'ambiguous',
    });
    expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });
});

describe('cancelling', () => {
  const CANCEL = `POST /v2/detect/rules/${RULE}/retrohunts/oh_1:cancelRetrohunt`;
  const GET = `GET /v2/detect/rules/${RULE}/retrohunts/oh_1`;
  const REFUSED = failure(400, 'FAILED_PRECONDITION', 'cannot transition retrohunt status');

  it.each<[title: string, cancel: readonly WireReply[], state: string, done: boolean]>([
    ['that works', [{}], 'CANCELLED', true],
    ['whose answer is lost, though it worked', [{ fault: 'reset' }], 'CANCELLED', true],
    ['whose answer and effect are lost', [{ fault: 'reset' }, {}], 'RUNNING', true],
    ['what is done', [REFUSED], 'DONE', false],
    ['what is cancelled', [REFUSED], 'CANCELLED', false],
  ])('%s', async (_title, cancel, state, done) => {
    const { secops } = await clientOf({ [CANCEL]: cancel, [GET]: [{ json: { ...HUNT, state } }] });
    expect(await secops.cancelRetrohunt(RULE, 'oh_1')).toBe(done);
  });

  it('reports a refusal for a hunt that runs on', async () => {
    const { secops } = await clientOf({ [CANCEL]: [REFUSED], [GET]: [{ json: HUNT }] });
    await expect(secops.cancelRetrohunt(RULE, 'oh_1')).rejects.toMatchObject({ status: 400 });
  });
});

describe('detections', () => {
  it('come from all pages, the range and version the same on each', async () => {
    const { server, secops } = await clientOf({
      [DETECTIONS]: [
        { json: { detections: [detection(1), detection(2)], nextPageToken: 'a=' } },
        failure(503, 'UNAVAILABLE', 'later'),
        { json: { nextPageToken: 'b=' } },
        { json: { detections: [detection(3)] } },
      ],
    });
    const ids = await collect(secops.listDetections({ of: VERSION, range: RANGE }));
    expect(ids).toEqual(['de_1', 'de_2', 'de_3']);
    const tokens = server.asked.map(({ path }) => new URL(`http://x${path}`).searchParams);
    expect(tokens.map((one) => one.get('page_token'))).toEqual([null, 'a=', 'a=', 'b=']);
    expect(new Set(tokens.map((one) => one.get('end_time')))).toEqual(
      new Set(['2025-12-15T00:00:00.000Z']),
    );
  });

  it('end with an error, not early, when a token comes twice', async () => {
    const { secops } = await clientOf({
      [DETECTIONS]: [{ json: { detections: [detection(1)], nextPageToken: 'a' } }],
    });
    await expect(collect(secops.listDetections({ of: VERSION, range: RANGE }))).rejects.toThrow(
      /page token/,
    );
  });

  it('end with an error when one cannot be read', async () => {
    const { secops } = await clientOf({
      [DETECTIONS]: [{ json: { detections: [{ detection: [{}] }] } }],
    });
    await expect(
      collect(secops.listDetections({ of: VERSION, range: RANGE })),
    ).rejects.toBeInstanceOf(ApiError);
  });

  it('are asked for ten times a minute, no more', async () => {
    const clock = new VirtualClock();
    let page = 0;
    const server = await startWireServer(() => {
      page += 1;
      return { json: { detections: [detection(page)], nextPageToken: page < 21 ? `${page}` : '' } };
    });
    const { secops } = openClient(server.url, { clock, rates: 'published' });
    const startedAt = clock.now().getTime();
    const ids = await collect(secops.listDetections({ of: VERSION, range: RANGE }));
    expect(ids).toHaveLength(21);
    const minutes = (clock.now().getTime() - startedAt) / 60_000;
    expect(minutes).toBeGreaterThan(2);
    expect(minutes).toBeLessThan(2.1);
  });
});

const stream = (body: string, status = 200): WireReply => ({ status, body });
const element = (value: unknown): string => JSON.stringify(value);

/** Starts a test run that wants two detections. */
async function run(...replies: readonly WireReply[]) {
  const { server, secops } = await clientOf({ [TEST_RUN]: replies });
  return { server, result: secops.testRun('rule r {}', RANGE, 2) };
}

/** Sends one detection and nothing more, without an end. */
const silent: typeof fetch = () =>
  Promise.resolve(
    new Response(
      new ReadableStream<Uint8Array>({
        start: (controller) =>
          controller.enqueue(Buffer.from(`[{"detection":${element(detection(1))}},`)),
      }),
    ),
  );

describe('a test run', () => {
  it.each<
    [
      title: string,
      body: string,
      detections: number,
      errors: number,
      kind: CutShort['kind'] | undefined,
      words: RegExp | undefined,
    ]
  >([
    ['nothing', '[]', 0, 0, undefined, undefined],
    ['one', `[{\n "detection": ${element(detection(1))}\n}\r\n]`, 1, 0, undefined, undefined],
    [
      'an error on the way',
      `[{"error":{"category":"RULES_EXECUTION_ERROR"}}\r\n,\r\n{"detection":${element(detection(1))}}]`,
      1,
      1,
      undefined,
      undefined,
    ],
    [
      'an end in the middle',
      `[{"detection":${element(detection(1))}},{"error":{"code":503,"message":"gone","status":"UNAVAILABLE"}}]`,
      1,
      0,
      'cut-stream',
      /ended the run: gone/,
    ],
    [
      'an end for the time it took',
      `[{"detection":${element(detection(1))}},{"error":{"code":504,"message":"late","status":"DEADLINE_EXCEEDED"}}]`,
      1,
      0,
      'timed-out',
      /ended the run: late/,
    ],
    [
      'nothing in the time it had',
      '[{"error":{"code":504,"message":"late","status":"DEADLINE_EXCEEDED"}}]',
      0,
      0,
      'timed-out',
      /late/,
    ],
    [
      'no bracket at the end',
      `[{"detection":${element(detection(1))}}`,
      1,
      0,
      'cut-stream',
      /broke off/,
    ],
    [
      'as many as were asked for',
      `[{"detection":${element(detection(1))}},{"detection":${element(detection(2))}}]`,
      2,
      0,
      'result-cap',
      /2 detections/,
    ],
    [
      'more than were asked for',
      `[${[1, 2, 3, 4].map((n) => `{"detection":${element(detection(n))}}`).join(',')}]`,
      2,
      0,
      'result-cap',
      /2 detections/,
    ],
    ['something else in between', '[{"heartbeat":true},{"new":1}]', 0, 0, 'cut-stream', /empty/],
    ['words that are no JSON', '[{"heartbeat":true},{"a":]', 0, 0, 'cut-stream', /./],
  ])('of %s', async (_title, body, detections, errors, kind, words) => {
    const { result } = await run(stream(body));
    const read = await result;
    expect([read.detections.length, read.errors.length]).toEqual([detections, errors]);
    expect(read.incomplete?.kind).toBe(kind);
    expect(read.incomplete?.words ?? '').toMatch(words ?? /^$/);
  });

  it('of a text that does not compile is a refusal in the words of the compiler', async () => {
    const message =
      'generic::invalid_argument: compiling rule: : variable x\nline: 23 \ncolumn: 30-39 ';
    const body = element([{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }]);
    for (const status of [400, 200]) {
      const { server, result } = await run(stream(body, status));
      await expect(result).rejects.toMatchObject({
        status: 400,
        effect: 'rejected',
        detail: 'compiling rule: : variable x\nline: 23 \ncolumn: 30-39 ',
      });
      expect(server.asked).toHaveLength(1);
    }
  });

  it('is tried again if the stream breaks before its first element', async () => {
    const { server, result } = await run({ fault: 'reset' }, stream('['), stream('[]'));
    expect(await result).toEqual({ detections: [], errors: [] });
    expect(server.asked).toHaveLength(3);
  });

  it('sends text, range and limit', async () => {
    const { server, result } = await run(stream('[]'));
    await result;
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({
      rule: { ruleText: 'rule r {}' },
      startTime: '2025-12-01T00:00:00.000Z',
      endTime: '2025-12-15T00:00:00.000Z',
      maxResults: 2,
    });
  });

  it('that falls silent is given up after three minutes, with what came by then', async () => {
    const clock = new VirtualClock();
    const { secops } = openClient('http://127.0.0.1:9', { clock, fetch: silent });
    const startedAt = clock.now().getTime();
    const read = await secops.testRun('rule r {}', RANGE, 10);
    expect(read).toMatchObject({
      incomplete: { kind: 'timed-out', words: 'no answer within 180 s' },
    });
    expect(read.detections).toHaveLength(1);
    expect(clock.now().getTime() - startedAt).toBe(180_000);
  });

  it('that takes as long as the service lets one take may be cut, whatever its end looks like', async () => {
    const clock = new VirtualClock();
    const beats = ['[{"heartbeat":true}', ',{"heartbeat":true}', ']'];
    const slow: typeof fetch = () => {
      const body = new ReadableStream<Uint8Array>({
        pull: async (controller) => {
          const beat = beats.shift();
          if (beat === undefined) return controller.close();
          controller.enqueue(Buffer.from(beat));
          await clock.sleep(145_000);
        },
      });
      return Promise.resolve(new Response(body));
    };
    const { secops } = openClient('http://127.0.0.1:9', { clock, fetch: slow });
    const read = await secops.testRun('rule r {}', RANGE, 10);
    expect(read).toMatchObject({ detections: [], incomplete: { kind: 'timed-out' } });
  });

  it('runs three times a minute, no more', async () => {
    const clock = new VirtualClock();
    const server = await startWireServer(() => stream('[]'));
    const { secops } = openClient(server.url, { clock, rates: 'published' });
    const startedAt = clock.now().getTime();
    for (let n = 0; n < 7; n += 1) await secops.testRun('rule r {}', RANGE, 10);
    const minutes = (clock.now().getTime() - startedAt) / 60_000;
    expect(minutes).toBeGreaterThan(2);
    expect(minutes).toBeLessThan(2.1);
  });
});

describe('errors of rules', () => {
  it('come from all pages', async () => {
    const { secops } = await clientOf({
      'GET /v2/health/errors': [
        { json: { errors: [{ errorId: 'ed_1', text: 'slow' }], nextPageToken: 'x' } },
        { json: { errors: [{ errorId: 'ed_2', text: 'slower' }] } },
      ],
    });
    const errors = await secops.listErrors('-', RANGE);
    expect(errors.map(({ errorId }) => errorId)).toEqual(['ed_1', 'ed_2']);
  });
});
