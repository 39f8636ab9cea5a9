import type { CallRecord } from '../../lib/emulator/call-log.ts';
import { startEmulator } from '../../lib/emulator/server.ts';
import { ruleText } from '../helpers/builders.ts';
import { chron, type Ran } from '../helpers/chron.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { MemoryRecords } from '../helpers/records.ts';

/** So many rules are created, enabled and made to alert. */
export const FIRST_APPLY_RULES = 200;

/** Each method may be called once a second, and the busiest is called once a rule (design §6). */
export const BOUND_SECONDS = FIRST_APPLY_RULES;

/** Files of a repository whose rules are all to alert, in a tenant that keeps to the published rates. */
export function firstApplyFiles(): Readonly<Record<string, string>> {
  const names = Array.from(
    { length: FIRST_APPLY_RULES },
    (_, index) => `first_${String(index).padStart(3, '0')}`,
  );
  return {
    'environments/prod.yaml': [
      'api: backstory',
      'region: europe',
      'credentials: { ambient: true }',
      'tier: enterprise-plus',
      'gate: off',
      'deployment:',
      '  - { enabled: true, alerting: true }',
      '',
    ].join('\n'),
    ...Object.fromEntries(names.map((name) => [`rules/family/${name}.yaral`, ruleText(name)])),
  };
}

/** What a first apply came to. */
export interface FirstApply {
  readonly ran: Ran;
  /** Between the first call and the last, on the clock that both sides share. */
  readonly seconds: number;
  readonly calls: readonly CallRecord[];
}

/**
 * Runs `chron apply` in a repository with `firstApplyFiles`, against an emulator that refuses every call beyond the
 * published rates, on a clock that only moves while both wait. Each answer takes `latencyMs` on that clock.
 */
export async function firstApply(root: string, latencyMs: number): Promise<FirstApply> {
  const clock = new VirtualClock();
  const emulator = await startEmulator({
    records: new MemoryRecords(),
    clock,
    options: { quotas: 'published', tier: 'enterprise-plus' },
  });
  try {
    const begun = clock.now().getTime();
    const ran = await chron('apply --env prod --yes --timeout 60m', {
      cwd: root,
      env: { CHRON_BACKSTORY_ENDPOINT: emulator.url },
      clock,
      fetch: async (input, init) => {
        const answer = await clock.during(async () => {
          const heard = await fetch(input, init);
          const body = await heard.arrayBuffer();
          return new Response(body, { status: heard.status, headers: heard.headers });
        });
        if (latencyMs > 0) await clock.sleep(latencyMs);
        return answer;
      },
    });
    return { ran, seconds: (clock.now().getTime() - begun) / 1000, calls: [...emulator.calls] };
  } finally {
    await emulator.close();
  }
}
