import type { ColumnKind, ColumnStep, EventColumn, EventSource } from '../model/compiled-query.ts';
import { findPath, isMap, type FoundPath } from '../udm/path.ts';
import type { FieldType, ScalarName } from '../udm/schema.ts';
import type { Expression, Path } from '../yaral/ast.ts';
import { BOOL, BYTES, FLOAT, INT, STRING, Unsupported, type ValueType } from './value.ts';

/** Where a path of a rule is read from, and how. */
export interface Reference {
  readonly variable: string;
  readonly source: EventSource;
  /** The leaf; of a map its values. */
  readonly column: EventColumn;
  /** Of a map its keys, and the key that is asked for. */
  readonly keys: EventColumn | undefined;
  readonly key: string | undefined;
  /** One for each list of the column, if it is read by index. */
  readonly indexes: readonly Expression[];
  /** The repeated fields that make copies of the event, outermost first (yara-l §4.4); empty if none does. */
  readonly prefixes: readonly string[];
  /** What is made of the column's value. */
  readonly part: 'seconds' | 'nanos' | undefined;
  /** Fields below a value of a proto map, which is kept as JSON. */
  readonly below: readonly string[];
  readonly type: ValueType;
}

const KNOWN = new WeakMap<Path, Reference>();

/** Follows a checked path. */
export function referenceOf(path: Path): Reference {
  const known = KNOWN.get(path) ?? follow(path);
  KNOWN.set(path, known);
  return known;
}

function follow(path: Path): Reference {
  const found = findPath(path.segments);
  if (path.root === undefined || found.fault !== undefined) {
    throw new Unsupported('this path', path.span, 'write a field of an event variable');
  }
  const { fields, root } = found;
  const timeAt = fields.findIndex(({ field }) => isTime(field.type));
  const last = fields.at(-1);
  const part: Reference['part'] =
    timeAt >= 0 && timeAt < fields.length - 1
      ? last?.field.name === 'nanos'
        ? 'nanos'
        : 'seconds'
      : undefined;
  const leading = timeAt >= 0 ? fields.slice(0, timeAt + 1) : fields;
  const mapAt = leading.findIndex(({ field, step }) => {
    const next = path.segments[step + 1];
    return isMap(field) && (next?.kind === 'key' || field.map);
  });
  const map = mapAt >= 0 ? leading[mapAt] : undefined;
  const keySegment = map === undefined ? undefined : path.segments[map.step + 1];
  const key = keySegment?.kind === 'key' ? keySegment.key.value : undefined;
  const steps: ColumnStep[] = leading
    .slice(0, mapAt >= 0 ? mapAt + 1 : undefined)
    .map(({ field }) => ({
      name: field.name,
      repeated: field.repeated || field.map,
      map: field.map,
    }));
  const indexes = path.segments.flatMap((one) => (one.kind === 'index' ? [one.index] : []));
  const shared = { variable: path.root.name, source: root, indexes, part };
  if (map !== undefined && mapAt >= 0) {
    const protoMap = map.field.map;
    const json = protoMap && !isStruct(map.field.type);
    const below = leading.slice(mapAt + 1).map(({ field }) => field.name);
    const keys = columnOf(root, [...steps, leaf('key')], 'string', undefined);
    const values = columnOf(root, [...steps, leaf('value')], json ? 'json' : 'string', undefined);
    if (key !== undefined) {
      const type = json ? typeOf(found.type) : STRING;
      return { ...shared, column: values, keys, key, prefixes: [], below, type };
    }
    // The entries of a proto map, one by one.
    const column = below[0] === 'key' ? keys : values;
    return {
      ...shared,
      column,
      keys: undefined,
      key: undefined,
      prefixes: prefixesOf(steps),
      below: below.slice(1),
      type: STRING,
    };
  }
  const end = leading.at(-1)?.field.type ?? found.type;
  if (end.kind === 'message' && !isTime(end)) {
    throw new Unsupported('a whole message', path.span, 'name a field in it');
  }
  const column = columnOf(root, steps, kindOf(end), end.kind === 'enum' ? end.name : undefined);
  return {
    ...shared,
    column,
    keys: undefined,
    key: undefined,
    prefixes: indexes.length > 0 ? [] : prefixesOf(steps),
    below: [],
    type: part === undefined ? typeOf(end) : INT,
  };
}

function leaf(name: string): ColumnStep {
  return { name, repeated: false, map: false };
}

function columnOf(
  source: FoundPath['root'],
  steps: readonly ColumnStep[],
  kind: ColumnKind,
  enumName: string | undefined,
): EventColumn {
  const depth = steps.filter(({ repeated }) => repeated).length;
  return { source, path: steps.map(({ name }) => name).join('.'), steps, kind, enumName, depth };
}

function prefixesOf(steps: readonly ColumnStep[]): readonly string[] {
  return steps.flatMap(({ repeated }, at) =>
    repeated
      ? [
          steps
            .slice(0, at + 1)
            .map(({ name }) => name)
            .join('.'),
        ]
      : [],
  );
}

function isTime(type: FieldType): boolean {
  return (
    type.kind === 'message' &&
    (type.name === 'google.protobuf.Timestamp' || type.name === 'google.protobuf.Duration')
  );
}

function isStruct(type: FieldType): boolean {
  return type.kind === 'message' && type.name === 'google.protobuf.Value';
}

function kindOf(type: FieldType): ColumnKind {
  return type.kind === 'enum' ? 'enum' : type.kind === 'message' ? 'time' : KINDS[type.name];
}

function typeOf(type: FieldType): ValueType {
  if (type.kind === 'enum') return type;
  return type.kind === 'message' ? { kind: 'time' } : TYPES[KINDS[type.name]];
}

const KINDS: Readonly<Record<ScalarName, 'string' | 'int' | 'uint' | 'float' | 'bool' | 'bytes'>> =
  {
    string: 'string',
    bytes: 'bytes',
    bool: 'bool',
    int32: 'int',
    int64: 'int',
    uint32: 'uint',
    uint64: 'uint',
    float: 'float',
    double: 'float',
  };

const TYPES: Readonly<Record<'string' | 'int' | 'uint' | 'float' | 'bool' | 'bytes', ValueType>> = {
  string: STRING,
  int: INT,
  uint: INT,
  float: FLOAT,
  bool: BOOL,
  bytes: BYTES,
};
