import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openEngine } from '../../lib/duckdb/engine.ts';
import { tempFolder } from '../helpers/temp.ts';
import { chron } from '../helpers/chron.ts';
import { testRepository } from '../helpers/repository.ts';

const RULE = `rule login {
  meta:
    author = "test"
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.user.userid = $user
  match:
    $user over 1h
  outcome:
    $port = max($e.principal.port)
  condition:
    $e
}
`;

const event = (day: number, user: string, extra: object = {}): string =>
  JSON.stringify({
    metadata: { event_timestamp: `2026-01-0${day}T08:00:00Z`, event_type: 'USER_LOGIN' },
    principal: { user: { userid: user }, ...extra },
  });

const LINES = [event(1, 'alice', { port: 22 }), event(1, 'bob'), event(2, 'alice')];

const world = (files: Readonly<Record<string, string>> = {}) =>
  testRepository({
    'rules/a/login.yaral': RULE,
    'events.ndjson': `${LINES.join('\n')}\n`,
    ...files,
  });

const run = async (words: string, files: Readonly<Record<string, string>> = {}) =>
  chron(words, { cwd: (await world(files)).root });

describe('chron replay', () => {
  it('counts detections by day, and shows the first ones', async () => {
    expect(await run('replay events.ndjson --samples 1')).toEqual({
      code: 0,
      out: [
        '            3  login',
        '      by day: 2026-01-01 2, 2026-01-02 1',
        '      2026-01-01T09:00:00.000Z  user "alice"  port "22"',
        '',
        '3 events of 1 file: 3 detections of 1 of 1 rule',
        '',
      ].join('\n'),
      err: 'reading 1 file of events\nrunning rules\n',
    });
  });

  it('names lines that are no event, goes on, and ends with 0', async () => {
    const text = [LINES[0], '{"metadata":', event(2, 'carol', { port: 'ssh' }), '[1]', ''].join(
      '\n',
    );
    const { code, out } = await run('replay events.ndjson --quiet --samples 0', {
      'events.ndjson': text,
    });
    expect(code).toBe(0);
    expect(out).toContain(
      [
        '2 lines left out; 1 value of a wrong type, read as if not there',
        '  events.ndjson:2: this is no JSON object',
        '  events.ndjson:3: principal.port is not an integer',
        '  events.ndjson:4: this is no JSON object',
        '',
        '2 events of 1 file: 2 detections of 1 of 1 rule',
      ].join('\n'),
    );
  });

  it.each<[title: string, words: string, files: Record<string, string>, said: string]>([
    [
      'an empty file',
      'replay events.ndjson -q',
      { 'events.ndjson': '' },
      'chron: not one event could be read\n  hint: the export is empty\n',
    ],
    [
      'no readable line',
      'replay events.ndjson',
      { 'events.ndjson': 'no\nevent\n' },
      'chron: not one event could be read\n  hint: events.ndjson:1: this is no JSON object\n',
    ],
    ['no file', 'replay event.ndjson', {}, 'chron: there is no file "event.ndjson"\n'],
    ['no match', 'replay exports/*.gz', {}, 'chron: there is no file "exports/*.gz"\n'],
    ['an empty folder', 'replay rules', {}, 'chron: there is no export of events in "rules"\n'],
    ['no path', 'replay', {}, 'chron: name at least one export of events\n'],
    [
      'an unknown rule',
      'replay events.ndjson --rule logon',
      {},
      'chron: there is no rule "logon"\n  hint: did you mean login?\n',
    ],
  ])('refuses %s with 1', async (_title, words, files, said) => {
    const { code, err } = await run(words.replace(' -q', ' --quiet'), files);
    expect(err).toContain(said);
    expect(code).toBe(1);
  });

  it('reads a folder, a glob, gzip, an array, and a very long line', async () => {
    const repository = await world({
      'exports/a.json': `[${LINES.slice(0, 2).join(',\n')}]`,
      'exports/b.ndjson': `${event(3, 'dora', { hostname: 'x'.repeat(2_000_000) })}\n`,
    });
    repository.write('exports/c.ndjson.gz', gzipSync(`${event(4, 'erik')}\n`));
    const cwd = repository.root;
    for (const words of [
      ['replay', 'exports'],
      ['replay', 'exports/*'],
    ]) {
      const { code, out } = await chron([...words, '--format', 'json', '--quiet'], { cwd });
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        version: 1,
        files: ['exports/a.json', 'exports/b.ndjson', 'exports/c.ndjson.gz'],
        events: 4,
        rules: [{ name: 'login', detections: 4, uncounted: 0 }],
      });
    }
  });

  it('reads Parquet', async () => {
    const { root } = await world();
    const engine = await openEngine();
    await engine.ask(
      `COPY (SELECT * FROM read_json('${join(root, 'events.ndjson')}', format='newline_delimited')) TO '${join(root, 'events.parquet')}' (FORMAT parquet)`,
    );
    engine.close();
    const of = (words: string) => chron(`replay ${words} --format json --quiet`, { cwd: root });
    const [json, parquet] = [await of('events.ndjson'), await of('events.parquet')];
    expect(parquet.code).toBe(0);
    expect(JSON.parse(parquet.out).rules).toEqual(JSON.parse(json.out).rules);
    expect(JSON.parse(parquet.out).rules[0]).toMatchObject({ name: 'login', detections: 3 });
  });

  it('runs rules over detections that it is given', async () => {
    const rule = RULE.replace(
      /\$e\.metadata[^]*userid =/,
      '$d.detection.detection.rule_id =',
    ).replace(/ {2}outcome:[^]*/, '  condition:\n    $d\n}\n');
    const detection = {
      detection: [{ ruleName: 'other', ruleId: 'ru_1' }],
      detectionTime: '2026-01-01T08:00:00Z',
      timeWindow: { startTime: '2026-01-01T07:00:00Z', endTime: '2026-01-01T08:00:00Z' },
    };
    const files = {
      'rules/a/login.yaral': rule,
      'detections.ndjson': `${JSON.stringify(detection)}\n`,
    };
    const without = await run('replay events.ndjson --quiet', files);
    expect([without.code, without.out]).toEqual([
      3,
      expect.stringContaining('a rule over detections cannot be evaluated locally'),
    ]);
    const given = await run(
      'replay events.ndjson --detections detections.ndjson --format json --quiet',
      files,
    );
    expect(JSON.parse(given.out).rules).toMatchObject([{ name: 'login', detections: 1 }]);
  });

  it('ends with 130 when interrupted, says no result and leaves nothing behind', async () => {
    const { root } = await world();
    const scratch = await tempFolder();
    vi.stubEnv('TMPDIR', scratch);
    onTestFinished(() => void vi.unstubAllEnvs());
    let interrupt: (() => void) | undefined;
    let left: readonly string[] = [];
    const { code, out } = await chron('replay events.ndjson', {
      cwd: root,
      onReady: (stop) => {
        interrupt = stop;
      },
      onErr: (text) => {
        if (!text.startsWith('running rules')) return;
        left = readdirSync(scratch);
        interrupt?.();
      },
    });
    expect([code, out]).toEqual([130, '']);
    expect(left, 'the engine works there').toHaveLength(1);
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('says that an archive ends in the middle, and runs over what it holds', async () => {
    const repository = await world();
    const text = Array.from({ length: 500 }, (_, at) => event(1, `user${at * 7919}`)).join('\n');
    const archive = gzipSync(text);
    repository.write('cut.ndjson.gz', archive.subarray(0, archive.length - 100));
    const { code, out } = await chron('replay cut.ndjson.gz --quiet --samples 0', {
      cwd: repository.root,
    });
    expect(out).toMatch(
      /^1 line left out\n {2}cut\.ndjson\.gz:\d+: the file ends in the middle\n/m,
    );
    expect(out).toMatch(/^[34]\d\d events of 1 file: [34]\d\d detections of 1 of 1 rule$/m);
    expect(code).toBe(0);
  });

  it('says which rules did not run, and ends with 3', async () => {
    const { code, out } = await run('replay events.ndjson --quiet', {
      'rules/a/listed.yaral': RULE.replace('rule login', 'rule listed').replace(
        '  match:',
        '    $user in %nowhere\n  match:',
      ),
    });
    expect(code).toBe(3);
    expect(out).toContain('  did not run  listed\n      rules/a/listed.yaral:7:');
    expect(out).toContain('3 detections of 1 of 2 rules; 1 rule did not run\n');
  });

  it.each([
    ['', 3],
    [' --rule login', 0],
  ])(
    'says which files are no rule or list, and with "%s" ends with %i',
    async (words, expected) => {
      const { code, out, err } = await run(`replay events.ndjson --quiet${words}`, {
        'rules/a/nameless.yaral': 'rule {\n}\n',
        'rules/a/twice.yaral': RULE,
        'rules/lists/office.txt': '// no kind\na\n',
      });
      expect(out).toContain('3 detections of 1 of 1 rule\n');
      expect(err).toMatch(/^rules\/a\/nameless\.yaral:1:6: error\[/m);
      expect(err).toMatch(/^rules\/a\/twice\.yaral:1:6: error\[PAR030\]/m);
      expect(err).toMatch(/^rules\/lists\/office\.txt:1:1: error\[list-file-name\]/m);
      expect(code).toBe(expected);
    },
  );

  it('writes Markdown in which no name can do harm', async () => {
    const { out } = await run('replay events.ndjson --quiet --format markdown');
    expect(out).toBe(
      [
        '### 3 events of 1 file: 3 detections of 1 of 1 rule',
        '',
        '| Rule | Detections | Worst day | Days |',
        '| --- | ---: | ---: | ---: |',
        '| `login` | 3 | 2 | 2 |',
        '',
      ].join('\n'),
    );
  });

  it('writes a report of all that it found, redacted, and what it holds where asked', async () => {
    const repository = await world();
    const { root } = repository;
    const read = (path: string): string => repository.read(path);
    const words = 'replay events.ndjson --quiet --report noise --reveal';
    const { code, err } = await chron(words, { cwd: root });
    expect([code, err]).toEqual([0, expect.stringContaining('the report is in noise')]);
    expect(JSON.parse(read('noise/report.json'))).toMatchObject({
      command: 'replay',
      environment: 'events.ndjson',
      range: { from: '2026-01-01T08:00:00.000Z', to: '2026-01-02T09:00:00.000Z' },
      rules: [{ name: 'login', measurement: { comparison: { after: { count: 3, entities: 2 } } } }],
    });
    for (const name of ['json', 'md', 'html']) {
      expect(read(`noise/report.${name}`)).not.toContain('alice');
    }
    expect(read('noise/detections.ndjson').trim().split('\n')).toHaveLength(3);
    expect(read('noise/detections.ndjson')).toContain('alice');
  });
});
