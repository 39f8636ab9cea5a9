import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import type { Figure } from './figure.ts';
import { TOP } from './top.ts';

const DETECTIONS = 500_000;
const RUNS = 3;
const [LIMIT_S, LIMIT_MB] = [30, 1024];

const printed = z.object({
  seconds: z.number(),
  peakMb: z.number(),
  lost: z.number(),
  gained: z.number(),
  same: z.number(),
});

/** What comparing the detections of two texts costs: 500,000 of both together, over 14 days. */
export async function benchGate(): Promise<readonly Figure[]> {
  const runs = Array.from({ length: RUNS }, () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', join(TOP, 'test/bench/gate-process.ts'), String(DETECTIONS)],
      { cwd: TOP, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`comparing ended with ${status}: ${stderr}`);
    return printed.parse(JSON.parse(stdout));
  });
  const wrong = runs.find(
    ({ lost, gained, same }) => lost !== gained || lost + same !== DETECTIONS / 2,
  );
  if (wrong !== undefined) throw new Error(`compared wrongly: ${JSON.stringify(wrong)}`);
  const what = `compare ${DETECTIONS.toLocaleString('en-US')} detections`;
  return [
    {
      bar: 'gate',
      what,
      unit: 's',
      samples: runs.map(({ seconds }) => seconds),
      by: 'median',
      limit: LIMIT_S,
    },
    {
      bar: 'gate',
      what: `${what}, peak`,
      unit: 'MB',
      samples: runs.map(({ peakMb }) => peakMb),
      by: 'max',
      limit: LIMIT_MB,
    },
  ];
}
