import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure } from './figure.ts';
import { makeShipped } from './many-rules.ts';
import { runNode } from './run-chron.ts';
import type { Scratch } from './scratch.ts';

const PAIRS = 21;
const PLANS = 5;
const PLAN_MS = 1500;
/** What may come on top of a node that does nothing, by what is asked for. */
const OVER_BARE_MS = { '--version': 100, '--help': 150 } as const;

/** How long chron takes to start, and a whole plan on the embedded Detection Engine. */
export async function benchStart(scratch: Scratch): Promise<readonly Figure[]> {
  const { chron } = await scratch.bundle();
  const folder = join(scratch.folder, 'shipped');
  makeShipped(folder);
  const took = (argv: readonly string[]): number => {
    const begun = performance.now();
    const { status } = spawnSync(process.execPath, argv, { cwd: folder, stdio: 'ignore' });
    if (status !== 0) throw new Error(`node ${argv.join(' ')} ended with ${status}`);
    return performance.now() - begun;
  };

  const pairs = Object.entries(OVER_BARE_MS).map(([word, limit]): Figure => {
    took([chron, word]);
    // In pairs, so that a slow moment of the machine falls on both sides.
    const samples = Array.from({ length: PAIRS }, () => {
      const bare = took(['-e', '0']);
      return took([chron, word]) - bare;
    });
    return {
      bar: 'start',
      what: `chron ${word} over node -e 0`,
      unit: 'ms',
      samples,
      by: 'median',
      limit,
    };
  });
  const bare = Array.from({ length: PLANS }, () => took(['-e', '0']));
  const plans: number[] = [];
  for (let turn = 0; turn < PLANS; turn += 1) {
    const begun = performance.now();
    const { code, err } = await runNode([chron, 'plan', '--env', 'local'], { cwd: folder });
    plans.push(performance.now() - begun);
    if (code !== 0) throw new Error(`chron plan --env local ended with ${code}\n${err}`);
  }
  return [
    ...pairs,
    {
      bar: 'start',
      what: 'chron plan --env local',
      unit: 'ms',
      samples: plans,
      by: 'median',
      limit: PLAN_MS,
    },
    { bar: 'start', what: 'node -e 0', unit: 'ms', samples: bare, by: 'median' },
  ];
}
