import { UserError } from '../errors.ts';
import type { Credentials } from '../model/environment.ts';
import type { Clock } from '../ports/clock.ts';
import { visibleLine } from '../text.ts';
import { loadCredentials, type Loaded } from './credentials.ts';
import { TimeUpError, within } from './deadline.ts';
import { tokenFailure } from './token-failure.ts';

/** Who chron is towards Google, and its tokens. */
export interface Identity {
  /** An e-mail; or, where the credentials do not tell one, what they are. */
  readonly who: string;
  /**
   * A token that is good for a while; made when it is first needed. `refused` names one that the service did not take:
   * it is replaced, at most once in four minutes.
   */
  token(refused?: string): Promise<string>;
}

/** Where an identity comes from. */
export interface IdentityOptions {
  readonly credentials: Credentials;
  /** A service-account key; it goes before `credentials`. */
  readonly keyFile?: string;
  /** Whose it must be; anybody else's is refused before the first call. */
  readonly expect?: string;
  readonly clock: Clock;
  /** For token calls, where they go through a proxy; the library's own otherwise. */
  readonly fetch?: typeof fetch;
  /** An origin that stands in for Google's token servers. For tests; it must never come from configuration. */
  readonly tokenServer?: string;
}

/** One exchange with a token server, retries of the library included (reliability R10: a clear end within 20 s). */
const TOKEN_DEADLINE_MS = 15_000;
/** A token is replaced a minute before it ends, but none is asked for more often than this. */
const EARLY_MS = 60_000;
const SHORTEST_MS = 4 * 60_000;

/**
 * Finds out who we are and refuses anybody else than `expect`, without any call but to a metadata server. Everything
 * that goes wrong, now or at a later token, is a UserError with exit 7.
 */
export async function openIdentity(options: IdentityOptions): Promise<Identity> {
  const { clock, expect } = options;
  const loaded = await inTime(clock, 'the credentials', (signal) =>
    loadCredentials(options, signal),
  );
  if (expect !== undefined) checkExpected(loaded, expect);
  return { who: loaded.email ?? loaded.kind, token: tokens(loaded, clock) };
}

interface Held {
  readonly token: string;
  readonly renewAt: number;
}

/** Keeps one token and asks for the next in time; whoever asks meanwhile waits for the same answer. */
function tokens(loaded: Loaded, clock: Clock): Identity['token'] {
  let held: Held | undefined;
  let refusedUntil = 0;
  let pending: Promise<string> | undefined;

  const exchange = async (): Promise<string> => {
    const who = loaded.email ?? loaded.kind;
    const { token, lifetimeMs } = await inTime(clock, `a token for ${who}`, loaded.exchange);
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new UserError(`the token server sent no token for ${who}`, { exit: 7 });
    }
    const renewAt = clock.now().getTime() + Math.max(SHORTEST_MS, lifetimeMs - EARLY_MS);
    held = { token, renewAt };
    return token;
  };

  return (refused) => {
    const now = clock.now().getTime();
    const isRefused = held !== undefined && held.token === refused && now >= refusedUntil;
    if (held !== undefined && now < held.renewAt && !isRefused) return Promise.resolve(held.token);
    if (isRefused) refusedUntil = now + SHORTEST_MS;
    pending ??= exchange().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}

async function inTime<T>(
  clock: Clock,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await within({ clock, ms: TOKEN_DEADLINE_MS, signal: undefined, graceMs: 0 }, work);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof TimeUpError) {
      throw new UserError(`cannot get ${what}: ${error.message}`, {
        exit: 7,
        hint: 'check the network and the proxy of this machine, and whether the token server is up',
      });
    }
    throw tokenFailure(what, error);
  }
}

function checkExpected({ email, kind }: Loaded, expected: string): void {
  if (email === undefined) {
    throw new UserError(
      `the environment expects "${visibleLine(expected)}", but whose credentials these are cannot be told: ${kind}`,
      { exit: 7, hint: 'use a key or impersonate the account, so that it can be compared' },
    );
  }
  if (email.toLowerCase() === expected.trim().toLowerCase()) return;
  throw new UserError(
    `the environment expects "${visibleLine(expected)}", but the credentials are of "${visibleLine(email)}"`,
    { exit: 7, hint: 'use the credentials of this environment; nothing was called' },
  );
}
