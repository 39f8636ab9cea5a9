/**
 * A process that reads one stream of a test run and nothing else, as the built command would, and says what it took:
 * its resident memory after a short stream, and the most it ever was.
 */
import { openDirectFetch } from '../../cmd/direct-fetch.ts';
import { openBackstory } from '../../lib/secops/backstory-v2.ts';
import { realClock } from './real-clock.ts';

const RANGE = { from: new Date('2025-12-01T00:00:00Z'), to: new Date('2025-12-15T00:00:00Z') };
const [short = '', long = ''] = process.argv.slice(2);

const read = async (endpoint: string) =>
  openBackstory({
    target: { kind: 'loopback', endpoint },
    rates: 'none',
    clock: realClock,
    random: () => 0,
    timeoutMs: 300_000,
    fetch: openDirectFetch(),
  }).testRun('rule r {}', RANGE, 10_000);

await read(short);
const before = process.memoryUsage.rss();
const { detections, incomplete } = await read(long);
process.stdout.write(
  JSON.stringify({
    detections: detections.length,
    incomplete,
    last: detections.at(-1)?.samples[0]?.events,
    grewMiB: (process.resourceUsage().maxRSS * 1024 - before) / 1024 ** 2,
  }),
);
