import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { visibleLine } from '../text.ts';
import { checkCredentialFile, type CredentialFile } from './credential-file.ts';
import {
  BACKSTORY_SCOPE,
  CLOUD_SCOPE,
  clientOf,
  emailOf,
  exchangeWith,
  impersonation,
  type Exchanged,
  type Library,
} from './google-client.ts';
import type { IdentityOptions } from './identity.ts';
import { makeTransporter } from './token-transporter.ts';

/** Credentials that were read and checked; nothing was asked yet. */
export interface Loaded {
  /** Whose they are, where that can be told without asking. */
  readonly email: string | undefined;
  /** What they are, for people: `a user's credentials`. */
  readonly kind: string;
  readonly exchange: (signal: AbortSignal) => Promise<Exchanged>;
}

/** Reads the key file, or what the environment's `credentials` say. Rejects with a UserError or the library's error. */
export async function loadCredentials(options: IdentityOptions): Promise<Loaded> {
  const { credentials, keyFile, tokenServer } = options;
  if (keyFile !== undefined) {
    const file = checkCredentialFile(await readJson(keyFile), tokenServer);
    if (file.type !== 'service_account') throw notAKey(keyFile, file.type);
    return loadedFrom(await library(), file, tokenServer);
  }
  switch (credentials.kind) {
    case 'secret':
      throw new UserError(
        `credentials.secret "${visibleLine(credentials.secret)}" cannot be used`,
        {
          hint: 'secrets are not read yet: name a key file in CHRON_BACKSTORY_KEY_FILE, or write `ambient: true` or `impersonate`',
        },
      );
    case 'ambient':
      return await ambient(await library(), tokenServer);
    case 'impersonate':
      return await impersonated(await library(), credentials.account, tokenServer);
  }
}

/** Loaded only when it is used: it takes longer than the rest of chron. */
function library(): Promise<Library> {
  return import('google-auth-library');
}

async function ambient(lib: Library, tokenServer: string | undefined): Promise<Loaded> {
  const file = await findAmbient(lib, tokenServer);
  if (file !== undefined) return loadedFrom(lib, file, tokenServer);
  const email: unknown = await lib.gcpMetadata.instance('service-accounts/default/email');
  return {
    email: typeof email === 'string' ? email : undefined,
    kind: 'the account of this machine',
    exchange: () => exchangeWith(new lib.Compute({ scopes: [BACKSTORY_SCOPE] })),
  };
}

async function impersonated(
  lib: Library,
  account: string,
  tokenServer: string | undefined,
): Promise<Loaded> {
  const file = await findAmbient(lib, tokenServer);
  return {
    email: account,
    kind: `an impersonation of ${account}`,
    exchange: (signal) => {
      const transporter = makeTransporter(lib, { signal, tokenServer });
      const source =
        file === undefined
          ? new lib.Compute({ scopes: [CLOUD_SCOPE] })
          : clientOf(lib, file, { scope: CLOUD_SCOPE, transporter });
      return exchangeWith(impersonation(lib, { source, account, delegates: [], transporter }));
    },
  };
}

/**
 * Application Default Credentials: the file that is found, checked; undefined for a machine's own account. The library
 * is told a project so that it does not go and ask for one before the check.
 */
async function findAmbient(
  lib: Library,
  tokenServer: string | undefined,
): Promise<CredentialFile | undefined> {
  const auth = new lib.GoogleAuth({ projectId: 'none' });
  const { credential } = await auth.getApplicationDefault();
  if (credential instanceof lib.Compute) return undefined;
  return checkCredentialFile(auth.jsonContent, tokenServer);
}

function loadedFrom(lib: Library, file: CredentialFile, tokenServer: string | undefined): Loaded {
  return {
    email: emailOf(file),
    kind: KINDS[file.type] ?? file.type,
    exchange: (signal) => {
      const transporter = makeTransporter(lib, { signal, tokenServer });
      return exchangeWith(clientOf(lib, file, { scope: BACKSTORY_SCOPE, transporter }));
    },
  };
}

const KINDS: Readonly<Record<string, string>> = {
  service_account: 'a service-account key',
  authorized_user: "a user's own credentials",
  external_account: 'a workload identity without an account that it impersonates',
  impersonated_service_account: 'an impersonation',
};

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new UserError(`the key file ${visibleLine(path)} ${why}`, {
      exit: 7,
      hint: 'CHRON_BACKSTORY_KEY_FILE names the JSON key of a service account',
    });
  }
}

function notAKey(path: string, type: string): UserError {
  return new UserError(`${visibleLine(path)} is no service-account key but of type "${type}"`, {
    exit: 7,
    hint: 'other credentials are found by themselves: name the file in GOOGLE_APPLICATION_CREDENTIALS',
  });
}
