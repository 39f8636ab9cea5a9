import type { Clock } from '../lib/ports/clock.ts';
import type { EventsFile } from '../lib/store/events-file.ts';
import { sow, type SownCase } from './sow.ts';

/** Puts the events of the rule tests where a tenant's would be, and again once they have grown old. */
export interface Seeding {
  /** Fills the file if that is due: nothing was sown, a day has gone by, or the tests have changed. */
  readonly renew: (file: EventsFile, stamp: EventsFile) => Promise<void>;
}

/** Where the cases come from. */
export interface SeedSource {
  /** Another text once a test or its rule has changed; cheap. */
  readonly fingerprint: () => Promise<string>;
  readonly cases: () => Promise<readonly SownCase[]>;
}

interface SeedingStart {
  readonly source: SeedSource;
  readonly clock: Clock;
  /** Hears of rules whose tests find no room, each time they are sown. */
  readonly say: (line: string) => void;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What the gate leaves out at the end of its range, where the environment says nothing (design: `excludeLast`). */
const EXCLUDE_LAST_MS = 6 * HOUR_MS;
/** The range that hunts and test runs look at: the last fortnight, also a day after it was sown. */
const REACH_MS = 13 * DAY_MS;

export function makeSeeding({ source, clock, say }: SeedingStart): Seeding {
  return {
    renew: async (file, stamp) => {
      const now = clock.now().getTime();
      const fingerprint = await source.fingerprint();
      const known = await stampIn(stamp);
      if (known?.fingerprint === fingerprint && now >= known.at && now - known.at < DAY_MS) return;
      const to = Math.floor((now - EXCLUDE_LAST_MS - HOUR_MS) / HOUR_MS) * HOUR_MS;
      const { events, left } = sow(await source.cases(), {
        from: new Date(now - REACH_MS),
        to: new Date(to),
      });
      // A kill between the two sows once more.
      file.replace(events.map((event) => JSON.stringify(event)));
      stamp.replace([JSON.stringify({ at: now, fingerprint })]);
      if (left.length > 0) {
        say(
          `the tests of ${left.join(', ')} find no room in the last 13 days, so it has no events of theirs`,
        );
      }
    },
  };
}

async function stampIn(
  stamp: EventsFile,
): Promise<{ readonly at: number; readonly fingerprint: string } | undefined> {
  for await (const line of stamp.lines()) {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) continue;
    if (!('at' in value) || typeof value.at !== 'number') continue;
    if (!('fingerprint' in value) || typeof value.fingerprint !== 'string') continue;
    return { at: value.at, fingerprint: value.fingerprint };
  }
  return undefined;
}
