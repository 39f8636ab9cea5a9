import type { Environment } from '../lib/model/environment.ts';
import { openRepository } from '../lib/repo/git.ts';
import { line, say, type Line } from '../lib/report/styled.ts';
import { openReach } from '../lib/secops/proxy.ts';
import { openCache } from '../lib/store/cache.ts';
import { exitOf, explain } from './chron.ts';
import { defineCommand, type Context } from './command.ts';
import { attempt, diagnose, type Finding } from './diagnose.ts';
import { servedAt, startEmbedded } from './embedded.ts';
import { EXIT, worstExit, type ExitCode } from './exit.ts';
import { COMMON_OPTIONS, ENV_OPTION } from './options.ts';
import { paint } from './paint.ts';
import { chosenEnvironments } from './planning.ts';
import { needEnvironment } from './read-environment.ts';
import { proxySettings, setting, settingsIn } from './settings.ts';
import { keyFileOf } from './tenant.ts';
import { findPlace, type Place } from './workspace.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  words: '',
  summary: 'find out why chron cannot work with a tenant, and what to do',
  options: { ...ENV_OPTION, unicode: COMMON_OPTIONS.unicode },
  examples: [
    ['chron doctor --env prod', 'identity, token, host, clock, permissions, clone, proxy'],
  ],
  async run(args, context) {
    const place = findPlace(context);
    const names = await chosenEnvironments(args.env, place.tree);
    const exits: ExitCode[] = [];
    for (const name of names) {
      try {
        const environment = await needEnvironment(name, place, context);
        const findings = [
          ...(await aroundHere(place, context)),
          ...(await tenantFindings(environment, place, context)),
        ];
        const lines = findings.flatMap((finding) => findingLines(finding, args.unicode));
        context.out.write(paint([line(say(name, 'strong')), ...lines], context, context.out));
        exits.push(...findings.map(exitFor));
      } catch (error) {
        explain(error, context);
        exits.push(exitOf(error));
      }
    }
    return worstExit(exits);
  },
});

/** What does not depend on the tenant: the clone, the proxy, the variables. */
async function aroundHere({ root, state }: Place, { env }: Context): Promise<readonly Finding[]> {
  const clone = await attempt(
    'clone',
    () => openRepository(root, openCache(state.room('cache'))),
    'has its whole history',
  );
  const { httpsProxy, httpProxy, noProxy } = proxySettings(env);
  const proxy = httpsProxy ?? httpProxy;
  const names = settingsIn(env);
  return [
    clone.finding,
    proxyFinding(proxy, noProxy),
    {
      about: 'variables',
      status: 'ok',
      said:
        names.length === 0
          ? 'none that chron reads is set'
          : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} set`,
    },
  ];
}

/** Says a proxy's address without the account that may stand in it. `proxy:3128` is none: it has no `http://`. */
function proxyFinding(proxy: string | undefined, noProxy: string | undefined): Finding {
  const about = 'proxy';
  if (proxy === undefined) return { about, status: 'ok', said: 'none is set' };
  const address = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol)) {
    return {
      about,
      status: 'failed',
      said: 'one is set whose address is none',
      hint: 'write HTTPS_PROXY as http://HOST:PORT',
    };
  }
  const direct = noProxy === undefined ? '' : `, but not for ${noProxy}`;
  return { about, status: 'ok', said: `calls go through ${address.host}${direct}` };
}

async function tenantFindings(
  environment: Environment,
  place: Place,
  context: Context,
): Promise<readonly Finding[]> {
  const { env, clock } = context;
  const shared = { environment, clock, identity: { credentials: environment.credentials } };
  if (environment.api === 'embedded') {
    const served = servedAt(place.state, environment.name);
    if (served !== undefined)
      return diagnose({ ...shared, endpoint: served, fetch: context.fetch });
    const own = await startEmbedded({
      state: place.state,
      environment: environment.name,
      command: 'chron doctor',
      clock,
      options: { tier: environment.tier },
    });
    try {
      return await diagnose({ ...shared, endpoint: own.url, fetch: context.fetch });
    } finally {
      await own.close();
    }
  }
  const endpoint = setting(env, 'CHRON_BACKSTORY_ENDPOINT');
  if (endpoint !== undefined) return diagnose({ ...shared, endpoint, fetch: context.fetch });
  const { fetch: reach, proxied } = openReach(context.fetch, proxySettings(env));
  const key = await attempt('key file', () =>
    Promise.resolve().then(() => keyFileOf(place, context)),
  );
  if (key.finding.status === 'failed') return [key.finding];
  return diagnose({
    ...shared,
    fetch: reach,
    identity: {
      credentials: environment.credentials,
      ...(key.value === undefined ? {} : { keyFile: key.value }),
      ...(environment.expect === undefined ? {} : { expect: environment.expect }),
      ...(proxied ? { fetch: reach } : {}),
    },
  });
}

function exitFor({ status, denied }: Finding): ExitCode {
  if (status !== 'failed') return EXIT.ok;
  return denied === true ? EXIT.denied : EXIT.failed;
}

const MARKS = {
  ok: ['✓', 'ok'],
  failed: ['✗', 'FAILED'],
  skipped: ['·', '-'],
} as const satisfies Record<Finding['status'], readonly [string, string]>;

function findingLines({ about, status, said, hint }: Finding, unicode: boolean): readonly Line[] {
  const [sign, word] = MARKS[status];
  const mark = unicode ? sign : word.padEnd(6);
  const tone = status === 'failed' ? 'error' : status === 'skipped' ? 'faint' : undefined;
  const first = line('  ', say(mark, tone), ' ', about.padEnd(16), say(said, tone));
  return hint === undefined || status !== 'failed'
    ? [first]
    : [first, line(`      what to do: ${hint}`)];
}
