import type { UdmEvent } from '../model/detection.ts';
import { eventId, eventTime, fieldOf, isEvent } from './event-facts.ts';
import { searchLive } from './live.ts';
import type { Message } from './message.ts';
import type { JsonObject, LongOperation, World } from './operation.ts';
import { refusal } from './refusal.ts';
import { nextMicros, timestamp } from './time.ts';

/** The body of events:import (chronicle-v1 §15). */
export const IMPORT_BODY = {
  inline_source: { kind: 'message', fields: { events: { kind: 'objects' } } },
} as const satisfies Message;

/**
 * Takes UDM events in, all or none: one that is not valid refuses the batch (chronicle-v1 §15). Answered once they are
 * kept and the live rules have looked at them: on the service both take minutes. Where that fails, the same call once more
 * makes up for it.
 */
export const importEvents: LongOperation = async (call, service, signal) => {
  const { world } = service;
  if (world.events === undefined) {
    throw refusal('FAILED_PRECONDITION', 'this emulator was started without a place for events');
  }
  const given = call.objects('inline_source.events');
  if (given.length === 0) throw refusal('INVALID_ARGUMENT', 'inline_source.events is required');
  const events = given.map((one, at) => readEvent(one, at, world));
  await world.events.keep(events);
  // Those too that were kept before: the call that brought them may have ended before the rules had looked.
  await service.begin(searchLive(events, world));
  signal.throwIfAborted();
  return {};
};

/** An event that the service would take, with an id and the time it came where it brings none. */
function readEvent({ udm }: JsonObject, at: number, world: World): UdmEvent {
  const where = `inline_source.events[${at}]`;
  if (!isEvent(udm)) throw refusal('INVALID_ARGUMENT', `${where}.udm is required`);
  const metadata = fieldOf(udm, 'metadata');
  if (!isEvent(metadata) || eventTime(udm) === undefined) {
    throw refusal('INVALID_ARGUMENT', `${where}.udm.metadata.event_timestamp is not a valid time`);
  }
  const type = fieldOf(metadata, 'event_type');
  if (typeof type !== 'string' || type === '') {
    throw refusal('INVALID_ARGUMENT', `${where}.udm.metadata.event_type is required`);
  }
  const id = eventId(udm) ?? Buffer.from(world.uuid()).toString('base64');
  const came = timestamp(nextMicros(world.clock, undefined));
  return {
    ...udm,
    metadata: {
      ...metadata,
      ...(eventId(udm) === undefined && { id }),
      ...(fieldOf(metadata, 'ingested_timestamp') === undefined && { ingestedTimestamp: came }),
    },
  };
}
