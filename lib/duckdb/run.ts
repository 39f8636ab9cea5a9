import type { CompiledQuery, EventSource, Lookup, SqlParam } from '../model/compiled-query.ts';
import { named, quoted } from './columns.ts';
import type { Connection } from './connection.ts';
import { readFindings } from './findings.ts';
import type { RunResult } from './engine.ts';
import type { Loaded } from './load.ts';

export interface RunSettings {
  readonly maxDetections: number;
  readonly maxSampled: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Runs one rule on a connection of its own; what it looks up is made on the first one. It fails alone: what goes wrong in its query is its error, and the engine goes on. */
export async function runQuery(
  { own, first }: { readonly own: Connection; readonly first: Connection },
  loaded: Loaded,
  query: CompiledQuery,
  { maxDetections, maxSampled, timeoutMs, signal }: RunSettings,
): Promise<RunResult> {
  signal?.throwIfAborted();
  const interrupt = (): void => own.interrupt();
  const timer = setTimeout(interrupt, timeoutMs);
  signal?.addEventListener('abort', interrupt);
  try {
    const sql = await sqlOf(first, loaded, query);
    // The same numbers each time.
    if (sql.includes('random()')) await own.rows('SELECT setseed(0.5)');
    // Suppression looks at all detections, so none may be missing before it.
    const most = query.suppression === undefined ? maxDetections : 1_000_000;
    const { rows, total } = await own.firstRows(sql, query.params, most);
    const found = await readFindings(query, rows, loaded, { maxDetections, maxSampled });
    return {
      detections: found.detections,
      total: query.suppression === undefined ? total : found.total,
      errors: [],
    };
  } catch (error) {
    signal?.throwIfAborted();
    return {
      detections: [],
      total: 0,
      errors: [error instanceof Error ? error.message : String(error)],
    };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', interrupt);
  }
}

/** The query with what it reads defined before its own relations. */
export async function sqlOf(
  connection: Connection,
  loaded: Loaded,
  query: CompiledQuery,
): Promise<string> {
  return withRelations(query, loaded, await makeLookups(connection, query.lookups));
}

function withRelations(
  query: CompiledQuery,
  loaded: Pick<Loaded, 'columns' | 'place'>,
  lookups: ReadonlyMap<string, string>,
): string {
  const sources: readonly EventSource[] = ['udm', 'graph', 'detection'];
  const relations = sources.map((source) => {
    const columns = query.reads.filter((one) => one.source === source);
    const missing = columns.filter((one) => loaded.columns.get(source)?.has(one.path) !== true);
    if (missing.length > 0) {
      throw new Error(`events were loaded without ${missing.map(({ path }) => path).join(', ')}`);
    }
    const times = source === 'graph' ? 'lo, hi' : 't';
    const place = source === 'udm' ? loaded.place : 'rowid';
    const list = [`${place} AS rid`, 'part', times, ...columns.map(({ path }) => named(path))];
    return `${source} AS NOT MATERIALIZED (SELECT ${list.join(', ')} FROM ${source}_events)`;
  });
  const lists = [...lookups].map(
    ([name, table]) => `${named(name)} AS NOT MATERIALIZED (SELECT * FROM ${table})`,
  );
  return query.sql.replace(/^WITH /, () => `WITH ${[...relations, ...lists].join(', ')}, `);
}

/** Of the first connection: tables by content, those that are being made among them. */
const MADE = new WeakMap<Connection, Map<string, Promise<string>>>();

/** Long lists and data tables become tables, each content once. */
async function makeLookups(
  connection: Connection,
  lookups: readonly Lookup[],
): Promise<ReadonlyMap<string, string>> {
  const made = MADE.get(connection) ?? new Map<string, Promise<string>>();
  MADE.set(connection, made);
  const found = new Map<string, string>();
  for (const { name, columns, rows } of lookups) {
    const content = JSON.stringify([columns, rows]);
    const table = made.get(content) ?? inTurn(connection, made, { columns, rows });
    made.set(content, table);
    found.set(name, await table);
  }
  return found;
}

/** After the tables that are being made: two statements on one connection get in each other's way. */
async function inTurn(
  connection: Connection,
  made: ReadonlyMap<string, Promise<string>>,
  { columns, rows }: Pick<Lookup, 'columns' | 'rows'>,
): Promise<string> {
  const place = made.size;
  await [...made.values()].at(-1)?.catch(() => undefined);
  return makeTable(connection, place, columns, rows);
}

async function makeTable(
  connection: Connection,
  at: number,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<string> {
  const table = `lookup_${at}`;
  await connection.execute(
    `CREATE OR REPLACE TABLE ${table} (${columns.map((one) => `${named(one)} VARCHAR`).join(', ')})`,
  );
  for (let from = 0; from < rows.length; from += 1000) {
    const slice = rows.slice(from, from + 1000);
    const params: SqlParam[] = [{ type: 'VARCHAR', value: JSON.stringify(slice) }];
    const cells = columns.map((_, place) => `r[${place + 1}]`);
    await connection.rows(
      `INSERT INTO ${table} SELECT ${cells.join(', ')} FROM (SELECT unnest(from_json($1, ${quoted('[["VARCHAR"]]')})) AS r)`,
      params,
    );
  }
  return table;
}
