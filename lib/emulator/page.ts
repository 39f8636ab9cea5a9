import { compareText } from '../text.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { Message } from './message.ts';
import type { Call } from './operation.ts';
import type { EmulatorOptions } from './options.ts';
import { refusal } from './refusal.ts';
import type { Micros } from './time.ts';

/** Fields that every list method takes (backstory-v2 §4). */
export const PAGE_FIELDS = {
  page_size: { kind: 'int32' },
  page_token: { kind: 'string' },
} as const satisfies Message;

const DEFAULT_SIZE = 100;
const LARGEST_SIZE = 1000;

/** An order of rows, told by their cursors. */
export type Order = (before: Cursor, after: Cursor) => number;

/** Newest first; of one time by id. */
export const byTime: Order = (before, after) =>
  (after.time ?? 0) - (before.time ?? 0) || compareText(before.id, after.id);

/** By id or name alone. */
export const byId: Order = (before, after) => compareText(before.id, after.id);

/** One page of the rows, and the token of the next one if there are more. An empty token is the first page. */
export function takePage<Row>(
  call: Call,
  options: EmulatorOptions,
  rows: {
    readonly all: readonly Row[];
    readonly cursor: (row: Row) => Cursor;
    readonly order: Order;
    /** When the first page was asked for, where rows that came later must not move the pages. */
    readonly pinned?: Micros;
  },
): { readonly page: readonly Row[]; readonly nextPageToken?: string } {
  const size = pageSize(call, options);
  const after = pageCursor(call);
  const left = rows.all
    .filter((row) => after === undefined || rows.order(rows.cursor(row), after) > 0)
    .toSorted((before, next) => rows.order(rows.cursor(before), rows.cursor(next)));
  const page = left.slice(0, size);
  const last = page.at(-1);
  return last === undefined || left.length === page.length
    ? { page }
    : { page, nextPageToken: writeCursor({ ...rows.cursor(last), ...pin(rows.pinned) }) };
}

function pageSize(call: Call, options: EmulatorOptions): number {
  const asked = call.number('page_size');
  if (asked < 0 && options.negativePageSize === 'refuse') {
    throw refusal('INVALID_ARGUMENT', 'page size must not be negative');
  }
  return asked <= 0 ? DEFAULT_SIZE : Math.min(asked, LARGEST_SIZE);
}

function pin(pinned: Micros | undefined): Pick<Cursor, 'pinned'> {
  return pinned === undefined ? {} : { pinned };
}

/** Where a page goes on; undefined for the first one. Throws Refusal for a token that is none. */
export function pageCursor(call: Call): Cursor | undefined {
  const token = call.text('page_token');
  if (token === '') return undefined;
  const cursor = readCursor(token);
  if (cursor === undefined) throw refusal('INVALID_ARGUMENT', 'page token is not valid');
  return cursor;
}
