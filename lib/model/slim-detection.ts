import type { Detection, UdmEvent, UdmValue } from './detection.ts';

/** By whom an entity may be told (gate/entity.ts); everything else of an event is left out. */
const NOUNS = ['principal', 'target', 'src'];
const TELLING = ['hostname', 'assetId', 'ip'];
const TELLING_OF_USERS = ['userid', 'emailAddresses'];

/**
 * A detection with so much of its samples as tells which event it was and whom it is about: the metadata and the names
 * of its first event. So that a hundred thousand of them fit into the memory.
 */
export function slimDetection(detection: Detection): Detection {
  const sample = detection.samples.find(({ events }) => events.length > 0);
  const event = sample?.events[0];
  if (sample === undefined || event === undefined) return { ...detection, samples: [] };
  const events = [slimEvent(event)];
  return { ...detection, samples: [{ label: sample.label, events, entities: [] }] };
}

function slimEvent(event: UdmEvent): UdmEvent {
  return {
    metadata: event['metadata'] ?? null,
    ...picked(event, NOUNS, (noun) => ({
      ...picked(noun, TELLING),
      ...picked(noun, ['user'], (user) => picked(user, TELLING_OF_USERS)),
    })),
  };
}

/** Some fields of a value, each made smaller where that is said. */
function picked(
  value: UdmEvent,
  names: readonly string[],
  smaller?: (value: UdmEvent) => UdmEvent,
): UdmEvent {
  return Object.fromEntries(
    names.flatMap((name): readonly [string, UdmValue][] => {
      const field = value[name];
      if (field === undefined) return [];
      if (smaller === undefined) return [[name, field]];
      return isRecord(field) ? [[name, smaller(field)]] : [];
    }),
  );
}

function isRecord(value: UdmValue): value is UdmEvent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
