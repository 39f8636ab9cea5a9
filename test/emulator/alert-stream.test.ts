import { describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../lib/ports/keep.ts';
import { ruleText } from '../helpers/builders.ts';
import { MemoryRecords } from '../helpers/records.ts';
import { aDetection, hours, ScriptedDetector } from './detector.ts';
import { HandClock } from './hand-clock.ts';
import { elementsOf, listen } from './listen.ts';
import type { Listened } from './listen.ts';
import { start } from './start.ts';
import type { Running } from './start.ts';

const PATH = '/v2/detect/rules:streamDetectionAlerts';
const RULES = '/v2/detect/rules';
const AT = '2026-01-01T00:00:00Z';

type Alerts = Running & {
  readonly time: HandClock;
  readonly open: (body?: unknown) => Promise<Listened>;
  /** Ids of the detections in the elements so far. */
  readonly ids: (heard: Listened) => readonly unknown[];
};

async function startAlerts(given: Parameters<typeof start>[0] = {}): Promise<Alerts> {
  const time = new HandClock();
  const running = await start({ clock: time, ...given });
  return {
    ...running,
    time,
    open: (body = {}) => listen(`${running.emulator.url}${PATH}`, body),
    ids: (heard) =>
      elementsOf(heard.text()).flatMap(({ detections }) =>
        Array.isArray(detections) ? detections.map((one: { id: unknown }) => one.id) : [],
      ),
  };
}

/** Records on a slow disk. */
class SlowRecords extends MemoryRecords {
  /** How many appends have begun. */
  begun = 0;
  #gate: Promise<void> = Promise.resolve();
  #open: () => void = () => {};

  /** From now on nothing is kept until `open`. */
  hold(): void {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open();
  }

  override async append(records: readonly StoredRecord[]): Promise<void> {
    this.begun += 1;
    await this.#gate;
    await super.append(records);
  }
}

/** A rule that alerts. */
async function alerting({ create, call }: Running, name = 'a'): Promise<string> {
  const ruleId = await create(name, ruleText(name));
  await call('POST', `${RULES}/${ruleId}:enableAlerting`);
  return ruleId;
}

describe('StreamDetectionAlerts', () => {
  it('trap 7: begins with a heartbeat that has a continuation time, and never closes its array', async () => {
    const { open } = await startAlerts();
    const heard = await open();
    await expect.poll(() => heard.text()).toContain('continuationTime');
    expect(heard.headers['transfer-encoding']).toBe('chunked');
    expect(elementsOf(heard.text())).toEqual([{ heartbeat: true, continuationTime: AT }]);
    expect([heard.text().at(-1), heard.end()]).toEqual(['}', undefined]);
  });

  it('says something every 15 seconds of the clock', async () => {
    const { open, time } = await startAlerts();
    const heard = await open();
    for (let count = 1; count <= 4; count += 1) {
      await expect.poll(() => time.waiting).toBe(1);
      time.advance(14_999);
      expect(elementsOf(heard.text())).toHaveLength(count);
      time.advance(1);
      await expect.poll(() => elementsOf(heard.text()).length).toBe(count + 1);
    }
    expect(elementsOf(heard.text()).slice(1)).toEqual([
      { heartbeat: true },
      { heartbeat: true },
      { heartbeat: true },
      { continuationTime: '2026-01-01T00:01:00Z' },
    ]);
  });

  it('tells at once what alerts, and nothing else', async () => {
    const alerts = await startAlerts();
    const [loud, quiet] = [await alerting(alerts), await alerts.create('quiet')];
    const heard = await alerts.open();
    await expect.poll(() => alerts.time.waiting).toBe(1);
    const person = alerts.emulator.console;
    await person.addDetections(quiet, [aDetection(1)]);
    await person.addDetections(loud, [aDetection(3)], { simulated: true });
    const [id] = await person.addDetections(loud, [aDetection(2)]);
    await expect.poll(() => alerts.ids(heard)).toEqual([id]);
    expect(elementsOf(heard.text())[1]).toMatchObject({
      continuationTime: AT,
      detections: [{ detection: [{ ruleId: loud, alertState: 'ALERTING' }], createdTime: AT }],
    });
  });

  it('tells of simulated detections where asked', async () => {
    const alerts = await startAlerts();
    const heard = await alerts.open({ includeSimulatedDetections: true });
    const rule = await alerting(alerts);
    const added = await alerts.emulator.console.addDetections(rule, [aDetection(3)], {
      simulated: true,
    });
    await expect.poll(() => alerts.ids(heard)).toEqual(added);
  });

  it('tells of findings of curated rules', async () => {
    const alerts = await startAlerts();
    const heard = await alerts.open();
    const person = alerts.emulator.console;
    await person.putCuratedRule({ ruleId: 'ur_x', ruleSet: 's', ruleName: 'X' });
    await person.addCuratedDetection('ur_x', {
      detectionId: 'de_x',
      detectionTime: new Date(AT),
      alerting: true,
      body: { type: 'GCTI_FINDING', id: 'de_x', detection: [{ ruleId: 'ur_x' }] },
    });
    await expect.poll(() => alerts.ids(heard)).toEqual(['de_x']);
  });

  it.each([
    ['JSON', (continuationTime: string) => ({ continuationTime })],
    ['snake_case', (time: string) => ({ continuation_time: time })],
    ['a form', (continuationTime: string) => new URLSearchParams({ continuationTime })],
  ])('goes on at a continuation time in %s, that time included', async (_, body) => {
    const alerts = await startAlerts();
    const rule = await alerting(alerts);
    const ids: string[] = [];
    for (const hoursAgo of [3, 2, 1]) {
      alerts.time.advance(1000);
      const one = aDetection(hoursAgo);
      ids.push(...(await alerts.emulator.console.addDetections(rule, [one])));
    }
    const heard = await alerts.open(body('2026-01-01T00:00:02Z'));
    await expect.poll(() => alerts.ids(heard)).toEqual(ids.slice(1));
    const last = elementsOf(heard.text()).at(-1)?.['continuationTime'];
    expect(last).toBe('2026-01-01T00:00:03Z');
  });

  it('loses nothing and repeats little when it goes on from its last continuation time', async () => {
    const alerts = await startAlerts();
    const rule = await alerting(alerts);
    const added: string[] = [];
    const told: unknown[] = [];
    let continuationTime: unknown = AT;
    for (let round = 0; round < 5; round += 1) {
      const heard = await alerts.open({ continuationTime });
      const one = aDetection(round + 1);
      added.push(...(await alerts.emulator.console.addDetections(rule, [one])));
      await expect.poll(() => alerts.ids(heard)).toContain(added.at(-1));
      told.push(...alerts.ids(heard));
      continuationTime = elementsOf(heard.text()).at(-1)?.['continuationTime'];
      heard.leave();
      alerts.time.advance(500);
    }
    expect(new Set(told)).toEqual(new Set(added));
    expect(told.length).toBeLessThanOrEqual(2 * added.length);
  });

  it('tells of what was made before it looked and is kept after', async () => {
    const records = new SlowRecords();
    const alerts = await startAlerts({ records });
    const rule = await alerting(alerts);
    const heard = await alerts.open();
    await expect.poll(() => alerts.time.waiting).toBe(1);
    const { begun } = records;
    records.hold();
    const adding = alerts.emulator.console.addDetections(rule, [aDetection(1)]);
    await expect.poll(() => records.begun).toBe(begun + 1);
    alerts.time.advance(15_000);
    // A round over a socket: whoever was woken has done what can be done by now.
    expect((await alerts.call('GET', '/nothing')).status).toBe(404);
    records.open();
    const added = await adding;
    await expect.poll(() => alerts.ids(heard)).toEqual(added);
  });

  it.each(['2025-12-25T00:00:00Z', '2026-01-01T00:00:00Z'])('goes on from %s', async (time) => {
    const { open } = await startAlerts();
    expect((await open({ continuationTime: time })).status).toBe(200);
  });

  it.each(['2025-12-24T23:59:59.999Z', '2026-01-01T00:00:00.001Z'])(
    'refuses to go on from %s',
    async (time) => {
      const { open } = await startAlerts();
      const heard = await open({ continuationTime: time });
      await expect.poll(() => heard.end()).toBe('whole');
      expect([heard.status, JSON.parse(heard.text())]).toMatchObject([
        400,
        [{ error: { status: 'INVALID_ARGUMENT' } }],
      ]);
    },
  );

  it('allows 10 streams, refuses the 11th with 429, and takes one again when one has gone', async () => {
    const { open, time } = await startAlerts();
    const streams: Listened[] = [];
    for (let count = 0; count < 10; count += 1) streams.push(await open());
    expect(streams.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const refused = await open();
    await expect.poll(() => refused.end()).toBe('whole');
    expect([refused.status, JSON.parse(refused.text())]).toMatchObject([
      429,
      [{ error: { code: 429, status: 'RESOURCE_EXHAUSTED' } }],
    ]);
    streams[0]?.leave();
    await expect.poll(() => time.waiting).toBe(9);
    await expect.poll(async () => (await open()).status).toBe(200);
  });

  it('sends in batches of 50 where asked, the older ones first', async () => {
    const alerts = await startAlerts({ options: { alertBatch: '50' } });
    const rule = await alerting(alerts);
    const made = Array.from({ length: 120 }, (_, index) =>
      aDetection(1, {
        matches: [{ key: 'n', value: String(index) }],
        createdTime: new Date(Date.parse(AT) + index),
      }),
    );
    const added = await alerts.emulator.console.addDetections(rule, made);
    alerts.time.advance(1000);
    const heard = await alerts.open({ continuationTime: AT });
    await expect.poll(() => alerts.ids(heard)).toEqual(added);
    const batches = elementsOf(heard.text()).slice(1);
    expect(batches.map(({ continuationTime }) => continuationTime)).toEqual([
      '2026-01-01T00:00:00.049Z',
      '2026-01-01T00:00:00.099Z',
      '2026-01-01T00:00:01Z',
    ]);
  });

  it.each([
    ['raised', 2],
    ['none', 0],
  ] as const)(
    'with huntAlerts=%s tells %i of a hunt, as it proceeds',
    async (huntAlerts, count) => {
      const detector = new ScriptedDetector([aDetection(180), aDetection(60)]);
      const alerts = await startAlerts({ detector, options: { huntAlerts } });
      const rule = await alerting(alerts);
      const heard = await alerts.open();
      await alerts.call('POST', `${RULES}/${rule}:runRetrohunt`, hours(240, 0));
      const stored = (): boolean =>
        alerts.records.appended.some(({ key }) => key.startsWith('batch/'));
      await expect.poll(stored).toBe(true);
      const told: number[] = [];
      for (const ms of [174, 1, 349, 1]) {
        await expect.poll(() => alerts.time.waiting).toBe(1);
        alerts.time.advance(ms);
        await expect.poll(() => alerts.time.waiting).toBe(1);
        told.push(alerts.ids(heard).length);
      }
      expect(told).toEqual(count === 2 ? [0, 1, 1, 2] : [0, 0, 0, 0]);
    },
  );

  it('ends without an answer when the emulator closes', async () => {
    const { open, emulator } = await startAlerts();
    const heard = await open();
    await emulator.close();
    await expect.poll(() => heard.end()).toBe('broken');
  });
});
