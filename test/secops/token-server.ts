import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '../helpers/temp.ts';
import { startWireServer, type Answerer, type WireServer } from '../helpers/wire-server.ts';

/** One key pair for all tests of a file: making one takes a while. */
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

export const EMAIL = 'chron-test@acme-sec.iam.gserviceaccount.com';

/** The content of a service-account key, as Google Cloud hands it out. */
export const KEY = {
  type: 'service_account',
  project_id: 'acme-sec',
  private_key_id: 'abc',
  private_key: privateKey,
  client_email: EMAIL,
  client_id: '1',
  auth_uri: 'https://accounts.google.com/o/oauth2/auth',
  token_uri: 'https://oauth2.googleapis.com/token',
  universe_domain: 'googleapis.com',
} as const;

/** A workload identity file, its addresses on the stand-in server. */
export function workloadIdentity(server: WireServer, subjectFile: string) {
  return {
    type: 'external_account',
    audience:
      '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/github',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${server.url}/v1/token`,
    service_account_impersonation_url: `${server.url}/v1/projects/-/serviceAccounts/${EMAIL}:generateAccessToken`,
    credential_source: { file: subjectFile },
  };
}

/** Writes a file of the test's own and gives its path. */
export async function fileOf(content: unknown, name = 'credentials.json'): Promise<string> {
  const path = join(await tempFolder(), name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/**
 * Stands in for oauth2, sts and iamcredentials: each exchange gives `token-1`, `token-2`, …, good for so many seconds.
 * `before` may answer in its place.
 */
export async function startTokenServer(
  before: (path: string, count: number) => ReturnType<Answerer> | undefined = () => undefined,
  lifetimeSeconds = 3600,
): Promise<WireServer> {
  let made = 0;
  return await startWireServer(async ({ path }, count) => {
    const instead = await before(path, count);
    if (instead !== undefined) return instead;
    if (path.endsWith(':generateAccessToken')) {
      made += 1;
      const expireTime = new Date(Date.now() + lifetimeSeconds * 1000).toISOString();
      return { json: { accessToken: `token-${made}`, expireTime } };
    }
    if (path === '/v1/token') {
      return { json: { access_token: 'federated', expires_in: 3600, token_type: 'Bearer' } };
    }
    made += 1;
    return { json: { access_token: `token-${made}`, expires_in: lifetimeSeconds } };
  });
}
