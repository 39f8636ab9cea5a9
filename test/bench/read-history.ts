/** A process of its own that opens the repository it is started in, reads its history, and says what both took. */
import { performance } from 'node:perf_hooks';
import { openRepository } from '../../lib/repo/git.ts';
import { openCache } from '../../lib/store/cache.ts';
import { openState } from '../../lib/store/state-folder.ts';

/** In milliseconds, without node's own start. */
export interface HistoryTook {
  readonly openMs: number;
  readonly historyMs: number;
}

const begun = performance.now();
const repository = await openRepository(process.cwd(), openCache(openState('.').room('cache')));
const opened = performance.now();
await repository.history();
const took: HistoryTook = { openMs: opened - begun, historyMs: performance.now() - opened };
process.stdout.write(`${JSON.stringify(took)}\n`);
