import type { ColumnKind, EventColumn, EventSource } from '../model/compiled-query.ts';
import type { UdmEvent, UdmValue } from '../model/detection.ts';
import { camelCase, snakeCase } from '../text.ts';

/** The fields of an event that a rule reads, as a tree: what is not in it is nobody's business. */
export interface Shape {
  /** By their names in snake_case. */
  readonly fields: Map<string, Shape>;
  /** Of a leaf. */
  kind: ColumnKind | undefined;
  /** A JSON object whose keys are data. */
  map: boolean;
}

/** What every event keeps, whether or not the rule reads it: its time, and what kind of event it is. */
const ALWAYS: Readonly<Record<'udm' | 'graph', readonly (readonly [string, ColumnKind])[]>> = {
  udm: [
    ['metadata.event_timestamp', 'time'],
    ['metadata.event_type', 'enum'],
    ['metadata.log_type', 'string'],
  ],
  graph: [
    ['metadata.interval.start_time', 'time'],
    ['metadata.interval.end_time', 'time'],
    ['metadata.collected_timestamp', 'time'],
    ['metadata.entity_type', 'enum'],
  ],
};

/** The shape of the events that a query reads. */
export function shapeOf(reads: readonly EventColumn[], of: 'udm' | 'graph'): Shape {
  const top = emptyShape();
  for (const [path, kind] of ALWAYS[of]) {
    let here = top;
    for (const name of path.split('.')) here = below(here, name);
    here.kind = kind;
  }
  for (const { source, steps, kind } of reads) {
    const wanted: EventSource = of;
    if (source !== wanted) continue;
    let here = top;
    for (const { name, map } of steps) {
      // A map is kept with its keys, as it stands.
      if (here.map) break;
      here = below(here, name);
      here.map ||= map;
    }
    here.kind = kind;
  }
  return top;
}

function emptyShape(): Shape {
  return { fields: new Map(), kind: undefined, map: false };
}

function below(shape: Shape, name: string): Shape {
  const known = shape.fields.get(name) ?? emptyShape();
  shape.fields.set(name, known);
  return known;
}

/** An event without what its shape has not got, its fields in lowerCamelCase; either spelling is read. */
export function pick(event: UdmValue, shape: Shape): UdmEvent {
  if (!isMap(event)) return {};
  const made: Record<string, UdmValue> = {};
  for (const [key, value] of Object.entries(event)) {
    const field = shape.fields.get(snakeCase(key));
    if (field === undefined || value === null) continue;
    const kept = pickValue(value, field);
    if (kept !== undefined) made[camelCase(key)] = kept;
  }
  return made;
}

function pickValue(value: UdmValue, shape: Shape): UdmValue | undefined {
  if (shape.map) return value;
  if (isList(value)) return value.map((one) => pickValue(one, shape) ?? {});
  if (shape.fields.size > 0) {
    const made = pick(value, shape);
    return Object.keys(made).length === 0 ? undefined : made;
  }
  return shape.kind === 'time' ? (timeText(value) ?? value) : value;
}

/** Times as some exports write them: `{seconds, nanos}`. */
function timeText(value: UdmValue): string | undefined {
  if (!isMap(value)) return undefined;
  const seconds = Number(value['seconds'] ?? 0);
  const fraction = String(Number(value['nanos'] ?? 0))
    .padStart(9, '0')
    .replace(/0+$/, '');
  const time = new Date(seconds * 1000);
  if (Number.isNaN(time.getTime())) return undefined;
  return `${time.toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** An event as tests write it: its fields in snake_case, the keys of maps as they are. */
export function spelt(event: UdmEvent, shape: Shape): UdmEvent {
  return Object.fromEntries(
    Object.entries(event).map(([key, one]) => {
      const name = snakeCase(key);
      return [name, speltValue(one, shape.fields.get(name))];
    }),
  );
}

function speltValue(value: UdmValue, shape: Shape | undefined): UdmValue {
  if (isList(value)) return value.map((one) => speltValue(one, shape));
  if (!isMap(value) || shape?.map !== false) return value;
  return spelt(value, shape);
}

/** Whether a value is a message, or a map. */
export function isMap(value: UdmValue | undefined): value is UdmEvent {
  return typeof value === 'object' && value !== null && !isList(value);
}

export function isList(value: UdmValue | undefined): value is readonly UdmValue[] {
  return Array.isArray(value);
}
