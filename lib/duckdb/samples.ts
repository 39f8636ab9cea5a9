import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Connection } from './connection.ts';
import { fileNamed } from './columns.ts';
import { isObject } from '../udm/plain.ts';

/** Gives events by their places in one input, from 0. */
export type Samples = (rows: readonly number[]) => Promise<readonly unknown[]>;

export function memorySamples(events: readonly unknown[]): Samples {
  return async (rows) => rows.map((row) => events[row] ?? {});
}

/** Looks events up in the file itself: no text of an event is kept in memory. Where lines begin is found out once. */
export function fileSamples({
  path,
  gzip,
  wrapped,
  folder,
}: {
  readonly path: string;
  readonly gzip: boolean;
  readonly wrapped: boolean;
  readonly folder: string;
}): Samples {
  let known: Promise<{ readonly plain: string; readonly starts: readonly number[] }> | undefined;
  const prepare = async (): Promise<{ plain: string; starts: readonly number[] }> => {
    const plain = gzip ? join(folder, `plain-${path.replaceAll(/[^\w]/g, '_').slice(-80)}`) : path;
    if (gzip) await pipeline(createReadStream(path), createGunzip(), createWriteStream(plain));
    return { plain, starts: await lineStarts(plain) };
  };
  return async (rows) => {
    known ??= prepare();
    const { plain, starts } = await known;
    const file = await open(plain);
    try {
      const found: unknown[] = [];
      for (const row of rows) {
        const [from = 0, to = from] = [starts[2 * row], starts[2 * row + 1]];
        const buffer = Buffer.alloc(to - from);
        await file.read(buffer, 0, to - from, from);
        const event: unknown = JSON.parse(buffer.toString('utf8'));
        found.push(wrapped && isObject(event) ? event['udm'] : event);
      }
      return found;
    } finally {
      await file.close();
    }
  };
}

/** Where each line that is not blank begins and ends, in bytes, one after the other. */
async function lineStarts(path: string): Promise<readonly number[]> {
  const starts: number[] = [];
  let offset = 0;
  let from = 0;
  let blank = true;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    if (!Buffer.isBuffer(chunk)) continue;
    let at = 0;
    while (at < chunk.length) {
      if (blank) {
        while (at < chunk.length && isSpace(chunk[at]) && chunk[at] !== 10) at += 1;
        blank = at >= chunk.length || chunk[at] === 10;
        if (at >= chunk.length) break;
      }
      const end = chunk.indexOf(10, at);
      if (end < 0) break;
      if (!blank) starts.push(from, offset + end);
      from = offset + end + 1;
      blank = true;
      at = end + 1;
    }
    offset += chunk.length;
  }
  if (!blank) starts.push(from, offset);
  return starts;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 13 || byte === 10;
}

/** Rows of Parquet as JSON. */
export function parquetSamples(connection: Connection, path: string): Samples {
  return async (rows) => {
    const found = await connection.rows(
      `SELECT file_row_number::INTEGER AS r, to_json(e)::VARCHAR AS j FROM (SELECT file_row_number, e FROM read_parquet(${fileNamed(path)}, file_row_number=true) AS e) WHERE file_row_number IN (${rows.join(', ')})`,
    );
    const byRow = new Map(found.map((row) => [Number(row['r']), String(row['j'])]));
    return rows.map((row): unknown => JSON.parse(byRow.get(row) ?? '{}'));
  };
}
