import type { ColumnStep, EventColumn } from '../model/compiled-query.ts';
import { enumNamed } from '../udm/schema.ts';
import { camelCase } from '../text.ts';

/** A value in single quotes. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path as one file: in DuckDB's reading functions `*`, `?` and `[` are patterns, and a sign in brackets is itself. */
export function fileNamed(path: string): string {
  return quoted(path.replaceAll(/[*?[]/g, '[$&]'));
}

/** A name in double quotes. */
export function named(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Both spellings of a field, or the only one. */
export function spellings(name: string): readonly string[] {
  const camel = camelCase(name);
  return camel === name ? [name] : [camel, name];
}

/** The SQL type of a column's values, without its lists. */
export function valueType({ kind }: EventColumn): string {
  switch (kind) {
    case 'string':
    case 'bytes':
    case 'enum':
    case 'json':
      return 'VARCHAR';
    case 'int':
    case 'time':
      return 'BIGINT';
    case 'uint':
      return 'HUGEINT';
    case 'float':
      return 'DOUBLE';
    case 'bool':
      return 'BOOLEAN';
  }
}

export function columnType(column: EventColumn): string {
  return valueType(column) + '[]'.repeat(column.depth);
}

/** What an unset field reads as. */
export function zeroValue(column: EventColumn): string {
  if (column.depth > 0) return `[]::${columnType(column)}`;
  return scalarZero(column);
}

function scalarZero({ kind, enumName }: EventColumn): string {
  switch (kind) {
    case 'string':
    case 'bytes':
    case 'json':
      return "''";
    case 'enum':
      return quoted(enumNamed(enumName ?? '')?.zero ?? '');
    case 'int':
    case 'time':
      return '0::BIGINT';
    case 'uint':
      return '0::HUGEINT';
    case 'float':
      return '0::DOUBLE';
    case 'bool':
      return 'false';
  }
}

/** What must be read of each JSON object: a tree of the wanted fields, as DuckDB's types. */
type Tree = Map<string, { repeated: boolean; map: boolean; leaf: string | undefined; below: Tree }>;

/** The `columns` of `read_json`: only what is wanted, both spellings of each field. */
export function readTypes(columns: readonly EventColumn[]): string {
  const top: Tree = new Map();
  for (const column of columns) {
    let here = top;
    const steps = inJson(column.steps);
    steps.forEach(({ name, repeated, map }, at) => {
      for (const spelling of spellings(name)) {
        const known = here.get(spelling) ?? { repeated, map, leaf: undefined, below: new Map() };
        here.set(spelling, known);
        if (at === steps.length - 1) known.leaf = known.leaf ?? leafType(column);
      }
      // Both spellings share what is below them.
      const [first = '', ...others] = spellings(name);
      const below = here.get(first)?.below ?? new Map();
      for (const other of others) {
        const same = here.get(other);
        if (same !== undefined) same.below = below;
      }
      here = below;
    });
  }
  return `{${fieldsOf(top)
    .map(([name, type]) => `${named(name)}: ${quoted(type)}`)
    .join(', ')}}`;
}

/** A map is read whole. */
function inJson(steps: readonly ColumnStep[]): readonly ColumnStep[] {
  const at = steps.findIndex(({ map }) => map);
  if (at < 0) return steps;
  // A Struct is written as its entries: there is no `fields` in JSON.
  return steps[at]?.name === 'fields'
    ? steps.slice(0, at).map((step, place) => (place === at - 1 ? { ...step, map: true } : step))
    : steps.slice(0, at + 1);
}

function leafType(column: EventColumn): string {
  if (column.steps.some(({ map }) => map)) return 'MAP(VARCHAR, JSON)';
  return column.kind === 'time' ? 'VARCHAR' : valueType(column);
}

function fieldsOf(tree: Tree): readonly (readonly [string, string])[] {
  return [...tree].map(([name, { repeated, map, leaf, below }]) => {
    const type =
      leaf ??
      `STRUCT(${fieldsOf(below)
        .map(([field, inner]) => `${named(field)} ${inner}`)
        .join(', ')})`;
    return [name, repeated && !map ? `${type}[]` : type];
  });
}

/** How a column is computed from what `read_json` gives. */
export function readExpression(column: EventColumn): string {
  const steps = inJson(column.steps);
  return `coalesce(${descend(column, steps, 0, undefined)}, ${zeroValue(column)})`;
}

function descend(
  column: EventColumn,
  steps: readonly ColumnStep[],
  at: number,
  from: string | undefined,
): string {
  const step = steps[at];
  if (step === undefined) return leafExpression(column, from ?? 'NULL');
  const found = spellings(step.name).map((one) =>
    from === undefined ? named(one) : `(${from}).${named(one)}`,
  );
  const read = found.length === 1 ? (found[0] ?? '') : `coalesce(${found.join(', ')})`;
  if (!step.repeated || step.map) return descend(column, steps, at + 1, read);
  const element = `x${at}`;
  const inner = descend(column, steps, at + 1, element);
  const zero = zeroValue({ ...column, depth: depthAfter(steps, at, column) });
  return `list_transform(${read}, lambda ${element}: coalesce(${inner}, ${zero}))`;
}

function depthAfter(steps: readonly ColumnStep[], at: number, column: EventColumn): number {
  const passed = steps.slice(0, at + 1).filter(({ repeated, map }) => repeated && !map).length;
  return column.depth - passed;
}

function leafExpression(column: EventColumn, read: string): string {
  const last = column.steps.at(-1)?.name;
  if (column.steps.some(({ map }) => map)) {
    if (last === 'key') return `map_keys(${read})`;
    return column.kind === 'json'
      ? `list_transform(map_values(${read}), lambda z: z::VARCHAR)`
      : // Of a Struct only texts can be read (yara-l §4.5).
        `list_transform(map_values(${read}), lambda z: CASE WHEN starts_with(z::VARCHAR, '"') THEN (z->>'$') ELSE '' END)`;
  }
  if (column.kind === 'time') return `time_micros(${read})`;
  if (column.kind === 'enum') return enumExpression(column, read);
  return read;
}

/** Names, and numbers as the names that stand for them. */
function enumExpression({ enumName }: EventColumn, read: string): string {
  const names = new Map<number, string>();
  for (const [name, number] of enumNamed(enumName ?? '')?.values ?? []) {
    if (!names.has(number)) names.set(number, name);
  }
  const cases = [...names].map(([number, name]) => `WHEN '${number}' THEN ${quoted(name)}`);
  return `CASE WHEN ${read} < ':' THEN CASE ${read} ${cases.join(' ')} ELSE ${read} END ELSE ${read} END`;
}
