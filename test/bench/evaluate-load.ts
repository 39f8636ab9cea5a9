import { readTypes } from '../../lib/duckdb/columns.ts';
import type { EventColumn } from '../../lib/model/compiled-query.ts';

/** What DuckDB takes on its own: the same fields as nested columns, nothing made of them. */
export function columnsOfLoad(path: string, columns: readonly EventColumn[]): string {
  const time: EventColumn = {
    source: 'udm',
    path: 'metadata.event_timestamp',
    steps: ['metadata', 'event_timestamp'].map((name) => ({ name, repeated: false, map: false })),
    kind: 'time',
    enumName: undefined,
    depth: 0,
  };
  return `CREATE TABLE rival AS SELECT * FROM read_json('${path}', format='newline_delimited', columns=${readTypes([...columns, time])})`;
}
