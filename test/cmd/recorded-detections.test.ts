import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseDetection, readStored } from '../../cmd/recorded-detections.ts';
import type { Detection } from '../../lib/model/detection.ts';
import { tempFolder } from '../helpers/temp.ts';

const EVENT = { metadata: { eventTimestamp: '2026-01-01T08:00:00Z' } };
const OF_SERVICE = {
  detection: [{ ruleName: 'login' }],
  id: 'de_1',
  detectionTime: '2026-01-01T09:00:00Z',
  collectionElements: [
    { label: 'e', references: [{ event: EVENT }, { event: EVENT }, { entity: { entity: {} } }] },
  ],
};
const OF_CHRON: Detection = {
  detectionId: 'de_1',
  ruleName: 'login',
  multiEvent: false,
  detectionTime: new Date('2026-01-01T09:00:00Z'),
  window: { from: new Date('2026-01-01T09:00:00Z'), to: new Date('2026-01-01T09:00:00Z') },
  matches: [],
  outcomes: [],
  samples: [{ label: 'e', events: [EVENT, EVENT], entities: [{ entity: {} }] }],
};
const STORED = {
  id: 'de_1',
  rule: 'login',
  time: '2026-01-01T09:00:00.000Z',
  events: [EVENT],
  entities: [{ entity: {} }],
};

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
/** As chron's own reports have it. */
const ofReport = line({ environment: 'local', rule: 'login', set: 'gained', detection: OF_CHRON });

describe('readStored', () => {
  it.each<[title: string, text: string]>([
    ['a line of the service', line(OF_SERVICE)],
    ['a page of the service', JSON.stringify({ detections: [OF_SERVICE] }, undefined, 2)],
    ['an array', JSON.stringify([OF_SERVICE])],
    ['a detection of chron', line(OF_CHRON)],
    ['a report', ofReport],
  ])('reads %s', async (_title, text) => {
    const path = join(await tempFolder(), 'from');
    await writeFile(path, text);
    expect(await readStored(path, 'from')).toEqual({ kind: 'detections', detections: [STORED] });
  });

  it('takes a file whose first object is no detection for events', async () => {
    const path = join(await tempFolder(), 'from');
    await writeFile(path, line(EVENT) + line(OF_SERVICE));
    expect(await readStored(path, 'from')).toEqual({ kind: 'events' });
    await writeFile(path, line(OF_SERVICE) + line(EVENT));
    await expect(readStored(path, 'from')).rejects.toThrow('from:2: this is no detection');
  });
});

describe('chooseDetection', () => {
  it('takes the newest of the rule', () => {
    const detections = [
      { ...STORED, id: 'a', time: '2026-01-01T09:00:00.000Z' },
      { ...STORED, id: 'b', time: '2026-01-03T09:00:00.000Z' },
      { ...STORED, id: 'c', time: '2026-01-04T09:00:00.000Z', rule: 'other' },
    ];
    expect(chooseDetection(detections, 'login', undefined).id).toBe('b');
    expect(chooseDetection(detections, 'login', 'a').id).toBe('a');
  });
});
