import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeSeeding, type Seeding } from '../../cmd/seeding.ts';
import type { SownCase } from '../../cmd/sow.ts';
import { openEventsFile, type EventsFile } from '../../lib/store/events-file.ts';
import { HandClock } from '../emulator/hand-clock.ts';
import { tempFolder } from '../helpers/temp.ts';

const HOUR = 3_600_000;

/** A rule test that somebody edits while it is sown. */
class Tests {
  asked = 0;
  version = 'a';
  windowMs = HOUR;

  readonly fingerprint = (): Promise<string> => Promise.resolve(this.version);

  readonly cases = (): Promise<readonly SownCase[]> => {
    this.asked += 1;
    const first = new Date('2025-06-01T10:00:00Z');
    const event = { metadata: { eventTimestamp: '2025-06-01T10:00:00Z' } };
    return Promise.resolve([
      {
        rule: 'r',
        name: this.version,
        windowMs: this.windowMs,
        events: [event],
        first,
        last: first,
      },
    ]);
  };
}

async function aDesk(): Promise<{
  readonly tests: Tests;
  readonly clock: HandClock;
  readonly said: readonly string[];
  readonly renew: (seeding?: Seeding) => Promise<readonly string[]>;
  readonly again: () => Seeding;
}> {
  const folder = await tempFolder();
  const [tests, clock, said]: [Tests, HandClock, string[]] = [new Tests(), new HandClock(), []];
  const [file, stamp] = [
    await openEventsFile(join(folder, 'seed')),
    await openEventsFile(join(folder, 'stamp')),
  ];
  const again = (): Seeding =>
    makeSeeding({ source: tests, clock, say: (line) => void said.push(line) });
  const seeding = again();
  return {
    tests,
    clock,
    said,
    again,
    renew: async (one = seeding) => {
      await one.renew(file, stamp);
      return linesOf(file);
    },
  };
}

async function linesOf(file: EventsFile): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of file.lines()) lines.push(line);
  return lines;
}

describe('seeding', () => {
  it('sows once an hour, whoever does it', async () => {
    const { tests, clock, renew, again } = await aDesk();
    const first = await renew();
    clock.advance(HOUR / 2);
    expect(await renew()).toEqual(first);
    expect(await renew(again())).toEqual(first);
    expect(tests.asked).toBe(1);
    clock.advance(HOUR / 2);
    await renew();
    expect(tests.asked).toBe(2);
  });

  it('sows anew when a test has changed', async () => {
    const { tests, renew } = await aDesk();
    const first = await renew();
    tests.version = 'b';
    expect(await renew()).not.toEqual(first);
  });

  it('has each case at any hour of a month, between a fortnight and seven hours ago', async () => {
    const { clock, renew } = await aDesk();
    for (let hour = 0; hour < 24 * 30; hour += 7) {
      const lines = await renew();
      const ages = lines.map(
        (line) => clock.now().getTime() - Date.parse(/\d{4}-[^"]+/.exec(line)?.[0] ?? ''),
      );
      expect(ages.length).toBeGreaterThanOrEqual(1);
      expect(ages.every((age) => age >= 7 * HOUR && age <= 14 * 24 * HOUR)).toBe(true);
      clock.advance(7 * HOUR);
    }
  });

  it('says once which rules find no room', async () => {
    const { tests, clock, said, renew } = await aDesk();
    tests.windowMs = 14 * 24 * HOUR;
    expect(await renew()).toEqual([]);
    clock.advance(HOUR);
    await renew();
    expect(said).toEqual([
      'the last 14 days have no room for the tests of r: there are no events of theirs',
    ]);
  });
});
