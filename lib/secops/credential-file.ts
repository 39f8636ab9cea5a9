import { UserError } from '../errors.ts';
import { visibleLine } from '../text.ts';

/** The content of a credential file: its own keys only, every address in it checked. */
export type CredentialFile = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * The kinds of files that are taken, with the keys of each that are passed on. Any other key is dropped: the library
 * takes its options from the same object, and some of them (an endpoint, a proxy) would lead tokens elsewhere.
 */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  service_account: ['client_email', 'private_key', 'private_key_id', 'token_uri'],
  authorized_user: ['client_id', 'client_secret', 'refresh_token'],
  external_account: [
    'audience',
    'subject_token_type',
    'token_url',
    'service_account_impersonation_url',
    'service_account_impersonation',
    'credential_source',
    'client_id',
    'client_secret',
    'workforce_pool_user_project',
  ],
  impersonated_service_account: [
    'service_account_impersonation_url',
    'source_credentials',
    'delegates',
  ],
};

/** Addresses that a token may be sent to, by key. */
const GOOGLE_URLS = ['token_uri', 'token_url', 'service_account_impersonation_url'];
const METADATA_HOSTS = ['metadata.google.internal', '169.254.169.254', '[fd00:ec2::254]'];

/**
 * Checks what a credential file says before anything is done with it: the library does not (reliability B5). Throws a
 * UserError (exit 7) for programs to run, for addresses that are not Google's and for kinds that are not known.
 * `tokenServer` is an origin that stands in for Google in tests; it never comes from configuration.
 */
export function checkCredentialFile(content: unknown, tokenServer?: string): CredentialFile {
  if (!isRecord(content)) throw refused('it is no JSON object');
  const { type } = content;
  const keys = typeof type === 'string' && Object.hasOwn(KEYS, type) ? KEYS[type] : undefined;
  if (typeof type !== 'string' || keys === undefined) {
    throw refused(`credentials of type "${visibleLine(String(type))}" are not supported`);
  }
  const { universe_domain: universe = 'googleapis.com' } = content;
  if (universe !== 'googleapis.com') throw refused('its universe_domain is not googleapis.com');
  for (const key of GOOGLE_URLS) {
    const url = content[key];
    if (url !== undefined && !isGoogleUrl(url, tokenServer)) throw foreign(key, url);
  }
  if (type === 'external_account') checkSource(content['credential_source'], tokenServer);
  const kept = Object.fromEntries(
    keys.filter((key) => content[key] !== undefined).map((key) => [key, content[key]]),
  );
  if (type !== 'impersonated_service_account') return { ...kept, type };
  return {
    ...kept,
    type,
    source_credentials: checkCredentialFile(content['source_credentials'], tokenServer),
  };
}

/** Where the token of another provider comes from: a file, GitHub's token service, or a metadata server. */
function checkSource(source: unknown, tokenServer: string | undefined): void {
  if (!isRecord(source)) throw refused('its credential_source is missing');
  if (source['executable'] !== undefined) {
    throw refused('its credential_source runs a program, which chron does not do');
  }
  for (const key of ['url', 'region_url', 'imdsv2_session_token_url']) {
    const url = source[key];
    if (url !== undefined && !isTokenSource(url, tokenServer)) {
      throw foreign(`credential_source.${key}`, url);
    }
  }
  const verification = source['regional_cred_verification_url'];
  if (verification !== undefined && !isAwsUrl(verification)) {
    throw foreign('credential_source.regional_cred_verification_url', verification);
  }
}

/** AWS is not called there; a signed request for that address is what Google is sent. */
function isAwsUrl(url: unknown): boolean {
  return (
    typeof url === 'string' &&
    /^https:\/\/sts\.(?:\{region\}|[a-z\d-]+)\.amazonaws\.com[/?]/.test(url)
  );
}

/** Plain https to Google: no userinfo, no port, no trailing dot, nothing that only looks like the host. */
export function isGoogleUrl(url: unknown, tokenServer?: string): boolean {
  return isAt(url, tokenServer, ({ protocol, hostname }) => {
    if (protocol !== 'https:') return false;
    return hostname === 'accounts.google.com' || /^(?:[a-z\d-]+\.)+googleapis\.com$/.test(hostname);
  });
}

/** GitHub's token service, or a metadata server of Google or AWS. */
export function isTokenSource(url: unknown, tokenServer: string | undefined): boolean {
  return isAt(url, tokenServer, ({ protocol, hostname }) => {
    if (METADATA_HOSTS.includes(hostname)) return protocol === 'http:';
    return (
      protocol === 'https:' && /^(?:[a-z\d-]+\.)+actions\.githubusercontent\.com$/.test(hostname)
    );
  });
}

function isAt(
  url: unknown,
  tokenServer: string | undefined,
  allowed: (parsed: URL) => boolean,
): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const parsed = new URL(url);
  if (tokenServer !== undefined && parsed.origin === tokenServer) return true;
  const plain = parsed.username === '' && parsed.password === '' && parsed.port === '';
  return plain && url.startsWith(`${parsed.protocol}//${parsed.hostname}`) && allowed(parsed);
}

function foreign(key: string, url: unknown): UserError {
  return refused(
    `its ${key} "${visibleLine(String(url))}" is not an address that chron sends tokens to`,
  );
}

function refused(why: string): UserError {
  return new UserError(`the credential file is refused: ${why}`, {
    exit: 7,
    hint: 'use a key or a configuration that Google Cloud made, and that you know',
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
