import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { openIdentity, type IdentityOptions } from '../../lib/secops/identity.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { tempFolder } from '../helpers/temp.ts';
import type { WireReply, WireServer } from '../helpers/wire-server.ts';
import { EMAIL, fileOf, KEY, startTokenServer, workloadIdentity } from './token-server.ts';

const AMBIENT = { kind: 'ambient' } as const;

/** Opens an identity while virtual time stands still. */
async function open(server: WireServer, options: Partial<IdentityOptions>) {
  const clock = new VirtualClock();
  const identity = await clock.during(() =>
    openIdentity({ credentials: AMBIENT, clock, tokenServer: server.url, ...options }),
  );
  const token = (refused?: string): Promise<string> => clock.during(() => identity.token(refused));
  return { who: identity.who, token, clock, identity };
}

async function key(content: unknown = KEY): Promise<Partial<IdentityOptions>> {
  return { keyFile: await fileOf(content) };
}

/** Makes Application Default Credentials out of a file. */
async function ambientFile(content: unknown): Promise<Partial<IdentityOptions>> {
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', await fileOf(content));
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return { credentials: AMBIENT };
}

/** The refusal that a promise ends with. */
async function refusalOf(work: Promise<unknown>): Promise<UserError> {
  const error: unknown = await work.catch((caught: unknown) => caught);
  if (!(error instanceof UserError)) throw new Error('no UserError', { cause: error });
  return error;
}

describe('a service-account key', () => {
  it('tells whose it is without a call', async () => {
    const server = await startTokenServer();
    const { who } = await open(server, { ...(await key()), expect: EMAIL });
    expect(who).toBe(EMAIL);
    expect(server.asked).toEqual([]);
  });

  it('asks for the scope of the API, once for many calls', async () => {
    const server = await startTokenServer();
    const { token } = await open(server, await key());
    expect(await Promise.all([token(), token()])).toEqual(['token-1', 'token-1']);
    expect(await token()).toBe('token-1');
    expect(server.asked.map(({ path }) => path)).toEqual(['/token']);
    const assertion = new URLSearchParams(server.asked[0]?.body).get('assertion') ?? '';
    const claims: unknown = JSON.parse(
      Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims).toMatchObject({
      iss: EMAIL,
      scope: 'https://www.googleapis.com/auth/chronicle-backstory',
    });
  });

  it('may have the line ends of its private key escaped', async () => {
    const server = await startTokenServer();
    const escaped = { ...KEY, private_key: KEY.private_key.replaceAll('\n', '\\n') };
    const { token } = await open(server, await key(escaped));
    expect(await token()).toBe('token-1');
  });

  it('is refused before any call if it is of somebody else, with both named', async () => {
    const server = await startTokenServer();
    const { message, exit } = await refusalOf(
      open(server, { ...(await key()), expect: 'prod@acme-sec.iam.gserviceaccount.com' }),
    );
    expect(message).toContain('"prod@acme-sec.iam.gserviceaccount.com"');
    expect(message).toContain(`"${EMAIL}"`);
    expect(exit).toBe(7);
    expect(server.asked).toEqual([]);
  });

  it.each([
    ['is not there', undefined, 'cannot be read'],
    ['is no JSON', 'PEM of some kind', 'is no JSON'],
    [
      'is of another type',
      { type: 'authorized_user', refresh_token: 'x' },
      'is no service-account key',
    ],
    ['is of no type', {}, 'are not supported'],
    ['is a list', [], 'is no JSON object'],
  ])('that %s is refused with exit 7', async (_title, content, words) => {
    const server = await startTokenServer();
    const keyFile = content === undefined ? '/nowhere/key.json' : await fileOf(content);
    const { message, exit } = await refusalOf(open(server, { keyFile }));
    expect(message).toContain(words);
    expect(exit).toBe(7);
  });

  it('with a damaged private key ends in a clear error that does not show it', async () => {
    const server = await startTokenServer();
    const { token } = await open(
      server,
      await key({ ...KEY, private_key: `${KEY.private_key.slice(0, 200)}!` }),
    );
    const { message, hint, exit } = await refusalOf(token());
    expect(exit).toBe(7);
    expect(hint).toBe('the private key of the file is damaged');
    expect(message).not.toContain(KEY.private_key.slice(40, 80));
  });

  it('goes before what the environment says', async () => {
    const server = await startTokenServer();
    const { who } = await open(server, {
      ...(await key()),
      credentials: { kind: 'impersonate', account: 'other@acme-sec.iam.gserviceaccount.com' },
    });
    expect(who).toBe(EMAIL);
  });
});

describe('token servers', () => {
  it.each<[string, WireReply, number, RegExp, RegExp]>([
    [
      'a key that is gone',
      {
        status: 400,
        json: { error: 'invalid_grant', error_description: 'Invalid grant: account not found' },
      },
      1,
      /oauth2|127\.0\.0\.1.* answered 400: invalid_grant: Invalid grant: account not found/,
      /does not exist any more/,
    ],
    [
      'a wrong clock',
      {
        status: 400,
        json: {
          error: 'invalid_grant',
          error_description:
            'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values',
        },
      },
      1,
      /reasonable timeframe/,
      /clock of this machine is wrong/,
    ],
    ['no token', { json: {} }, 1, /Could not refresh access token/, /^$/],
    [
      'a token that is none',
      { json: { access_token: 'two\nlines', expires_in: 1 } },
      1,
      /sent no token/,
      /^$/,
    ],
    [
      'a secret in its words',
      { status: 401, json: { error: { message: 'ya29.planted' } } },
      1,
      /<redacted>/,
      /^$/,
    ],
  ])(
    'that answer with %s end in exit 7 and a named cause',
    async (_title, reply, calls, words, hint) => {
      const server = await startTokenServer(() => reply);
      const { token } = await open(server, await key());
      const error = await refusalOf(token());
      expect(error.exit).toBe(7);
      expect(error.message).toMatch(words);
      expect(error.hint ?? '').toMatch(hint);
      expect(everything(error)).not.toMatch(/assertion=|eyJ|PRIVATE KEY|planted/);
      expect(server.asked).toHaveLength(calls);
    },
  );

  it('that fail twice are asked a third time', async () => {
    const server = await startTokenServer((_path, count) =>
      count < 2 ? { status: 503, body: 'busy' } : undefined,
    );
    const { token } = await open(server, await key());
    expect(await token()).toBe('token-1');
    expect(server.asked).toHaveLength(3);
  });

  it('that do not answer are waited for 15 s', async () => {
    const server = await startTokenServer(() => ({ fault: 'hang' }));
    const { identity, clock } = await open(server, await key());
    const startedAt = clock.now().getTime();
    const { message, exit } = await refusalOf(identity.token());
    expect(message).toBe(`cannot get a token for ${EMAIL}: no answer within 15 s`);
    expect(exit).toBe(7);
    expect(clock.now().getTime() - startedAt).toBe(15_000);
  });

  it('that send elsewhere are not followed', async () => {
    const elsewhere = await startTokenServer();
    const server = await startTokenServer(() => ({
      status: 307,
      headers: { Location: `${elsewhere.url}/token` },
    }));
    const { token } = await open(server, await key());
    await refusalOf(token());
    expect(elsewhere.asked).toEqual([]);
  });

  it.each([
    [3600, 0, 1],
    [3600, 3_500_000, 1],
    [3600, 3_545_000, 2],
    [300, 230_000, 1],
    [300, 245_000, 2],
    [10, 230_000, 1],
    [10, 245_000, 2],
  ])(
    'for a token of %i s are asked again after %i ms: %i times',
    async (lifetime, afterMs, exchanges) => {
      const server = await startTokenServer(undefined, lifetime);
      const { token, clock } = await open(server, await key());
      await token();
      clock.advance(afterMs);
      expect(await token()).toBe(`token-${exchanges}`);
      expect(server.asked).toHaveLength(exchanges);
    },
  );

  it('are asked for another token when the service refuses one, but not over and over', async () => {
    const server = await startTokenServer();
    const { token, clock } = await open(server, await key());
    const first = await token();
    const second = await token(first);
    expect(second).not.toBe(first);
    expect(await token(first)).toBe(second);
    expect(await token(second)).toBe(second);
    clock.advance(241_000);
    expect(await token(second)).not.toBe(second);
  });
});

describe('workload identity federation', () => {
  it('exchanges, impersonates, and is known by the account', async () => {
    const server = await startTokenServer();
    const file = workloadIdentity(server, await fileOf('subject-token', 'oidc'));
    const { who, token } = await open(server, { ...(await ambientFile(file)), expect: EMAIL });
    expect(who).toBe(EMAIL);
    expect(server.asked).toEqual([]);
    expect(await token()).toBe('token-1');
    expect(server.asked.map(({ path }) => path)).toEqual([
      '/v1/token',
      `/v1/projects/-/serviceAccounts/${EMAIL}:generateAccessToken`,
    ]);
    expect(server.asked[1]?.body).toContain('auth/chronicle-backstory');
  });

  it('gets its subject token from the URL of the runner', async () => {
    const server = await startTokenServer((path) =>
      path.startsWith('/oidc') ? { json: { value: 'subject' } } : undefined,
    );
    const file = {
      ...workloadIdentity(server, ''),
      credential_source: {
        url: `${server.url}/oidc?audience=x`,
        headers: { Authorization: 'Bearer runner' },
        format: { type: 'json', subject_token_field_name: 'value' },
      },
    };
    const { token } = await open(server, await ambientFile(file));
    expect(await token()).toBe('token-1');
    expect(server.asked[0]?.path).toBe('/oidc?audience=x');
  });

  it.each([
    ['the exchange', '/v1/token', /unauthorized_client/],
    ['the impersonation', ':generateAccessToken', /getAccessToken/],
  ])('names %s where that is refused', async (_title, at, words) => {
    const server = await startTokenServer((path) => {
      if (!path.endsWith(at)) return undefined;
      return at === '/v1/token'
        ? { status: 400, json: { error: 'unauthorized_client', error_description: 'rejected' } }
        : {
            status: 403,
            json: {
              error: {
                code: 403,
                message: "Permission 'iam.serviceAccounts.getAccessToken' denied",
                status: 'PERMISSION_DENIED',
              },
            },
          };
    });
    const file = workloadIdentity(server, await fileOf('subject-token', 'oidc'));
    const { token } = await open(server, await ambientFile(file));
    const error = await refusalOf(token());
    expect(error.exit).toBe(7);
    expect(error.message).toMatch(words);
    expect(everything(error)).not.toMatch(/subject-token|federated/);
  });

  it('without an account cannot be compared, and is refused where somebody is expected', async () => {
    const server = await startTokenServer();
    const { service_account_impersonation_url: _, ...file } = workloadIdentity(
      server,
      await fileOf('subject-token', 'oidc'),
    );
    const options = await ambientFile(file);
    const { who } = await open(server, options);
    expect(who).toBe('a workload identity without an account that it impersonates');
    const { message, exit } = await refusalOf(open(server, { ...options, expect: EMAIL }));
    expect(message).toContain('cannot be told');
    expect(exit).toBe(7);
    expect(server.asked).toEqual([]);
  });
});

describe('impersonation', () => {
  const account = 'chron-prod@acme-sec.iam.gserviceaccount.com';

  it('speaks as the account of the environment', async () => {
    const server = await startTokenServer();
    await ambientFile(KEY);
    const { who, token } = await open(server, {
      credentials: { kind: 'impersonate', account },
      expect: account,
    });
    expect(who).toBe(account);
    expect(await token()).toBe('token-2');
    expect(server.asked.map(({ path }) => path)).toEqual([
      '/token',
      `/v1/projects/-/serviceAccounts/${account}:generateAccessToken`,
    ]);
  });

  it('comes from a file of that kind, too', async () => {
    const server = await startTokenServer();
    const file = {
      type: 'impersonated_service_account',
      service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${account}:generateAccessToken`,
      source_credentials: {
        type: 'authorized_user',
        client_id: 'i',
        client_secret: 's',
        refresh_token: 'r',
      },
    };
    const { who, token } = await open(server, await ambientFile(file));
    expect(who).toBe(account);
    expect(await token()).toBe('token-2');
    expect(server.asked.at(-1)?.body).toContain('auth/chronicle-backstory');
  });
});

/** Secret Manager and the token servers in one, with this for the secret. */
const serverWith = (reply: WireReply): Promise<WireServer> =>
  startTokenServer((path) => (path.startsWith('/v1/projects/') ? reply : undefined));
const holding = (content: unknown): WireReply => ({
  json: { payload: { data: Buffer.from(JSON.stringify(content)).toString('base64') } },
});

describe('a key in Secret Manager', () => {
  const NAME = 'projects/acme-sec/secrets/backstory-key';
  const credentials = { kind: 'secret', secret: NAME } as const;
  const READER = {
    type: 'authorized_user',
    client_id: 'i',
    client_secret: 's',
    refresh_token: 'r',
  };
  it('is read with what the machine has, and is who we are', async () => {
    const server = await serverWith(holding(KEY));
    const { who, token } = await open(server, {
      ...(await ambientFile(READER)),
      credentials,
      expect: EMAIL,
    });
    expect(who).toBe(EMAIL);
    expect(await token()).toBe('token-2');
    expect(server.asked.map(({ path }) => path)).toEqual([
      '/token',
      `/v1/${NAME}/versions/latest:access`,
      '/token',
    ]);
    expect(server.asked[1]?.headers['authorization']).toBe('Bearer token-1');
  });

  it('may be of one version', async () => {
    const server = await serverWith(holding(KEY));
    await open(server, {
      ...(await ambientFile(READER)),
      credentials: { kind: 'secret', secret: `${NAME}/versions/7` },
    });
    expect(server.asked.at(-1)?.path).toBe(`/v1/${NAME}/versions/7:access`);
  });

  it('of another account than the environment expects is refused', async () => {
    const server = await serverWith(holding(KEY));
    const options = { ...(await ambientFile(READER)), credentials, expect: 'other@acme.com' };
    const { exit, message } = await refusalOf(open(server, options));
    expect(exit).toBe(7);
    expect(message).toContain('expects "other@acme.com"');
  });

  it.each<[title: string, reply: WireReply, message: RegExp, hint: RegExp]>([
    [
      'that may not be read',
      {
        status: 403,
        json: {
          error: {
            code: 403,
            status: 'PERMISSION_DENIED',
            message: `Permission 'secretmanager.versions.access' denied for resource '${NAME}'`,
          },
        },
      },
      /answered 403/,
      /secretAccessor/,
    ],
    [
      'that is not there',
      { status: 404, json: { error: { code: 404, message: `Secret [${NAME}] not found` } } },
      /answered 404/,
      /credentials\.secret/,
    ],
    ['that holds no JSON', { json: { payload: { data: 'aGVsbG8=' } } }, /no JSON/, /handed out/],
    ['that holds nothing', { json: {} }, /holds no key/, /in it/],
    ['that holds something else', holding(READER), /no service-account key/, /JSON key/],
    [
      'that leads elsewhere',
      holding({ ...KEY, token_uri: 'https://evil.example/token' }),
      /token_uri/,
      /that you know/,
    ],
  ])('%s is refused, and none of it is said', async (_title, reply, message, hint) => {
    const server = await serverWith(reply);
    const options = { ...(await ambientFile(READER)), credentials };
    const refusal = await refusalOf(open(server, options));
    expect(refusal.exit).toBe(7);
    expect(refusal.message).toMatch(message);
    expect(refusal.hint).toMatch(hint);
    expect(everything(refusal)).not.toMatch(/PRIVATE KEY|token-1/);
  });
});

describe('the environment', () => {
  it('without any credentials is told how to get some', async () => {
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '');
    vi.stubEnv('HOME', await tempFolder());
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { exit, hint } = await refusalOf(open(await startTokenServer(), {}));
    expect(exit).toBe(7);
    expect(hint).toContain('gcloud auth application-default login');
  });
});

/** All that an error and its causes hold. */
function everything(error: unknown): string {
  const parts: string[] = [];
  for (let next = error; next instanceof Error; next = next.cause) {
    parts.push(...Object.getOwnPropertyNames(next).map((name) => String(Reflect.get(next, name))));
  }
  return parts.join('\n');
}
