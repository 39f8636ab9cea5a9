import type { ColumnStep, EventColumn, EventSource } from '../model/compiled-query.ts';
import { enumNamed } from '../udm/schema.ts';
import { spellings } from './columns.ts';
import { isObject } from '../udm/plain.ts';

/** A value that is not what the schema says. It is read as if it were not there. */
export interface WrongValue {
  /** The field, in snake_case. */
  readonly path: string;
  readonly wanted: string;
}

export interface Extracted {
  /** By the column's path; columns that the event does not have are missing. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly wrong: readonly WrongValue[];
}

/** Reads the wanted columns of one event, in either spelling, and what of them is of the wrong type. */
export function extractColumns(
  event: unknown,
  columns: readonly EventColumn[],
  { structText }: { readonly structText: boolean },
): Extracted {
  const values: Record<string, unknown> = {};
  const wrong = new Map<string, WrongValue>();
  for (const column of columns) {
    const read = new Reader(column, structText, (found) => wrong.set(found.path, found));
    const value = read.from(event, 0);
    if (value !== undefined) values[column.path] = value;
  }
  return { values, wrong: [...wrong.values()] };
}

/** The time of an event, entity bounds and so on: microseconds, or undefined where there is none or it is no time. */
export function timeIn(event: unknown, path: readonly string[]): number | undefined {
  let here: unknown = event;
  for (const step of path) here = fieldOf(here, step);
  return timeMicros(here);
}

/** The times of a source besides its columns, by the name of their column. */
export const TIMES: Readonly<Record<EventSource, Readonly<Record<string, readonly string[]>>>> = {
  udm: { t: ['metadata', 'event_timestamp'] },
  graph: {
    lo: ['metadata', 'interval', 'start_time'],
    hi: ['metadata', 'interval', 'end_time'],
  },
  detection: { t: ['detection_time'] },
};

class Reader {
  readonly #column: EventColumn;
  readonly #structText: boolean;
  readonly #report: (wrong: WrongValue) => void;

  constructor(column: EventColumn, structText: boolean, report: (wrong: WrongValue) => void) {
    this.#column = column;
    this.#structText = structText;
    this.#report = report;
  }

  from(value: unknown, at: number): unknown {
    const step = this.#column.steps[at];
    if (step === undefined) return this.#leaf(value);
    if (value === undefined || value === null) return undefined;
    if (step.map) return this.#map(value, step, at);
    if (!isObject(value)) return this.#wrong(at, 'an object');
    const found = fieldOf(value, step.name);
    if (found === undefined || found === null) return undefined;
    if (!step.repeated) return this.from(found, at + 1);
    if (!Array.isArray(found)) return this.#wrong(at + 1, 'a list');
    return found.map((one: unknown) => this.from(one, at + 1) ?? this.#zero(at + 1));
  }

  /** The keys or the values of a JSON object; a Struct may have a level `fields` of its own. */
  #map(value: unknown, step: ColumnStep, at: number): unknown {
    const struct = step.name === 'fields';
    const found = struct ? structOf(value) : fieldOf(value, step.name);
    if (found === undefined || found === null) return undefined;
    if (!isObject(found)) return this.#wrong(at + 1, 'an object');
    if (this.#column.steps[at + 1]?.name === 'key') return Object.keys(found);
    return Object.values(found).map((one) =>
      struct ? this.#structValue(one) : JSON.stringify(one),
    );
  }

  #structValue(value: unknown): string {
    if (typeof value === 'string') return value;
    const lenient = typeof value === 'number' || typeof value === 'boolean';
    return this.#structText && lenient ? String(value) : '';
  }

  #zero(at: number): unknown {
    const left = this.#column.steps.slice(at).filter(({ repeated }) => repeated).length;
    return left > 0 ? [] : zeroOf(this.#column);
  }

  #leaf(value: unknown): unknown {
    if (value === undefined || value === null) return undefined;
    const read = leafOf(this.#column, value);
    return read === undefined
      ? this.#wrong(this.#column.steps.length, WANTED[this.#column.kind])
      : read;
  }

  #wrong(at: number, wanted: string): undefined {
    const path = this.#column.steps
      .slice(0, at)
      .map(({ name }) => name)
      .join('.');
    this.#report({ path, wanted });
    return undefined;
  }
}

const WANTED: Readonly<Record<EventColumn['kind'], string>> = {
  string: 'a string',
  bytes: 'base64 text',
  enum: 'the name or number of an enumerator',
  int: 'an integer',
  uint: 'an integer',
  float: 'a number',
  bool: 'true or false',
  time: 'a time',
  json: 'a value',
};

function zeroOf({ kind, enumName }: EventColumn): unknown {
  if (kind === 'enum') return enumNamed(enumName ?? '')?.zero ?? '';
  if (kind === 'bool') return false;
  return kind === 'string' || kind === 'bytes' || kind === 'json' ? '' : 0;
}

function leafOf({ kind, enumName }: EventColumn, value: unknown): unknown {
  switch (kind) {
    case 'string':
    case 'bytes':
      return isObject(value) || Array.isArray(value) ? undefined : String(value);
    case 'enum':
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      return enumName === undefined ? String(value) : nameOf(enumName, value);
    case 'int':
    case 'uint':
      return integerOf(value);
    case 'float':
      return typeof value === 'number'
        ? value
        : typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))
          ? Number(value)
          : undefined;
    case 'bool':
      return value === true || value === 'true' || value === 1
        ? true
        : value === false || value === 'false' || value === 0
          ? false
          : undefined;
    case 'time':
      return timeMicros(value);
    case 'json':
      return JSON.stringify(value);
  }
}

/** Numbers stand for the first name that has them. */
function nameOf(enumName: string, value: string | number): string {
  if (typeof value === 'string' && !/^-?\d+$/.test(value)) return value;
  const values = enumNamed(enumName)?.values ?? new Map<string, number>();
  return [...values].find(([, number]) => number === Number(value))?.[0] ?? String(value);
}

/** As text where JSON's numbers do not hold it exactly. */
function integerOf(value: unknown): unknown {
  if (typeof value === 'number' && Number.isFinite(value)) return Math.round(value);
  if (typeof value !== 'string' || !/^[+-]?\d{1,20}$/.test(value.trim())) {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
    return Number.isInteger(number) ? number : undefined;
  }
  return value.trim().replace(/^\+/, '');
}

/** RFC 3339, seconds and nanoseconds, or a duration as 3.5s. */
function timeMicros(value: unknown): number | undefined {
  if (typeof value === 'string') {
    const [, seconds] = /^(-?\d+(?:\.\d+)?)s$/.exec(value) ?? [];
    if (seconds !== undefined) return Math.round(Number(seconds) * 1e6);
    const [, head = '', fraction = '', zone = ''] =
      /^(\d{4,6}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:?\d\d)?$/.exec(value) ??
      [];
    const whole = Date.parse(
      `${head.replace(' ', 'T').toUpperCase()}${zone === '' ? 'Z' : zone.toUpperCase()}`,
    );
    if (Number.isNaN(whole)) return undefined;
    return whole * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
  }
  if (!isObject(value)) return undefined;
  const [seconds, nanos] = [Number(value['seconds'] ?? 0), Number(value['nanos'] ?? 0)];
  return Number.isNaN(seconds + nanos) ? undefined : seconds * 1e6 + Math.floor(nanos / 1000);
}

function structOf(value: unknown): unknown {
  if (!isObject(value)) return value;
  const inner = value['fields'];
  return isObject(inner) && Object.keys(value).length === 1 ? inner : value;
}

/** A field in whichever spelling the event has it. */
export function fieldOf(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  for (const spelling of spellings(name)) {
    if (Object.hasOwn(value, spelling)) return value[spelling];
  }
  return undefined;
}
