import type { Clock } from '../lib/ports/clock.ts';
import type { EventsFile } from '../lib/store/events-file.ts';
import { sow, type SownCase } from './sow.ts';

/** Puts the events of the rule tests where a tenant's would be, and moves on with the time. */
export interface Seeding {
  /** Fills the file if that is due: nothing was sown, another hour has begun, or the tests have changed. */
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
  /** Hears of rules whose tests find no room, once for each state of the tests. */
  readonly say: (line: string) => void;
}

const HOUR_MS = 3_600_000;
/** The range that `chron retrohunt` and test runs look at where nobody says otherwise. */
const FORTNIGHT_MS = 14 * 24 * HOUR_MS;
/** What the gate leaves out at the end of its range (design: `excludeLast`), and an hour more. */
const END_MS = 7 * HOUR_MS;

export function makeSeeding({ source, clock, say }: SeedingStart): Seeding {
  let said: string | undefined;
  return {
    renew: async (file, stamp) => {
      const at = Math.floor(clock.now().getTime() / HOUR_MS) * HOUR_MS;
      const fingerprint = await source.fingerprint();
      const known = await stampIn(stamp);
      if (known?.fingerprint === fingerprint && known.at === at) return;
      const { events, left } = sow(await source.cases(), {
        from: new Date(at - FORTNIGHT_MS),
        to: new Date(at - END_MS),
      });
      // A kill between the two sows once more.
      file.replace(events.map((event) => JSON.stringify(event)));
      stamp.replace([JSON.stringify({ at, fingerprint })]);
      if (left.length > 0 && said !== fingerprint) {
        said = fingerprint;
        say(
          `the last 14 days have no room for the tests of ${left.join(', ')}: there are no events of theirs`,
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
