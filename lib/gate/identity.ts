import type { Detection, UdmEvent, UdmValue } from '../model/detection.ts';

/** By what a detection is found again. */
export interface Identity {
  /** What both must share: the event, or the match values. */
  readonly key: string;
  /** Whether their windows must overlap as well. */
  readonly timed: boolean;
}

/**
 * By what a detection is found among those of another text (ux 5.8): single-event rules by the event's id, others by
 * the match values in the order of the rule, whatever the variables are called. An event without an id is found as a
 * window is.
 */
export function identityOf(detection: Detection): Identity {
  const event = detection.multiEvent ? undefined : eventId(detection);
  return event === undefined
    ? { key: JSON.stringify(detection.matches.map(({ value }) => value)), timed: true }
    : { key: `event ${event}`, timed: false };
}

/**
 * By what a detection is told to be the same one, listed twice: event id, or match values and window (design §5).
 * Undefined where it has neither match values nor ids: then it is never taken for another.
 */
export function duplicateKey(detection: Detection): string | undefined {
  const { key, timed } = identityOf(detection);
  if (!timed) return key;
  if (detection.matches.length === 0) {
    return detection.detectionId === undefined ? undefined : `detection ${detection.detectionId}`;
  }
  const { from, to } = detection.window;
  return `${from.getTime()} ${to.getTime()} ${key}`;
}

/** Each detection once, the first of several; the order is kept. */
export function withoutDuplicates(detections: readonly Detection[]): readonly Detection[] {
  const seen = new Set<string>();
  return detections.filter((detection) => {
    const key = duplicateKey(detection);
    if (key === undefined) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** `metadata.id` of the event that made it. */
function eventId({ samples }: Detection): string | undefined {
  const metadata = samples.find(({ events }) => events.length > 0)?.events[0]?.['metadata'];
  const id = recordOf(metadata)?.['id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** A value with fields, where it is one. */
export function recordOf(value: UdmValue | undefined): UdmEvent | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined;
  return value;
}

function isList(value: UdmEvent | readonly UdmValue[]): value is readonly UdmValue[] {
  return Array.isArray(value);
}
