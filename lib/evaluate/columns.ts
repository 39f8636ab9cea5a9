import type { EventColumn } from '../model/compiled-query.ts';
import type { Path } from '../yaral/ast.ts';
import type { Reference } from './reference.ts';
import { name, type Sql } from './sql.ts';

/** Columns of a member's rows carry its number, since rows of several members stand side by side. */
export function columnName(index: number, path: string): Sql {
  return name(`${index}:${path}`);
}

/** A leaf after so many of its lists have been unnested. */
export function copyName(index: number, path: string, level: number): Sql {
  return level === 0 ? columnName(index, path) : name(`${index}:${path}#${level}`);
}

/** The event's own time is at hand as `t` anyway. */
export function isEventTime({ source, path }: EventColumn): boolean {
  return source === 'udm' && path === 'metadata.event_timestamp';
}

const timeOf = (field: string): EventColumn => ({
  source: 'detection',
  path: `time_window.${field}`,
  steps: ['time_window', field].map((step) => ({ name: step, repeated: false, map: false })),
  kind: 'time',
  enumName: undefined,
  depth: 0,
});

/** The time window of a detection: it is in a window that this overlaps (yara-l §4.6). */
export const DETECTION_TIMES = { from: timeOf('start_time'), to: timeOf('end_time') } as const;

/** Where the rows of a member have a leaf. */
export function storedName(index: number, column: EventColumn): Sql {
  return isEventTime(column) ? columnName(index, 't') : columnName(index, column.path);
}

/** The leaf of a copy, or the whole list where the field makes no copies. */
export function leafName(index: number, reference: Reference, prefixes: readonly string[]): Sql {
  const unnested = reference.prefixes.filter((prefix) => prefixes.includes(prefix)).length;
  const { column } = reference;
  return unnested === 0 ? storedName(index, column) : copyName(index, column.path, unnested);
}

export type LeafOf = (reference: Reference, node: Path) => Sql;
