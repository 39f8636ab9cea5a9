import type * as DuckDB from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import { addressKey, addressOf } from '../udm/address.ts';
import { extractDomain, extractHostname } from './domain.ts';
import { fingerprint2011 } from './fingerprint.ts';

/** Functions that SQL cannot express, in this language: about a microsecond a row. */
export function registerFunctions(duckdb: typeof DuckDB, connection: DuckDBConnection): void {
  const text = (name: string, compute: (value: string) => string): void => {
    connection.registerScalarFunction(
      duckdb.DuckDBScalarFunction.create({
        name,
        parameterTypes: [duckdb.VARCHAR],
        returnType: duckdb.VARCHAR,
        mainFunction: (_, input, output) =>
          each(input, output, (value) => (typeof value === 'string' ? compute(value) : '')),
      }),
    );
  };
  text('ip6_key', (value) => {
    const address = addressOf(value);
    return address === undefined ? '' : addressKey(address);
  });
  text('extract_hostname', extractHostname);
  text('extract_domain', extractDomain);
  connection.registerScalarFunction(
    duckdb.DuckDBScalarFunction.create({
      name: 'fingerprint2011',
      parameterTypes: [duckdb.BLOB],
      returnType: duckdb.UBIGINT,
      mainFunction: (_, input, output) =>
        each(input, output, (value) =>
          value instanceof duckdb.DuckDBBlobValue ? fingerprint2011(value.bytes) : 0n,
        ),
    }),
  );
}

function each(
  input: DuckDBDataChunk,
  output: DuckDBVector,
  compute: (value: unknown) => string | bigint,
): void {
  const column = input.getColumnVector(0);
  for (let row = 0; row < input.rowCount; row += 1)
    output.setItem(row, compute(column.getItem(row)));
  output.flush();
}
