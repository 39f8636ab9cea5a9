import type { AuthClient, OAuth2Client } from 'google-auth-library';
import { UserError } from '../errors.ts';
import { visibleLine } from '../text.ts';

/** A key has a few kilobytes; Secret Manager keeps up to 64 KiB. */
const MAX_CHARACTERS = 64 * 1024;

/**
 * The content of a secret of Secret Manager, `latest` where no version is named. Rejects with the library's error.
 * Loaded only where a secret is named: the package is large.
 */
export async function readSecret(client: AuthClient, secret: string): Promise<string> {
  const { secretmanager_v1: api } =
    await import('googleapis/build/src/apis/secretmanager/index.js');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its types name fewer clients than its code takes: it calls `request`
  const auth = client as OAuth2Client;
  const { data } = await new api.Secretmanager({ auth }).projects.secrets.versions.access(
    { name: secret.includes('/versions/') ? secret : `${secret}/versions/latest` },
    { retry: true },
  );
  const text = Buffer.from(data.payload?.data ?? '', 'base64').toString('utf8');
  if (text !== '' && text.length <= MAX_CHARACTERS) return text;
  throw new UserError(`the secret "${visibleLine(secret)}" holds no key`, {
    exit: 7,
    hint: 'store the JSON key of a service account in it',
  });
}
