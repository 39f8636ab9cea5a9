import { isAbsolute, relative, resolve } from 'node:path';
import { realpathSync } from 'node:fs';
import { UserError } from '../lib/errors.ts';
import type { Environment } from '../lib/model/environment.ts';
import { backstoryOrigin } from '../lib/secops/hosts.ts';
import { openReach } from '../lib/secops/proxy.ts';
import { openBackstory, type Backstory, type Target } from '../lib/secops/backstory-v2.ts';
import type { CallRecord } from '../lib/secops/transport.ts';
import type { Context } from './command.ts';
import { servedAt, startEmbedded } from './embedded.ts';
import { sayLines } from './say.ts';
import { proxySettings, setting } from './settings.ts';
import type { Place } from './workspace.ts';

/** The client of one environment's tenant, and what it has cost so far. */
export interface Tenant {
  readonly secops: Backstory;
  /** A client that an interrupt does not end, with little time: to read once more and to write the memory. */
  readonly closing: () => Backstory;
  /** Where it is, for people: a host, or `embedded`. */
  readonly host: string;
  readonly calls: () => { readonly calls: number; readonly retries: number };
  close(): Promise<void>;
}

export interface TenantOptions {
  /** The command that asks: `chron plan`. Stands in the lock of the embedded state. */
  readonly command: string;
  readonly timeoutMs: number;
  readonly verbose: boolean;
  readonly signal?: AbortSignal;
}

/** Opens the tenant of an environment: the service in its region, or the emulator that the environment has here. */
export async function openTenant(
  environment: Environment,
  place: Place,
  context: Context,
  options: TenantOptions,
): Promise<Tenant> {
  const { target, host, reach, close } = await targetOf(environment, place, context, options);
  const counts = { calls: 0, retries: 0 };
  const common = {
    target,
    rates: environment.rates,
    clock: context.clock,
    random: context.random,
    fetch: reach ?? context.fetch,
    onCall: (call: CallRecord) => {
      counts.calls += 1;
      if (call.attempt > 1) counts.retries += 1;
      if (options.verbose) sayLines(context, callLine(call));
    },
  };
  try {
    const secops = openBackstory({
      ...common,
      timeoutMs: options.timeoutMs,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    return {
      secops,
      closing: () => openBackstory({ ...common, timeoutMs: CLOSING_MS }),
      host,
      calls: () => counts,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** After an interrupt a CI runner leaves a few seconds in all (reliability B4). */
const CLOSING_MS = 4000;

interface Opened {
  readonly target: Target;
  readonly host: string;
  /** Through a proxy; only what is beyond this machine goes there. */
  readonly reach?: typeof fetch;
  readonly close: () => Promise<void>;
}

const NOTHING_TO_CLOSE = (): Promise<void> => Promise.resolve();

async function targetOf(
  environment: Environment,
  place: Place,
  context: Context,
  { command }: TenantOptions,
): Promise<Opened> {
  const endpoint = setting(context.env, 'CHRON_BACKSTORY_ENDPOINT');
  if (environment.api === 'embedded') {
    const served = servedAt(place.state, environment.name);
    if (served !== undefined) return loopback(served, 'embedded');
    const emulator = await startEmbedded({
      state: place.state,
      environment: environment.name,
      command,
      clock: context.clock,
      options: { tier: environment.tier },
      tests: place.tree,
      say: (line) => sayLines(context, line),
    });
    return { ...loopback(emulator.url, 'embedded'), close: () => emulator.close() };
  }
  if (endpoint !== undefined) return loopback(endpoint, endpoint);
  const region = environment.region ?? 'us';
  const { openIdentity } = await import('../lib/secops/identity.ts');
  const { fetch: reach, proxied } = openReach(context.fetch, proxySettings(context.env));
  const keyFile = keyFileOf(place, context);
  const identity = await openIdentity({
    credentials: environment.credentials,
    clock: context.clock,
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(proxied ? { fetch: reach } : {}),
    ...(environment.expect === undefined ? {} : { expect: environment.expect }),
  });
  return {
    target: { kind: 'google', region, identity },
    host: new URL(backstoryOrigin(region)).host,
    reach,
    close: NOTHING_TO_CLOSE,
  };
}

function loopback(endpoint: string, host: string): Opened {
  return { target: { kind: 'loopback', endpoint }, host, close: NOTHING_TO_CLOSE };
}

/** A key inside the work tree is one `git add` away from everybody. */
export function keyFileOf(
  { root }: Place,
  { env, cwd }: Pick<Context, 'env' | 'cwd'>,
): string | undefined {
  const path = setting(env, 'CHRON_BACKSTORY_KEY_FILE');
  if (path === undefined) return undefined;
  const absolute = resolve(cwd, path);
  const inside = relative(realpathSync(root), real(absolute));
  if (inside !== '' && !inside.startsWith('..') && !isAbsolute(inside)) {
    throw new UserError(`the key file in CHRON_BACKSTORY_KEY_FILE lies inside the work tree`, {
      hint: 'move it out of the repository; if it was ever committed, have the key replaced',
    });
  }
  return absolute;
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function callLine({ method, path, status, durationMs }: CallRecord): string {
  return `${method} ${path} ${status === 0 ? 'no answer' : status} ${Math.round(durationMs)} ms`;
}
