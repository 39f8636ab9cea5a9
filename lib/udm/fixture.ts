import { nearest, visibleLine, camelCase, snakeCase } from '../text.ts';
import { enumNamed, messageNamed, type FieldType, type UdmField } from './schema.ts';
import { isObject, plain, type PlainValue } from './plain.ts';

/** Where in an event something does not fit: keys and indices from the event down. */
export interface Misfit {
  readonly path: readonly (string | number)[];
  /** Whether the key itself is wrong, or what stands behind it. */
  readonly part: 'key' | 'value';
  /** Lower case, without the path. */
  readonly message: string;
  readonly hint?: string;
}

/** An event, an entity or a detection that somebody wrote by hand, held against the schema. */
export interface ReadFixture {
  /** Fields by their names in JSON (lowerCamelCase), whichever spelling was written; what did not fit is left out. */
  readonly event: { readonly [field: string]: PlainValue };
  readonly misfits: readonly Misfit[];
}

/**
 * Reads an event or an entity as strictly as a person wants it who waits for a rule to fire: every field must be in the
 * schema, in snake_case or lowerCamelCase, and every value of its type. Exported events are read with more patience.
 */
export function readFixture(value: unknown, root: 'UDM' | 'Entity' | 'Collection'): ReadFixture {
  const misfits: Misfit[] = [];
  const read = readMessage(value, root, [], misfits);
  return { event: isObject(read) ? read : {}, misfits };
}

type Path = Misfit['path'];

function readMessage(value: unknown, name: string, path: Path, misfits: Misfit[]): PlainValue {
  if (!isObject(value)) return refuse(misfits, path, 'a map of fields', value);
  const fields = messageNamed(name)?.fields ?? new Map<string, UdmField>();
  const made: Record<string, PlainValue> = {};
  for (const [key, below] of Object.entries(value)) {
    const field = fields.get(key) ?? fields.get(snakeCase(key));
    const at = [...path, key];
    if (field === undefined) {
      misfits.push(unknownField(key, at, fields));
      continue;
    }
    const spelt = camelCase(field.name);
    if (Object.hasOwn(made, spelt)) {
      const message = `${field.name} stands twice, in two spellings`;
      misfits.push({ path: at, part: 'key', message, hint: 'keep one of them' });
      continue;
    }
    made[spelt] = readField(below, field, at, misfits);
  }
  return made;
}

function unknownField(key: string, path: Path, fields: ReadonlyMap<string, UdmField>): Misfit {
  const meant = nearest(snakeCase(key), fields.keys());
  const where = path
    .slice(0, -1)
    .filter((step) => typeof step === 'string')
    .join('.');
  return {
    path,
    part: 'key',
    message: `"${visibleLine(key)}" is not a field of ${where === '' ? 'an event' : where}`,
    hint: meant === undefined ? 'see the fields of UDM' : `did you mean ${meant}?`,
  };
}

function readField(value: unknown, field: UdmField, path: Path, misfits: Misfit[]): PlainValue {
  if (field.map) {
    if (!isObject(value)) return refuse(misfits, path, 'a map', value);
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        readValue(one, field.type, [...path, key], misfits),
      ]),
    );
  }
  if (!field.repeated) return readValue(value, field.type, path, misfits);
  if (!Array.isArray(value)) {
    const hint = `${field.name} is repeated: write [ … ] around it`;
    return refuse(misfits, path, 'a list', value, hint);
  }
  return value.map((one: unknown, at) => readValue(one, field.type, [...path, at], misfits));
}

function readValue(value: unknown, type: FieldType, path: Path, misfits: Misfit[]): PlainValue {
  switch (type.kind) {
    case 'enum':
      return readEnum(value, type.name, path, misfits);
    case 'scalar':
      return readScalar(value, type.name, path, misfits);
    case 'message':
      return readWellKnown(value, type.name, path, misfits);
  }
}

function readEnum(value: unknown, name: string, path: Path, misfits: Misfit[]): PlainValue {
  const values = enumNamed(name)?.values ?? new Map<string, number>();
  if (typeof value === 'string' && values.has(value)) return value;
  if (typeof value === 'number' && [...values.values()].includes(value)) return value;
  const meant = typeof value === 'string' ? nearest(value, values.keys()) : undefined;
  const some = [...values.keys()].slice(0, 6).join(', ');
  const hint =
    meant === undefined
      ? `values are ${some}${values.size > 6 ? ', …' : ''}`
      : `did you mean ${meant}?`;
  return refuse(misfits, path, `a value of ${name}`, value, hint);
}

const SCALARS: Readonly<
  Record<
    string,
    { readonly noun: string; readonly fits: (value: unknown) => boolean; readonly hint?: string }
  >
> = {
  string: {
    noun: 'text',
    fits: (value) => typeof value === 'string',
    hint: 'put it in quotes',
  },
  bytes: {
    noun: 'base64 text',
    fits: (value) => typeof value === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value),
  },
  bool: { noun: 'true or false', fits: (value) => typeof value === 'boolean' },
  float: { noun: 'a number', fits: (value) => typeof value === 'number' },
};

/** Whole numbers may be text: JSON's own lose digits beyond 2^53, which is why protobuf writes them so. */
const WHOLE = {
  noun: 'a whole number',
  hint: 'put a number of more than 15 digits in quotes',
  fits: (value: unknown): boolean =>
    Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,20}$/.test(value)),
};

function readScalar(value: unknown, name: string, path: Path, misfits: Misfit[]): PlainValue {
  const scalar = name === 'double' ? SCALARS['float'] : (SCALARS[name] ?? WHOLE);
  if (scalar?.fits(value) === true) return plain(value);
  return refuse(
    misfits,
    path,
    scalar?.noun ?? 'a value',
    value,
    isObject(value) ? undefined : scalar?.hint,
  );
}

const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Messages that JSON writes in a form of their own. */
function readWellKnown(value: unknown, name: string, path: Path, misfits: Misfit[]): PlainValue {
  switch (name) {
    case 'google.protobuf.Timestamp': {
      const fits =
        typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value));
      return fits ? value : refuse(misfits, path, 'a time such as 2026-01-01T00:00:00Z', value);
    }
    case 'google.protobuf.Duration': {
      const fits = typeof value === 'string' && /^-?\d+(?:\.\d{1,9})?s$/.test(value);
      return fits ? value : refuse(misfits, path, 'a duration such as 90s', value);
    }
    case 'google.protobuf.Struct':
      return isObject(value) ? plain(value) : refuse(misfits, path, 'a map', value);
    case 'google.protobuf.Value':
      return plain(value);
    default:
      return readMessage(value, name, path, misfits);
  }
}

function refuse(
  misfits: Misfit[],
  path: Path,
  wanted: string,
  value: unknown,
  hint?: string,
): null {
  misfits.push({
    path,
    part: 'value',
    message: `expected ${wanted}, but this is ${shown(value)}`,
    ...(hint === undefined ? {} : { hint }),
  });
  return null;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value !== 'string') return JSON.stringify(value);
  const line = visibleLine(value);
  return `"${line.length > 60 ? `${line.slice(0, 60)}…` : line}"`;
}
