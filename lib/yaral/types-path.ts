import { findPath } from '../udm/path.ts';
import type { FieldType, ScalarName } from '../udm/schema.ts';
import type { Path, Segment } from './ast.ts';
import { UNKNOWN, type Field, type Type } from './types.ts';

/** What a path's values are; `unknown` where it leads nowhere, and for words that are no path of an event. */
export function fieldAt(path: Path): Field {
  if (path.root === undefined) return NONE;
  let place: Place | undefined = TOP;
  for (let at = 0; at < path.segments.length && place !== undefined; at += 1) {
    const segment: Segment | undefined = path.segments[at];
    if (segment !== undefined) place = place.below.get(stepOf(segment));
  }
  return place?.field ?? remember(path.segments, find(path.segments));
}

function find(segments: readonly Segment[]): Field {
  const found = findPath(segments);
  if (found.fault !== undefined) return { ...NONE, found, odd: true };
  const { type, repeated, indexed, keyed, fields } = found;
  const odd = type.kind === 'message' || fields.some(({ field }) => field.deprecated);
  return { type: typeOfField(type), repeated: repeated > 0, indexed, keyed, found, odd };
}

/** Paths that have been found, step by step: rules name the same few again and again. */
interface Place {
  readonly below: Map<string, Place>;
  field: Field | undefined;
}

const TOP: Place = { below: new Map(), field: undefined };
const MOST_PLACES = 5000;
let places = 0;

/** Keys that no field can have for what is no field. */
function stepOf(segment: Segment): string {
  if (segment.kind === 'field') return segment.name;
  return segment.kind === 'index' ? '[0]' : '[""]';
}

/** Only paths that lead somewhere are kept, so that mistakes of strangers do not fill the memory. */
function remember(segments: readonly Segment[], field: Field): Field {
  if (field.found?.fault !== undefined || places + segments.length > MOST_PLACES) return field;
  let place = TOP;
  for (const segment of segments) {
    const step = stepOf(segment);
    let next = place.below.get(step);
    if (next === undefined) {
      next = { below: new Map(), field: undefined };
      place.below.set(step, next);
      places += 1;
    }
    place = next;
  }
  place.field = field;
  return field;
}

const NONE: Field = {
  type: UNKNOWN,
  repeated: false,
  indexed: false,
  keyed: false,
  found: undefined,
  odd: false,
};

/** The type of values of a field. */
export function typeOfField(type: FieldType): Type {
  return type.kind === 'scalar' ? SCALARS[type.name] : type;
}

/** yara-l §3.2. */
const SCALARS: Readonly<Record<ScalarName, Type>> = {
  string: { kind: 'string' },
  bytes: { kind: 'bytes' },
  bool: { kind: 'bool' },
  int32: { kind: 'int' },
  int64: { kind: 'int' },
  uint32: { kind: 'uint' },
  uint64: { kind: 'uint' },
  float: { kind: 'float' },
  double: { kind: 'float' },
};
