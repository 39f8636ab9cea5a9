import { createServer, type RequestListener } from 'node:http';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireLock } from '../../lib/store/lock.ts';
import { ruleText } from '../helpers/builders.ts';
import { chron } from '../helpers/chron.ts';
import {
  LOCAL_ENVIRONMENT,
  ruleFiles,
  testRepository,
  type TestRepository,
} from '../helpers/repository.ts';
import { tempFolder } from '../helpers/temp.ts';

interface BadInput {
  readonly title: string;
  readonly arrange: (repository: TestRepository) => void;
  readonly words?: string;
  readonly code: number;
  /** Place, cause and advice, each as it must stand in stderr. */
  readonly says: readonly string[];
}

const environment = (...lines: readonly string[]): string =>
  ['api: embedded', 'gate: off', 'deployment:', '  - { enabled: true }', ...lines, ''].join('\n');

const ROWS: readonly BadInput[] = [
  {
    title: 'broken YAML',
    arrange: (on) => on.write('environments/local.yaml', 'api: embedded\ngate: "off\n'),
    code: 3,
    says: ['environments/local.yaml:3:1', 'missing closing', 'look for a missing quote'],
  },
  {
    title: 'an unknown key',
    arrange: (on) => on.write('environments/local.yaml', environment('removd: keep')),
    code: 3,
    says: ['environments/local.yaml:5:1', 'removd', 'did you mean removed'],
  },
  {
    title: 'a wrong type',
    arrange: (on) => on.write('environments/local.yaml', environment('safety: { minRules: many }')),
    code: 3,
    says: ['environments/local.yaml:5:21', 'whole number'],
  },
  {
    title: '`extends` in a circle',
    arrange: (on) => {
      on.write('environments/local.yaml', environment('extends: other.yaml'));
      on.write('environments/other.yaml', 'extends: local.yaml\n');
    },
    code: 3,
    says: ['extends', 'local.yaml', 'other.yaml', 'circle'],
  },
  {
    title: 'a match that hits nothing',
    arrange: (on) =>
      on.write(
        'environments/local.yaml',
        `${LOCAL_ENVIRONMENT}  - { match: { name: nobody }, enabled: false }\n`,
      ),
    code: 3,
    says: ['environments/local.yaml:5:14', 'hits no rule', 'take the entry out'],
  },
  {
    title: 'an unknown environment',
    arrange: () => {},
    words: 'plan --env locla',
    code: 1,
    says: ['environment "locla" does not exist', 'did you mean local'],
  },
  {
    title: 'no environment',
    arrange: () => {},
    words: 'plan',
    code: 1,
    says: ['--env is missing', 'known are local'],
  },
  {
    title: 'two files with one rule name',
    arrange: (on) => on.write('rules/other/again.yaral', ruleText('one')),
    code: 3,
    says: ['rules/other/again.yaral:1:6', 'rules/family/one.yaral:1:6'],
  },
  {
    title: 'a file with two rules',
    arrange: (on) =>
      on.write('rules/family/one.yaral', `${ruleText('one')}\n${ruleText('second')}`),
    code: 3,
    says: ['rules/family/one.yaral:13:6', 'second', 'a file of its own'],
  },
  {
    title: 'no file with a rule',
    arrange: (on) => on.write('rules/family/one.yaral', '// rule one {\n'),
    code: 3,
    says: ['rules/family/one.yaral:2:1', 'no rule', 'rule name {'],
  },
  {
    title: 'an empty rules folder',
    arrange: (on) => on.remove('rules/family/one.yaral'),
    code: 1,
    says: ['no rule in rules/', 'never taken for "remove all"'],
  },
  {
    title: 'an environment that selects no rule',
    arrange: (on) => on.write('environments/local.yaml', environment('rules: { exclude: ["**"] }')),
    code: 1,
    says: ['selects none', 'environments/local.yaml'],
  },
  {
    title: 'a rule of 2 MB',
    arrange: (on) =>
      on.write('rules/family/one.yaral', `${ruleText('one')}// ${'x'.repeat(2_000_000)}\n`),
    code: 3,
    says: ['rules/family/one.yaral:1:1', '2,000,209 bytes', '262,144 bytes', 'hint:'],
  },
  {
    title: 'a file that is not UTF-8',
    arrange: (on) =>
      on.write(
        'rules/family/one.yaral',
        Buffer.concat([
          Buffer.from('rule one {\n  // '),
          Buffer.from([0xff, 0xfe]),
          Buffer.from('\n'),
        ]),
      ),
    code: 3,
    says: ['rules/family/one.yaral:2:', 'UTF-8'],
  },
  {
    title: 'a list that the repository lacks',
    arrange: (on) =>
      on.write('rules/family/one.yaral', ruleText('one', { lists: ['nobody_wrote'] })),
    code: 3,
    says: ['rules/family/one.yaral:9:', '%nobody_wrote', 'rules/lists/nobody_wrote.string.txt'],
  },
  {
    title: 'a state folder that is a file',
    arrange: (on) => on.write('.chron', 'not a folder'),
    code: 1,
    says: ['.chron', 'hint:'],
  },
  {
    title: 'a misspelt rule in --overwrite',
    arrange: () => {},
    words: 'plan --env local --overwrite onne',
    code: 1,
    says: ['--overwrite "onne"', 'did you mean one'],
  },
  {
    title: 'an option that does not exist',
    arrange: () => {},
    words: 'plan --env local --overwrit one',
    code: 1,
    says: ['"overwrit"', 'did you mean --overwrite'],
  },
  {
    title: 'a command that does not exist',
    arrange: () => {},
    words: 'pln',
    code: 1,
    says: ['no command "pln"', 'did you mean plan'],
  },
  {
    title: 'a duration that is none',
    arrange: () => {},
    words: 'plan --env local --timeout soon',
    code: 1,
    says: ['--timeout', '20m'],
  },
];

/** What the embedded tenant has; empty if it was never written to. */
function stateOf({ root }: TestRepository): string {
  const path = join(root, '.chron/emulator/local.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

describe('bad input', () => {
  it.each(ROWS)(
    '$title is refused with its place and advice, and nothing is written',
    async (row) => {
      const repository = await testRepository(ruleFiles('one'));
      row.arrange(repository);
      const ran = await chron(row.words ?? 'apply --env local --yes', { cwd: repository.root });
      expect(ran.out).toBe('');
      for (const words of row.says) expect(ran.err).toContain(words);
      expect(ran.err).not.toContain('bug in chron');
      expect(ran.code).toBe(row.code);
      expect(stateOf(repository)).toBe('');
    },
  );

  it('a folder without git is refused', async () => {
    const root = await tempFolder();
    const repository = await testRepository(ruleFiles('one'));
    repository.git('clone', '-q', '.', root);
    rmSync(join(root, '.git'), { recursive: true });
    const ran = await chron('apply --env local --yes', { cwd: root });
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/is not in a git work tree[^]*hint: [^]*git init/);
  });

  it('a shallow clone is refused, with the way out', async () => {
    const root = await tempFolder();
    const repository = await testRepository(ruleFiles('one'));
    repository.write('rules/family/two.yaral', ruleText('two'));
    repository.commit();
    repository.git('clone', '-q', '--depth', '1', `file://${repository.root}`, root);
    const ran = await chron('apply --env local --yes', { cwd: root });
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('git fetch --unshallow');
    expect(ran.err).toContain('fetch-depth: 0');
  });

  it('files with CRLF are the same rules as with LF', async () => {
    const repository = await testRepository(ruleFiles('one'));
    expect(await chron('apply --env local --yes', { cwd: repository.root })).toMatchObject({
      code: 0,
    });
    repository.write('rules/family/one.yaral', ruleText('one').replaceAll('\n', '\r\n'));
    repository.commit('line ends');
    const ran = await chron('plan --env local --detailed-exitcode', { cwd: repository.root });
    expect(ran.out).toContain('No changes.');
    expect(ran.code).toBe(0);
  });

  it('a second process on the same state is told who has it', async () => {
    const repository = await testRepository(ruleFiles('one'));
    const path = join(repository.root, '.chron/emulator/local.lock');
    await chron('plan --env local', { cwd: repository.root });
    const lock = acquireLock(path, { command: 'chron apply', started: new Date() });
    onTestFinished(() => lock.release());
    const ran = await chron('apply --env local --yes', { cwd: repository.root });
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('chron apply');
    expect(ran.err).toContain(String(process.pid));
  });

  it('a memory that does not parse is no memory, and a warning', async () => {
    const repository = await testRepository(ruleFiles('one'));
    await chron('apply --env local --yes', { cwd: repository.root });
    const records = join(repository.root, '.chron/emulator/local.jsonl');
    const state = readFileSync(records, 'utf8');
    repository.write('.chron/emulator/local.jsonl', state.replaceAll('sum=', 'som='));
    const ran = await chron('plan --env local --format json', { cwd: repository.root });
    expect(JSON.parse(ran.out)).toMatchObject({
      plans: [
        {
          notices: expect.arrayContaining([expect.objectContaining({ kind: 'memory-unreadable' })]),
        },
      ],
    });
    // The text is in git's history, so nothing is held and nothing is done twice.
    expect(ran.code).toBe(0);
  });
});

const TENANT = [
  'api: backstory',
  'region: europe',
  'credentials: { ambient: true, expect: chron@acme.iam.gserviceaccount.com }',
  'gate: off',
  'deployment: [{ enabled: true }]',
  '',
].join('\n');

async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

describe('a tenant that does not let us in', () => {
  it('an expired token ends with exit 7 and says so', async () => {
    const endpoint = await answering((_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      const error = {
        code: 401,
        message: 'Request had invalid authentication credentials.',
        status: 'UNAUTHENTICATED',
      };
      response.end(JSON.stringify({ error }));
    });
    const repository = await testRepository({
      ...ruleFiles('one'),
      'environments/prod.yaml': TENANT,
    });
    const ran = await chron('plan --env prod', {
      cwd: repository.root,
      env: { CHRON_BACKSTORY_ENDPOINT: endpoint },
    });
    expect(ran.code).toBe(7);
    expect(ran.err).toContain('401');
    expect(ran.err).toContain('invalid authentication credentials');
    expect(ran.err).toContain('hint:');
  });

  it('a wrong region, which answers with a web page, is named as one', async () => {
    const endpoint = await answering((_request, response) => {
      response.writeHead(404, { 'content-type': 'text/html' });
      response.end('<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>');
    });
    const repository = await testRepository({
      ...ruleFiles('one'),
      'environments/prod.yaml': TENANT,
    });
    const ran = await chron('plan --env prod', {
      cwd: repository.root,
      env: { CHRON_BACKSTORY_ENDPOINT: endpoint },
    });
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('region');
    expect(ran.err).not.toContain('<!DOCTYPE');
  });

  it('a key of another identity than `expect` is refused before the first call', async () => {
    const calls: string[] = [];
    const repository = await testRepository({
      ...ruleFiles('one'),
      'environments/prod.yaml': TENANT,
    });
    const ran = await chron('plan --env prod', {
      cwd: repository.root,
      env: { CHRON_BACKSTORY_KEY_FILE: await keyFile('somebody@else.iam.gserviceaccount.com') },
      fetch: (input) => {
        calls.push(input instanceof Request ? input.url : String(input));
        return Promise.reject(new Error('no call was to be made'));
      },
    });
    expect(ran.code).toBe(7);
    expect(ran.err).toContain('somebody@else.iam.gserviceaccount.com');
    expect(ran.err).toContain('chron@acme.iam.gserviceaccount.com');
    expect(calls).toEqual([]);
  });

  it('a key inside the work tree is refused', async () => {
    const repository = await testRepository({
      ...ruleFiles('one'),
      'environments/prod.yaml': TENANT,
    });
    repository.write('key.json', '{}');
    const ran = await chron('plan --env prod', {
      cwd: repository.root,
      env: { CHRON_BACKSTORY_KEY_FILE: 'key.json' },
    });
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('inside the work tree');
  });

  it('an endpoint that is not on this machine is refused', async () => {
    const repository = await testRepository({
      ...ruleFiles('one'),
      'environments/prod.yaml': TENANT,
    });
    const ran = await chron('plan --env prod', {
      cwd: repository.root,
      env: { CHRON_BACKSTORY_ENDPOINT: 'https://backstory.example.com' },
    });
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('is not on this machine');
  });
});

async function keyFile(email: string): Promise<string> {
  const path = join(await tempFolder(), 'key.json');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    type: 'service_account',
    client_email: email,
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: 'https://oauth2.googleapis.com/token',
  };
  writeFileSync(path, JSON.stringify(key));
  return path;
}
