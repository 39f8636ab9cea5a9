import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '../errors.ts';
import { isObject } from './extract.ts';

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
    text += String(chunk);
    if (text.length > HEAD) break;
  }
  return text;
}

function textOf(path: string, gzip: boolean): Readable {
  const bytes = createReadStream(path);
  if (!gzip) return bytes.setEncoding('utf8');
  const plain = createGunzip();
  bytes.on('error', (error) => plain.destroy(error));
  return bytes.pipe(plain).setEncoding('utf8');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The events of a file as text, with the line that each begins on, from 1. Blank lines are none. */
export async function* readLines(
  path: string,
  { format, gzip }: FileKind,
): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  if (format === 'json') {
    yield* readValues(textOf(path, gzip));
    return;
  }
  let line = 0;
  for await (const text of createInterface({ input: textOf(path, gzip), crlfDelay: Infinity })) {
    line += 1;
    const bare = line === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (bare.trim() !== '') yield { text: bare, line };
  }
}

/** The objects of an array, or one after another, however they are laid out. */
async function* readValues(
  chunks: Readable,
): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  let line = 1;
  let depth = 0;
  let quotes = false;
  let escaped = false;
  let begun = 0;
  let value: string[] = [];
  for await (const chunk of chunks) {
    const text = String(chunk);
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
