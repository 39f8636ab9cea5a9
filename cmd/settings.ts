import type { ProxySettings } from '../lib/secops/proxy.ts';

/**
 * Every environment variable that chron reads, with what it is for. Read here and nowhere else.
 * Precedence: option, then variable, then environments/<env>.yaml, then the default.
 */
export const SETTINGS = {
  CHRON_BACKSTORY_KEY_FILE:
    'path of the service-account key for the Backstory API; must lie outside the work tree',
  CHRON_BACKSTORY_ENDPOINT:
    'a loopback URL to talk to instead of the regional host (an emulator); never gets a real token',
  HTTPS_PROXY:
    'a proxy for calls to Google (NODE_EXTRA_CA_CERTS names its certificate, if it has one of its own)',
  HTTP_PROXY: 'a proxy where HTTPS_PROXY is not set',
  NO_PROXY: 'hosts that are reached without the proxy, comma-separated',
  CHRON_REASON: 'why this apply is run; goes into the journal',
  NO_COLOR: 'no colours, whatever the terminal',
  FORCE_COLOR: 'colours even where there is no terminal',
  CI: 'progress as plain lines, one every ten seconds',
  GITHUB_ACTIONS: 'output is kept from being read as workflow commands',
  GITHUB_RUN_ID: 'goes into the journal',
  GITHUB_REF: 'goes into the journal (the pull request)',
  GITHUB_TOKEN: 'the token that chron comment writes with; sent to GITHUB_API_URL only',
  GITHUB_API_URL: 'the API of GitHub, if it is not https://api.github.com (Enterprise Server)',
  GITHUB_SERVER_URL: 'where people read GitHub, for links to the run',
  GITHUB_REPOSITORY: 'the repository that chron comment writes to, owner/name',
  GITHUB_EVENT_PATH: 'what started the workflow: the pull request, and its newest commit',
  GITHUB_SHA: 'the commit of a push, from which the merged pull request is found',
  GITHUB_RUN_ATTEMPT: 'with GITHUB_RUN_ID: an earlier run never overwrites a later one',
  GITHUB_STEP_SUMMARY: 'the file that takes the whole text of chron comment',
} as const;

export type Setting = keyof typeof SETTINGS;

/** The proxy of this machine; its variables are as often written in small letters, which then win. */
export function proxySettings(env: Readonly<Record<string, string | undefined>>): ProxySettings {
  const [https, http, no] = (['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'] as const).map((name) => {
    const small = env[name.toLowerCase()];
    return small === undefined || small === '' ? setting(env, name) : small;
  });
  return {
    ...(https === undefined ? {} : { httpsProxy: https }),
    ...(http === undefined ? {} : { httpProxy: http }),
    ...(no === undefined ? {} : { noProxy: no }),
  };
}

/** One variable; an empty one counts as not set. */
export function setting(
  env: Readonly<Record<string, string | undefined>>,
  name: Setting,
): string | undefined {
  const value = env[name];
  return value === undefined || value === '' ? undefined : value;
}

/** The variables that are set, by name only: what stands in them may be nobody's business. */
export function settingsIn(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(SETTINGS).filter((name) => (env[name] ?? '') !== '');
}
