import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import type { Figure } from './figure.ts';
import { TOP } from './top.ts';

const DETECTIONS = 500_000;
const RULES = 50;
const RUNS = 3;
const [LIMIT_S, LIMIT_MB, LIMIT_PAGE_MB] = [30, 1024, 1];

const printed = z.object({
  seconds: z.number(),
  peakMb: z.number(),
  pageMb: z.number(),
  written: z.literal(true),
});

/** What comparing and reporting costs: 500,000 detections of both texts of 50 rules, as HTML, Markdown, JSON and lines. */
export async function benchReport(): Promise<readonly Figure[]> {
  const runs = Array.from({ length: RUNS }, () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--import',
        'tsx',
        join(TOP, 'test/bench/report-process.ts'),
        String(DETECTIONS),
        String(RULES),
      ],
      { cwd: TOP, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`reporting ended with ${status}: ${stderr}`);
    return printed.parse(JSON.parse(stdout));
  });
  const what = `report ${DETECTIONS.toLocaleString('en-US')} detections of ${RULES} rules`;
  return [
    {
      bar: 'report',
      what,
      unit: 's',
      samples: runs.map(({ seconds }) => seconds),
      by: 'median',
      limit: LIMIT_S,
    },
    {
      bar: 'report',
      what: `${what}, peak`,
      unit: 'MB',
      samples: runs.map(({ peakMb }) => peakMb),
      by: 'max',
      limit: LIMIT_MB,
    },
    {
      bar: 'report',
      what: `${what}, the page`,
      unit: 'MB',
      samples: runs.map(({ pageMb }) => pageMb),
      by: 'max',
      limit: LIMIT_PAGE_MB,
    },
  ];
}
