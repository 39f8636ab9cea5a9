import { eventsIn, kindOfFile, readLines } from '../lib/duckdb/lines.ts';
import { UserError } from '../lib/errors.ts';
import type { Detection, UdmValue } from '../lib/model/detection.ts';
import { compareText, counted, nearest, visibleLine } from '../lib/text.ts';
import { wireDetection } from '../lib/wire/detection.ts';
import { isObject, plain } from '../lib/udm/plain.ts';

/** What a case can be made of: the events and entities of one detection. */
export interface Evidence {
  readonly events: readonly UdmValue[];
  readonly entities: readonly UdmValue[];
}

/** A detection of a file, as the service gives it or as chron writes it. */
export interface StoredDetection extends Evidence {
  readonly id: string | undefined;
  /** Empty where it does not say. */
  readonly rule: string;
  /** RFC 3339. */
  readonly time: string;
}

/** What a file holds: detections, or events that a rule must be run over first. */
export type Stored =
  | { readonly kind: 'detections'; readonly detections: readonly StoredDetection[] }
  | { readonly kind: 'events' };

/**
 * Reads the detections of a file: NDJSON or JSON, gzipped or not, each as the service gives it (backstory-v2 §3.3), or as
 * chron's reports have it, or a page of them. A file whose first object is no detection holds events. Throws UserError.
 */
export async function readStored(path: string, shown: string): Promise<Stored> {
  const kind = await kindOfFile(path);
  if (kind.format === 'parquet') return { kind: 'events' };
  const detections: StoredDetection[] = [];
  for await (const { text, line, broken } of readLines(path, kind)) {
    if (text === undefined) {
      throw new UserError(`"${shown}" cannot be read to its end: line ${line}: ${broken}`);
    }
    for (const value of eventsIn(text).flatMap(ofPage)) {
      const read = readDetection(value);
      if (read !== undefined) detections.push(read);
      else if (detections.length === 0) return { kind: 'events' };
      else {
        throw new UserError(`${shown}:${line}: this is no detection`, {
          hint: 'a file holds detections or events, not both',
        });
      }
    }
  }
  return detections.length === 0 ? { kind: 'events' } : { kind: 'detections', detections };
}

/** The detection that was asked for, or the newest of the rule. Throws UserError where there is none. */
export function chooseDetection(
  detections: readonly StoredDetection[],
  rule: string,
  id: string | undefined,
): StoredDetection {
  if (id !== undefined) {
    const found = detections.find((one) => one.id === id);
    if (found !== undefined) return found;
    throw new UserError(`there is no detection "${visibleLine(id)}" among them`, {
      hint: `there are ${counted(detections.length, 'detection')}; without --detection the newest is taken`,
    });
  }
  const own = detections.filter((one) => one.rule === rule || one.rule === '');
  const newest = own.toSorted((one, other) => compareText(other.time, one.time))[0];
  if (newest !== undefined) return newest;
  const others = [...new Set(detections.map((one) => one.rule))].toSorted(compareText);
  const meant = nearest(rule, others) ?? others.slice(0, 5).join(', ');
  throw new UserError(`none of the ${counted(detections.length, 'detection')} is of ${rule}`, {
    hint: `they are of ${visibleLine(meant)}`,
  });
}

/** The events and entities that a detection carries, each once. */
export function evidenceOf({ samples }: Pick<Detection, 'samples'>): Evidence {
  return {
    events: once(samples.flatMap(({ events }) => events)),
    entities: once(samples.flatMap(({ entities }) => entities)),
  };
}

function once(all: readonly UdmValue[]): readonly UdmValue[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** The detections of a page of them; the one in a line of a report's detections.ndjson. */
function ofPage(value: unknown): readonly unknown[] {
  if (!isObject(value)) return [value];
  const { detections: page, detection } = value;
  if (Array.isArray(page)) return page;
  return isObject(detection) && Array.isArray(detection['samples']) ? [detection] : [value];
}

function readDetection(value: unknown): StoredDetection | undefined {
  if (!isObject(value)) return undefined;
  if (Array.isArray(value['samples']) && typeof value['ruleName'] === 'string')
    return ofChron(value);
  if (!('detection' in value)) return undefined;
  const { success, data } = wireDetection.safeParse(value);
  if (!success) return undefined;
  return {
    id: data.detectionId,
    rule: data.ruleName,
    time: data.detectionTime.toISOString(),
    ...evidenceOf(data),
  };
}

function ofChron(value: Readonly<Record<string, unknown>>): StoredDetection {
  const samples: readonly unknown[] = Array.isArray(value['samples']) ? value['samples'] : [];
  const of = (key: string): readonly UdmValue[] =>
    samples.flatMap((one): readonly UdmValue[] => {
      const found = isObject(one) ? one[key] : undefined;
      return Array.isArray(found) ? found.map(plain) : [];
    });
  const text = (key: string): string => (typeof value[key] === 'string' ? value[key] : '');
  return {
    id: text('detectionId') === '' ? undefined : text('detectionId'),
    rule: text('ruleName'),
    time: text('detectionTime'),
    events: once(of('events')),
    entities: once(of('entities')),
  };
}
