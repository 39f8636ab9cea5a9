import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { eventId, isEvent } from '../lib/emulator/event-facts.ts';
import type { EventSource } from '../lib/model/compiled-query.ts';
import type { UdmEvent } from '../lib/model/detection.ts';
import type { EventIntake } from '../lib/ports/events.ts';
import { openEventsFile, type EventsFile } from '../lib/store/events-file.ts';
import { fileWord } from '../lib/store/state-folder.ts';
import { readEventsFile, type BadLine } from './read-events.ts';
import type { Seeding } from './seeding.ts';
import { outsideOf, writeEvents } from './write-events.ts';

/** A file of events that are held, for DuckDB to read. */
export interface HeldFile {
  readonly path: string;
  readonly source: EventSource;
}

/** All events that are held. */
export interface HeldFiles {
  /** Those of the rule tests. */
  readonly seeded: readonly HeldFile[];
  /** Those that were read in: history, which live rules do not look at. */
  readonly read: readonly HeldFile[];
  /** Those that were sent. */
  readonly ingested: readonly HeldFile[];
}

/** What became of a file that was read in. */
export interface TakenIn {
  readonly taken: number;
  /** Those that were held already. */
  readonly known: number;
  /** How many lines are no event. */
  readonly left: number;
  /** The first few of them. */
  readonly bad: readonly BadLine[];
}

/** The events of an embedded environment. */
export interface HeldEvents extends EventIntake {
  /** Work that reads them, while nothing else reads or changes them. The rule tests are sown first where that is due. */
  readonly inTurn: <T>(work: (files: HeldFiles) => Promise<T>) => Promise<T>;
  /** Reads a file in: NDJSON, gzipped or not, or JSON. Throws UserError where it cannot be read. */
  readonly takeFile: (path: string) => Promise<TakenIn>;
  /** Writes all of them as NDJSON, and gives how many there are; those of the rule tests first. Throws UserError where the file cannot be written, or lies in the folder of the state. */
  readonly writeTo: (path: string) => Promise<number>;
}

interface HeldStart {
  /** Where the environment's state lies. */
  readonly folder: string;
  readonly environment: string;
  /** Makes the events of the rule tests; without it there are none. */
  readonly seeding?: Seeding;
}

/** So many lines that are no event are named; all are counted. A file may have millions of them. */
const MOST_NAMED = 5;

/** So many events an append: a large file is never held as a whole. */
const BATCH = 5000;

/** Opens the events of an environment; whoever does so holds its lock. */
export async function openHeldEvents({
  folder,
  environment,
  seeding,
}: HeldStart): Promise<HeldEvents> {
  const file = (name: string): string => join(folder, `${fileWord(environment)}.${name}`);
  const ingested = await openEventsFile(file('events.ndjson'));
  const taken = await openEventsFile(file('files.ndjson'));
  const seeded = await openEventsFile(file('seed.ndjson'));
  const stamp = await openEventsFile(file('seed-stamp.ndjson'));
  let ids: Set<string> | undefined;
  let tail: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = tail.then(work);
    tail = turn.catch(() => undefined);
    return turn;
  };
  const keepNow = async (
    events: readonly UdmEvent[],
    into: EventsFile,
  ): Promise<readonly UdmEvent[]> => {
    ids ??= await idsIn([taken, ingested]);
    const held = ids;
    const fresh = new Map<string, UdmEvent>();
    for (const event of events) {
      const id = eventId(event) ?? '';
      if (!held.has(id) && !fresh.has(id)) fresh.set(id, event);
    }
    await into.append([...fresh.values()].map((event) => JSON.stringify(event)));
    for (const id of fresh.keys()) held.add(id);
    return [...fresh.values()];
  };
  return {
    keep: (events) => alone(() => keepNow(events, ingested)),
    inTurn: (work) =>
      alone(async () => {
        await seeding?.renew(seeded, stamp);
        return work({ seeded: listed(seeded), read: listed(taken), ingested: listed(ingested) });
      }),
    takeFile: (path) =>
      alone(async () => {
        let [fresh, known] = [0, 0];
        let waiting: UdmEvent[] = [];
        const flush = async (): Promise<void> => {
          const { length } = await keepNow(waiting, taken);
          fresh += length;
          known += waiting.length - length;
          waiting = [];
        };
        const bad: BadLine[] = [];
        let left = 0;
        const copies = new Map<string, number>();
        for await (const read of readEventsFile(path)) {
          if (read.kind === 'bad') {
            left += 1;
            if (left <= MOST_NAMED) bad.push(read);
            continue;
          }
          waiting.push(withId(read.event, copies));
          if (waiting.length >= BATCH) await flush();
        }
        await flush();
        return { taken: fresh, known, left, bad };
      }),
    writeTo: (path) =>
      alone(async () => {
        const target = outsideOf(folder, path);
        await seeding?.renew(seeded, stamp);
        return writeEvents(target, [seeded, taken, ingested]);
      }),
  };
}

function listed(file: EventsFile): readonly HeldFile[] {
  return file.empty() ? [] : [{ path: file.path, source: 'udm' }];
}

async function idsIn(files: readonly EventsFile[]): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const file of files) {
    for await (const line of file.lines()) {
      // Lines that were written here.
      const event: UdmEvent = JSON.parse(line);
      const id = eventId(event);
      if (id !== undefined) ids.add(id);
    }
  }
  return ids;
}

/** An event without an id gets one that follows from it and its place among equal ones: read in again, it is known. */
function withId(event: UdmEvent, copies: Map<string, number>): UdmEvent {
  if (eventId(event) !== undefined) return event;
  const content = createHash('sha256').update(JSON.stringify(event)).digest('base64');
  const copy = copies.get(content) ?? 0;
  copies.set(content, copy + 1);
  const id = createHash('sha256').update(`${content} ${copy}`).digest().subarray(0, 18);
  const metadata = event['metadata'];
  const known = isEvent(metadata) ? metadata : {};
  return { ...event, metadata: { ...known, id: id.toString('base64') } };
}
