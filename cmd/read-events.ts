import { eventTime, isEvent } from '../lib/emulator/event-facts.ts';
import { eventsIn, kindOfFile, readLines } from '../lib/duckdb/lines.ts';
import { UserError } from '../lib/errors.ts';
import type { UdmEvent } from '../lib/model/detection.ts';

/** A line that is no event. */
export interface BadLine {
  /** From 1. */
  readonly line: number;
  /** Lower case; says nothing of what the line holds. */
  readonly message: string;
}

export type ReadEvent =
  | { readonly kind: 'event'; readonly event: UdmEvent }
  | ({ readonly kind: 'bad' } & BadLine);

/**
 * The events of a file, in their order: NDJSON, gzipped or not, or JSON; each bare, or under `udm` as searches give
 * them. Throws UserError where the file cannot be read, or is Parquet.
 */
export async function* readEventsFile(path: string): AsyncGenerator<ReadEvent> {
  const kind = await kindOfFile(path);
  if (kind.format === 'parquet') {
    throw new UserError(`"${path}" is Parquet, which the emulator does not take in`, {
      hint: 'export the events as NDJSON',
    });
  }
  for await (const { text, line, broken } of readLines(path, kind)) {
    if (text === undefined) {
      yield { kind: 'bad', line, message: broken };
      return;
    }
    for (const event of eventsIn(text)) {
      if (!isEvent(event)) yield { kind: 'bad', line, message: 'this is no JSON object' };
      else if (eventTime(event) !== undefined) yield { kind: 'event', event };
      else yield { kind: 'bad', line, message: 'it has no metadata.event_timestamp in RFC 3339' };
    }
  }
}
