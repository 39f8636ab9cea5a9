/**
 * Every environment variable that chron reads, with what it is for. Read here and nowhere else.
 * Precedence: option, then variable, then environments/<env>.yaml, then the default.
 */
export const SETTINGS = {
  CHRON_BACKSTORY_KEY_FILE:
    'path of the service-account key for the Backstory API; must lie outside the work tree',
  CHRON_BACKSTORY_ENDPOINT:
    'a loopback URL to talk to instead of the regional host (an emulator); never gets a real token',
  CHRON_REASON: 'why this apply is run; goes into the journal',
  NO_COLOR: 'no colours, whatever the terminal',
  FORCE_COLOR: 'colours even where there is no terminal',
  CI: 'progress as plain lines, one every ten seconds',
  GITHUB_ACTIONS: 'output is kept from being read as workflow commands',
  GITHUB_RUN_ID: 'goes into the journal',
  GITHUB_REF: 'goes into the journal (the pull request)',
} as const;

export type Setting = keyof typeof SETTINGS;

/** One variable; an empty one counts as not set. */
export function setting(
  env: Readonly<Record<string, string | undefined>>,
  name: Setting,
): string | undefined {
  const value = env[name];
  return value === undefined || value === '' ? undefined : value;
}
