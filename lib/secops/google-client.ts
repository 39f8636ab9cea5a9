import type * as googleAuth from 'google-auth-library';
import type { AuthClient } from 'google-auth-library';
import { UserError } from '../errors.ts';
import { visibleLine } from '../text.ts';
import { checkCredentialFile, type CredentialFile } from './credential-file.ts';
import { BACKSTORY_SCOPE } from './hints.ts';
import type { Transporter } from './token-transporter.ts';

/** A token, and for how long it is good. */
export interface Exchanged {
  readonly token: string;
  readonly lifetimeMs: number;
}

/** What is needed to speak as another account. */
export const CLOUD_SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
/** A token whose end is not told is taken for a short one. */
const UNTOLD_LIFETIME_MS = 5 * 60_000;

/** The library, loaded or not. */
export type Library = typeof googleAuth;

interface ClientFacts {
  readonly scope: string;
  readonly transporter: Transporter;
}

/** A client of the library for a checked file. Made anew for every exchange: the library's own caches stay out of it. */
export function clientOf(
  lib: Library,
  file: CredentialFile,
  { scope, transporter }: ClientFacts,
): AuthClient {
  const quiet = { transporter, useAuthRequestParameters: false };
  switch (file.type) {
    case 'service_account':
      return new lib.JWT({
        ...quiet,
        email: textAt(file, 'client_email'),
        // some hand the key out with its line ends escaped twice (backstory-v2 §1.2)
        key: textAt(file, 'private_key').replaceAll('\\n', '\n'),
        scopes: [scope],
      });
    case 'authorized_user':
      return new lib.UserRefreshClient({
        ...quiet,
        clientId: textAt(file, 'client_id'),
        clientSecret: textAt(file, 'client_secret'),
        refreshToken: textAt(file, 'refresh_token'),
      });
    case 'impersonated_service_account': {
      const source = checkCredentialFile(file['source_credentials'], transporter.tokenServer);
      return impersonation(lib, {
        source: clientOf(lib, source, { scope: CLOUD_SCOPE, transporter }),
        account: emailOf(file) ?? '',
        delegates: Array.isArray(file['delegates']) ? file['delegates'].map(String) : [],
        transporter,
        scope,
      });
    }
    default: {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checkCredentialFile saw to its shape; the library checks the rest
      const json = { ...file, ...quiet, scopes: [scope] } as unknown as Parameters<
        typeof lib.ExternalAccountClient.fromJSON
      >[0];
      const client = lib.ExternalAccountClient.fromJSON(json);
      if (client !== null) return client;
      throw new UserError(`credentials of type "${visibleLine(file.type)}" are not supported`, {
        exit: 7,
      });
    }
  }
}

/** A client that speaks as another account. */
export function impersonation(
  lib: Library,
  {
    source,
    account,
    delegates,
    transporter,
    scope = BACKSTORY_SCOPE,
  }: {
    readonly source: AuthClient;
    readonly account: string;
    readonly delegates: string[];
    readonly transporter: Transporter;
    readonly scope?: string;
  },
): AuthClient {
  return new lib.Impersonated({
    sourceClient: source,
    targetPrincipal: account,
    targetScopes: [scope],
    delegates,
    lifetime: 3600,
    transporter,
    useAuthRequestParameters: false,
  });
}

/** Asks for one token. */
export async function exchangeWith(client: AuthClient): Promise<Exchanged> {
  const { token } = await client.getAccessToken();
  const { expiry_date: expiry } = client.credentials;
  // the library tells the end by this machine's clock; only the distance is of use to a clock that is handed in
  const lifetimeMs = typeof expiry === 'number' ? expiry - Date.now() : UNTOLD_LIFETIME_MS;
  return { token: token ?? '', lifetimeMs };
}

const ACCOUNT_IN_URL = /serviceAccounts\/([^/:]+):generateAccessToken$/;

/** Whose a file is, where it says so. */
export function emailOf(file: CredentialFile): string | undefined {
  if (file.type === 'service_account') return textAt(file, 'client_email');
  return ACCOUNT_IN_URL.exec(textAt(file, 'service_account_impersonation_url'))?.[1];
}

function textAt(file: CredentialFile, key: string): string {
  const value = file[key];
  return typeof value === 'string' ? value : '';
}
