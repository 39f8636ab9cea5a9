import type { EventColumn, EventSource } from '../model/compiled-query.ts';
import { columnType, fileNamed, named, spellings, valueType, zeroValue } from './columns.ts';
import type { Connection } from './connection.ts';
import { TIMES } from './extract.ts';

/** What a Parquet file has, as far as it was asked for: fields of a message, or a type. */
interface Shape {
  readonly fields: ReadonlyMap<string, Shape>;
  readonly type: string;
}

/** Reads nested Parquet as columns: names that exist, in either spelling. What is missing reads as zero. */
export async function parquetSelect(
  connection: Connection,
  path: string,
  source: EventSource,
  columns: readonly EventColumn[],
): Promise<string> {
  const described = await connection.rows(
    `DESCRIBE SELECT * FROM read_parquet(${fileNamed(path)})`,
  );
  const top: Shape = {
    type: '',
    fields: new Map(
      described.map((row) => [String(row['column_name']), shapeOf(String(row['column_type']))]),
    ),
  };
  const times = Object.entries(TIMES[source]).map(([name, steps]) => {
    const column: EventColumn = {
      source,
      path: name,
      steps: steps.map((step) => ({ name: step, repeated: false, map: false })),
      kind: 'time',
      enumName: undefined,
      depth: 0,
    };
    const fallback =
      name === 'lo' ? '-9223372036854775807' : name === 'hi' ? '9223372036854775807' : '0';
    return `coalesce(${expression(column, top)}, ${fallback})`;
  });
  const own = columns.map(
    (column) =>
      `coalesce(${expression(column, top)}, ${zeroValue(column)}) AS ${named(column.path)}`,
  );
  return `SELECT ${['0', ...times, ...own].join(', ')} FROM read_parquet(${fileNamed(path)})`;
}

function expression(column: EventColumn, top: Shape): string {
  return descend(column, 0, top, undefined) ?? `NULL::${columnType(column)}`;
}

function descend(
  column: EventColumn,
  at: number,
  shape: Shape,
  from: string | undefined,
): string | undefined {
  const step = column.steps[at];
  if (step === undefined) return leaf(column, shape, from ?? 'NULL');
  if (step.map) return mapped(column, at, shape, from);
  const spelling = spellings(step.name).find((one) => shape.fields.has(one));
  const below = spelling === undefined ? undefined : shape.fields.get(spelling);
  if (spelling === undefined || below === undefined) return undefined;
  const read = from === undefined ? named(spelling) : `(${from}).${named(spelling)}`;
  if (!step.repeated) return descend(column, at + 1, below, read);
  const inner = descend(column, at + 1, below, `x${at}`);
  const left = column.steps.slice(at + 1).filter(({ repeated }) => repeated).length;
  const zero = zeroValue({ ...column, depth: left });
  return inner === undefined
    ? undefined
    : `list_transform(${read}, lambda x${at}: coalesce(${inner}, ${zero}))`;
}

/** A Struct as a MAP, as JSON text, or as a message of its keys. */
function mapped(
  column: EventColumn,
  at: number,
  shape: Shape,
  from: string | undefined,
): string | undefined {
  const struct = column.steps[at]?.name === 'fields';
  const spelling = struct
    ? undefined
    : spellings(column.steps[at]?.name ?? '').find((one) => shape.fields.has(one));
  const inner = spelling === undefined ? shape : (shape.fields.get(spelling) ?? shape);
  if (!struct && spelling === undefined) return undefined;
  const read = spelling === undefined ? (from ?? 'NULL') : `(${from ?? 'NULL'}).${named(spelling)}`;
  const map = inner.type.startsWith('MAP')
    ? `cast(to_json(${read}) AS MAP(VARCHAR, JSON))`
    : `try_cast(${inner.type === 'VARCHAR' || inner.type === 'JSON' ? `try_cast(${read} AS JSON)` : `to_json(${read})`} AS MAP(VARCHAR, JSON))`;
  if (column.steps[at + 1]?.name === 'key') return `map_keys(${map})`;
  return column.kind === 'json'
    ? `list_transform(map_values(${map}), lambda z: z::VARCHAR)`
    : `list_transform(map_values(${map}), lambda z: CASE WHEN starts_with(z::VARCHAR, '"') THEN (z->>'$') ELSE '' END)`;
}

function leaf(column: EventColumn, { type, fields }: Shape, read: string): string {
  if (column.kind !== 'time') return `try_cast(${read} AS ${valueType(column)})`;
  if (type.startsWith('TIMESTAMP')) return `epoch_us(${read})`;
  if (fields.size > 0) {
    return `((${read}).seconds::BIGINT * 1000000${fields.has('nanos') ? ` + coalesce((${read}).nanos, 0)::BIGINT // 1000` : ''})`;
  }
  return `time_micros(${read}::VARCHAR)`;
}

/** Reads DuckDB's name of a type: `STRUCT(a VARCHAR, b STRUCT(c BIGINT)[])`. Lists are looked through. */
function shapeOf(type: string): Shape {
  const bare = type.replace(/(\[\])+$/, '');
  if (!bare.startsWith('STRUCT(')) return { type: bare, fields: new Map() };
  const fields = new Map<string, Shape>();
  for (const part of parts(bare.slice('STRUCT('.length, -1))) {
    const [, quotedName, plainName, rest = ''] =
      /^(?:"((?:[^"]|"")*)"|(\S+))\s+(.*)$/s.exec(part) ?? [];
    fields.set(quotedName?.replaceAll('""', '"') ?? plainName ?? '', shapeOf(rest));
  }
  return { type: bare, fields };
}

function parts(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let quotes = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') quotes = !quotes;
    if (quotes) continue;
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === ',' && depth === 0) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  found.push(text.slice(from).trim());
  return found;
}
