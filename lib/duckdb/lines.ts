import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { UserError } from '../errors.ts';
import { isObject } from '../udm/plain.ts';

/** How a file of events is written. */
export interface FileKind {
  readonly format: 'ndjson' | 'json' | 'parquet';
  readonly gzip: boolean;
  /** It begins with a byte-order mark. */
  readonly marked: boolean;
  /** Each event stands in an object, under `udm`. */
  readonly wrapped: boolean;
}

const HEAD = 1 << 20;

/** Looks at the first bytes. An empty file is NDJSON without lines. */
export async function kindOfFile(path: string): Promise<FileKind> {
  const bytes = await firstBytes(path);
  if (bytes.subarray(0, 4).toString('latin1') === 'PAR1') {
    return { format: 'parquet', gzip: false, marked: false, wrapped: false };
  }
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = gzip ? await headOf(path) : bytes.toString('utf8');
  const marked = text.startsWith('\uFEFF');
  const body = text.replace(/^\uFEFF/, '').trimStart();
  const [line = ''] = body.split('\n', 1);
  const first = parsed(line);
  const wrapped = isObject(first) && isObject(first['udm']) && !('metadata' in first);
  const pretty = first === undefined && body.startsWith('{') && /^\{\s*$|[,[{]\s*$/.test(line);
  return { format: body.startsWith('[') || pretty ? 'json' : 'ndjson', gzip, marked, wrapped };
}

async function firstBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const buffer = Buffer.alloc(HEAD);
      const { bytesRead } = await file.read(buffer, 0, HEAD, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new UserError(`the events of "${path}" cannot be read`, {
      hint: 'check the path and who may read it',
      cause: error,
    });
  }
}

async function headOf(path: string): Promise<string> {
  let text = '';
  for await (const chunk of textOf(path, true)) {
    if (chunk.broken !== undefined) break;
    text += chunk.text;
    if (text.length > HEAD) break;
  }
  return text;
}

/** A stretch of a file, or why there is none after it. */
type Chunk =
  | { readonly text: string; readonly broken?: undefined }
  | { readonly text?: undefined; readonly broken: string };

async function* textOf(path: string, gzip: boolean): AsyncGenerator<Chunk> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let broken: string | undefined;
  for await (const chunk of gzip ? unpacked(path) : createReadStream(path)) {
    if (Buffer.isBuffer(chunk)) yield { text: decoder.decode(chunk, { stream: true }) };
    else broken = String(chunk);
  }
  const text = decoder.decode();
  if (broken !== undefined) yield { broken };
  else if (text !== '') yield { text };
}

/** The bytes of an archive; at its end, if that comes too early, the words for it. */
async function* unpacked(path: string): AsyncGenerator<Buffer | string> {
  let given = 0;
  let code: unknown;
  try {
    for await (const chunk of gunzipped(path, constants.Z_FINISH)) {
      if (!Buffer.isBuffer(chunk)) continue;
      given += chunk.length;
      yield chunk;
    }
    return;
  } catch (error) {
    code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !code.startsWith('Z_')) throw error;
  }
  if (code !== 'Z_BUF_ERROR') {
    yield 'the archive is damaged from here on';
    return;
  }
  // What was unpacked last was lost with the failure: the second time the early end is taken as an end.
  let skipped = 0;
  for await (const chunk of gunzipped(path, constants.Z_SYNC_FLUSH)) {
    if (!Buffer.isBuffer(chunk)) continue;
    const rest = chunk.subarray(Math.max(0, given - skipped));
    skipped += chunk.length;
    if (rest.length > 0) yield rest;
  }
  yield 'the file ends in the middle';
}

function gunzipped(path: string, finishFlush: number): Readable {
  const bytes = createReadStream(path);
  const plain = createGunzip({ finishFlush });
  bytes.on('error', (error) => plain.destroy(error));
  plain.on('close', () => bytes.destroy());
  return bytes.pipe(plain);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A value of a file as text, or why there is none after it, with the line that it begins on, from 1. */
export type Line = Chunk & { readonly line: number };

/** The events of a file. Blank lines are none; what stands before an early end only in part is none. */
export function readLines(path: string, { format, gzip }: FileKind): AsyncGenerator<Line> {
  const chunks = textOf(path, gzip);
  return format === 'json' ? readValues(chunks) : readRows(chunks);
}

async function* readRows(chunks: AsyncIterable<Chunk>): AsyncGenerator<Line> {
  let line = 1;
  let begun: string[] = [];
  const whole = function* (text: string): Generator<Line> {
    const bare = line === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (bare.trim() !== '') yield { text: bare, line };
  };
  for await (const chunk of chunks) {
    if (chunk.broken !== undefined) {
      yield { ...chunk, line };
      return;
    }
    const [first = '', ...others] = chunk.text.split('\n');
    begun.push(first);
    for (const next of others) {
      yield* whole(begun.join(''));
      begun = [next];
      line += 1;
    }
  }
  yield* whole(begun.join(''));
}

/** The objects of an array, or one after another, however they are laid out. */
async function* readValues(chunks: AsyncIterable<Chunk>): AsyncGenerator<Line> {
  let line = 1;
  let depth = 0;
  let quotes = false;
  let escaped = false;
  let begun = 0;
  let value: string[] = [];
  for await (const chunk of chunks) {
    if (chunk.broken !== undefined) {
      yield { ...chunk, line };
      return;
    }
    const { text } = chunk;
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      if (sign === '\n') line += 1;
      if (quotes) {
        if (escaped) escaped = false;
        else if (sign === '\\') escaped = true;
        else if (sign === '"') quotes = false;
        continue;
      }
      if (sign === '"') quotes = true;
      else if (sign === '{') {
        if (depth === 0) {
          from = at;
          begun = line;
        }
        depth += 1;
      } else if (sign === '}' && depth > 0) {
        depth -= 1;
        if (depth > 0) continue;
        value.push(text.slice(from, at + 1));
        yield { text: value.join(''), line: begun };
        value = [];
      }
    }
    if (depth > 0) value.push(text.slice(from));
  }
  if (depth > 0) yield { text: value.join(''), line: begun };
}

/** The events of one value of a file: itself, what it has under `udm`, or all that an answer of a search holds. What is no JSON gives undefined. */
export function eventsIn(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [undefined];
  }
  return isObject(value) && !('metadata' in value) && Array.isArray(value['events'])
    ? value['events'].map(unwrapped)
    : [unwrapped(value)];
}

function unwrapped(value: unknown): unknown {
  return isObject(value) && !('metadata' in value) && isObject(value['udm']) ? value['udm'] : value;
}
