import { afterEach, expect, it, vi } from 'vitest';
import { openIdentity } from '../../lib/secops/identity.ts';
import { tempFolder } from '../helpers/temp.ts';
import { startWireServer } from '../helpers/wire-server.ts';
import { realClock } from './real-clock.ts';

const EMAIL = 'runner@acme-sec.iam.gserviceaccount.com';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('a machine of Google Cloud is known by the account of its metadata server', async () => {
  const server = await startWireServer(({ path }) => {
    const headers = { 'Metadata-Flavor': 'Google', 'Content-Type': 'application/text' };
    if (path.endsWith('/email')) return { body: EMAIL, headers };
    if (path.includes('/token')) {
      return { body: JSON.stringify({ access_token: 'machine-token', expires_in: 3600 }), headers };
    }
    return { body: 'default/', headers };
  });
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '');
  vi.stubEnv('HOME', await tempFolder());
  vi.stubEnv('METADATA_SERVER_DETECTION', 'assume-present');
  vi.stubEnv('GCE_METADATA_HOST', new URL(server.url).host);
  const identity = await openIdentity({
    credentials: { kind: 'ambient' },
    expect: EMAIL,
    clock: realClock,
  });
  expect(identity.who).toBe(EMAIL);
  expect(server.asked.some(({ path }) => path.includes('/token'))).toBe(false);
  expect(await identity.token()).toBe('machine-token');
  expect(server.asked.at(-1)?.path).toContain('chronicle-backstory');
});
