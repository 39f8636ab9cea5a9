import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import type { ColumnStep, EventColumn, EventSource } from '../model/compiled-query.ts';
import { UserError } from '../errors.ts';
import {
  columnType,
  fileNamed,
  named,
  quoted,
  readExpression,
  readTypes,
  zeroValue,
} from './columns.ts';
import type { Connection } from './connection.ts';
import { extractColumns, timeIn, TIMES } from './extract.ts';
import { eventsIn, kindOfFile, readLines } from './lines.ts';
import { parquetSelect } from './parquet.ts';
import { fileSamples, memorySamples, parquetSamples, type Samples } from './samples.ts';
import { isObject } from '../udm/plain.ts';

/** Where events come from. */
export type EventInput =
  | {
      readonly kind: 'events';
      readonly source?: EventSource;
      readonly events: readonly {
        readonly event: unknown;
        /** The part of the input that it belongs to, such as a case of a rule test; 0 if there is one part. */
        readonly part?: number;
      }[];
    }
  /** NDJSON, gzipped or not, a JSON array, or Parquet: the first bytes tell. */
  | { readonly kind: 'file'; readonly source?: EventSource; readonly path: string };

/** Something in the input that is not what it should be. */
export interface LoadProblem {
  /** The file; undefined for events from memory. */
  readonly path: string | undefined;
  /** Counted from 1: the line, or the place among the events from memory. 0 for Parquet, which has none. */
  readonly line: number;
  readonly problem: 'malformed' | 'wrong-type' | 'no-time';
  /** Lower case; says nothing of what the event holds. */
  readonly message: string;
}

/** What became of the input. */
export interface LoadReport {
  readonly events: number;
  /** Of them those that were there already, by `metadata.id`: the same event twice is one event (yara-l §4.1). */
  readonly repeated: number;
  /** The first thousand. */
  readonly problems: readonly LoadProblem[];
  /** All of them, by kind. */
  readonly counts: Readonly<Record<LoadProblem['problem'], number>>;
}

/** What queries and samples need of what was loaded. */
export interface Loaded {
  readonly report: LoadReport;
  readonly columns: ReadonlyMap<EventSource, ReadonlySet<string>>;
  /** The column that holds the place of an event in the input. */
  readonly place: string;
  readonly sample: (source: EventSource, rows: readonly number[]) => Promise<readonly unknown[]>;
}

export interface LoadSettings {
  readonly structText: boolean;
  readonly folder: string;
}

const SOURCES: readonly EventSource[] = ['udm', 'graph', 'detection'];
const MOST_PROBLEMS = 1000;

/** Makes one table for each source, with the wanted columns of all inputs one after another. */
export async function loadInputs(
  connection: Connection,
  inputs: readonly EventInput[],
  columns: readonly EventColumn[],
  settings: LoadSettings,
): Promise<Loaded> {
  const notes = new Notes();
  const shelves = new Map<EventSource, Shelf[]>();
  const known = new Map<EventSource, ReadonlySet<string>>();
  let events = 0;
  for (const source of SOURCES) {
    const wanted = columns.filter((one) => one.source === source);
    const own = distinct(source === 'udm' ? [...wanted, ID] : wanted);
    known.set(source, new Set(own.map(({ path }) => path)));
    await connection.execute(emptyTable(source, own));
    let rows = 0;
    for (const [at, input] of inputs.entries()) {
      if ((input.source ?? 'udm') !== source) continue;
      const found = await loadOne({ connection, source, columns: own, notes, settings, at }, input);
      const shelf = shelves.get(source) ?? [];
      shelf.push({ from: rows, count: found.rows, samples: found.samples });
      shelves.set(source, shelf);
      rows += found.rows;
    }
    events += rows;
  }
  const repeated = await takeOutRepeats(connection);
  return {
    report: { events, repeated, problems: notes.first, counts: notes.counts },
    columns: known,
    place: repeated > 0 ? 'place' : 'rowid',
    sample: (source, rows) => takeSamples(shelves.get(source) ?? [], rows),
  };
}

const ID: EventColumn = {
  source: 'udm',
  path: 'metadata.id',
  steps: [step('metadata'), step('id')],
  kind: 'bytes',
  enumName: undefined,
  depth: 0,
};

/** Leaves of events with one id the first; the others keep their places. */
async function takeOutRepeats(connection: Connection): Promise<number> {
  const [counted] = await connection.rows(
    `SELECT (count(*) - count(DISTINCT "metadata.id"))::INTEGER AS n FROM udm_events WHERE "metadata.id" <> ''`,
  );
  if (Number(counted?.['n'] ?? 0) === 0) return 0;
  await connection.execute(
    `CREATE OR REPLACE TABLE udm_once AS SELECT *, rowid AS place FROM udm_events QUALIFY "metadata.id" = '' OR row_number() OVER (PARTITION BY part, "metadata.id" ORDER BY rowid) = 1 ORDER BY place`,
  );
  const [left] = await connection.rows(
    'SELECT ((SELECT count(*) FROM udm_events) - (SELECT count(*) FROM udm_once))::INTEGER AS n',
  );
  const repeated = Number(left?.['n'] ?? 0);
  await connection.execute(
    repeated === 0
      ? 'DROP TABLE udm_once'
      : 'DROP TABLE udm_events; ALTER TABLE udm_once RENAME TO udm_events',
  );
  return repeated;
}

interface Shelf {
  readonly from: number;
  readonly count: number;
  readonly samples: Samples;
}

async function takeSamples(
  shelves: readonly Shelf[],
  rows: readonly number[],
): Promise<readonly unknown[]> {
  const found = new Map<number, unknown>();
  for (const { from, count, samples } of shelves) {
    const own = rows.filter((row) => row >= from && row < from + count);
    if (own.length === 0) continue;
    const values = await samples(own.map((row) => row - from));
    own.forEach((row, at) => found.set(row, values[at]));
  }
  return rows.map((row) => found.get(row) ?? {});
}

class Notes {
  readonly first: LoadProblem[] = [];
  readonly counts: Record<LoadProblem['problem'], number> = {
    malformed: 0,
    'wrong-type': 0,
    'no-time': 0,
  };

  add(problem: LoadProblem): void {
    this.counts[problem.problem] += 1;
    if (this.first.length < MOST_PROBLEMS) this.first.push(problem);
  }
}

interface Task {
  readonly connection: Connection;
  readonly source: EventSource;
  readonly columns: readonly EventColumn[];
  readonly notes: Notes;
  readonly settings: LoadSettings;
  readonly at: number;
}

interface LoadedInput {
  readonly rows: number;
  readonly samples: Samples;
}

async function loadOne(task: Task, input: EventInput): Promise<LoadedInput> {
  if (input.kind === 'events') return loadEvents(task, input.events);
  const { path } = input;
  const kind = await kindOfFile(path);
  if (kind.format === 'parquet') {
    const { connection, source, columns } = task;
    const select = await parquetSelect(connection, path, source, columns);
    await connection.execute(`INSERT INTO ${tableOf(source)} ${select}`);
    const [row] = await connection.rows(
      `SELECT count(*)::INTEGER AS n FROM read_parquet(${fileNamed(path)})`,
    );
    return { rows: Number(row?.['n'] ?? 0), samples: parquetSamples(connection, path) };
  }
  if (kind.format === 'ndjson' && !kind.marked) {
    const fast = await loadStrictly(task, path, kind.wrapped);
    if (fast !== undefined) {
      return {
        rows: fast,
        samples: fileSamples({
          path,
          gzip: kind.gzip,
          wrapped: kind.wrapped,
          folder: task.settings.folder,
        }),
      };
    }
  }
  return loadSlowly(task, path, kind);
}

/**
 * DuckDB reads the file on its own, and takes no value that is not of its type. Undefined where a line or a value is
 * wrong, or looks as if: then each line is read one by one, so that every problem has its line.
 */
async function loadStrictly(
  task: Task,
  path: string,
  wrapped: boolean,
): Promise<number | undefined> {
  const { connection, source, columns, settings } = task;
  if (settings.structText) return undefined;
  const under = (column: EventColumn): EventColumn =>
    wrapped ? { ...column, steps: [step('udm'), ...column.steps] } : column;
  const times = Object.entries(TIMES[source]).map(([name, steps]) => ({
    name,
    column: under(timeColumn(source, steps)),
  }));
  const read = columns.map(under);
  const types = readTypes([...read, ...times.map(({ column }) => column)]);
  const pieces = [
    '0 AS part',
    ...times.map(
      ({ name, column }) =>
        `coalesce(${readExpression(column)}, ${DEFAULT_TIMES[name] ?? '0'}) AS ${name}`,
    ),
    ...columns.map(
      (column, at) => `${readExpression(read[at] ?? column)} AS ${named(column.path)}`,
    ),
  ];
  const fresh = `${tableOf(source)}_new`;
  const sql = `CREATE OR REPLACE TABLE ${fresh} AS SELECT ${pieces.join(', ')} FROM read_json(${fileNamed(path)}, format='newline_delimited', maximum_object_size=33554432, columns=${types})`;
  try {
    await connection.execute(sql);
  } catch (error) {
    if (
      error instanceof Error &&
      /No files found|Cannot open file|Permission denied/.test(error.message)
    ) {
      throw new UserError(`the events of "${path}" cannot be read`, { cause: error });
    }
    await connection.execute(`DROP TABLE IF EXISTS ${fresh}`);
    return undefined;
  }
  const suspects = suspicions(source, columns);
  const [row] = await connection.rows(
    `SELECT count(*)::INTEGER AS n, count(*) FILTER (${suspects})::INTEGER AS bad FROM ${fresh}`,
  );
  if (Number(row?.['bad'] ?? 0) > 0) {
    await connection.execute(`DROP TABLE ${fresh}`);
    return undefined;
  }
  const [before] = await connection.rows(`SELECT count(*)::INTEGER AS n FROM ${tableOf(source)}`);
  await (Number(before?.['n'] ?? 0) === 0
    ? connection.execute(
        `DROP TABLE ${tableOf(source)}; ALTER TABLE ${fresh} RENAME TO ${tableOf(source)}`,
      )
    : connection.execute(
        `INSERT INTO ${tableOf(source)} SELECT * FROM ${fresh}; DROP TABLE ${fresh}`,
      ));
  return Number(row?.['n'] ?? 0);
}

/** Texts that may be an object or a list, Structs with a level of their own, events without time. */
function suspicions(source: EventSource, columns: readonly EventColumn[]): string {
  const tests = columns.flatMap((column) => {
    const name = named(column.path);
    if (column.path.endsWith('.fields.key')) return [`list_contains(${name}, 'fields')`];
    if (valueIsText(column) && column.depth === 0) {
      return [`(${name} >= '[' AND ${name} < '\\' OR ${name} >= '{' AND ${name} < '|')`];
    }
    return [];
  });
  if (source === 'udm') tests.push('t = 0');
  return tests.length === 0 ? 'false' : tests.join(' OR ');
}

function valueIsText({ kind }: EventColumn): boolean {
  return kind === 'string' || kind === 'enum' || kind === 'bytes';
}

const DEFAULT_TIMES: Readonly<Record<string, string>> = {
  lo: '-9223372036854775807',
  hi: '9223372036854775807',
};

function step(name: string): ColumnStep {
  return { name, repeated: false, map: false };
}

function timeColumn(source: EventSource, steps: readonly string[]): EventColumn {
  return {
    source,
    path: steps.join('.'),
    steps: steps.map(step),
    kind: 'time',
    enumName: undefined,
    depth: 0,
  };
}

function tableOf(source: EventSource): string {
  return `${source}_events`;
}

function emptyTable(source: EventSource, columns: readonly EventColumn[]): string {
  const times = Object.keys(TIMES[source]).map((name) => `${name} BIGINT`);
  const own = columns.map((column) => `${named(column.path)} ${columnType(column)}`);
  return `CREATE OR REPLACE TABLE ${tableOf(source)} (${['part INTEGER', ...times, ...own].join(', ')})`;
}

/** Every line on its own: what is wrong is named by its line, and everything else of the event is kept. */
async function loadSlowly(
  task: Task,
  path: string,
  kind: Awaited<ReturnType<typeof kindOfFile>>,
): Promise<LoadedInput> {
  const texts = join(task.settings.folder, `events-${task.at}-${task.source}.ndjson`);
  const spool = new Spool(task, texts);
  const add = ({
    event,
    line,
  }: {
    readonly event: unknown;
    readonly line: number;
  }): Promise<void> => spool.add(event, { path, line, part: 0 }, JSON.stringify(event));
  const malformed = (line: number, message: string): void =>
    task.notes.add({ path, line, problem: 'malformed', message });
  // The first one, where it has not even metadata: alone in its file it is no event.
  let doubtful: { readonly event: unknown; readonly line: number } | undefined;
  let seen = 0;
  for await (const { text, line, broken } of readLines(path, kind)) {
    if (text === undefined) {
      malformed(line, broken);
      break;
    }
    for (const event of eventsIn(text)) {
      if (!isObject(event)) {
        malformed(line, 'this is no JSON object');
        continue;
      }
      seen += 1;
      if (seen === 1 && task.source === 'udm' && !('metadata' in event)) {
        doubtful = { event, line };
        continue;
      }
      if (doubtful !== undefined) await add(doubtful);
      doubtful = undefined;
      await add({ event, line });
    }
  }
  if (doubtful !== undefined) malformed(doubtful.line, NO_EVENT);
  const rows = await spool.finish();
  return {
    rows,
    samples: fileSamples({
      path: texts,
      gzip: false,
      wrapped: false,
      folder: task.settings.folder,
    }),
  };
}

const NO_EVENT = 'this is no event: it has neither metadata nor udm';

async function loadEvents(
  task: Task,
  events: Extract<EventInput, { readonly kind: 'events' }>['events'],
): Promise<LoadedInput> {
  const spool = new Spool(task, undefined);
  const kept: unknown[] = [];
  for (const [at, { event, part = 0 }] of events.entries()) {
    const place = { path: undefined, line: at + 1, part };
    // Kept as an empty event, so that the places of the others stay what they were.
    const readable = isObject(event) ? event : {};
    if (!isObject(event)) {
      task.notes.add({ ...place, problem: 'malformed', message: 'this is no event' });
    }
    kept.push(readable);
    await spool.add(readable, place, undefined);
  }
  const rows = await spool.finish();
  return { rows, samples: memorySamples(kept) };
}

/** Writes columns as lines that DuckDB reads without a question, and the events beside them. */
class Spool {
  readonly #task: Task;
  readonly #path: string;
  readonly #rows: ReturnType<typeof createWriteStream>;
  readonly #texts: ReturnType<typeof createWriteStream> | undefined;
  #count = 0;

  constructor(task: Task, texts: string | undefined) {
    this.#task = task;
    this.#path = join(task.settings.folder, `columns-${task.at}-${task.source}.ndjson`);
    this.#rows = createWriteStream(this.#path);
    this.#texts = texts === undefined ? undefined : createWriteStream(texts);
  }

  async add(
    event: unknown,
    { path, line, part }: { path: string | undefined; line: number; part: number },
    text: string | undefined,
  ): Promise<void> {
    const { source, columns, notes, settings } = this.#task;
    const { values, wrong } = extractColumns(event, columns, settings);
    for (const { path: field, wanted } of wrong) {
      notes.add({ path, line, problem: 'wrong-type', message: `${field} is not ${wanted}` });
    }
    const times: Record<string, number> = {};
    for (const [name, steps] of Object.entries(TIMES[source])) {
      const time = timeIn(event, steps);
      if (time !== undefined) times[name] = time;
      else if (source === 'udm') {
        const message = 'the event has no metadata.event_timestamp: it counts as 1970';
        notes.add({ path, line, problem: 'no-time', message });
      }
    }
    const row = JSON.stringify({ part, ...times, ...values });
    this.#count += 1;
    await write(this.#rows, row);
    if (this.#texts !== undefined && text !== undefined) await write(this.#texts, text);
  }

  async finish(): Promise<number> {
    const { connection, source, columns } = this.#task;
    for (const stream of [this.#rows, this.#texts]) {
      if (stream === undefined) continue;
      stream.end();
      await once(stream, 'finish');
    }
    if (this.#count === 0) return 0;
    const times = Object.keys(TIMES[source]);
    const types = [
      `part: 'INTEGER'`,
      ...times.map((name) => `${name}: 'BIGINT'`),
      ...columns.map((column) => `${named(column.path)}: ${quoted(columnType(column))}`),
    ];
    const pieces = [
      'part',
      ...times.map((name) => `coalesce(${name}, ${DEFAULT_TIMES[name] ?? '0'})`),
      ...columns.map((column) => `coalesce(${named(column.path)}, ${zeroValue(column)})`),
    ];
    await connection.execute(
      `INSERT INTO ${tableOf(source)} SELECT ${pieces.join(', ')} FROM read_json(${fileNamed(this.#path)}, format='newline_delimited', maximum_object_size=67108864, columns={${types.join(', ')}})`,
    );
    return this.#count;
  }
}

async function write(stream: ReturnType<typeof createWriteStream>, line: string): Promise<void> {
  if (!stream.write(`${line}\n`)) await once(stream, 'drain');
}

function distinct(columns: readonly EventColumn[]): readonly EventColumn[] {
  return [...new Map(columns.map((one) => [one.path, one])).values()];
}
