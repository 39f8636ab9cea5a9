/** A process of its own: makes detections of two texts, compares them, and prints how long that took and how much memory. */
import { compareDetections } from '../../lib/gate/compare.ts';
import type { Detection } from '../../lib/model/detection.ts';

const [count = '500000'] = process.argv.slice(2);
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const range = { from: new Date(START), to: new Date(START + 14 * DAY_MS) };

/** Half of windows and half of events, spread over 14 days and 5,000 users; `shift` moves every tenth of them out of sight. */
function detections(many: number, shift: number): readonly Detection[] {
  return Array.from({ length: many }, (_, at): Detection => {
    const moved = at % 10 === 0 ? shift : 0;
    const from = new Date(START + ((at * 7919) % (14 * DAY_MS - 600_000)));
    const multiEvent = at % 2 === 0;
    const user = `user ${(at * 31) % 5000}${moved === 0 ? '' : ` ${moved}`}`;
    const to = multiEvent ? new Date(from.getTime() + 300_000) : from;
    const id = `event ${at} ${moved}`;
    return {
      detectionId: `de_${shift}_${at}`,
      ruleName: 'many_logins',
      multiEvent,
      detectionTime: to,
      window: { from, to },
      matches: multiEvent ? [{ key: 'user', value: user }] : [],
      outcomes: [{ key: 'risk_score', value: '35' }],
      samples: [
        {
          label: 'e',
          events: [{ metadata: { id }, principal: { user: { userid: user } } }],
          entities: [],
        },
      ],
    };
  });
}

const half = Math.floor(Number(count) / 2);
const [before, after] = [detections(half, 1), detections(half, 2)];
const begun = performance.now();
const { lost, gained, same } = compareDetections(before, after, range);
process.stdout.write(
  JSON.stringify({
    seconds: (performance.now() - begun) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    lost: lost.length,
    gained: gained.length,
    same: same.length,
  }),
);
