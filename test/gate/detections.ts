import type { Detection } from '../../lib/model/detection.ts';

const START = Date.UTC(2026, 0, 10);

/** A moment so many minutes after the beginning of 10 January 2026, UTC. */
export const minute = (minutes: number): Date => new Date(START + minutes * 60_000);

/** A detection of a rule with a match section: somebody, over a window given in minutes. */
export function anEntityDetection(
  user: string,
  from: number,
  to: number,
  overrides: Partial<Detection> = {},
): Detection {
  return {
    ruleName: 'many_logins',
    multiEvent: true,
    detectionTime: minute(to),
    window: { from: minute(from), to: minute(to) },
    matches: [{ key: 'user', value: user }],
    outcomes: [],
    samples: [],
    ...overrides,
  };
}

/** A detection of a single-event rule; without an id the event is not told. */
export function anEventDetection(
  id: string | undefined,
  at: number,
  overrides: Partial<Detection> = {},
): Detection {
  const metadata = id === undefined ? {} : { id };
  return {
    ruleName: 'one_login',
    multiEvent: false,
    detectionTime: minute(at),
    window: { from: minute(at), to: minute(at) },
    matches: [],
    outcomes: [],
    samples: [{ label: 'e', events: [{ metadata }], entities: [] }],
    ...overrides,
  };
}

export const twoDays = { from: minute(0), to: minute(2 * 1440) };
