import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CompiledQuery,
  EventColumn,
  EventSource,
  FoundDetection,
  SqlParam,
} from '../model/compiled-query.ts';
import type { UdmEvent } from '../model/detection.ts';
import { camelEvent } from './event-json.ts';
import { connect, type Connection } from './connection.ts';
import { openPool } from './pool.ts';
import { loadInputs, type EventInput, type LoadReport, type Loaded } from './load.ts';
import { runQuery, sqlOf } from './run.ts';

/** How an engine is opened. */
export interface EngineOptions {
  /** Where tables live: a file that DuckDB makes, or memory. */
  readonly file?: string;
  /** In megabytes; beyond it DuckDB spills into its folder. */
  readonly memoryMb?: number;
  readonly threads?: number;
  /** So many rules run at the same time, each on a connection of its own; one without it. Planning a query takes one thread. */
  readonly sideBySide?: number;
  /** A query is interrupted after so long, and counts as failed. */
  readonly timeoutMs?: number;
  /** Detections kept of one rule; more are only counted (design §5). */
  readonly maxDetections?: number;
  /**
   * So many detections of a rule, the first ones, come with the text of their events; all others name the places of
   * theirs, which `eventsAt` looks up. Texts are read from the input one by one, and nobody reads thousands.
   */
  readonly maxSampled?: number;
  /** Where it spills and keeps what it unpacks: a folder of its own is made in it, and removed at the end. */
  readonly folder?: string;
}

/** What a rule came to. */
export interface RunResult {
  /** In the order of time. */
  readonly detections: readonly FoundDetection[];
  /** All of them, also those beyond the limit. */
  readonly total: number;
  /** Why the rule failed, in the engine's words: they may quote events. It fails alone. */
  readonly errors: readonly string[];
}

/** An open engine: load events once, run any number of rules. */
export interface Engine {
  /** Reads events as columns, only those given: the `reads` of all queries that will run. Once for each engine. */
  readonly load: (
    inputs: readonly EventInput[],
    columns: readonly EventColumn[],
    options?: { readonly structText?: boolean },
  ) => Promise<LoadReport>;
  readonly run: (query: CompiledQuery, signal?: AbortSignal) => Promise<RunResult>;
  /** Events by their places, as a detection names them in `rows`. */
  readonly eventsAt: (
    source: EventSource,
    places: readonly number[],
  ) => Promise<readonly UdmEvent[]>;
  /** The text that `run` gives to DuckDB, its values beside it in `query.params`. */
  readonly sqlOf: (query: CompiledQuery) => Promise<string>;
  /** Rows of SQL of one's own. Events are in `udm_events`, entities in `graph_events`. */
  readonly ask: (
    sql: string,
    params?: readonly SqlParam[],
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => void;
}

/** Opens DuckDB, with its network and its extensions off. Whoever opens it closes it. */
export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const folder = mkdtempSync(join(options.folder ?? tmpdir(), 'chron-duckdb-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  let connection: Connection;
  try {
    connection = await connect({ ...options, folder });
  } catch (error) {
    remove();
    throw error;
  }
  let loaded: Loaded | undefined;
  let open = true;
  const pool = openPool(connection, options.sideBySide ?? 1);
  return {
    load: async (inputs, columns, { structText = false } = {}) => {
      if (loaded !== undefined) throw new Error('an engine is loaded once');
      loaded = await loadInputs(connection, inputs, columns, { structText, folder });
      return loaded.report;
    },
    run: async (query, signal) => {
      if (loaded === undefined) throw new Error('events are loaded before rules run');
      const events = loaded;
      return pool((own) =>
        runQuery({ own, first: connection }, events, query, {
          maxDetections: options.maxDetections ?? 10_000,
          maxSampled: options.maxSampled ?? 200,
          timeoutMs: options.timeoutMs ?? 600_000,
          ...(signal === undefined ? {} : { signal }),
        }),
      );
    },
    eventsAt: async (source, places) => {
      const events = (await loaded?.sample(source, places)) ?? [];
      return events.map((event) => camelEvent(event, source));
    },
    sqlOf: async (query) => {
      if (loaded === undefined) throw new Error('events are loaded before rules run');
      return sqlOf(connection, loaded, query);
    },
    ask: (sql, params) => connection.rows(sql, params),
    close: () => {
      if (!open) return;
      open = false;
      connection.close();
      remove();
    },
  };
}
