import { assert as property, asyncProperty, nat, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventColumn } from '../../lib/model/compiled-query.ts';
import { pick, shapeOf, spelt } from '../../lib/ruletest/record-shape.ts';
import { openStandIns } from '../../lib/ruletest/record-stand-in.ts';
import { atOf, moved, shiftsTo } from '../../lib/ruletest/record-times.ts';
import { mostOf } from '../../lib/ruletest/record-trial.ts';
import { partKey, partsIn, valuesIn, without } from '../../lib/ruletest/record-values.ts';

const column = (
  path: string,
  {
    kind = 'string',
    map = '',
  }: { readonly kind?: EventColumn['kind']; readonly map?: string } = {},
): EventColumn => ({
  source: 'udm',
  path,
  steps: path.split('.').map((name) => ({ name, repeated: false, map: name === map })),
  kind,
  enumName: undefined,
  depth: 0,
});

const READS = [
  column('principal.user.userid'),
  column('target.labels.key'),
  column('target.labels.value'),
  column('additional.fields.key', { map: 'fields' }),
  column('target.file.last_seen_time', { kind: 'time' }),
];
const SHAPE = shapeOf(READS, 'udm');

const EVENT = {
  metadata: {
    event_timestamp: { seconds: 1_700_000_000, nanos: 5_000_000 },
    eventType: 'USER_LOGIN',
  },
  principal: { user: { userid: 'alice', groupIdentifiers: ['staff'] }, hostname: 'laptop' },
  target: {
    labels: [
      { key: 'a', value: 'secret' },
      { key: 'b', value: 'true' },
    ],
  },
  additional: { fields: { 'Some Key': 'bob', other_key: 1 } },
};

describe('what a recorded event keeps', () => {
  it('is what the rule reads, in one spelling', () => {
    expect(pick(EVENT, SHAPE)).toEqual({
      metadata: { eventTimestamp: '2023-11-14T22:13:20.005Z', eventType: 'USER_LOGIN' },
      principal: { user: { userid: 'alice' } },
      target: {
        labels: [
          { key: 'a', value: 'secret' },
          { key: 'b', value: 'true' },
        ],
      },
      additional: { fields: { 'Some Key': 'bob', other_key: 1 } },
    });
  });

  it('is written in snake_case, keys of maps as they are', () => {
    const event = { metadata: { eventType: 'X' }, additional: { fields: { someKey: 'y' } } };
    expect(spelt(event, SHAPE)).toEqual({
      metadata: { event_type: 'X' },
      additional: { fields: { someKey: 'y' } },
    });
  });

  it('has texts to replace that are no keys, enumerators, times or truth values', () => {
    const found = valuesIn([pick(EVENT, SHAPE)], SHAPE);
    expect(found.map(({ path, value }) => `${path} ${value}`)).toEqual([
      'principal.user.userid alice',
      'target.labels.value secret',
      'additional.fields["Some Key"] bob',
    ]);
  });

  it('can do without entries of lists and maps', () => {
    const event = pick(EVENT, SHAPE);
    const label = partKey(['target', 'labels', 0]);
    const entry = partKey(['additional', 'fields', 'Some Key']);
    expect(partsIn(event, SHAPE)).toEqual(expect.arrayContaining([label, entry]));
    expect(without(event, new Set([label, entry]))).toMatchObject({
      target: { labels: [{ key: 'b', value: 'true' }] },
      additional: { fields: { other_key: 1 } },
    });
  });
});

describe('stand-ins', () => {
  it.each<[value: string, field: string, expected: string]>([
    ['alice', 'userid', 'user1'],
    ['alice@acme.com', 'email_addresses', 'user1@example.com'],
    ['ACME\\alice', 'userid', 'EXAMPLE\\user1'],
    ['S-1-5-21-397955417-626881126-188441444-512', 'windows_sid', 'S-1-5-21-0-0-0-1001'],
    ['8.8.8.8', 'ip', '203.0.113.1'],
    ['192.168.4.4', 'ip', '10.0.0.1'],
    ['2a00:1450::1', 'ip', '2001:db8::1'],
    ['3c:22:fb:00:11:22', 'mac', '00:00:5e:00:53:01'],
    ['dc01', 'hostname', 'host1'],
    ['DC01.corp.acme.com', 'hostname', 'host1.example.com'],
    ['acme.com', 'administrative_domain', 'host1.example.com'],
    ['https://intranet.acme.com/x?token=1', 'url', 'https://example.com/1'],
    ['d41d8cd98f00b204e9800998ecf8427e', 'md5', '00000000000000000000000000000001'],
    ['6f9619ff-8b86-d011-b42d-00c04fc964ff', 'id', '00000000-0000-4000-8000-000000000001'],
    ['4711', 'pid', '1001'],
    ['net user bob Passw0rd /add', 'command_line', 'text1'],
  ])('of %s as %s is %s', (value, field, expected) => {
    expect(openStandIns().whole(value, field, false)).toBe(expected);
  });

  it('are the same for the same, and never for two', () => {
    const { whole } = openStandIns();
    const given = ['alice', 'bob', 'Alice', 'bob@acme.com'].map((one) =>
      whole(one, 'userid', false),
    );
    expect(given).toEqual(['user1', 'user2', 'user1', 'user2@example.com']);
    const ips = Array.from({ length: 2000 }, (_, at) =>
      whole(`9.9.${at >> 8}.${at & 255}`, 'ip', false),
    );
    expect(new Set(ips).size).toBe(2000);
  });

  it('of words are as long as these where only that is tested', () => {
    const { likeness } = openStandIns();
    expect(likeness('SQBFAFgAIAAoAE4')).toBe('XXXXXXxXXXXxXX1');
    expect(likeness('abcdefgh')).toBe('xxxxxxxc');
  });
});

describe('times of a recorded case', () => {
  it.each<[time: string, expected: string]>([
    ['2026-01-01T00:00:00Z', '+0m'],
    ['2026-01-01T01:02:03.004Z', '+1h2m3s4ms'],
    ['2025-12-31T23:59:30Z', '-30s'],
    ['2026-01-03T00:00:00+00:00', '+2d'],
    ['2026-01-01T00:00:00.0000001Z', '2026-01-01T00:00:00.0000001Z'],
    ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
  ])('%s is %s', (time, expected) => {
    expect(atOf(time, Date.parse('2026-01-01T00:00:00Z'))).toBe(expected);
  });

  it('move with all digits', () => {
    const event = {
      metadata: { eventTimestamp: '2026-01-01T00:00:00.123456Z' },
      target: { file: { lastSeenTime: '2026-01-01T02:00:00+02:00' } },
    };
    expect(moved(event, SHAPE, 1000)).toEqual({
      metadata: { eventTimestamp: '2026-01-01T00:00:01.123456Z' },
      target: { file: { lastSeenTime: '2026-01-01T00:00:01Z' } },
    });
  });

  it('keep the time of day, or the weekday, where they must', () => {
    const [start, first] = [Date.parse('2026-01-01T00:00:00Z'), Date.parse('2026-03-10T07:00:00Z')];
    const times = shiftsTo(start, first).map((byMs) => new Date(first + byMs).toISOString());
    expect(times).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T07:00:00.000Z',
      '2025-12-30T07:00:00.000Z',
      '2026-03-10T07:00:00.000Z',
    ]);
  });
});

describe('mostOf', () => {
  it('takes every change that harms neither alone nor with others that are taken', () => {
    return property(
      asyncProperty(
        uniqueArray(nat(30), { maxLength: 20 }),
        uniqueArray(nat(30), { maxLength: 5 }),
        async (changes, harmful) => {
          const bad = new Set(harmful);
          const taken = await mostOf(changes, async (sets) =>
            sets.map((set) => set.every((one) => !bad.has(one))),
          );
          expect(taken).toEqual(changes.filter((one) => !bad.has(one)));
        },
      ),
    );
  });

  it('takes one of two that only harm together', async () => {
    const taken = await mostOf(['a', 'b', 'c'], async (sets) =>
      sets.map((set) => !(set.includes('a') && set.includes('c'))),
    );
    expect(taken).toEqual(['a', 'b']);
  });
});
