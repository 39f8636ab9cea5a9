import { UserError } from '../errors.ts';
import { visibleLine } from '../text.ts';
import { causesOf, deepestMessage, plainCause, redact } from './redact.ts';

/** What a failed token call is about, read from the library's error; that holds the assertion and must go no further. */
interface Facts {
  readonly host: string;
  readonly status: number | undefined;
  readonly said: string;
}

/** A token, or what leads to one, could not be had: who or what said so, and what to do. Exit 7. */
export function tokenFailure(what: string, error: unknown): UserError {
  const { host, status, said } = factsOf(error);
  const from = host === '' ? '' : `${host} `;
  const answer = status === undefined ? 'did not answer' : `answered ${status}`;
  const message =
    from === '' ? `cannot get ${what}: ${said}` : `cannot get ${what}: ${from}${answer}: ${said}`;
  const hint = HINTS.find(({ says }) => says.test(`${status ?? ''} ${said}`))?.hint;
  return new UserError(visibleLine(message), {
    exit: 7,
    ...(hint === undefined ? {} : { hint }),
    cause: plainCause(error),
  });
}

const HINTS: readonly { readonly says: RegExp; readonly hint: string }[] = [
  {
    says: /when HTTP Tunneling|Proxy Authentication/,
    hint: 'the proxy of this machine refused: look at HTTPS_PROXY, the account in it, and NO_PROXY',
  },
  {
    says: /ENOTFOUND|EAI_AGAIN/,
    hint: 'the name of the token server cannot be resolved: check the network and the DNS of this machine',
  },
  {
    says: /default credentials/i,
    hint: 'sign in with `gcloud auth application-default login`, or name a key file in CHRON_BACKSTORY_KEY_FILE',
  },
  {
    says: /reasonable timeframe|iat|short-lived token/i,
    hint: 'the clock of this machine is wrong; set it and run the command again',
  },
  {
    says: /account not found|invalid_grant/i,
    hint: 'the key or the account does not exist any more, or the sign-in has run out',
  },
  {
    says: /secretmanager\.versions\.access/,
    hint: 'grant roles/secretmanager.secretAccessor on the secret to whoever runs chron',
  },
  {
    says: /^404 .*secret/i,
    hint: 'compare `credentials.secret` in the environment file with `gcloud secrets list`',
  },
  {
    says: /^403|getAccessToken/,
    hint: 'grant roles/iam.serviceAccountTokenCreator on the account to whoever impersonates it',
  },
  { says: /PEM|DECODER|unsupported|asn1/i, hint: 'the private key of the file is damaged' },
  { says: /^5\d\d/, hint: 'the token server has a problem; run the command again later' },
];

function factsOf(error: unknown): Facts {
  const found = causesOf(error).find((one) => readMember(one, 'config') !== undefined);
  const url = readMember(readMember(found, 'config'), 'url');
  const response = readMember(found, 'response');
  const status = readMember(response, 'status');
  return {
    host: url instanceof URL ? url.host : '',
    status: typeof status === 'number' ? status : undefined,
    said: redact(saidIn(readMember(response, 'data')) ?? deepestMessage(error)).slice(0, 500),
  };
}

/** OAuth's `{error, error_description}` or Google's `{error: {message}}`. */
function saidIn(data: unknown): string | undefined {
  const error = readMember(data, 'error');
  const description = readMember(data, 'error_description');
  if (typeof error === 'string') {
    return typeof description === 'string' ? `${error}: ${description}` : error;
  }
  const message = readMember(error, 'message');
  return typeof message === 'string' ? message : undefined;
}

function readMember(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !(key in value)) return undefined;
  const found: unknown = Reflect.get(value, key);
  return found;
}
