import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeOf } from '../../lib/evaluate/cidr.ts';
import { compileRule } from '../../lib/evaluate/compile.ts';
import type { DataTable } from '../../lib/model/data-table.ts';
import type { ReferenceList } from '../../lib/model/reference-list.ts';
import { compareText } from '../../lib/text.ts';
import { analyze } from '../../lib/yaral/analyze.ts';
import { at, find, ruleOf } from './find.ts';

const host = (time: string, name: string, more: Readonly<Record<string, object>> = {}): unknown =>
  at(time, { ...more, principal: { hostname: name, ...more['principal'] } });
const type = (event_type: string): Readonly<Record<string, object>> => ({
  metadata: { event_type },
});

const user = (userid: string): Readonly<Record<string, object>> => ({
  target: { user: { userid } },
});
const entity = (hostname: string, interval: object | undefined): unknown => ({
  metadata: { entity_type: 'ASSET', ...(interval === undefined ? {} : { interval }) },
  entity: { hostname, asset: { category: `of ${hostname}` } },
});

const SUITE = {
  events: ['$e.principal.hostname = $host'],
  match: '$host over 5m',
  condition: '#e > 1',
};

describe('windows', () => {
  it('are aligned only on request', async () => {
    const text = ruleOf({ ...SUITE, condition: '#e > 2' });
    // 1000, 1100 and 1290 seconds after a full hour: in no window that begins at a multiple of 30 s.
    const events = ['10:16:40', '10:18:20', '10:21:30'].map((time) => host(time, 'h'));
    expect((await find(text, { events })).length).toBe(1);
    expect((await find(text, { events }, { hop: 'aligned' })).length).toBe(0);
    const near = ['10:16:40', '10:18:20', '10:20:00'].map((time) => host(time, 'h'));
    const [found] = await find(text, { events: near }, { hop: 'aligned' });
    expect(found?.from).toBe('2026-01-04T10:15:30.000Z');
  });

  it('that overlap an emitted one are left out, unless all are wanted', async () => {
    const text = ruleOf(SUITE);
    const events = ['10:00', '10:01', '10:02', '10:10', '10:11'].map((time) => host(time, 'h'));
    const starts = async (allWindows: boolean): Promise<readonly string[]> =>
      (await find(text, { events }, { allWindows })).map(({ from }) => from.slice(11, 16));
    expect(await starts(false)).toEqual(['10:00', '10:10']);
    expect(await starts(true)).toEqual(['10:00', '10:01', '10:10']);
  });

  it('suppress later detections with the same match values', async () => {
    const text = ruleOf({ ...SUITE, condition: '$e', options: 'suppression_window = 1h' });
    const events = ['10:00', '10:30', '11:00', '11:30'].map((time) => host(time, 'h'));
    expect((await find(text, { events })).map(({ from }) => from.slice(11, 16))).toEqual([
      '10:00',
      '11:00',
    ]);
    expect((await find(text, { events }, { suppression: false })).length).toBe(4);
  });

  it('give their bounds to outcomes', async () => {
    const text = ruleOf({
      ...SUITE,
      condition: '$e',
      outcome: ['$when = window_start', '$till = window_end'],
    });
    const [found] = await find(text, { events: [host('10:00', 'h')] });
    expect(found?.outcomes).toEqual({ when: '2026-01-04T10:00:00Z', till: '2026-01-04T10:05:00Z' });
  });

  it('without any event are found where they tumble', async () => {
    const text = ruleOf({
      events: ['$e.principal.hostname = $host'],
      match: '$host by 1h',
      condition: '!$e',
    });
    const events = [host('00:30', 'a'), host('01:30', 'b'), host('02:10', 'a'), host('02:20', 'b')];
    const found = await find(text, { events });
    expect(found.map(({ matches, from }) => [matches['host'], from.slice(11, 16)])).toEqual([
      ['b', '00:00'],
      ['a', '01:00'],
    ]);
  });
});

describe('conditions', () => {
  const three = ['USER_LOGIN', 'USER_LOGOUT', 'FILE_COPY'];
  const events = [
    ...three.map((one, minute) => host(`10:0${minute}`, 'all', type(one))),
    ...three.slice(0, 2).map((one, minute) => host(`10:0${minute}`, 'two', type(one))),
    host('10:00', 'one', type('USER_LOGIN')),
  ];
  const body = ['a', 'b', 'c'].flatMap((name, place) => [
    `$${name}.metadata.event_type = "${three[place] ?? ''}"`,
    `$${name}.principal.hostname = $host`,
  ]);

  it.each([
    ['2 of [$a, $b, $c]', ['all', 'two']],
    ['any of [$a, $b, $c]', ['all', 'one', 'two']],
    ['all of [$a, $b, $c]', ['all']],
    ['$a and $b and !$c', ['two']],
    ['$a and #b = 0 and !$c', ['one']],
    ['$a and ($b or $c)', ['all', 'two']],
  ])('%s', async (condition, expected) => {
    const found = await find(ruleOf({ events: body, match: '$host over 30m', condition }), {
      events,
    });
    expect(
      [...new Set(found.map(({ matches }) => matches['host'] ?? ''))].toSorted(compareText),
    ).toEqual(expected);
  });

  it('take one of two events', async () => {
    const found = await find(
      ruleOf({ events: body.slice(0, 4), match: '$host over 30m', condition: '$a or $b' }),
      { events: [host('10:00', 'x', type('USER_LOGIN')), host('10:00', 'y', type('USER_LOGOUT'))] },
    );
    expect(found.map(({ matches }) => matches['host'] ?? '').toSorted(compareText)).toEqual([
      'x',
      'y',
    ]);
  });

  it.each([
    '$a and ($b or $times > 0)',
    '$a and (#b > 2 or $none = 0)',
    '$a and (#url > 2 or $none = 0)',
    '$a and (($b and #a > 1) or $times > 0)',
    '($a and $b) or ($a and $times > 0)',
  ])('take a value of the outcome for an event that is not there: %s', async (condition) => {
    const found = await find(
      ruleOf({
        events: [...body.slice(0, 4), '$b.target.url = $url'],
        match: '$host over 30m',
        outcome: ['$times = count($a.metadata.event_type)', '$none = sum($b.network.sent_bytes)'],
        condition,
      }),
      { events: [host('10:00', 'one', type('USER_LOGIN'))] },
    );
    expect(found.map(({ matches }) => matches['host'])).toEqual(['one']);
  });

  it('look into lists of outcomes', async () => {
    const text = ruleOf({
      ...SUITE,
      outcome: ['$users = array_distinct($e.target.user.userid)'],
      condition: '$e and arrays.contains($users, "root")',
    });
    const events2 = [host('10:00', 'h', user('root')), host('10:01', 'i', user('guest'))];
    expect((await find(text, { events: events2 })).map(({ matches }) => matches['host'])).toEqual([
      'h',
    ]);
  });
});

describe('statistics of a window', () => {
  it.each([
    ['window.avg($e.network.sent_bytes)', '11.5'],
    ['window.avg($e.network.sent_bytes, true)', '15.333333333333334'],
    ['window.stddev($e.network.sent_bytes)', '8.698658900466592'],
    ['window.median($e.network.sent_bytes)', '10'],
    ['window.range($e.network.sent_bytes)', '0, 20'],
    ['window.mode($e.target.url)', 'u'],
    ['window.first($e.network.sent_bytes, $e.target.url)', 'v'],
    ['window.last($e.network.sent_bytes, $e.target.url)', 'w'],
    ['sum($e.network.sent_bytes)', '46'],
    ['max($e.network.sent_bytes)', '20'],
    ['earliest($e.metadata.event_timestamp)', '2026-01-04T10:00:00Z'],
    ['latest($e.metadata.event_timestamp)', '2026-01-04T10:03:00Z'],
  ])('%s', async (expression, expected) => {
    const events = [
      [16, 'u'],
      [10, 'u'],
      [20, 'w'],
      [0, 'v'],
    ].map(([bytes, url], minute) =>
      host(`10:0${minute}`, 'h', { network: { sent_bytes: bytes }, target: { url } }),
    );
    const text = ruleOf({ ...SUITE, condition: '$e', outcome: [`$o = ${expression}`] });
    const [found] = await find(text, { events });
    expect(found?.outcomes['o']).toBe(expected);
  });
});

const LISTS: readonly ReferenceList[] = [
  {
    name: 'names',
    kind: 'string',
    description: '',
    lines: ['Alpha // first', '// none', 'a\\/\\/b'],
  },
  {
    name: 'patterns',
    kind: 'regex',
    description: '',
    lines: ['^web-\\d+$', '[broken'.slice(0, 0)],
  },
  {
    name: 'ranges',
    kind: 'cidr',
    description: '',
    lines: ['10.0.0.0/8', '192.168.1.7/32', 'fd00::/8'],
  },
  {
    name: 'long',
    kind: 'string',
    description: '',
    lines: Array.from({ length: 500 }, (_, n) => `n${n}`),
  },
];

describe('reference lists', () => {
  it.each([
    ['$e.principal.hostname in %names', 'Alpha', true],
    ['$e.principal.hostname in %names', 'alpha', false],
    ['$e.principal.hostname in %names nocase', 'alpha', true],
    ['$e.principal.hostname in %names', 'a//b', true],
    ['$e.principal.hostname in regex %patterns', 'web-12', true],
    ['$e.principal.hostname in regex %patterns', 'WEB-12', false],
    ['$e.principal.hostname in regex %patterns nocase', 'WEB-12', true],
    ['$e.principal.hostname in cidr %ranges', '10.1.2.3', true],
    ['$e.principal.hostname in cidr %ranges', '192.168.1.8', false],
    ['$e.principal.hostname in cidr %ranges', 'FD00:0::1', true],
    ['$e.principal.hostname in cidr %ranges', 'nonsense', false],
    ['$e.principal.hostname in %long', 'n499', true],
    ['$e.principal.hostname in %long', 'n500', false],
    ['not $e.principal.hostname in %long', 'n500', true],
  ])('%s, of "%s"', async (test, name, expected) => {
    const found = await find(
      ruleOf({ events: [test] }),
      { events: [host('10:00', name)] },
      { lists: LISTS },
    );
    expect(found.length).toBe(expected ? 1 : 0);
  });
});

const TABLE: DataTable = {
  name: 'assets',
  columns: [
    { name: 'hostname', type: 'string' },
    { name: 'range', type: 'cidr' },
    { name: 'owner', type: 'string' },
    { name: 'rank', type: 'number' },
  ],
  rows: [
    ['db', '10.0.0.0/8', 'alice', '3'],
    ['web', '192.0.2.0/24', 'bob', '1'],
  ],
};

describe('a range that an event names', () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('', '10.1', '::ffff:10.0.0.1'));
  const range = fc.oneof(
    fc
      .tuple(
        address,
        fc.constantFrom('', '/0', '/8', '/13', '/31', '/32', '/33', '/64', '/127', '/128', '/x'),
      )
      .map(([start, prefix]) => `${start}${prefix}`),
    fc.constantFrom('10.0.0.0/7', ' 10.0.0.0/8 ', '2001:db8::/29', '/8'),
  );
  /** Addresses that lie in or beside the range more often than chance has it. */
  const near = fc.tuple(range, fc.nat(31)).map(([text, bit]) => {
    const [, one, two, three, four] = /^ ?(\d+)\.(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
    if (four === undefined) return { text, ip: '2001:db8::1' };
    const number = [one, two, three, four].reduce((sum, part) => sum * 256 + Number(part), 0);
    const other = (number ^ (1 << bit)) >>> 0;
    return { text, ip: [24, 16, 8, 0].map((shift) => (other >>> shift) & 255).join('.') };
  });

  it('holds the same addresses as one that is written out', async () => {
    const pairs = fc.sample(fc.oneof(near, fc.record({ text: range, ip: address })), {
      numRuns: 1000,
      seed: 7,
    });
    const text = ruleOf({
      events: ['net.ip_in_range_cidr($e.principal.hostname, $e.target.hostname)'],
    });
    const events = pairs.map(({ ip, text: written }) => ({
      metadata: { event_timestamp: '2026-01-04T10:00:00Z' },
      principal: { hostname: ip },
      target: { hostname: written },
    }));
    const found = await find(text, { events });
    const rows = new Set(found.flatMap((one) => one.rows['e'] ?? []));
    const wanted = pairs.flatMap(({ ip, text: written }, place) => {
      const [bounds, own] = [rangeOf(written), rangeOf(ip)];
      const inside =
        bounds !== undefined &&
        own !== undefined &&
        own.low === own.high &&
        own.low >= bounds.low &&
        own.low <= bounds.high;
      return inside ? [place] : [];
    });
    expect([...rows].toSorted((a, b) => a - b)).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(100);
  });
});

describe('data tables', () => {
  it.each([
    [['$e.principal.hostname in %assets.hostname'], ['0', '1']],
    [['$e.principal.hostname = %assets.hostname', '%assets.owner = "bob"'], ['1']],
    [
      ['net.ip_in_range_cidr($e.principal.asset.ip[0], %assets.range)', '%assets.rank > 2'],
      ['0', '2'],
    ],
  ])('%s', async (tests, expected) => {
    const events = [host('10:00', 'db'), host('10:00', 'web'), host('10:00', 'other')].map(
      (event, place) =>
        place === 1
          ? event
          : {
              ...Object(event),
              principal: { hostname: ['db', '', 'other'][place], asset: { ip: ['10.1.1.1'] } },
            },
    );
    const text = ruleOf({
      events: [...tests, '$e.principal.hostname = $host'],
      match: '$host over 5m',
    });
    const found = await find(text, { events }, { tables: [TABLE] });
    expect(found.flatMap(({ rows }) => rows['e']?.map(String) ?? []).toSorted()).toEqual(expected);
  });
});

describe('entities', () => {
  it('join events within their interval', async () => {
    const text = ruleOf({
      events: [
        '$e.principal.hostname = $host',
        '$g.graph.metadata.entity_type = "ASSET"',
        '$g.graph.entity.hostname = $host',
      ],
      match: '$host over 5m',
      outcome: ['$owner = array_distinct($g.graph.entity.asset.category)'],
      condition: '$e and $g',
    });
    const found = await find(text, {
      events: [
        host('10:00', 'always'),
        host('10:00', 'now'),
        host('10:00', 'before'),
        host('10:00', 'unknown'),
      ],
      entities: [
        entity('always', undefined),
        entity('now', { start_time: '2026-01-04T10:00:00Z', end_time: '2026-01-04T11:00:00Z' }),
        entity('before', { start_time: '2026-01-04T09:00:00Z', end_time: '2026-01-04T10:00:00Z' }),
      ],
    });
    expect(found.map(({ matches, outcomes }) => [matches['host'], outcomes['owner']])).toEqual([
      ['always', 'of always'],
      ['now', 'of now'],
    ]);
  });
});

describe('what cannot be evaluated locally', () => {
  it.each([
    [
      ['$e.principal.ip = $ip'],
      'max(metrics.dns_queries_total(period: 1d, window: 30d, metric: event_count_sum, agg: max, principal.asset.ip: $ip))',
      'metrics.dns_queries_total',
    ],
  ])('is a diagnostic at its place', (events, expression, place) => {
    const text = ruleOf({ events, match: '$ip over 5m', outcome: [`$m = ${expression}`] });
    const source = { path: 'r.yaral', text };
    const { query, diagnostics = [] } = compileRule(source, analyze(source));
    const [first] = diagnostics;
    expect(query).toBeUndefined();
    expect(first?.message).toMatch(/cannot be evaluated locally$/);
    expect(text.slice(first?.span.start, first?.span.end)).toBe(place);
  });

  it.each([
    [
      'any $e.principal.ip = any $e.target.ip',
      'any $e.target.ip',
      'a second any in one comparison',
    ],
    [
      'timestamp.get_timestamp($e.metadata.event_timestamp.seconds, $e.principal.hostname) = "x"',
      '$e.principal.hostname',
      'a time format that is no literal',
    ],
  ])('is a demand, with its place: %s', (demand, place, message) => {
    const text = ruleOf({ events: ['$e.metadata.event_type = "USER_LOGIN"', demand] });
    const source = { path: 'r.yaral', text };
    const analysis = analyze(source);
    const { diagnostics = [] } = compileRule(source, { ...analysis, diagnostics: [] });
    expect(
      diagnostics.map(({ message: said, span }) => [said, text.slice(span.start, span.end)]),
    ).toEqual([[`${message} cannot be evaluated locally`, place]]);
  });

  it.each(['$a or $b', 'any of [$a, $b]'])(
    'is a window around an event that need not be there: %s',
    (condition) => {
      const text = ruleOf({
        events: ['a', 'b'].flatMap((name) => [
          `$${name}.metadata.event_type = "USER_LOGIN"`,
          `$${name}.principal.hostname = $host`,
        ]),
        match: '$host over 5m after $a',
        condition,
      });
      const source = { path: 'r.yaral', text };
      const { query, diagnostics = [] } = compileRule(source, analyze(source));
      expect(query).toBeUndefined();
      expect(
        diagnostics.map(({ id, message, span }) => [id, message, text.slice(span.start, span.end)]),
      ).toEqual([
        [
          'EVA001',
          'a window after $a, which the condition does not demand, cannot be evaluated locally',
          '$a',
        ],
      ]);
    },
  );

  it('is a list that is not there', () => {
    const source = {
      path: 'r.yaral',
      text: ruleOf({ events: ['$e.principal.hostname in %gone'] }),
    };
    const { diagnostics = [] } = compileRule(source, analyze(source));
    expect(diagnostics.map(({ id, message }) => `${id} ${message}`)).toEqual([
      'EVA001 there is no reference list %gone here',
    ]);
  });

  it.each([
    ['%gone.hostname', 'there is no data table %gone here'],
    ['%assets.owner', 'the data table %assets has no column owner'],
  ])('is %s, of a data table', (column, message) => {
    const source = {
      path: 'r.yaral',
      text: ruleOf({ events: [`$e.principal.hostname in ${column}`] }),
    };
    const tables = [{ name: 'assets', columns: [], rows: [] }];
    const { diagnostics = [] } = compileRule(source, analyze(source), { tables });
    expect(diagnostics.map((one) => one.message)).toEqual([message]);
  });
});
