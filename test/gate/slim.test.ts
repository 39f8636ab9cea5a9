import { describe, expect, it } from 'vitest';
import { entityOf } from '../../lib/gate/entity.ts';
import { duplicateKey } from '../../lib/gate/identity.ts';
import type { UdmEvent } from '../../lib/model/detection.ts';
import { slimDetection } from '../../lib/model/slim-detection.ts';
import { anEventDetection } from './detections.ts';

const about = (event: UdmEvent) => ({
  ...anEventDetection('a', 10),
  samples: [
    { label: 'g', events: [], entities: [event] },
    { label: 'e', events: [{ metadata: { id: 'a' }, ...event }, event], entities: [event] },
  ],
});

describe('a slim detection', () => {
  it.each<[title: string, event: UdmEvent]>([
    ['a user', { principal: { user: { userid: 'ann', attribute: { roles: ['x'] } } } }],
    ['an address', { target: { user: { emailAddresses: ['a@b'] } } }],
    ['a host', { src: { hostname: 'h', file: { names: ['f'] } } }],
    ['an asset', { principal: { assetId: 'x' } }],
    ['an ip', { target: { ip: ['10.0.0.1', '10.0.0.2'] } }],
    ['nobody', { network: { sentBytes: '7' } }],
    ['what is no noun', { principal: 'ann' }],
  ])('is the same and about the same as before: %s', (_title, event) => {
    const whole = about(event);
    const slim = slimDetection(whole);
    expect(entityOf(slim)).toEqual(entityOf(whole));
    expect(duplicateKey(slim)).toBe(duplicateKey(whole));
    expect(JSON.stringify(slim)).not.toMatch(/roles|names|sentBytes/);
    expect(slim.samples).toHaveLength(1);
  });

  it('has no samples where it had no events', () => {
    expect(slimDetection({ ...about({}), samples: [] }).samples).toEqual([]);
  });
});
