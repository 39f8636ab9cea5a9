import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEngine, type Engine } from '../../lib/duckdb/engine.ts';
import { compileRule } from '../../lib/evaluate/compile.ts';
import type { CompiledQuery } from '../../lib/model/compiled-query.ts';
import { analyze } from '../../lib/yaral/analyze.ts';
import { ruleOf } from '../evaluate/find.ts';
import { tempFolder } from '../helpers/temp.ts';

const RULE = ruleOf({
  events: [
    '$e.metadata.event_type = "USER_LOGIN"',
    '$e.security_result.action = "ALLOW"',
    '$e.network.sent_bytes > 5',
  ],
  outcome: [
    '$host = $e.principal.hostname',
    '$label = $e.target.resource.attribute.labels["k"]',
    '$field = $e.additional.fields["f.g"]',
    '$ips = array_distinct($e.principal.ip)',
  ],
});

function queryOf(text: string): CompiledQuery {
  const source = { path: 'loaded.yaral', text };
  const { query } = compileRule(source, analyze(source));
  if (query === undefined) throw new Error('the rule does not compile');
  return query;
}

async function anEngine(): Promise<Engine> {
  const engine = await openEngine();
  onTestFinished(() => engine.close());
  return engine;
}

const SNAKE = {
  metadata: { event_timestamp: '2026-01-01T00:00:00.123456Z', event_type: 'USER_LOGIN' },
  principal: { hostname: 'host', ip: ['10.0.0.2', '10.0.0.1'] },
  target: { resource: { attribute: { labels: [{ key: 'k', value: 'v' }] } } },
  network: { sent_bytes: '18446744073709551615' },
  security_result: [{ action: ['BLOCK'] }, { action: ['ALLOW'] }],
  additional: { 'f.g': 'deep' },
};
const CAMEL = {
  metadata: { eventTimestamp: { seconds: 1_767_225_600, nanos: 123_456_000 }, eventType: 15_001 },
  principal: { hostname: 'host', ip: ['10.0.0.2', '10.0.0.1'] },
  target: { resource: { attribute: { labels: [{ key: 'k', value: 'v' }] } } },
  network: { sentBytes: 7 },
  securityResult: [{ action: ['BLOCK'] }, { action: [1] }],
  additional: { fields: { 'f.g': 'deep' } },
};
const FOUND = { host: 'host', label: 'v', field: 'deep', ips: '10.0.0.1, 10.0.0.2' };
const named = (hostname: string): unknown => ({ ...SNAKE, principal: { hostname } });
const lines = (events: readonly unknown[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** Unlike one another, so that they do not vanish in an archive. */
const MANY = Array.from({ length: 5000 }, (_, at) =>
  named(createHash('sha256').update(String(at)).digest('hex')),
);
const asJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value, null, 2));

describe('events', () => {
  it.each([
    ['NDJSON', 'e.ndjson', Buffer.from(lines([SNAKE, CAMEL]))],
    [
      'NDJSON without a line end and with blank lines',
      'e.ndjson',
      Buffer.from(`\n${JSON.stringify(SNAKE)}\n\n${JSON.stringify(CAMEL)}`),
    ],
    ['NDJSON with a byte-order mark', 'e.ndjson', Buffer.from(`\uFEFF${lines([SNAKE, CAMEL])}`)],
    ['gzipped NDJSON', 'e.ndjson.gz', gzipSync(lines([SNAKE, CAMEL]))],
    ['a JSON array', 'e.json', Buffer.from(JSON.stringify([SNAKE, CAMEL], null, 2))],
    ['events below udm', 'e.ndjson', Buffer.from(lines([{ udm: SNAKE }, { udm: CAMEL }]))],
    ['events of which one is below udm', 'e.ndjson', Buffer.from(lines([SNAKE, { udm: CAMEL }]))],
    ['an array of events below udm', 'e.json', asJson([{ udm: SNAKE }, { udm: CAMEL }])],
    ['an answer of a search', 'e.json', asJson({ events: [{ udm: SNAKE }, { udm: CAMEL }] })],
    [
      'an answer of a search in one line',
      'e.json',
      Buffer.from(JSON.stringify({ events: [{ udm: SNAKE }, CAMEL], more: false })),
    ],
  ])('are read from %s, in either spelling', async (_, name, bytes) => {
    const path = join(await tempFolder(), name);
    writeFileSync(path, bytes);
    const engine = await anEngine();
    const query = queryOf(RULE);
    const report = await engine.load([{ kind: 'file', path }], query.reads);
    const { detections, errors } = await engine.run(query);
    expect({ report, errors }).toEqual({
      report: {
        events: 2,
        repeated: 0,
        problems: [],
        counts: { malformed: 0, 'wrong-type': 0, 'no-time': 0 },
      },
      errors: [],
    });
    const outcomes = detections.map(({ detection }) =>
      Object.fromEntries(detection.outcomes.map(({ key, value }) => [key, value])),
    );
    expect(outcomes).toEqual([FOUND, FOUND]);
    expect(detections.map(({ rows }) => rows.get('e'))).toEqual([[0], [1]]);
    const [first] = detections[1]?.detection.samples[0]?.events ?? [];
    expect(first?.['securityResult']).toEqual(CAMEL.securityResult);
  });

  it('are read from Parquet', async () => {
    const folder = await tempFolder();
    const [json, parquet] = [join(folder, 'e.ndjson'), join(folder, 'e.parquet')];
    writeFileSync(json, lines([SNAKE, { ...SNAKE, principal: { hostname: 'other' } }]));
    const engine = await anEngine();
    await engine.ask(
      `COPY (SELECT * FROM read_json('${json}', format='newline_delimited')) TO '${parquet}' (FORMAT parquet)`,
    );
    const query = queryOf(RULE);
    const report = await engine.load([{ kind: 'file', path: parquet }], query.reads);
    const { detections, errors } = await engine.run(query);
    expect(errors).toEqual([]);
    expect(report.events).toBe(2);
    expect(detections.map(({ detection }) => detection.outcomes[0]?.value)).toEqual([
      'host',
      'other',
    ]);
    expect(detections[1]?.detection.samples[0]?.events[0]?.['principal']).toMatchObject({
      hostname: 'other',
    });
  });
});

it.each(['exp[1]', 'exp*', 'exp?', 'a]b[c', "it's"])(
  'reads the file that is named %s, and none beside it',
  async (name) => {
    const folder = await tempFolder();
    for (const other of ['exp1', 'expx']) {
      writeFileSync(join(folder, `${other}.ndjson`), lines([named('other')]));
    }
    const [json, parquet] = [join(folder, `${name}.ndjson`), join(folder, `${name}.parquet`)];
    writeFileSync(json, lines([named('own')]));
    const writer = await anEngine();
    const source = join(folder, 'exp1.ndjson').replaceAll("'", "''");
    for (const [from, to] of [
      [source, join(folder, 'exp1.parquet')],
      [source, join(folder, 'expx.parquet')],
    ]) {
      await writer.ask(
        `COPY (SELECT * FROM read_json('${from}', format='newline_delimited')) TO '${to}' (FORMAT parquet)`,
      );
    }
    writeFileSync(join(folder, 'own.ndjson'), lines([named('own'), named('second')]));
    await writer.ask(
      `COPY (SELECT * FROM read_json('${join(folder, 'own.ndjson')}', format='newline_delimited')) TO '${parquet.replaceAll("'", "''")}' (FORMAT parquet)`,
    );
    for (const [path, expected] of [
      [json, ['own']],
      [parquet, ['own', 'second']],
    ] as const) {
      const engine = await anEngine();
      const query = queryOf(RULE);
      const report = await engine.load([{ kind: 'file', path }], query.reads);
      const { detections, errors } = await engine.run(query);
      expect([report.events, errors]).toEqual([expected.length, []]);
      expect(detections.map(({ detection }) => detection.outcomes[0]?.value)).toEqual(expected);
      expect(
        detections.map(({ detection }) => detection.samples[0]?.events[0]?.['principal']),
      ).toMatchObject(expected.map((hostname) => ({ hostname })));
    }
  },
);

it('counts an event that is there twice once, in each part of the input', async () => {
  const twice = { ...SNAKE, metadata: { ...SNAKE.metadata, id: 'YQ==' } };
  const engine = await anEngine();
  const query = queryOf(RULE);
  const events = [SNAKE, twice, twice, SNAKE].map((event) => ({ event }));
  const report = await engine.load(
    [{ kind: 'events', events: [...events, { event: twice, part: 1 }] }],
    query.reads,
  );
  const { detections } = await engine.run(query);
  expect(report).toMatchObject({ events: 5, repeated: 1 });
  expect(detections.map(({ part, rows }) => [part, rows.get('e')])).toEqual([
    [0, [0]],
    [0, [1]],
    [0, [3]],
    [1, [4]],
  ]);
});

describe('what is wrong with the input', () => {
  it('is named by its line, and takes nothing else with it', async () => {
    const path = join(await tempFolder(), 'e.ndjson');
    const text = [
      JSON.stringify(SNAKE),
      '{"metadata": ',
      '',
      '[1, 2]',
      JSON.stringify({ ...SNAKE, principal: 'host' }),
      JSON.stringify({ ...SNAKE, principal: { hostname: 'h', ip: '10.0.0.1' } }),
      JSON.stringify({ ...SNAKE, network: { sent_bytes: 'many' } }),
      JSON.stringify({ ...SNAKE, metadata: { event_type: 'USER_LOGIN' } }),
    ].join('\n');
    writeFileSync(path, text);
    const engine = await anEngine();
    const query = queryOf(RULE);
    const report = await engine.load([{ kind: 'file', path }], query.reads);
    expect(report.problems.map(({ line, problem, message }) => [line, problem, message])).toEqual([
      [2, 'malformed', 'this is no JSON object'],
      [4, 'malformed', 'this is no JSON object'],
      [5, 'wrong-type', 'principal is not an object'],
      [6, 'wrong-type', 'principal.ip is not a list'],
      [7, 'wrong-type', 'network.sent_bytes is not an integer'],
      [8, 'no-time', 'the event has no metadata.event_timestamp: it counts as 1970'],
    ]);
    expect(report.events).toBe(5);
    const { detections } = await engine.run(query);
    expect(detections.map(({ rows }) => rows.get('e'))).toEqual([[4], [0], [1], [2]]);
  });

  it.each(['{"rows": [{}]}', JSON.stringify({ rows: [SNAKE] }, null, 2), '{"events": [7]}'])(
    'is a file that holds no event: %s',
    async (text) => {
      const path = join(await tempFolder(), 'e.json');
      writeFileSync(path, text);
      const engine = await anEngine();
      const report = await engine.load([{ kind: 'file', path }], queryOf(RULE).reads);
      expect(report).toMatchObject({ events: 0, counts: { malformed: 1, 'no-time': 0 } });
    },
  );

  it.each([
    ['NDJSON', lines(MANY)],
    ['a JSON array', `[\n${MANY.map((event) => JSON.stringify(event)).join(',\n')}\n]\n`],
  ])('is an archive of %s that ends in the middle', async (_, text) => {
    const path = join(await tempFolder(), 'e.gz');
    const archive = gzipSync(text);
    const half = archive.subarray(0, Math.floor(archive.length / 2));
    writeFileSync(path, half);
    const left = gunzipSync(half, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
    const whole = left.split('\n').filter((line) => /\}\},?$/.test(line)).length;
    const engine = await anEngine();
    const query = queryOf(RULE);
    const report = await engine.load([{ kind: 'file', path }], query.reads);
    expect(whole).toBeGreaterThan(1000);
    expect(report).toMatchObject({
      events: whole,
      problems: [
        {
          path,
          line: left.split('\n').length,
          problem: 'malformed',
          message: 'the file ends in the middle',
        },
      ],
    });
    const { total } = await engine.run(query);
    expect(total).toBe(whole);
  });

  it('is an archive that is damaged', async () => {
    const path = join(await tempFolder(), 'e.gz');
    const archive = gzipSync(lines(MANY));
    archive.set(createHash('sha512').digest(), Math.floor(archive.length / 2));
    writeFileSync(path, archive);
    const engine = await anEngine();
    const report = await engine.load([{ kind: 'file', path }], queryOf(RULE).reads);
    expect(report.problems.at(-1)).toMatchObject({
      problem: 'malformed',
      message: 'the archive is damaged from here on',
    });
    expect(report.events).toBeGreaterThan(0);
  });

  it('is seen where a text is an object', async () => {
    const path = join(await tempFolder(), 'e.ndjson');
    writeFileSync(path, lines([SNAKE, { ...SNAKE, principal: { hostname: { name: 'x' } } }]));
    const engine = await anEngine();
    const report = await engine.load([{ kind: 'file', path }], queryOf(RULE).reads);
    expect(report.problems).toMatchObject([
      { line: 2, message: 'principal.hostname is not a string' },
    ]);
  });

  it('is a refusal where the file cannot be read', async () => {
    const path = join(await tempFolder(), 'missing.ndjson');
    const engine = await anEngine();
    await expect(engine.load([{ kind: 'file', path }], [])).rejects.toThrow('cannot be read');
  });
});

describe('an engine', () => {
  it('goes on after a rule that fails', async () => {
    const engine = await anEngine();
    const query = queryOf(RULE);
    await engine.load([{ kind: 'events', events: [{ event: SNAKE }] }], query.reads);
    const failed = await engine.run({ ...query, sql: 'WITH a AS (SELECT 1) SELECT nonsense' });
    expect(failed.errors[0]).toMatch(/nonsense/);
    expect((await engine.run(query)).detections.length).toBe(1);
  });

  it('counts detections beyond its limit', async () => {
    const engine = await openEngine({ maxDetections: 2 });
    onTestFinished(() => engine.close());
    const query = queryOf(RULE);
    const events = Array.from({ length: 5000 }, () => ({ event: SNAKE }));
    await engine.load([{ kind: 'events', events }], query.reads);
    const { detections, total } = await engine.run(query);
    expect([detections.length, total]).toEqual([2, 5000]);
  });

  it('stops when it is told to', async () => {
    const engine = await anEngine();
    const query = queryOf(RULE);
    await engine.load([{ kind: 'events', events: [{ event: SNAKE }] }], query.reads);
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await expect(engine.run(query, stop.signal)).rejects.toThrow('enough');
  });

  it('cannot load what is not bundled', async () => {
    const engine = await anEngine();
    const settings = await engine.ask(
      "SELECT name, value FROM duckdb_settings() WHERE name IN ('autoinstall_known_extensions', 'autoload_known_extensions', 'allow_community_extensions') ORDER BY name",
    );
    expect(settings.map(({ value }) => value)).toEqual(['false', 'false', 'false']);
  });

  it('leaves nothing behind where it cannot be opened', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'no-database');
    writeFileSync(file, 'something else');
    await expect(openEngine({ folder, file })).rejects.toThrow('no-database');
    expect(readdirSync(folder)).toEqual(['no-database']);
  });

  it('lives in a file', async () => {
    const file = join(await tempFolder(), 'events.duckdb');
    const engine = await openEngine({ file });
    const query = queryOf(RULE);
    await engine.load([{ kind: 'events', events: [{ event: SNAKE }] }], query.reads);
    const { detections } = await engine.run(query);
    engine.close();
    expect(detections.length).toBe(1);
    expect(readFileSync(file).length).toBeGreaterThan(0);
  });
});
