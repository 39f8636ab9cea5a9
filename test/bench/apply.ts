import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Figure } from './figure.ts';
import { BOUND_SECONDS, FIRST_APPLY_RULES, firstApply, firstApplyFiles } from './first-apply.ts';
import { git } from './many-rules.ts';
import type { Scratch } from './scratch.ts';

/**
 * The limit is for answers that take no longer than half a second. What goes before the first rule and after the last is
 * some seven calls one after another, which with slower answers take more than the limit leaves, however scheduled.
 */
const LATENCIES_MS = [
  { latencyMs: 0, limited: true },
  { latencyMs: 400, limited: true },
  { latencyMs: 1500, limited: false },
] as const;

/** How long a first apply of 200 rules takes at the published rates, on a virtual clock. */
export async function benchApply(scratch: Scratch): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { latencyMs, limited } of LATENCIES_MS) {
    const root = join(scratch.folder, `first-apply-${latencyMs}`);
    for (const [path, text] of Object.entries(firstApplyFiles())) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    git(root, ['init', '--quiet', '--initial-branch=main']);
    git(root, ['add', '--all']);
    git(root, ['commit', '--quiet', '--message', 'begin']);
    const { ran, seconds, calls } = await firstApply(root, latencyMs);
    if (ran.code !== 0) throw new Error(`the first apply ended with ${ran.code}\n${ran.err}`);
    const refused = calls.filter(({ status }) => status === 429).length;
    const about = `first apply of ${FIRST_APPLY_RULES} rules, answers after ${latencyMs} ms`;
    figures.push(
      {
        bar: 'apply',
        what: about,
        unit: 's',
        samples: [seconds],
        by: 'median',
        ...(limited ? { limit: 1.05 * BOUND_SECONDS } : {}),
      },
      {
        bar: 'apply',
        what: `${about}: refused with 429`,
        unit: 'calls',
        samples: [refused],
        by: 'max',
        limit: 0,
      },
    );
  }
  return figures;
}
