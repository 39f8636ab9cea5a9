import type { HuntJob, HuntOutcome } from './job.ts';
import { HuntQueue, type HuntQueueOptions } from './queue.ts';

/** A batch of hunts, and what the queue works with. */
export interface HuntSchedule extends HuntQueueOptions {
  readonly jobs: readonly HuntJob[];
}

/** Runs a batch of hunts, and gives what became of them in the order of the jobs. Rejects as `HuntQueue.add` does. */
export async function runHunts({
  jobs,
  ...options
}: HuntSchedule): Promise<readonly HuntOutcome[]> {
  const queue = new HuntQueue(options);
  return await Promise.all(jobs.map((job) => queue.add(job)));
}
