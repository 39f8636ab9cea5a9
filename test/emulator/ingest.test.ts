import { describe, expect, it } from 'vitest';
import type { Detection, UdmEvent } from '../../lib/model/detection.ts';
import type { Detector, DetectorQuery } from '../../lib/ports/detector.ts';
import type { EventIntake } from '../../lib/ports/events.ts';
import { ruleText } from '../helpers/builders.ts';
import { aDetection, NOW } from './detector.ts';
import { envelope, rowsOf, start, type Heard, type Running } from './start.ts';

const IMPORT = '/v1alpha/projects/p/locations/eu/instances/i/events:import';
const RULES = '/v2/detect/rules';

/** Keeps events in memory. */
class MemoryEvents implements EventIntake {
  readonly held: UdmEvent[] = [];

  keep(events: readonly UdmEvent[]): Promise<readonly UdmEvent[]> {
    const known = new Set(this.held.map(idOf));
    const fresh = events.filter((one) => !known.has(idOf(one)));
    this.held.push(...fresh);
    return Promise.resolve(fresh);
  }
}

function idOf({ metadata }: UdmEvent): unknown {
  return typeof metadata === 'object' && metadata !== null && 'id' in metadata && metadata['id'];
}

/** Live rules find one detection for each of their queries, of the event with this id. */
class LiveDetector implements Detector {
  readonly about = 'finds what comes';
  readonly asked: DetectorQuery[] = [];
  found: readonly Detection[] = [];
  error: Error | undefined;
  /** Looks until it is ended. */
  endless = false;

  detect(): Promise<{ detections: []; errors: [] }> {
    return Promise.resolve({ detections: [], errors: [] });
  }

  detectLive(
    queries: readonly DetectorQuery[],
    signal: AbortSignal,
  ): Promise<readonly { detections: readonly Detection[]; errors: [] }[]> {
    this.asked.push(...queries);
    if (this.error !== undefined) return Promise.reject(this.error);
    if (this.endless) {
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () =>
          reject(new Error('ended', { cause: signal.reason })),
        );
      });
    }
    return Promise.resolve(queries.map(() => ({ detections: this.found, errors: [] })));
  }
}

function anEvent(minutes: number, metadata: UdmEvent = {}): UdmEvent {
  const eventTimestamp = new Date(NOW - 3_600_000 + minutes * 60_000).toISOString();
  return { metadata: { eventTimestamp, eventType: 'USER_LOGIN', ...metadata } };
}

/** A detection of an event of one's own, as a rule over single events gives it. */
function ofEvent(minutes: number, id: string): Detection {
  return aDetection(1 - minutes / 60, {
    samples: [{ label: 'e', events: [anEvent(minutes, { id })], entities: [] }],
  });
}

/** A detection with a window of ten minutes that ends there. */
function ofWindow(minutes: number, user: string): Detection {
  const to = new Date(NOW - 3_600_000 + minutes * 60_000);
  return aDetection(0, {
    multiEvent: true,
    detectionTime: to,
    window: { from: new Date(to.getTime() - 600_000), to },
    matches: [{ key: 'user', value: user }],
  });
}

async function running(detector = new LiveDetector()): Promise<{
  readonly at: Running;
  readonly events: MemoryEvents;
  readonly detector: LiveDetector;
  readonly send: (...events: readonly unknown[]) => Promise<Heard>;
  readonly detections: (ruleId: string) => Promise<readonly Record<string, unknown>[]>;
}> {
  const events = new MemoryEvents();
  const at = await start({ events, detector });
  return {
    at,
    events,
    detector,
    send: (...given) =>
      at.call('POST', IMPORT, { inlineSource: { events: given.map((udm) => ({ udm })) } }),
    detections: async (ruleId) =>
      rowsOf(await at.call('GET', `${RULES}/${ruleId}/detections`), 'detections'),
  };
}

function many(from: number): Detection[] {
  return Array.from({ length: 6000 }, (_, index) => ofEvent(0, `${from + index}`));
}

async function enabled(at: Running, name: string, text = ruleText(name)): Promise<string> {
  const ruleId = await at.create(name, text);
  await at.call('POST', `${RULES}/${ruleId}:enableLiveRule`);
  return ruleId;
}

describe('events:import', () => {
  it('keeps events with an id and the time they came, and answers with nothing', async () => {
    const { send, events } = await running();
    const { status, text } = await send(
      anEvent(0),
      anEvent(1, { id: 'b25l', ingestedTimestamp: 'x' }),
    );
    expect([status, text]).toEqual([200, '{}']);
    expect(events.held.map(({ metadata }) => metadata)).toEqual([
      {
        eventTimestamp: '2025-12-31T23:00:00.000Z',
        eventType: 'USER_LOGIN',
        id: expect.stringMatching(/^[A-Za-z0-9+/]{48}$/),
        ingestedTimestamp: '2026-01-01T00:00:00Z',
      },
      {
        eventTimestamp: '2025-12-31T23:01:00.000Z',
        eventType: 'USER_LOGIN',
        id: 'b25l',
        ingestedTimestamp: 'x',
      },
    ]);
  });

  it('takes snake_case, and v1beta', async () => {
    const { at, events } = await running();
    const udm = { metadata: { event_timestamp: '2025-12-31T23:00:00Z', event_type: 'USER_LOGIN' } };
    const { status } = await at.call('POST', IMPORT.replace('alpha', 'beta'), {
      inline_source: { events: [{ udm }] },
    });
    expect([status, events.held.length]).toEqual([200, 1]);
  });

  it.each([
    [
      'without a time',
      { metadata: { eventType: 'USER_LOGIN' } },
      '.udm.metadata.event_timestamp is not a valid time',
    ],
    [
      'with a time that is none',
      anEvent(0, { eventTimestamp: 'noon' }),
      '.udm.metadata.event_timestamp is not a valid time',
    ],
    ['without a type', anEvent(0, { eventType: '' }), '.udm.metadata.event_type is required'],
    ['that is none', 'event', '.udm is required'],
  ])('refuses all for one %s', async (_, bad, message) => {
    const { send, events } = await running();
    const { status, body } = await send(anEvent(0), bad);
    expect([status, body]).toEqual([
      400,
      envelope(
        400,
        'INVALID_ARGUMENT',
        `generic::invalid_argument: inline_source.events[1]${message}`,
      ),
    ]);
    expect(events.held).toEqual([]);
  });

  it('is refused where events have no place', async () => {
    const at = await start();
    const body = { inlineSource: { events: [{ udm: anEvent(0) }] } };
    expect((await at.call('POST', IMPORT, body)).status).toBe(400);
  });
});

describe('a live rule', () => {
  it('is asked about the range of the new events; one that is off is not', async () => {
    const { at, send, detector } = await running();
    const ruleId = await enabled(at, 'a');
    await at.create('b');
    await send(anEvent(5), anEvent(2));
    expect(detector.asked.map(({ range, version }) => [range, version?.ruleId])).toEqual([
      [
        { from: new Date('2025-12-31T23:02:00Z'), to: new Date('2025-12-31T23:05:00.001Z') },
        ruleId,
      ],
    ]);
  });

  it('makes a detection that alerts as the rule does, at once', async () => {
    const { at, send, detector, detections } = await running();
    const ruleId = await enabled(at, 'a');
    detector.found = [ofEvent(0, 'b25l')];
    await send(anEvent(0, { id: 'b25l' }));
    await at.call('POST', `${RULES}/${ruleId}:enableAlerting`);
    detector.found = [ofEvent(0, 'b25l'), ofEvent(1, 'dHdv')];
    await send(anEvent(1, { id: 'dHdv' }));
    expect((await detections(ruleId)).map(({ detection }) => detection)).toEqual([
      [expect.objectContaining({ alertState: 'ALERTING' })],
      [expect.objectContaining({ alertState: 'NOT_ALERTING' })],
    ]);
  });

  it('makes no detection a second time when more events of its window come', async () => {
    const { at, send, detector, detections } = await running();
    const text = ruleText('a', { multiEvent: true });
    const ruleId = await enabled(at, 'a', text);
    detector.found = [ofWindow(10, 'alice')];
    await send(anEvent(0));
    detector.found = [ofWindow(12, 'alice'), ofWindow(12, 'bob'), ofWindow(40, 'alice')];
    await send(anEvent(3));
    expect((await detections(ruleId)).map(({ detectionTime }) => detectionTime)).toEqual([
      '2025-12-31T23:40:00Z',
      '2025-12-31T23:12:00Z',
      '2025-12-31T23:10:00Z',
    ]);
  });

  it('makes no more than 10,000 detections a day', async () => {
    const { at, send, detector } = await running();
    const ruleId = await enabled(at, 'a');
    detector.found = many(0);
    await send(...many(0).map((_, index) => anEvent(0, { id: `${index}` })));
    detector.found = many(6000);
    await send(...many(0).map((_, index) => anEvent(0, { id: `${6000 + index}` })));
    let [count, token] = [0, ''];
    do {
      const page = await at.call(
        'GET',
        `${RULES}/${ruleId}/detections?page_size=1000&page_token=${token}`,
      );
      count += rowsOf(page, 'detections').length;
      const next = page.body['nextPageToken'];
      token = typeof next === 'string' ? next : '';
    } while (token !== '');
    expect(count).toBe(10_000);
  });

  it('whose detections could not be kept refuses the call, and makes them when it is sent again', async () => {
    const { at, send, detector, detections, events } = await running();
    const ruleId = await enabled(at, 'a');
    detector.found = [ofEvent(0, 'b25l')];
    at.records.failure = new Error('disk full');
    expect((await send(anEvent(0, { id: 'b25l' }))).status).toBe(500);
    at.records.failure = undefined;
    for (let count = 0; count < 2; count += 1) {
      expect((await send(anEvent(0, { id: 'b25l' }))).status).toBe(200);
      expect([(await detections(ruleId)).length, events.held.length]).toEqual([1, 1]);
    }
  });

  it('that has not looked when the emulator closes leaves the call without an answer', async () => {
    const { at, send, detector } = await running();
    await enabled(at, 'a');
    detector.endless = true;
    const sent = send(anEvent(0)).then(
      ({ status }) => status,
      () => 'no answer',
    );
    await expect.poll(() => detector.asked).toHaveLength(1);
    await at.emulator.close();
    expect(await sent).toBe('no answer');
  });

  it('that cannot run has an error, and the events are kept', async () => {
    const { at, send, detector, events } = await running();
    await enabled(at, 'a');
    detector.error = new Error('no room');
    expect((await send(anEvent(0))).status).toBe(200);
    expect(events.held).toHaveLength(1);
    const errors = rowsOf(await at.call('GET', '/v2/health/errors'), 'errors');
    expect(errors.map(({ text }) => text)).toEqual(['no room']);
  });
});
