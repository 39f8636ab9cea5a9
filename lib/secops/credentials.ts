import { readFile } from 'node:fs/promises';
import type { AuthClient } from 'google-auth-library';
import { UserError } from '../errors.ts';
import { visibleLine } from '../text.ts';
import { checkCredentialFile, type CredentialFile } from './credential-file.ts';
import {
  CLOUD_SCOPE,
  clientOf,
  emailOf,
  exchangeWith,
  impersonation,
  type Exchanged,
  type Library,
} from './google-client.ts';
import { BACKSTORY_SCOPE } from './hints.ts';
import type { IdentityOptions } from './identity.ts';
import { readSecret } from './secret.ts';
import { makeTransporter, type Transporter } from './token-transporter.ts';

/** Credentials that were read and checked; nothing was asked yet. */
export interface Loaded {
  /** Whose they are, where that can be told without asking. */
  readonly email: string | undefined;
  /** What they are, for people: `a user's credentials`. */
  readonly kind: string;
  readonly exchange: (signal: AbortSignal) => Promise<Exchanged>;
}

/** Reads the key file, or what the environment's `credentials` say. Rejects with a UserError or the library's error. */
export async function loadCredentials(
  options: IdentityOptions,
  signal: AbortSignal,
): Promise<Loaded> {
  const { credentials, keyFile } = options;
  if (keyFile !== undefined) {
    const file = checkCredentialFile(await readJson(keyFile), options.tokenServer);
    if (file.type !== 'service_account') throw notAKey(keyFile, file.type);
    return loadedFrom(await library(), file, options);
  }
  switch (credentials.kind) {
    case 'secret':
      return await fromSecret(await library(), { secret: credentials.secret, options, signal });
    case 'ambient':
      return await ambient(await library(), options);
    case 'impersonate':
      return await impersonated(await library(), credentials.account, options);
  }
}

/** Loaded only when it is used: it takes longer than the rest of chron. */
function library(): Promise<Library> {
  return import('google-auth-library');
}

async function ambient(lib: Library, options: IdentityOptions): Promise<Loaded> {
  const file = await findAmbient(lib, options);
  if (file !== undefined) return loadedFrom(lib, file, options);
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
  options: IdentityOptions,
): Promise<Loaded> {
  const file = await findAmbient(lib, options);
  return {
    email: account,
    kind: `an impersonation of ${account}`,
    exchange: (signal) => {
      const transporter = makeTransporter(lib, { ...options, signal });
      const source = cloudClient(lib, file, transporter);
      return exchangeWith(impersonation(lib, { source, account, delegates: [], transporter }));
    },
  };
}

/** A client that may speak to Google Cloud as what the machine has: to impersonate, to read a secret. */
function cloudClient(
  lib: Library,
  file: CredentialFile | undefined,
  transporter: Transporter,
): AuthClient {
  return file === undefined
    ? new lib.Compute({ scopes: [CLOUD_SCOPE] })
    : clientOf(lib, file, { scope: CLOUD_SCOPE, transporter });
}

/** The key that Secret Manager keeps, read with what the machine has. It goes through the same check as a file. */
async function fromSecret(
  lib: Library,
  {
    secret,
    options,
    signal,
  }: { readonly secret: string; readonly options: IdentityOptions; readonly signal: AbortSignal },
): Promise<Loaded> {
  const transporter = makeTransporter(lib, { ...options, signal });
  const client = cloudClient(lib, await findAmbient(lib, options), transporter);
  const text = await readSecret(client, secret);
  const file = checkCredentialFile(parseKey(text, secret), options.tokenServer);
  if (file.type === 'service_account') return loadedFrom(lib, file, options);
  throw new UserError(`the secret "${visibleLine(secret)}" is no service-account key`, {
    exit: 7,
    hint: 'store the JSON key of the account that Google handed out for the Backstory API',
  });
}

function parseKey(text: string, secret: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`the secret "${visibleLine(secret)}" is no JSON`, {
      exit: 7,
      hint: 'store the JSON key of a service account as it was handed out',
    });
  }
}

/**
 * Application Default Credentials: the file that is found, checked; undefined for a machine's own account. The library
 * is told a project so that it does not go and ask for one before the check.
 */
async function findAmbient(
  lib: Library,
  { tokenServer }: IdentityOptions,
): Promise<CredentialFile | undefined> {
  const auth = new lib.GoogleAuth({ projectId: 'none' });
  const { credential } = await auth.getApplicationDefault();
  if (credential instanceof lib.Compute) return undefined;
  return checkCredentialFile(auth.jsonContent, tokenServer);
}

function loadedFrom(lib: Library, file: CredentialFile, options: IdentityOptions): Loaded {
  return {
    email: emailOf(file),
    kind: KINDS[file.type] ?? file.type,
    exchange: (signal) => {
      const transporter = makeTransporter(lib, { ...options, signal });
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
