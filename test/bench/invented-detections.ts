import type { Detection, TimeRange } from '../../lib/model/detection.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
/** Fourteen days. */
export const RANGE: TimeRange = { from: new Date(START), to: new Date(START + 14 * DAY_MS) };

/** Half of windows and half of events, spread over 14 days and 5,000 users; `shift` moves every tenth of them out of sight. */
export function inventedDetections(many: number, shift: number): readonly Detection[] {
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
