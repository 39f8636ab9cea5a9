import { ApiError, UserError } from '../lib/errors.ts';
import type { Environment } from '../lib/model/environment.ts';
import type { Hunts } from '../lib/ports/hunts.ts';
import type { SecOps } from '../lib/ports/secops.ts';
import { openBackstory, type Target } from '../lib/secops/backstory-v2.ts';
import { backstoryOrigin } from '../lib/secops/hosts.ts';
import { openIdentity, type Identity, type IdentityOptions } from '../lib/secops/identity.ts';
import type { Clock } from '../lib/ports/clock.ts';

/** One thing that was looked at. */
export interface Finding {
  readonly about: string;
  readonly status: 'ok' | 'failed' | 'skipped';
  readonly said: string;
  /** What to do; every failure has one. */
  readonly hint?: string;
  /** It is about who we are and what we may do: exit 7. */
  readonly denied?: boolean;
}

/** What is examined, and with what. */
export interface Patient {
  readonly environment: Environment;
  /** A stand-in on this machine instead of Google. */
  readonly endpoint?: string | undefined;
  readonly identity: Omit<IdentityOptions, 'clock'>;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
}

/** All reads together end after so long; the token server has 15 s before (reliability R10). */
const READS_MS = 12_000;
/** Google takes tokens from a clock that is wrong by less than this. */
const SKEW_MS = 5 * 60_000;

/** Finds out whether chron can work with an environment's tenant: only reads, one after the other, each named. */
export async function diagnose(patient: Patient): Promise<readonly Finding[]> {
  const { endpoint, environment } = patient;
  if (endpoint !== undefined) {
    const target = { kind: 'loopback', endpoint } as const;
    return [
      ok('identity', 'none is used: a stand-in on this machine answers'),
      ...(await reads(patient, target, endpoint)),
    ];
  }
  const region = environment.region ?? 'us';
  const opened = await attempt('identity', () =>
    openIdentity({ ...patient.identity, clock: patient.clock }),
  );
  if (opened.value === undefined) return [opened.finding, ...skipped('no identity')];
  const identity: Identity = opened.value;
  const who = ok('identity', identity.who);
  const token = await attempt('token', () => identity.token());
  if (token.value === undefined) return [who, token.finding, ...skipped('no token').slice(1)];
  return [
    who,
    ok('token', 'the token server gave one'),
    ...(await reads(patient, { kind: 'google', region, identity }, backstoryOrigin(region))),
  ];
}

/** What the tenant lets us read; writing is not tried. */
const READS: readonly (readonly [
  about: string,
  read: (client: SecOps & Hunts) => Promise<unknown>,
])[] = [
  ['rules', (client) => client.listRules()],
  ['reference lists', (client) => client.listLists()],
  ['retrohunts', (client) => client.listRetrohunts('-', 'running')],
];

async function reads(patient: Patient, target: Target, host: string): Promise<readonly Finding[]> {
  const { clock, environment } = patient;
  let skewMs: number | undefined;
  const client = openBackstory({
    target,
    rates: environment.rates,
    clock,
    // doubtful answers are asked for again at once: whoever waits here wants to know
    random: () => 0,
    timeoutMs: READS_MS,
    fetch: async (input, init) => {
      const response = await patient.fetch(input, init);
      const date = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(date)) skewMs = clock.now().getTime() - date;
      return response;
    },
  });
  const findings: Finding[] = [];
  for (const [about, read] of READS) {
    const { finding } = await attempt(about, () => read(client), `can be read`);
    findings.push(finding);
    // without an answer the other reads fare no better
    if (finding.status === 'failed' && finding.denied !== true) break;
  }
  const [first] = findings;
  const answered = first?.status === 'ok' || skewMs !== undefined;
  return [
    answered ? ok('host', `${new URL(host).host} answers`) : failedHost(host, first),
    clockFinding(skewMs),
    ...findings,
  ];
}

function failedHost(host: string, first: Finding | undefined): Finding {
  return {
    about: 'host',
    status: 'failed',
    said: `${new URL(host).host} does not answer`,
    hint: first?.hint ?? 'check the network and the proxy of this machine',
  };
}

function clockFinding(skewMs: number | undefined): Finding {
  if (skewMs === undefined)
    return { about: 'clock', status: 'skipped', said: 'no time to compare with' };
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  if (Math.abs(skewMs) < SKEW_MS) return ok('clock', 'agrees with the service');
  return {
    about: 'clock',
    status: 'failed',
    said: `the clock of this machine is ${minutes} minutes ${skewMs > 0 ? 'fast' : 'slow'}`,
    hint: 'set the clock; Google refuses tokens of a clock that is wrong',
  };
}

/** Runs a check; a refusal becomes a finding with the words that any command would use. */
export async function attempt<T>(
  about: string,
  work: () => Promise<T>,
  good = '',
): Promise<{ readonly value?: T; readonly finding: Finding }> {
  try {
    return { value: await work(), finding: ok(about, good) };
  } catch (error) {
    if (!(error instanceof UserError || error instanceof ApiError)) throw error;
    const denied =
      error instanceof UserError ? error.exit === 7 : error.status === 401 || error.status === 403;
    return {
      finding: {
        about,
        status: 'failed',
        said: error.message,
        hint: error.hint ?? 'run the command again with --verbose to see every call',
        ...(denied ? { denied } : {}),
      },
    };
  }
}

function skipped(because: string): readonly Finding[] {
  return ['token', 'host', 'clock', ...READS.map(([about]) => about)].map((about): Finding => ({
    about,
    status: 'skipped',
    said: because,
  }));
}

function ok(about: string, said: string): Finding {
  return { about, status: 'ok', said };
}
