import { describe, expect, it } from 'vitest';
import { at, find, ruleOf } from './find.ts';

/** The expectations of Google's own documentation, by their numbers in yara-l §9. */
const A = at('10:00', {
  principal: { ip: ['192.0.2.1', '192.0.2.2', '192.0.2.3'], hostname: 'host' },
});
const B = at('10:00', {
  about: [{ ip: ['192.0.2.1', '192.0.2.2', '192.0.2.3'], hostname: 'alice' }, { hostname: 'bob' }],
});
const C = at('10:00', {
  principal: { application: 'X', hostname: 'google.com' },
  security_result: [{ action: ['ALLOW', 'FAIL'] }, { action: ['CHALLENGE', 'BLOCK'] }],
});
const login = (time: string, userid: string): unknown => at(time, { target: { user: { userid } } });

describe('repeated fields', () => {
  it.each([
    [
      1,
      ['net.ip_in_range_cidr($e.principal.ip, "192.0.2.0/8")', '$e.principal.ip = "192.0.2.1"'],
      A,
      1,
    ],
    [2, ['$e.principal.ip = "192.0.2.1"', '$e.principal.ip = "192.0.2.2"'], A, 0],
    [3, ['any $e.principal.ip = "192.0.2.1"', '$e.principal.ip = "192.0.2.3"'], A, 1],
    [8, ['$e.about.ip = "192.0.2.1"', '$e.about.hostname = "bob"'], B, 0],
    [9, ['$e.about.ip = "192.0.2.1"', '$e.about[1].hostname = "bob"'], B, 1],
    [10, ['$e.principal.ip[999] = ""'], A, 1],
    [17, ['$e.principal.hostname != "x"'], at('10:00'), 1],
  ])('number %i', async (_, events, event, expected) => {
    expect((await find(ruleOf({ events }), { events: [event] })).length).toBe(expected);
  });

  it('number 5: one detection for a host, whatever its addresses', async () => {
    const text = ruleOf({
      events: ['$ip = $e.principal.ip', '$ip = "192.0.2.1"', '$host = $e.principal.hostname'],
      match: '$host over 5m',
    });
    expect((await find(text, { events: [A] })).map(({ matches }) => matches)).toEqual([
      { host: 'host' },
    ]);
  });

  it('number 6: one detection for each address, with the same event', async () => {
    const text = ruleOf({
      events: ['$ip = $e.principal.ip', 'net.ip_in_range_cidr($ip, "192.0.2.0/24")'],
      match: '$ip over 5m',
    });
    const found = await find(text, { events: [A] });
    expect(found.map(({ matches, rows }) => [matches['ip'], rows['e']])).toEqual([
      ['192.0.2.1', [0]],
      ['192.0.2.2', [0]],
      ['192.0.2.3', [0]],
    ]);
  });

  it('counts copies, not events, in outcomes', async () => {
    const text = ruleOf({
      events: ['$e.principal.application = "X"'],
      outcome: [
        '$actions = count($e.security_result.action)',
        '$list = array($e.security_result.action)',
      ],
    });
    const [found] = await find(text, { events: [C] });
    expect(found?.outcomes).toEqual({ actions: '4', list: 'ALLOW, FAIL, CHALLENGE, BLOCK' });
  });
});

describe('windows and outcomes', () => {
  it('number 12: one detection for a user in each hour', async () => {
    const text = ruleOf({
      events: ['$e.target.user.userid = $userid'],
      match: '$userid by 1h',
    });
    const events = [
      login('00:30', 'Alex'),
      login('00:40', 'Alex'),
      login('01:20', 'Alex'),
      login('00:45', 'Taylor'),
    ];
    const found = await find(text, { events });
    expect(found.map(({ matches, from, to }) => [matches['userid'], from, to])).toEqual([
      ['Alex', '2026-01-04T00:00:00.000Z', '2026-01-04T01:00:00.000Z'],
      ['Taylor', '2026-01-04T00:00:00.000Z', '2026-01-04T01:00:00.000Z'],
      ['Alex', '2026-01-04T01:00:00.000Z', '2026-01-04T02:00:00.000Z'],
    ]);
  });

  it('number 14: aggregates over three events', async () => {
    const text = ruleOf({
      events: ['$event.target.user.userid = $user', '$event.principal.asset_id != ""'],
      match: '$user over 5m',
      outcome: [
        '$count = count($event.principal.asset_id)',
        '$distinct = count_distinct($event.principal.asset_id)',
        '$assets = array($event.principal.asset_id)',
        '$each = array_distinct($event.principal.asset_id)',
      ],
      condition: '#event > 1',
    });
    const events = ['a', 'b', 'b'].map((asset, minute) =>
      at(`10:0${minute}`, { target: { user: { userid: 'u' } }, principal: { asset_id: asset } }),
    );
    const found = await find(text, { events });
    expect(found.map(({ outcomes }) => outcomes)).toEqual([
      { count: '3', distinct: '2', assets: 'a, b, b', each: 'a, b' },
    ]);
  });

  it.each([
    ['', 0],
    ['allow_zero_values = true', 1],
  ])(
    'number 15: an event without the match value, with options "%s"',
    async (options, expected) => {
      const text = ruleOf({
        events: ['$host = $e.principal.hostname', '$e.metadata.product_name = "p"'],
        match: '$host over 5m',
        ...(options === '' ? {} : { options }),
      });
      const events = [at('10:00', { metadata: { product_name: 'p' } })];
      expect((await find(text, { events })).length).toBe(expected);
    },
  );

  it('number 18: the first value of a key, in whichever result it stands', async () => {
    const text = ruleOf({
      events: ['$e.metadata.ingestion_labels["dupe-key"] != ""'],
      outcome: [
        '$label = $e.metadata.ingestion_labels["dupe-key"]',
        '$key = $e.security_result.rule_labels["key"]',
      ],
    });
    const event = at('10:00', {
      metadata: {
        ingestion_labels: [
          { key: 'dupe-key', value: 'val1' },
          { key: 'dupe-key', value: 'val2' },
        ],
      },
      security_result: [
        {
          rule_labels: [
            { key: 'other', value: 'no' },
            { key: 'key', value: 'first' },
          ],
        },
        { rule_labels: [{ key: 'key', value: 'second' }] },
      ],
    });
    const [found] = await find(text, { events: [event] });
    expect(found?.outcomes).toEqual({ label: 'val1', key: 'first' });
  });

  it('number 19: a score of sums of conditions', async () => {
    const text = ruleOf({
      events: [
        '$u.metadata.event_type = "FILE_COPY"',
        '$file_size = $u.target.file.size',
        '$d = timestamp.get_day_of_week($u.metadata.event_timestamp.seconds)',
      ],
      outcome: [
        '$risk_score = max(if($file_size > 500 * 1024 * 1024, 2) + if($file_size > 1024 * 1024 * 1024, 3) + if($d = 1 or $d = 7, 4))',
      ],
      condition: '$u and $risk_score >= 9',
    });
    const event = at('10:00', {
      metadata: { event_type: 'FILE_COPY' },
      target: { file: { size: '2147483648' } },
    });
    const [found] = await find(text, { events: [event] });
    expect(found?.outcomes).toEqual({ risk_score: '9' });
  });
});
