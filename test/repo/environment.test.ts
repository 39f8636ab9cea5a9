import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { readEnvironment } from '../../lib/repo/environment.ts';
import { expandEnvironments, listEnvironments } from '../../lib/repo/environments.ts';
import { workTree } from '../../lib/repo/file-tree.ts';
import { openRepository } from '../../lib/repo/git.ts';
import { tempFolder } from '../helpers/temp.ts';
import { gitFolder, memoryCache } from './git-folder.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';

const START = 'deployment: [{ enabled: true, alerting: false }]\ngate: off\n';
const LOCAL = `api: embedded\n${START}`;
const CREDENTIALS = 'credentials: { ambient: true }\n';
const PROD = `api: backstory\nregion: europe\n${CREDENTIALS}${START}`;

/** Files below environments/; the environment that is read is `e`. */
async function read(files: Readonly<Record<string, string | Uint8Array>> | string) {
  const all = typeof files === 'string' ? { 'e.yaml': files } : files;
  return readEnvironment(
    memoryTree(
      Object.fromEntries(Object.entries(all).map(([name, text]) => [`environments/${name}`, text])),
    ),
    'e',
  );
}

const digest = async (files: Readonly<Record<string, string>>) =>
  (await read(files)).environment?.digest;

async function problems(files: Parameters<typeof read>[0]): Promise<readonly string[]> {
  const { environment, diagnostics } = await read(files);
  expect(environment === undefined).toBe(diagnostics.length > 0);
  return said(diagnostics).map((line) => line.replace(/^environments\/(?:e\.yaml:)?/, ''));
}

describe('readEnvironment', () => {
  it('fills in defaults', async () => {
    expect((await read(PROD)).environment).toMatchObject({
      name: 'e',
      path: 'environments/e.yaml',
      region: 'europe',
      credentials: { kind: 'ambient' },
      tier: 'enterprise',
      include: ['**'],
      exclude: [],
      removed: 'archive',
      drift: 'hold',
      gate: 'off',
      safety: { maxChanged: 0.3, maxArchived: 0.1, minRules: 10, planMaxAgeMs: 86_400_000 },
      rates: 'published',
    });
    expect((await read(LOCAL)).environment).toMatchObject({ api: 'embedded', rates: 'none' });
  });

  it('reads every key', async () => {
    const { environment, diagnostics } = await read(
      [
        'api: backstory',
        'region: us',
        'credentials: { impersonate: a@p.iam.gserviceaccount.com, expect: b@p.iam.gserviceaccount.com }',
        'tier: enterprise-plus',
        'rules: { include: ["a/**", "*"], exclude: ["a/b/**"] }',
        'deployment:',
        '  - { enabled: true, alerting: false }',
        '  - match: { name: n*, path: ["a/**"], severity: HIGH, meta: { team: [x, y], tier: "1" } }',
        '    alerting: true',
        'removed: keep',
        'drift: revert',
        'gate: off',
        'safety: { maxChanged: 7.5%, maxArchived: 100%, minRules: 0, planMaxAge: 14d }',
        'rates: none',
      ].join('\r\n'),
    );
    expect(diagnostics).toEqual([]);
    expect(environment).toMatchObject({
      credentials: { kind: 'impersonate', account: 'a@p.iam.gserviceaccount.com' },
      expect: 'b@p.iam.gserviceaccount.com',
      tier: 'enterprise-plus',
      include: ['a/**', '*'],
      exclude: ['a/b/**'],
      removed: 'keep',
      drift: 'revert',
      safety: { maxChanged: 0.075, maxArchived: 1, minRules: 0, planMaxAgeMs: 14 * 86_400_000 },
      rates: 'none',
    });
    expect(environment?.deployment[1]).toEqual({
      match: {
        name: ['n*'],
        path: ['a/**'],
        severity: ['HIGH'],
        meta: new Map([
          ['team', ['x', 'y']],
          ['tier', ['1']],
        ]),
      },
      alerting: true,
      inherited: false,
      place: expect.objectContaining({ path: 'environments/e.yaml', line: 8, column: 12 }),
    });
  });

  it.each<[title: string, text: string, expected: readonly string[]]>([
    [
      'an unknown key',
      `${PROD}regoin: us\n`,
      ['6:1 unknown-key: "regoin" is not a key of an environment (did you mean region?)'],
    ],
    [
      'an unknown key inside',
      `${PROD}safety: { maxChange: 30% }\n`,
      ['6:11 unknown-key: "maxChange" is not a key of `safety` (did you mean maxChanged?)'],
    ],
    [
      'a key that resembles none',
      `${PROD}rules: { zzz: [] }\n`,
      ['6:10 unknown-key: "zzz" is not a key of `rules` (keys are include, exclude)'],
    ],
    [
      'an unknown key of an entry',
      'api: embedded\ngate: off\ndeployment:\n  - enabled: true\n    allerting: true\n',
      ['5:5 unknown-key: "allerting" is not a key of `deployment` (did you mean alerting?)'],
    ],
    [
      'a merge key',
      `${PROD}"<<": { a: 1 }\n`,
      [
        '6:1 unknown-key: "<<" is not a key of an environment (keys are example, extends, api, region, credentials, tier, rules, deployment, removed, drift, gate, safety, rates)',
      ],
    ],
    [
      'a wrong type',
      'api: embedded\ngate: off\ndeployment: { enabled: true }\n',
      ['3:13 wrong-value: expected a list with at least one entry, but this is a map of keys'],
    ],
    [
      'a list for a file',
      '- api: embedded\n',
      ['1:1 wrong-value: expected a map of keys, but this is a list'],
    ],
    [
      'text for a boolean',
      'api: embedded\ngate: off\ndeployment: [{ enabled: "yes" }]\n',
      ['3:25 wrong-value: expected true or false, but this is "yes"'],
    ],
    [
      'an empty value',
      `${LOCAL}tier:\n`,
      ['4:6 wrong-value: expected one of standard, enterprise, enterprise-plus, but this is empty'],
    ],
    [
      'a misspelt word',
      `${LOCAL}tier: enterprize\nremoved: archived\n`,
      [
        '4:7 wrong-value: expected one of standard, enterprise, enterprise-plus, but this is "enterprize" (did you mean enterprise?)',
        '5:10 wrong-value: expected one of archive, disable, keep, but this is "archived" (did you mean archive?)',
      ],
    ],
    [
      'shares and durations without their unit',
      `${LOCAL}safety: { maxChanged: 30, maxArchived: 101%, minRules: 1.5, planMaxAge: 24 hours }\n`,
      [
        '4:23 wrong-value: expected a share such as 30%, but this is 30',
        '4:40 wrong-value: expected a share such as 30%, but this is "101%"',
        '4:56 wrong-value: expected a whole number, 0 or more, but this is 1.5',
        '4:73 wrong-value: expected a duration such as 24h or 14d, but this is "24 hours"',
      ],
    ],
    [
      'a number among words',
      'api: embedded\ngate: off\ndeployment: [{ match: { meta: { priority: 1 } }, enabled: true }]\n',
      [
        '3:43 wrong-value: expected a word or a list of words, in quotes where they are numbers, but this is 1',
      ],
    ],
    [
      'a glob without end',
      `${LOCAL}rules: { include: ["${'*'.repeat(257)}"] }\n`,
      [
        `4:20 wrong-value: expected a glob of at most 256 characters, in quotes, but this is "${'*'.repeat(60)}…"`,
      ],
    ],
    [
      'no api',
      START,
      [
        '1:1 missing-key: `api` is missing (write api: backstory or api: embedded; a file without it can only be extended)',
      ],
    ],
    [
      'the API that comes later',
      `api: chronicle\n${START}`,
      [
        '1:6 wrong-value: api "chronicle" comes later (chron speaks backstory (the Detection Engine API v2) and embedded)',
      ],
    ],
    [
      'backstory without region and credentials',
      `# tenant\napi: backstory\n${START}`,
      [
        '2:1 missing-key: `region` is missing (write region: us, europe or another)',
        '2:1 missing-key: `credentials` are missing (write credentials: { ambient: true }, { impersonate: an account } or { secret: its name })',
      ],
    ],
    [
      'a region that there is not',
      `api: backstory\nregion: europe-west1\n${CREDENTIALS}${START}`,
      [
        '2:9 wrong-value: expected one of us, europe, eu, africa-south1, asia-northeast1, asia-south1, asia-southeast1, asia-southeast2, australia-southeast1, europe-central2, europe-west2, europe-west3, europe-west6, europe-west9, europe-west12, me-central1, me-central2, me-west1, northamerica-northeast2, southamerica-east1, but this is "europe-west1" (did you mean europe-west2?)',
      ],
    ],
    [
      'a secret that is none of Secret Manager',
      `api: backstory\nregion: us\ncredentials: { secret: keys/prod.json }\n${START}`,
      [
        '3:24 wrong-value: expected projects/PROJECT/secrets/NAME, with /versions/latest or a number behind it, but this is "keys/prod.json"',
      ],
    ],
    [
      'no credentials in credentials',
      `api: backstory\nregion: us\ncredentials: { expect: a@b.iam.gserviceaccount.com }\n${START}`,
      [
        '3:1 credentials: credentials need exactly one of ambient, impersonate and secret, and have none (write ambient: true, impersonate: an account, or secret: its name)',
      ],
    ],
    [
      'two credentials',
      `api: backstory\nregion: us\ncredentials: { ambient: true, impersonate: a@b.iam.gserviceaccount.com }\n${START}`,
      [
        '3:1 credentials: credentials need exactly one of ambient, impersonate and secret, and have 2 (write ambient: true, impersonate: an account, or secret: its name)',
      ],
    ],
    [
      'a path and a URL in credentials',
      `api: backstory\nregion: us\ncredentials: { impersonate: keys/prod.json, expect: "https://evil.example/a@b.com" }\n${START}`,
      [
        '3:29 credentials: credentials never hold a path or a URL (name the e-mail address of an account)',
        '3:53 credentials: credentials never hold a path or a URL (name the e-mail address of an account)',
      ],
    ],
    [
      'a key file in credentials',
      `api: backstory\nregion: us\ncredentials: { keyFile: 'C:\\keys\\prod.json' }\n${START}`,
      [
        '3:16 credentials: credentials never hold a path or a URL (name the e-mail address of an account)',
      ],
    ],
    [
      'a placeholder',
      `api: backstory\nregion: us\ncredentials: { impersonate: chron@<your-project>.iam.gserviceaccount.com }\n${START}`,
      [
        '3:29 wrong-value: expected the e-mail address of an account, but this is "chron@<your-project>.iam.gserviceaccount.com"',
      ],
    ],
    [
      'a region for the emulator',
      `${LOCAL}region: us\n${CREDENTIALS}`,
      [
        '4:1 needless-key: `region` means nothing with api: embedded (take it out)',
        '5:1 needless-key: `credentials` means nothing with api: embedded (take it out)',
      ],
    ],
    [
      'no deployment',
      'api: embedded\ngate: off\n',
      [
        '1:1 missing-key: `deployment` is missing (write deployment: [{ enabled: true, alerting: false }], for a start)',
      ],
    ],
    [
      'an empty deployment',
      'api: embedded\ngate: off\ndeployment: []\n',
      ['3:13 wrong-value: expected a list with at least one entry, but this is an empty list'],
    ],
    [
      'entries that say nothing or too much',
      'api: embedded\ngate: off\ndeployment:\n  - match: { name: a }\n  - { enabled: false, alerting: true }\n  - { match: {}, enabled: true }\n',
      [
        '4:5 deployment: this entry sets nothing (write enabled, alerting or both)',
        '5:33 deployment: a rule that is not enabled cannot alert (write enabled: true)',
        '6:14 deployment: this match names nothing (leave `match` out to mean every rule)',
      ],
    ],
    [
      'a policy that is none',
      'api: embedded\ndeployment: [{ enabled: true }]\ngate: { windw: 14d }\n',
      ['3:9 unknown-key: "windw" is not a key of `gate` (did you mean window?)'],
    ],
    [
      'a gate that is only named',
      'api: embedded\ndeployment: [{ enabled: true }]\ngate:\n',
      ['3:6 wrong-value: expected off, or a map of keys, but this is empty'],
    ],
    [
      'an example, and nothing else of it',
      'example: true\napi: backstory\nregion: <region>\n',
      [
        '1:1 example: this environment is an example (put your own values in, then delete this line)',
      ],
    ],
    [
      'an example that is none',
      `example: false\n${LOCAL}`,
      ['1:10 wrong-value: expected true, or no such line, but this is false'],
    ],
    [
      'broken YAML',
      `${LOCAL}rules:\n  include: ["**"\ndrift: hold\n`,
      [
        '6:1 yaml: this is not YAML: flow sequence in block collection must be sufficiently indented and end with a ] (look at the indentation, and whether every [ and { is closed)',
      ],
    ],
    [
      'a key twice',
      `${LOCAL}gate: off\n`,
      ['4:1 yaml: key "gate" stands twice (keep one of them)'],
    ],
  ])('reports %s', async (_title, text, expected) => {
    expect(await problems(text)).toEqual(expected);
  });

  it.each<[title: string, files: Record<string, string | Uint8Array>, expected: readonly string[]]>(
    [
      [
        'a circle of three',
        {
          'e.yaml': `extends: a.yaml\n${LOCAL}`,
          'a.yaml': '# a\nextends: b.yaml\n',
          'b.yaml': 'extends: e.yaml\n',
        },
        [
          'b.yaml:1:10 extends: `extends` goes in a circle: e.yaml -> a.yaml -> b.yaml -> e.yaml (take out one of these lines)',
        ],
      ],
      [
        'a circle further up',
        {
          'e.yaml': `extends: a.yaml\n${LOCAL}`,
          'a.yaml': 'extends: b.yaml\n',
          'b.yaml': 'extends: a.yaml\n',
        },
        [
          'b.yaml:1:10 extends: `extends` goes in a circle: a.yaml -> b.yaml -> a.yaml (take out one of these lines)',
        ],
      ],
      [
        'a file that extends itself',
        { 'e.yaml': `extends: e.yaml\n${LOCAL}` },
        [
          '1:10 extends: `extends` goes in a circle: e.yaml -> e.yaml (take out one of these lines)',
        ],
      ],
      [
        'a parent that is not there',
        { 'e.yaml': `${LOCAL}extends: bas.yaml\n`, 'base.yaml': 'tier: standard\n' },
        ['4:10 extends: environments/bas.yaml does not exist (did you mean base.yaml?)'],
      ],
      [
        'a way out of environments/',
        { 'e.yaml': `${LOCAL}extends: a/../../rules/check.yaml\n` },
        ['4:10 extends: `extends` leads out of environments/ (name a file below environments/)'],
      ],
      [
        'a way up',
        { 'e.yaml': `${LOCAL}extends: ../../etc/passwd.yaml\n` },
        [
          '4:10 wrong-value: expected the path of another .yaml file below environments/, but this is "../../etc/passwd.yaml"',
        ],
      ],
      [
        'an absolute path',
        { 'e.yaml': `${LOCAL}extends: /etc/passwd.yaml\n` },
        [
          '4:10 wrong-value: expected the path of another .yaml file below environments/, but this is "/etc/passwd.yaml"',
        ],
      ],
      [
        'a mistake in the parent at its own place',
        { 'e.yaml': `extends: base.yaml\n${LOCAL}`, 'base.yaml': '\ntier: gold\n' },
        [
          'base.yaml:2:7 wrong-value: expected one of standard, enterprise, enterprise-plus, but this is "gold"',
        ],
      ],
      [
        'an example as parent',
        { 'e.yaml': `extends: base.yaml\n${LOCAL}`, 'base.yaml': 'example: true\n' },
        [
          'base.yaml:1:1 example: this environment is an example (put your own values in, then delete this line)',
        ],
      ],
      [
        'credentials of two files together',
        {
          'e.yaml': `extends: base.yaml\n${PROD}`,
          'base.yaml': 'credentials:\n  impersonate: a@b.iam.gserviceaccount.com\n',
        },
        [
          '4:1 credentials: credentials need exactly one of ambient, impersonate and secret, and have 2 (write ambient: true, impersonate: an account, or secret: its name)',
        ],
      ],
      [
        'what only the parent has and may not',
        { 'e.yaml': `extends: base.yaml\n${LOCAL}`, 'base.yaml': 'drift: hold\nregion: us\n' },
        ['base.yaml:2:1 needless-key: `region` means nothing with api: embedded (take it out)'],
      ],
      [
        'a file that is not UTF-8',
        { 'e.yaml': Buffer.concat([Buffer.from('api: embedded\n# '), Buffer.of(0xfc)]) },
        ['2:3 not-utf8: the file is not UTF-8: byte 16 is 0xFC (save it as UTF-8)'],
      ],
      [
        'a file of 2 MB',
        { 'e.yaml': new Uint8Array(2_000_000).fill(0x23) },
        [
          '1:1 too-large: the file has 2,000,000 bytes, and the limit is 1,048,576 bytes (split it)',
        ],
      ],
    ],
  )('reports %s', async (_title, files, expected) => {
    expect(await problems(files)).toEqual(expected);
  });

  it.each(['prd', '../prod', 'Prod', 'prod.yaml', '', 'e\u001b[31m'])(
    'refuses the name %j',
    async (name) => {
      const tree = memoryTree({
        'environments/prod.yaml': PROD,
        'environments/dev.yaml': LOCAL,
        'environments/base.yaml': 'tier: standard\n',
      });
      const refused = readEnvironment(tree, name);
      await expect(refused).rejects.toThrow(UserError);
      await expect(refused).rejects.toMatchObject({
        hint: expect.stringMatching(/known are dev, prod$/),
      });
      await expect(refused).rejects.not.toThrow('\u001b');
    },
  );

  it('does not follow a link', async () => {
    const folder = await tempFolder();
    mkdirSync(join(folder, 'environments'));
    writeFileSync(join(folder, 'elsewhere.yaml'), LOCAL);
    symlinkSync('../elsewhere.yaml', join(folder, 'environments/e.yaml'));
    expect(said((await readEnvironment(workTree(folder), 'e')).diagnostics)).toEqual([
      'environments/e.yaml:1:1 not-a-file: this is a symbolic link (put the file itself here)',
    ]);
  });

  it('has a digest over the paths and bytes of all its files', async () => {
    const child = `extends: base.yaml\n${LOCAL}`;
    const first = await digest({ 'e.yaml': child, 'base.yaml': 'tier: standard\n' });
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(
      await digest({ 'e.yaml': child, 'base.yaml': 'tier: standard\n', 'x.yaml': 'a: 1' }),
    ).toBe(first);
    expect(await digest({ 'e.yaml': child, 'base.yaml': 'tier: standard\n# more\n' })).not.toBe(
      first,
    );
    expect(
      await digest({ 'e.yaml': child.replace('base', 'other'), 'other.yaml': 'tier: standard\n' }),
    ).not.toBe(first);
  });

  it('reads an environment as a commit has it', async () => {
    const { folder, commit, write } = await gitFolder();
    const id = commit({
      'environments/base.yaml': 'removed: keep\n',
      'environments/e.yaml': `extends: base.yaml\n${LOCAL}`,
    });
    write({ 'environments/e.yaml': 'broken: [', 'environments/base.yaml': 'removed: disable\n' });
    const tree = await (await openRepository(folder, memoryCache())).commitTree(id);
    expect((await readEnvironment(tree, 'e')).environment?.removed).toBe('keep');
  });
});

describe('listEnvironments', () => {
  it('leaves out parts and what cannot be a name, and counts broken files and examples', async () => {
    const tree = workTree(await tempFolder());
    expect(await listEnvironments(tree)).toEqual([]);
    const files = {
      'environments/prod-eu.yaml': 'extends: base.yaml\n',
      'environments/base.yaml': 'extends: deeper/all.yaml\napi: embedded\n',
      'environments/deeper/all.yaml': 'tier: standard\n',
      'environments/part.yaml': 'tier: standard\n',
      'environments/broken.yaml': 'api: [',
      'environments/example.yaml': 'example: true\n',
      'environments/Upper.yaml': LOCAL,
      'environments/schema.json': '{}',
    };
    const again = {
      list: (folder: string) => memoryTree(files).list(folder),
      read: (path: string) => memoryTree(files).read(path),
    };
    expect(await listEnvironments(again)).toEqual(['base', 'broken', 'example', 'prod-eu']);
  });
});

describe('expandEnvironments', () => {
  const known = ['dev', 'prod-eu', 'prod-us', 'staging'];

  it.each<[wanted: string[], expected: string[]]>([
    [['prod-*'], ['prod-eu', 'prod-us']],
    [
      ['staging', 'dev', 'staging'],
      ['dev', 'staging'],
    ],
    [['*'], known],
    [
      ['{dev,staging}', 'prod-us'],
      ['dev', 'prod-us', 'staging'],
    ],
  ])('takes %j for %j', (wanted, expected) => {
    expect(expandEnvironments(wanted, known)).toEqual(expected);
  });

  it.each<[word: string, hint: string]>([
    ['prd-eu', 'did you mean prod-eu? known are dev, prod-eu, prod-us, staging'],
    ['test-*', 'known are dev, prod-eu, prod-us, staging'],
  ])('refuses %s', (word, hint) => {
    expect(() => expandEnvironments(['dev', word], known)).toThrow(
      expect.objectContaining({ message: `environment "${word}" does not exist`, hint }),
    );
  });

  it('says where environments would be if there are none', () => {
    expect(() => expandEnvironments(['*'], [])).toThrow(
      expect.objectContaining({ hint: 'there are none in environments/' }),
    );
  });
});
