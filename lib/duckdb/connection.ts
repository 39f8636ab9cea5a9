import type { SqlParam } from '../model/compiled-query.ts';
import type { EngineOptions } from './engine.ts';
import { MACROS } from './macros.ts';
import { registerFunctions } from './scalar-functions.ts';

export type Row = Readonly<Record<string, unknown>>;

/** One connection to one database. */
export interface Connection {
  readonly execute: (sql: string) => Promise<void>;
  readonly rows: (sql: string, params?: readonly SqlParam[]) => Promise<readonly Row[]>;
  /** The first rows, and how many there are in all. */
  readonly firstRows: (
    sql: string,
    params: readonly SqlParam[],
    most: number,
  ) => Promise<{ readonly rows: readonly Row[]; readonly total: number }>;
  readonly interrupt: () => void;
  /** Another connection to the same database: what stands in it is there too. It ends with the first one. */
  readonly another: () => Promise<Connection>;
  /** Ends the database and all its connections. */
  readonly close: () => void;
}

/** DuckDB is large: it is imported where events are evaluated, and nowhere else. */
export async function connect(
  options: EngineOptions & { readonly folder: string },
): Promise<Connection> {
  const duckdb = await import('@duckdb/node-api');
  const instance = await duckdb.DuckDBInstance.create(options.file ?? ':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    memory_limit: `${options.memoryMb ?? 2048}MB`,
    temp_directory: options.folder,
    max_temp_directory_size: '20GB',
    preserve_insertion_order: 'true',
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
  });
  const connection = await instance.connect().catch((error: unknown) => {
    instance.closeSync();
    throw error;
  });
  const opened = [connection];
  const close = (): void => {
    for (const one of opened) {
      one.interrupt();
      one.closeSync();
    }
    instance.closeSync();
  };
  const types = {
    VARCHAR: duckdb.VARCHAR,
    BIGINT: duckdb.BIGINT,
    HUGEINT: duckdb.HUGEINT,
    DOUBLE: duckdb.DOUBLE,
    BOOLEAN: duckdb.BOOLEAN,
  } as const;
  const kinds = (params: readonly SqlParam[]): (typeof types)[SqlParam['type']][] =>
    params.map(({ type }) => types[type]);
  try {
    await connection.run("SET TimeZone = 'UTC'");
    registerFunctions(duckdb, connection);
    await connection.run(MACROS);
  } catch (error) {
    close();
    throw error;
  }
  const wrapped = (one: typeof connection): Connection => ({
    execute: async (sql) => {
      await one.run(sql);
    },
    rows: async (sql, params = []) => {
      const reader = await one.runAndReadAll(sql, values(params), kinds(params));
      return reader.getRowObjectsJS();
    },
    firstRows: async (sql, params, most) => {
      const reader = await one.streamAndReadUntil(sql, most, values(params), kinds(params));
      const rows = reader.getRowObjectsJS().slice(0, most);
      if (reader.done) return { rows, total: reader.currentRowCount };
      await reader.readAll();
      return { rows, total: reader.currentRowCount };
    },
    interrupt: () => one.interrupt(),
    another: async () => {
      const next = await instance.connect();
      opened.push(next);
      await next.run("SET TimeZone = 'UTC'");
      return wrapped(next);
    },
    close,
  });
  return wrapped(connection);
}

function values(params: readonly SqlParam[]): (string | bigint | number | boolean)[] {
  return params.map(({ value }) => value);
}
