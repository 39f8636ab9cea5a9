import type { RunLink } from './comment-entry.ts';

/** A link to the run, which has the reports among its artifacts; two runs that say the same differ in nothing else. */
export function linkOf(run: RunLink | undefined): readonly string[] {
  return run === undefined ? [] : [`reports and logs: [run ${run.id}](${run.url})`];
}
