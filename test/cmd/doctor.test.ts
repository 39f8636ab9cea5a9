import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { diagnose, type Finding } from '../../cmd/diagnose.ts';
import type { Environment } from '../../lib/model/environment.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { openReach } from '../../lib/secops/proxy.ts';
import { readEnvironment } from '../../lib/repo/environment.ts';
import { chron } from '../helpers/chron.ts';
import { startProxy } from '../helpers/connect-proxy.ts';
import { repositoryIn, testRepository } from '../helpers/repository.ts';
import { tempFolder } from '../helpers/temp.ts';
import { failure, HTML, startWireServer, type WireReply } from '../helpers/wire-server.ts';
import { memoryTree } from '../repo/memory-tree.ts';
import { realClock } from '../secops/real-clock.ts';
import { fileOf, KEY, startTokenServer } from '../secops/token-server.ts';
import { ruleText } from '../helpers/builders.ts';
import { tenantWorld } from './tenant-world.ts';

const YAML = [
  'api: backstory',
  'region: europe',
  'credentials: { ambient: true }',
  'deployment: [{ enabled: true, alerting: false }]',
  'gate: off',
  'rates: none',
  '',
].join('\n');

async function environmentOf(): Promise<Environment> {
  const { environment } = await readEnvironment(
    memoryTree({ 'environments/prod.yaml': YAML }),
    'prod',
  );
  if (environment === undefined) throw new Error('unreadable');
  return environment;
}

interface SetUp {
  /** The service's answer to everything. */
  readonly service?: WireReply;
  /** The token server's, instead of a token. */
  readonly tokens?: WireReply;
  readonly expect?: string;
  readonly fetch?: typeof fetch;
  readonly skewMs?: number;
}

/** Time that stands still until the token server was asked; then whoever still waits has waited long enough. */
function patientClock(asked: Promise<void>): Clock {
  let ms = Date.now();
  return {
    now: () => new Date(ms),
    sleep: async (wait, signal) => {
      await asked;
      if (signal?.aborted !== true) ms += wait;
    },
  };
}

/** The findings of a broken set-up, and how long they took by a clock that waits for nothing real. */
async function examine(setUp: SetUp): Promise<{ findings: readonly Finding[]; tookMs: number }> {
  const service = await startWireServer(() => setUp.service ?? {});
  let tokenAsked: (() => void) | undefined;
  const asked = new Promise<void>((resolve) => {
    tokenAsked = resolve;
  });
  const tokenServer = await startTokenServer(() => {
    tokenAsked?.();
    return setUp.tokens;
  });
  const { skewMs = 0 } = setUp;
  const clock =
    setUp.tokens?.fault === 'hang'
      ? patientClock(asked)
      : { ...realClock, now: () => new Date(Date.now() + skewMs) };
  const beyond: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    return (setUp.fetch ?? fetch)(`${service.url}${pathname}${search}`, init);
  };
  const startedAt = clock.now().getTime();
  const findings = await diagnose({
    environment: await environmentOf(),
    clock,
    fetch: beyond,
    identity: {
      credentials: { kind: 'ambient' },
      tokenServer: tokenServer.url,
      keyFile: await fileOf(KEY),
      ...(setUp.expect === undefined ? {} : { expect: setUp.expect }),
    },
  });
  return { findings, tookMs: clock.now().getTime() - startedAt };
}

const denied = (message: string): WireReply => failure(403, 'PERMISSION_DENIED', message);

const unresolved: typeof fetch = () =>
  Promise.reject(
    new TypeError('fetch failed', {
      cause: Object.assign(new Error('getaddrinfo ENOTFOUND europe-backstory.googleapis.com'), {
        code: 'ENOTFOUND',
      }),
    }),
  );

async function refusedByProxy(): Promise<typeof fetch> {
  const proxy = await startProxy({ refuse: 403 });
  const { fetch: reach } = openReach(fetch, { httpsProxy: proxy.url });
  return (_input, init) => reach('https://europe-backstory.googleapis.com/', init);
}

interface Row {
  readonly title: string;
  readonly setUp: () => SetUp | Promise<SetUp>;
  readonly about: string;
  readonly says: RegExp;
  readonly hint: RegExp;
  readonly isDenied: boolean;
}

const ROWS: readonly Row[] = [
  {
    title: 'an expired key',
    setUp: () => ({
      tokens: {
        status: 400,
        json: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
      },
    }),
    about: 'token',
    says: /invalid_grant: Invalid JWT Signature/,
    hint: /does not exist any more/,
    isDenied: true,
  },
  {
    title: 'a wrong scope',
    setUp: () => ({ service: denied('Request had insufficient authentication scopes.') }),
    about: 'rules',
    says: /ListRules: 403/,
    hint: /scope .*chronicle-backstory/,
    isDenied: true,
  },
  {
    title: 'a wrong region',
    setUp: () => ({ service: { status: 404, body: HTML } }),
    about: 'rules',
    says: /HTML page/,
    hint: /wrong region/,
    isDenied: false,
  },
  {
    title: 'no permission',
    setUp: () => ({ service: denied("Permission 'chronicle.rules.list' denied") }),
    about: 'rules',
    says: /403/,
    hint: /grant chronicle\.rules\.list to chron-test@/,
    isDenied: true,
  },
  {
    title: 'the key of another tenant',
    setUp: () => ({ expect: 'chron-prod@acme-sec.iam.gserviceaccount.com' }),
    about: 'identity',
    says: /expects "chron-prod@/,
    hint: /credentials of this environment/,
    isDenied: true,
  },
  {
    title: 'a clock an hour fast',
    setUp: () => ({ skewMs: 3_600_000 }),
    about: 'clock',
    says: /60 minutes fast/,
    hint: /set the clock/,
    isDenied: false,
  },
  {
    title: 'a clock an hour slow, said by the token server',
    setUp: () => ({
      tokens: {
        status: 400,
        json: {
          error: 'invalid_grant',
          error_description:
            'Token must be a short-lived token (60 minutes) and in a reasonable timeframe',
        },
      },
    }),
    about: 'token',
    says: /reasonable timeframe/,
    hint: /clock of this machine is wrong/,
    isDenied: true,
  },
  {
    title: 'a proxy that refuses',
    setUp: async () => ({ fetch: await refusedByProxy() }),
    about: 'host',
    says: /does not answer/,
    hint: /proxy of this machine refused: look at HTTPS_PROXY/,
    isDenied: false,
  },
  {
    title: 'a token server that hangs',
    setUp: () => ({ tokens: { fault: 'hang' } }),
    about: 'token',
    says: /no answer within 15 s/,
    hint: /token server is up/,
    isDenied: true,
  },
  {
    title: 'a name that cannot be resolved',
    setUp: () => ({ fetch: unresolved }),
    about: 'rules',
    says: /ENOTFOUND/,
    hint: /check the network/,
    isDenied: false,
  },
  {
    title: 'a service that fails',
    setUp: () => ({ service: failure(503, 'UNAVAILABLE', 'backend is down') }),
    about: 'rules',
    says: /503: backend is down/,
    hint: /the service has a problem/,
    isDenied: false,
  },
];

describe('chron doctor', () => {
  it.each(ROWS)('names $title within 20 s', async ({ setUp, about, says, hint, isDenied }) => {
    const { findings, tookMs } = await examine(await setUp());
    const finding = findings.find((one) => one.about === about);
    expect(finding).toMatchObject({ status: 'failed' });
    expect(finding?.said).toMatch(says);
    expect(finding?.hint).toMatch(hint);
    expect(finding?.denied ?? false).toBe(isDenied);
    expect(tookMs).toBeLessThanOrEqual(20_000);
    for (const one of findings.filter(({ status }) => status === 'failed')) {
      expect(one.hint ?? '').not.toBe('');
    }
  });

  it('finds nothing wrong where nothing is', async () => {
    const { findings } = await examine({});
    expect(findings.map(({ about, status }) => `${about} ${status}`)).toEqual([
      'identity ok',
      'token ok',
      'host ok',
      'clock ok',
      'rules ok',
      'reference lists ok',
      'retrohunts ok',
    ]);
  });

  it('names a missing identity, and exits 7', async () => {
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '');
    vi.stubEnv('HOME', await tempFolder());
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { repository } = await tenantWorld();
    const { code, out } = await chron('doctor --env prod', { cwd: repository.root });
    expect(code).toBe(7);
    expect(out).toMatch(/✗ identity/);
    expect(out).toContain('what to do: sign in with `gcloud auth application-default login`');
    expect(out).toMatch(/· rules +no identity/);
  });

  it('names a shallow clone', async () => {
    const origin = await testRepository({ 'rules/family/one.yaral': ruleText('one') });
    origin.write('rules/family/two.yaral', ruleText('two'));
    origin.commit();
    const root = await tempFolder();
    repositoryIn(root).git('clone', '-q', '--depth', '1', `file://${origin.root}`, '.');
    const { code, out } = await chron('doctor --env local', { cwd: root });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ clone +this clone/);
    expect(out).toContain('what to do: ');
    expect(out).toMatch(/✓ rules +can be read/);
  });

  it('says which variables and which proxy are set, without what is secret in them', async () => {
    const { run, emulator } = await tenantWorld();
    const { code, out } = await run('doctor --env prod --no-unicode', {
      env: {
        CHRON_BACKSTORY_ENDPOINT: emulator.url,
        HTTPS_PROXY: 'http://me:secret@proxy.example:3128',
        NO_PROXY: 'localhost',
      },
    });
    expect(code).toBe(1);
    expect(out).toContain('calls go through proxy.example:3128, but not for localhost');
    expect(out).toContain('CHRON_BACKSTORY_ENDPOINT, HTTPS_PROXY, NO_PROXY are set');
    expect(out).not.toContain('secret');
    expect(out).toMatch(/FAILED clock/);
  });

  it.each(['proxy.example:3128', 'socks5://proxy.example', 'me@:::'])(
    'names a proxy that is none: %s',
    async (proxy) => {
      const { run } = await tenantWorld();
      const { code, out } = await run('doctor --env prod --no-unicode', {
        env: { HTTPS_PROXY: proxy },
      });
      expect(code).not.toBe(0);
      expect(out).toMatch(/FAILED proxy +one is set whose address is none/);
      expect(out).toContain('what to do: write HTTPS_PROXY as http://HOST:PORT');
    },
  );

  it.each([
    ['no environment', 'doctor', '--env is missing'],
    ['an unknown environment', 'doctor --env prd', 'did you mean prod'],
  ])('refuses %s', async (_title, words, says) => {
    const { run } = await tenantWorld();
    const { code, err } = await run(words);
    expect(code).toBe(1);
    expect(err).toContain(says);
  });
});
