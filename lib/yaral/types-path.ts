import { findPath } from '../udm/path.ts';
import type { FieldType, ScalarName } from '../udm/schema.ts';
import type { Path } from './ast.ts';
import { UNKNOWN, type Field, type Type } from './types.ts';

/** What a path's values are; `unknown` where it leads nowhere, and for words that are no path of an event. */
export function fieldAt(path: Path): Field {
  if (path.root === undefined) return NONE;
  const found = findPath(path.segments);
  if (found.fault !== undefined) return { ...NONE, found };
  const { type, repeated, indexed, keyed } = found;
  return { type: typeOfField(type), repeated: repeated > 0, indexed, keyed, found };
}

const NONE: Field = {
  type: UNKNOWN,
  repeated: false,
  indexed: false,
  keyed: false,
  found: undefined,
};

/** The type of values of a field. */
export function typeOfField(type: FieldType): Type {
  return type.kind === 'scalar' ? SCALARS[type.name] : type;
}

/** yara-l §3.2. */
const SCALARS: Readonly<Record<ScalarName, Type>> = {
  string: { kind: 'string' },
  bytes: { kind: 'bytes' },
  bool: { kind: 'bool' },
  int32: { kind: 'int' },
  int64: { kind: 'int' },
  uint32: { kind: 'uint' },
  uint64: { kind: 'uint' },
  float: { kind: 'float' },
  double: { kind: 'float' },
};
