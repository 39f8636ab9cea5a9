import type { Micros } from './time.ts';

/** The last row of a page: where the next one goes on. `time` is absent where rows are ordered by name alone. */
export interface Cursor {
  /** When the first page was asked for. */
  readonly pinned?: Micros;
  readonly time?: Micros;
  readonly id: string;
}

/**
 * The page token of a cursor: a small protobuf `{1: Timestamp, 2: Timestamp, 3: id}` as URL-safe base64 with
 * padding, as those tokens look that could be decoded (backstory-v2 §2).
 */
export function writeCursor({ pinned, time, id }: Cursor): string {
  const name = new TextEncoder().encode(id);
  const bytes = [...stampField(0x0a, pinned), ...stampField(0x12, time)];
  const token = Buffer.from([...bytes, 0x1a, ...varint(name.length), ...name]).toString(
    'base64url',
  );
  return token.padEnd(Math.ceil(token.length / 4) * 4, '=');
}

function stampField(tag: number, time: Micros | undefined): readonly number[] {
  if (time === undefined) return [];
  const stamp = [0x08, ...varint(Math.floor(time / 1e6)), 0x10, ...varint((time % 1e6) * 1000)];
  return [tag, ...varint(stamp.length), ...stamp];
}

/** Reads a page token; undefined where it is none of ours. */
export function readCursor(token: string): Cursor | undefined {
  const bytes = Buffer.from(token, 'base64url');
  const cursor = readFields(bytes);
  return cursor !== undefined &&
    writeCursor(cursor).replaceAll('=', '') === token.replaceAll('=', '')
    ? cursor
    : undefined;
}

function readFields(bytes: Uint8Array): Cursor | undefined {
  const reader = { bytes, at: 0 };
  const pinned = takeStamp(reader, 0x0a);
  const time = takeStamp(reader, 0x12);
  if (bytes[reader.at] !== 0x1a) return undefined;
  reader.at += 1;
  const length = takeVarint(reader);
  const id = Buffer.from(bytes.subarray(reader.at, reader.at + length)).toString('utf8');
  const sound = [pinned, time].every((one) => one === undefined || Number.isSafeInteger(one));
  if (!sound) return undefined;
  return {
    ...(pinned !== undefined && { pinned }),
    ...(time !== undefined && { time }),
    id,
  };
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function takeStamp(reader: Reader, tag: number): Micros | undefined {
  if (reader.bytes[reader.at] !== tag) return undefined;
  reader.at += 1;
  takeVarint(reader);
  reader.at += 1;
  const seconds = takeVarint(reader);
  reader.at += 1;
  return seconds * 1e6 + takeVarint(reader) / 1000;
}

/** Base 128, low bits first; for whole numbers below 2^53. */
function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

function takeVarint(reader: Reader): number {
  let value = 0;
  for (let shift = 0; shift < 8; shift += 1) {
    const byte = reader.bytes[reader.at] ?? 0;
    reader.at += 1;
    value += (byte % 0x80) * 0x80 ** shift;
    if (byte < 0x80) break;
  }
  return value;
}
